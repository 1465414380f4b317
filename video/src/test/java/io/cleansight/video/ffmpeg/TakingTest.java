package io.cleansight.video.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cleansight.video.Hardware;
import io.cleansight.video.JpegEncoder;
import io.cleansight.video.Notice;
import io.cleansight.video.Opening;
import io.cleansight.video.Picture;
import io.cleansight.video.Rules;
import io.cleansight.video.Sampler;
import io.cleansight.video.SharedFiles;
import io.cleansight.video.Source;
import io.cleansight.video.Taking;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TakingTest {
  private static final Video.Opener HERE = new InProcessOpener(Rules.OWN_MACHINE);
  private static final Path VIDEOS = Path.of("../../shared/videos");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A key frame each second, between them B-frames; key frames only; one key frame. */
  @ParameterizedTest
  @CsvSource({
    "one-by-one-person-detection.mp4, 1.0",
    "one-by-one-person-detection.mp4, 0.5",
    "one-by-one-person-detection.mp4, 0.3",
    "one-by-one-person-detection.mp4, 3",
    "store-aisle_mjpeg.avi, 5",
    "store-aisle_mjpeg.avi, 0.5",
    "hairnet_kitchen_frame802.mp4, 0.5"
  })
  void whateverIsDecodedTheSameSlotsHaveAPicture(String name, double rate) throws Exception {
    Path file = there(name);
    List<Duration> all = times(file, Taking.ALL);
    List<Duration> taken = times(file, new Taking(rate, 85, null));
    assertThat(slots(taken, rate)).isEqualTo(slots(all, rate));
    assertThat(taken).hasSameSizeAs(slots(taken, rate)).isSubsetOf(all);
    assertThat(times(file, new Taking(rate, 85, null))).isEqualTo(taken);
  }

  /** A slot's first picture, where all are decoded. */
  @Test
  void withFewKeyFramesItIsTheFirstOfEachSlot() throws Exception {
    Path file = there("hairnet_kitchen_frame802.mp4");
    var sampler = new Sampler(0.5);
    assertThat(times(file, new Taking(0.5, 85, null)))
        .isEqualTo(times(file, Taking.ALL).stream().filter(sampler::keeps).toList());
  }

  @Test
  void theRateChangesWhileItPlays() throws Exception {
    Path file = there("one-by-one-person-detection.mp4");
    var times = new ArrayList<Duration>();
    try (var video = open(file, Taking.ALL, Hardware.NONE)) {
      take(video, 20, times);
      video.take(new Taking(0.5, 85, null));
      take(video, 5, times);
      video.take(new Taking(5.0, 85, null));
      take(video, 10, times);
    }
    assertThat(times.subList(0, 20)).endsWith(Duration.ofMillis(1900));
    assertThat(times.subList(20, 25))
        .containsExactly(
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(6),
            Duration.ofSeconds(8),
            Duration.ofSeconds(10));
    assertThat(times.get(25)).isLessThanOrEqualTo(Duration.ofSeconds(12));
    for (int i = 26; i < 35; i++) {
      assertThat(times.get(i).minus(times.get(i - 1))).isEqualTo(Duration.ofMillis(200));
    }
  }

  @Test
  void picturesAreMadeSmallerAndWorse() throws Exception {
    Path file = there("one-by-one-person-detection.mp4");
    try (var video = open(file, new Taking(null, 85, 300), Hardware.NONE);
        var encoder = new JpegEncoder()) {
      Picture picture = video.next().orElseThrow();
      byte[] jpeg = encoder.encode(picture);
      var image = ImageIO.read(new ByteArrayInputStream(jpeg));
      assertThat(List.of(picture.width(), picture.height())).containsExactly(300, 168);
      assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(300, 168);
      video.take(new Taking(null, 20, 300));
      assertThat(encoder.encode(video.next().orElseThrow()).length).isLessThan(jpeg.length / 2);
      video.take(Taking.ALL);
      picture = video.next().orElseThrow();
      image = ImageIO.read(new ByteArrayInputStream(encoder.encode(picture)));
      assertThat(List.of(picture.width(), image.getWidth())).containsExactly(768, 768);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 85, 100", "-1, 85, 100", "NaN, 85, 100", "1, 0, 100", "1, 101, 100", "1, 85, 8"})
  void whatCannotBeTakenIsRefused(double rate, int quality, int side) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Taking(rate, quality, side));
  }

  /** There is no such hardware where tests run; if there is, pictures come out of it. */
  @ParameterizedTest
  @EnumSource(Hardware.class)
  void withoutTheHardwareTheProcessorDecodes(Hardware hardware) throws Exception {
    Path file = there("store-aisle.mp4");
    int pictures = 0;
    try (var video = open(file, Taking.ALL, hardware);
        var encoder = new JpegEncoder()) {
      var notices = new ArrayList<Notice>();
      for (var next = video.next(); next.isPresent(); next = video.next()) {
        encoder.encode(next.get());
        assertThat(encoder.glance().contrast()).isGreaterThan(20);
        notices.addAll(video.notices());
        pictures++;
      }
      assertThat(notices).hasSizeLessThanOrEqualTo(hardware == Hardware.NONE ? 0 : 1);
    }
    assertThat(pictures).isEqualTo(67);
  }

  private static Path there(String name) {
    Path file = VIDEOS.resolve(name);
    SharedFiles.require(file);
    return file;
  }

  private static Video open(Path file, Taking taking, Hardware hardware) throws VideoException {
    return HERE.open(
        new Opening(new Source.VideoFile(file), PATIENCE, taking, null, null, hardware));
  }

  private static List<Duration> times(Path file, Taking taking) throws VideoException {
    var times = new ArrayList<Duration>();
    try (var video = open(file, taking, Hardware.NONE)) {
      take(video, Integer.MAX_VALUE, times);
    }
    return times;
  }

  private static void take(Video video, int most, List<Duration> times) throws VideoException {
    Optional<Picture> next = most == 0 ? Optional.empty() : video.next();
    for (int taken = 1; next.isPresent(); taken++) {
      times.add(next.get().mediaTime());
      next = taken < most ? video.next() : Optional.empty();
    }
  }

  private static Set<Long> slots(List<Duration> times, double rate) {
    return times.stream()
        .map(it -> (long) Math.floor((it.toNanos() / 1e9 + 1e-6) * rate))
        .collect(Collectors.toSet());
  }
}
