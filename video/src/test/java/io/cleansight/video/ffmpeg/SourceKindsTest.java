package io.cleansight.video.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.video.Opening;
import io.cleansight.video.Picture;
import io.cleansight.video.Rules;
import io.cleansight.video.SharedFiles;
import io.cleansight.video.Source;
import io.cleansight.video.Taking;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of source but files and drawn scenes. */
class SourceKindsTest {
  private static final Path H264 = Path.of("../../shared/videos/store-aisle.mp4");
  private static final Path H265 = Path.of("src/test/resources/io/cleansight/video/moving.hevc");
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Map<String, String> JPEG = Map.of("Content-Type", "image/jpeg");

  private static final int SEGMENTS = 8;

  @TempDir Path folder;
  private WebCamera camera;

  @BeforeEach
  void start() throws IOException {
    camera = new WebCamera("127.0.0.1");
  }

  @AfterEach
  void stop() {
    camera.close();
  }

  @Test
  void playsH265ByRtsp() throws Exception {
    try (var rtsp =
            new RtspCamera(ServerSocketFactory.getDefault(), "127.0.0.1", Remuxed.of(H265, "rtp"));
        var video = open("rtsp://127.0.0.1:" + rtsp.port() + "/main", Taking.ALL)) {
      for (int i = 0; i < 10; i++) {
        assertThat(video.next()).get().extracting(Picture::width).isEqualTo(192);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png"})
  void playsAFolderInTheOrderOfNames(String type) throws Exception {
    Files.writeString(folder.resolve("0." + type), "no picture");
    for (int i = 1; i <= 5; i++) {
      Files.write(folder.resolve(i + "." + type), picture(64, 32 * i, type));
    }
    Source source = Source.parse(folder + "?fps=2");
    var times = new ArrayList<Duration>();
    var heights = new ArrayList<Integer>();
    try (var video = new InProcessOpener(Rules.OWN_MACHINE).open(source, PATIENCE)) {
      for (Optional<Picture> next = video.next(); next.isPresent(); next = video.next()) {
        times.add(next.get().mediaTime());
        heights.add(next.get().height());
      }
    }
    assertThat(heights).containsExactly(32, 64, 96, 128, 160);
    assertThat(times.get(4).minus(times.get(0))).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void asksForASnapshotAgainAndPassesOverWhatHasNotChanged() throws Exception {
    camera.has("/now.jpg", tagged("1"), picture(64, 48, "jpg"));
    try (var video = open(camera.url("/now.jpg"), new Taking(20.0, 85, null))) {
      assertThat(video.next()).get().extracting(Picture::height).isEqualTo(48);
      CompletableFuture<Picture> next =
          CompletableFuture.supplyAsync(() -> picture(video), Thread.ofVirtual()::start);
      await().atMost(PATIENCE).until(() -> camera.asked().size() > 4);
      camera.has("/now.jpg", tagged("2"), picture(64, 96, "jpg"));
      assertThat(next.join().height()).isEqualTo(96);
    }
  }

  @Test
  void aSnapshotThatIsNoPictureAnyMoreIsAFault() throws Exception {
    camera.has("/now.jpg", JPEG, picture(64, 48, "jpg"));
    try (var video = open(camera.url("/now.jpg"), new Taking(20.0, 85, null))) {
      assertThat(video.next()).isPresent();
      camera.answers("/now.jpg", 401, Map.of());
      assertThat(lost(video).fault()).isIn(Fault.REFUSED, Fault.BROKE_OFF);
    }
  }

  @Test
  void playsALivePlaylistAsItGrows() throws Exception {
    List<byte[]> segments = segments();
    for (int i = 0; i < segments.size(); i++) {
      camera.has("/" + i + ".ts", segments.get(i));
    }
    camera.has("/list.m3u8", list(0, 1, ""));
    var growing = CompletableFuture.runAsync(this::grow, Thread.ofVirtual()::start);
    int seen = 0;
    try (var video = open(camera.url("/list.m3u8"), Taking.ALL)) {
      while (video.next().isPresent()) {
        seen++;
      }
    }
    growing.join();
    assertThat(seen).isBetween(60, 67);
    assertThat(camera.asked().stream().filter(it -> it.endsWith(".ts"))).doesNotHaveDuplicates();
  }

  /** A segment more, and one less, whenever the newest one was fetched. */
  private void grow() {
    for (int newest = 1; newest < SEGMENTS; newest++) {
      String awaited = "/" + newest + ".ts";
      await().atMost(PATIENCE).until(() -> camera.asked().contains(awaited));
      boolean last = newest == SEGMENTS - 2;
      int next = Math.min(newest + 1, SEGMENTS - 1);
      camera.has("/list.m3u8", list(next - 1, next, last ? "#EXT-X-ENDLIST\n" : ""));
    }
  }

  @Test
  void takesTheLargestVariantAndForASubstreamTheSmallest() throws Exception {
    byte[] film = film();
    camera.has("/large.ts", film).has("/small.ts", film);
    camera.has("/large.m3u8", ended("large.ts")).has("/small.m3u8", ended("small.ts"));
    camera.has(
        "/all.m3u8",
        """
        #EXTM3U
        #EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=160x90
        small.m3u8
        #EXT-X-STREAM-INF:BANDWIDTH=9,RESOLUTION=480x270
        large.m3u8
        """
            .getBytes(StandardCharsets.US_ASCII));
    try (var video = open(camera.url("/all.m3u8"), Taking.ALL)) {
      assertThat(video.next()).isPresent();
    }
    assertThat(camera.asked()).contains("/large.ts").doesNotContain("/small.ts");
    Source source = Source.parse(camera.url("/all.m3u8"));
    var usual = Opening.of(source, PATIENCE);
    var opening = new Opening(source, PATIENCE, Taking.ALL, source, null, usual.hardware());
    try (var video = new InProcessOpener(Rules.OWN_MACHINE).open(opening)) {
      assertThat(video.next()).isPresent();
    }
    assertThat(camera.asked()).contains("/small.ts");
  }

  private static Picture picture(Video video) {
    try {
      return video.next().orElseThrow();
    } catch (VideoException e) {
      throw new IllegalStateException(e);
    }
  }

  private static VideoException lost(Video video) {
    int pictures = 0;
    try {
      while (video.next().isPresent()) {
        pictures++;
      }
      throw new AssertionError("it ends after " + pictures);
    } catch (VideoException e) {
      return e;
    }
  }

  private static Map<String, String> tagged(String tag) {
    return Map.of("Content-Type", "image/jpeg", "ETag", '"' + tag + '"');
  }

  private static byte[] film() {
    SharedFiles.require(H264);
    return Remuxed.of(H264, "mpegts").joined();
  }

  /** A film in pieces, cut between packets. */
  private static List<byte[]> segments() {
    byte[] film = film();
    int size = (film.length / 188 + SEGMENTS) / SEGMENTS * 188;
    var segments = new ArrayList<byte[]>();
    for (int i = 0; i < SEGMENTS; i++) {
      segments.add(Arrays.copyOfRange(film, i * size, Math.min((i + 1) * size, film.length)));
    }
    return segments;
  }

  private static byte[] list(int first, int last, String end) {
    var list =
        new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:" + first);
    for (int i = first; i <= last; i++) {
      list.append("\n#EXTINF:0.5,\n").append(i).append(".ts");
    }
    return list.append('\n').append(end).toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] ended(String segment) {
    return ("#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n" + segment + "\n#EXT-X-ENDLIST\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static Video open(String source, Taking taking) throws VideoException {
    var usual = Opening.of(Source.parse(source), PATIENCE);
    return new InProcessOpener(Rules.OWN_MACHINE)
        .open(new Opening(usual.source(), PATIENCE, taking, null, null, usual.hardware()));
  }

  private static byte[] picture(int width, int height, String type) throws IOException {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var out = new ByteArrayOutputStream();
    ImageIO.write(image, type, out);
    return out.toByteArray();
  }
}
