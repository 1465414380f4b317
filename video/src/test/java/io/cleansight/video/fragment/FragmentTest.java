package io.cleansight.video.fragment;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.video.Fragment;
import io.cleansight.video.Hardware;
import io.cleansight.video.Notice;
import io.cleansight.video.Opening;
import io.cleansight.video.Rules;
import io.cleansight.video.SharedFiles;
import io.cleansight.video.Source;
import io.cleansight.video.Taking;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import io.cleansight.video.ffmpeg.InProcessOpener;
import io.cleansight.video.ffmpeg.Remuxed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentTest {
  private static final Video.Opener OPENER = new InProcessOpener(Rules.OWN_MACHINE);
  private static final Path VIDEOS = Path.of("../../shared/videos");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;

  private final List<Fragment> fragments = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();

  /** Key frames every second, and none but the first in 43 seconds; both with B-frames. */
  @ParameterizedTest
  @CsvSource({
    "one-by-one-person-detection.mp4, 768, 432",
    "hairnet_kitchen_frame802.mp4, 640, 380"
  })
  void h264IsKeptAsItCame(String name, int width, int height) throws Exception {
    Path file = VIDEOS.resolve(name);
    SharedFiles.require(file);
    List<Duration> times = play(file);
    assertThat(notices).isEmpty();
    assertThat(fragments.getFirst().keyFrame()).isTrue();
    assertThat(fragments)
        .hasSizeGreaterThan(20)
        .allMatch(it -> it.codec().matches("avc1\\.(4D|64)[0-9A-F]{4}"))
        .allMatch(it -> it.width() == width && it.height() == height)
        .allMatch(it -> it.bytes().length <= Fragment.LARGEST)
        .allMatch(it -> it.init().length < 2000)
        .allMatch(it -> Arrays.equals(it.init(), fragments.getFirst().init()))
        .allMatch(it -> it.to().minus(it.from()).compareTo(Duration.ofMillis(3100)) < 0);
    assertThat(timesOf(fragments)).isEqualTo(times);
  }

  @Test
  void everyFragmentThatSaysSoBeginsWithAKeyFrame() throws Exception {
    Path file = VIDEOS.resolve("one-by-one-person-detection.mp4");
    SharedFiles.require(file);
    List<Duration> times = play(file);
    assertThat(fragments).allMatch(Fragment::keyFrame);
    Fragment later = fragments.get(50);
    List<Duration> rest = timesOf(fragments.subList(50, fragments.size()));
    assertThat(rest)
        .isEqualTo(times.stream().filter(it -> it.compareTo(later.from()) >= 0).toList())
        .startsWith(later.from());
  }

  @Test
  void withoutAKeyFrameForLongAFragmentGoesOnFromTheOneBefore() throws Exception {
    Path file = VIDEOS.resolve("hairnet_kitchen_frame802.mp4");
    SharedFiles.require(file);
    play(file);
    assertThat(fragments.stream().filter(Fragment::keyFrame)).hasSize(2);
    assertThat(fragments.subList(1, 10)).noneMatch(Fragment::keyFrame);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mpegts", "h264", "matroska"})
  void otherContainersAreKeptToo(String format) throws Exception {
    Path file = folder.resolve("film");
    Files.write(file, new Film(320, 240, 100, 25, 1_000_000, false).as(format));
    List<Duration> times = play(file);
    assertThat(times).hasSize(100);
    assertThat(notices).isEmpty();
    assertThat(fragments).hasSize(4).allMatch(Fragment::keyFrame);
    assertThat(timesOf(fragments)).hasSize(100).startsWith(fragments.getFirst().from());
    assertThat(fragments.getLast().to().minus(fragments.getFirst().from()))
        .isBetween(Duration.ofMillis(3960), Duration.ofMillis(4040));
  }

  @Test
  void bFramesOfATransportStreamKeepTheirOrder() throws Exception {
    Path file = VIDEOS.resolve("store-aisle.mp4");
    SharedFiles.require(file);
    Path stream = Files.write(folder.resolve("film.ts"), Remuxed.of(file, "mpegts").joined());
    List<Duration> times = play(stream);
    assertThat(times).hasSize(67);
    assertThat(timesOf(fragments)).isEqualTo(times);
  }

  @Test
  void h265IsKeptAsItCame() throws Exception {
    Path file = folder.resolve("moving.hevc");
    try (var film = FragmentTest.class.getResourceAsStream("/io/cleansight/video/moving.hevc")) {
      Files.copy(film, file);
    }
    List<Duration> times = play(file);
    assertThat(notices).isEmpty();
    assertThat(fragments)
        .isNotEmpty()
        .allMatch(it -> it.codec().matches("hvc1\\.[123]\\.[0-9A-F]+\\.[LH][0-9]+(\\..+)*"));
    assertThat(timesOf(fragments)).hasSameSizeAs(times);
  }

  @Test
  void newParametersBeginANewInit() throws Exception {
    Path file = folder.resolve("film.h264");
    Files.write(file, new Film(320, 240, 50, 25, 1_000_000, false).as("h264"));
    Files.write(
        file,
        new Film(640, 480, 50, 25, 1_000_000, false).as("h264"),
        java.nio.file.StandardOpenOption.APPEND);
    play(file);
    assertThat(fragments.stream().map(Fragment::width).toList())
        .containsExactly(320, 320, 640, 640);
    assertThat(timesOf(fragments.subList(2, 4))).hasSize(50);
  }

  @Test
  void isNeverTooLarge() throws Exception {
    Path file = folder.resolve("film.mkv");
    Files.write(file, new Film(640, 480, 25, 50, 40_000_000, true).as("matroska"));
    List<Duration> times = play(file);
    assertThat(fragments)
        .hasSizeGreaterThan(3)
        .allMatch(it -> it.bytes().length <= Fragment.LARGEST);
    assertThat(fragments.get(1).keyFrame()).isFalse();
    assertThat(timesOf(fragments)).isEqualTo(times);
  }

  @Test
  void aPictureThatIsTooLargeIsDroppedWithWhatNeedsIt() throws Exception {
    Path file = folder.resolve("film.mkv");
    Files.write(file, new Film(1920, 1088, 4, 2, 200_000_000, true).as("matroska"));
    assertThat(play(file)).hasSize(4);
    assertThat(fragments).isEmpty();
    assertThat(notices).containsExactly(Notice.FRAGMENT_DROPPED, Notice.FRAGMENT_DROPPED);
  }

  @Test
  void otherVideoIsEncodedAtALowRate() throws Exception {
    Path file = VIDEOS.resolve("store-aisle_mjpeg.avi");
    SharedFiles.require(file);
    assertThat(play(file)).hasSize(67);
    assertThat(notices).isEmpty();
    assertThat(fragments)
        .hasSize(2)
        .allMatch(Fragment::keyFrame)
        .allMatch(it -> it.codec().startsWith("avc1.42"))
        .allMatch(it -> it.width() == 480 && it.height() == 270)
        .allMatch(it -> it.bytes().length < 300_000);
    assertThat(fragments.stream().map(Fragment::from).toList())
        .containsExactly(Duration.ZERO, Duration.ofSeconds(2));
    List<Duration> times = timesOf(fragments);
    assertThat(times).hasSize(20);
    for (int i = 0; i < times.size(); i++) {
      assertThat(times.get(i)).isEqualTo(Duration.ofMillis(i * 200L));
    }
  }

  /** Even if hardly any picture is taken of it. */
  @Test
  void aDrawnSceneIsEncoded() throws Exception {
    var seldom = new Taking(0.02, 85, null);
    var opening =
        new Opening(
            Source.parse("scene:7?minutes=0.5&fps=10"),
            PATIENCE,
            seldom,
            null,
            fragments::add,
            Hardware.NONE);
    assertThat(play(opening)).hasSize(1);
    assertThat(fragments).hasSize(15);
    assertThat(timesOf(fragments)).hasSize(150);
  }

  private List<Duration> play(Path file) throws VideoException {
    return play(
        new Opening(
            new Source.VideoFile(file), PATIENCE, Taking.ALL, null, fragments::add, Hardware.NONE));
  }

  private List<Duration> play(Opening opening) throws VideoException {
    var times = new ArrayList<Duration>();
    try (var video = OPENER.open(opening)) {
      for (var next = video.next(); next.isPresent(); next = video.next()) {
        times.add(next.get().mediaTime());
      }
      notices.addAll(video.notices());
    }
    return times;
  }

  /** Of the pictures of a file that is made of them. */
  private List<Duration> timesOf(List<Fragment> some) throws IOException, VideoException {
    Path file = folder.resolve("kept.mp4");
    try (var out = Files.newOutputStream(file)) {
      out.write(some.getFirst().init());
      for (Fragment fragment : some) {
        out.write(fragment.bytes());
      }
    }
    return play(Opening.of(new Source.VideoFile(file), PATIENCE));
  }
}
