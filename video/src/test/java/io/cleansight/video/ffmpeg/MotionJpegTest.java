package io.cleansight.video.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cleansight.video.Fragment;
import io.cleansight.video.Hardware;
import io.cleansight.video.Opening;
import io.cleansight.video.Picture;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.Taking;
import io.cleansight.video.Video;
import io.cleansight.video.decoder.Decoders;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A camera by HTTP whose pictures have no times of their own: they are dated as they come. */
class MotionJpegTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PICTURES = 40;

  private HttpServer camera;

  @BeforeEach
  void start() throws IOException {
    camera = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    camera.createContext("/", MotionJpegTest::film);
    camera.start();
  }

  @AfterEach
  void stop() {
    camera.stop(0);
  }

  /** As after a pause of the network. */
  @Test
  void picturesThatComeAtOneMomentAreAllTaken() throws Exception {
    var fragments = new ArrayList<Fragment>();
    try (var decoders = new Decoders(Rules.OWN_MACHINE, 1L << 30, 0);
        Video video =
            decoders.open(
                new Opening(source(), PATIENCE, Taking.ALL, null, fragments::add, Hardware.NONE))) {
      List<Duration> times = new ArrayList<>();
      for (int i = 0; i < PICTURES; i++) {
        Picture picture = video.next().orElseThrow();
        assertThat(picture.width()).isEqualTo(160);
        times.add(picture.mediaTime());
      }
      assertThat(times).isSorted().allMatch(it -> it.compareTo(Duration.ofMinutes(1)) < 0);
      assertThat(times.getFirst()).isZero();
    }
  }

  private Source source() {
    return Source.parse("http://127.0.0.1:" + camera.getAddress().getPort() + "/main");
  }

  /** All pictures at once. */
  private static void film(HttpExchange exchange) throws IOException {
    byte[] jpeg = jpeg();
    exchange.getResponseHeaders().add("Content-Type", "multipart/x-mixed-replace; boundary=next");
    exchange.sendResponseHeaders(200, 0);
    try (exchange;
        var out = exchange.getResponseBody()) {
      for (int i = 0; i <= PICTURES; i++) {
        String head =
            "--next\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n"
                .formatted(jpeg.length);
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(jpeg);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  private static byte[] jpeg() throws IOException {
    var out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(160, 32, BufferedImage.TYPE_INT_RGB), "jpg", out);
    return out.toByteArray();
  }
}
