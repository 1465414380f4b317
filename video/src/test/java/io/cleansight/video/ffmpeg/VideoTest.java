package io.cleansight.video.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cleansight.video.JpegEncoder;
import io.cleansight.video.Rules;
import io.cleansight.video.SharedFiles;
import io.cleansight.video.Source;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoTest {
  private static final Video.Opener HERE = new InProcessOpener(Rules.OWN_MACHINE);
  private static final Path VIDEOS = Path.of("../../shared/videos");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "store-aisle.mp4, 67, 480, 270",
    "store-aisle_mjpeg.avi, 67, 480, 270",
    "hairnet_office_ver8.mp4, 280, 640, 380"
  })
  void everyPictureComesOutOnceAsAJpeg(String name, int pictures, int width, int height)
      throws Exception {
    Path file = VIDEOS.resolve(name);
    SharedFiles.require(file);
    int seen = 0;
    Duration last = Duration.ofNanos(-1);
    try (var video = HERE.open(new Source.VideoFile(file), PATIENCE);
        var encoder = new JpegEncoder()) {
      for (var picture = video.next(); picture.isPresent(); picture = video.next()) {
        assertThat(picture.get().mediaTime()).isGreaterThan(last);
        last = picture.get().mediaTime();
        byte[] jpeg = encoder.encode(picture.get());
        assertThat(encoder.glance().brightness()).isBetween(40.0, 220.0);
        assertThat(encoder.glance().contrast()).isGreaterThan(20);
        if (seen++ == 10) {
          var image = ImageIO.read(new ByteArrayInputStream(jpeg));
          assertThat(image.getWidth()).isEqualTo(width);
          assertThat(image.getHeight()).isEqualTo(height);
        }
      }
    }
    assertThat(seen).isEqualTo(pictures);
  }

  @ParameterizedTest
  @CsvSource({
    "empty.mp4, ''",
    "page.mp4, <html>no video here</html>",
    "list.m3u8, '#EXTM3U\n#EXTINF:1\n/etc/passwd\n'",
    "list.ffconcat, 'ffconcat version 1.0\nfile /etc/passwd\n'"
  })
  void refusesWhatHasNoVideo(String name, String content) throws Exception {
    Path file = Files.writeString(folder.resolve(name), content, StandardCharsets.UTF_8);
    assertThatExceptionOfType(VideoException.class)
        .isThrownBy(() -> HERE.open(new Source.VideoFile(file), PATIENCE))
        .withMessageNotContaining(folder.toString());
  }

  @Test
  void aCutFileEndsWithoutLosingItsBeginning() throws Exception {
    Path whole = VIDEOS.resolve("store-aisle_mjpeg.avi");
    SharedFiles.require(whole);
    byte[] bytes = Files.readAllBytes(whole);
    Path cut =
        Files.write(folder.resolve("cut.avi"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
    int seen = 0;
    try (var video = HERE.open(new Source.VideoFile(cut), PATIENCE)) {
      while (video.next().isPresent()) {
        seen++;
      }
    }
    assertThat(seen).isBetween(20, 40);
  }

  /**
   * Two kinds of bad server: one that falls silent in the middle, and one that never quite does.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStreamThatStallsEndsAtItsDeadline(boolean drips) throws Exception {
    Path whole = VIDEOS.resolve("store-aisle_mjpeg.avi");
    SharedFiles.require(whole);
    byte[] bytes = Files.readAllBytes(whole);
    var done = new CountDownLatch(1);
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread sender = Thread.ofVirtual().start(() -> serveHalf(server, bytes, drips, done));
      var source =
          (Source.Stream)
              Source.parse("http://127.0.0.1:" + server.getLocalPort() + "/secret-token");
      assertThatExceptionOfType(VideoException.class)
          .isThrownBy(
              () -> {
                try (var video = HERE.open(source, Duration.ofSeconds(2))) {
                  while (video.next().isPresent()) {
                    assertThat(done.getCount()).isEqualTo(1);
                  }
                }
              })
          .withMessageStartingWith("stalled")
          .withMessageNotContaining("secret");
      done.countDown();
      assertThat(sender.join(Duration.ofSeconds(20))).isTrue();
    }
  }

  private static void serveHalf(
      ServerSocket server, byte[] bytes, boolean drips, CountDownLatch done) {
    try (var client = server.accept();
        var out = client.getOutputStream()) {
      out.write(
          "HTTP/1.1 200 OK\r\nContent-Type: video/x-msvideo\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      out.write(bytes, 0, bytes.length / 2);
      out.flush();
      for (int at = bytes.length / 2; !done.await(100, TimeUnit.MILLISECONDS); at++) {
        if (drips) {
          out.write(bytes[at]);
          out.flush();
        }
      }
    } catch (IOException clientHungUp) {
      // That is what the client is meant to do.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
