package io.cleansight.video.decoder;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cleansight.video.JpegEncoder;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.VideoException;
import io.cleansight.video.ffmpeg.InProcessOpener;
import io.cleansight.video.process.ClassArchive;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Makes the {@link ClassArchive} of decoders: {@code DecoderArchive FILE}, when an image is built.
 */
public final class DecoderArchive {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PICTURES = 5;

  private DecoderArchive() {}

  public static void main(String[] args) throws Exception {
    byte[] video = video();
    Path sample = Files.createTempFile("sample", ".mjpeg");
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer camera = HttpServer.create(loopback, 0, "/", exchange -> answer(exchange, video));
    camera.start();
    try {
      Files.write(sample, video);
      String url = "http://127.0.0.1:" + camera.getAddress().getPort() + "/sample.mjpeg";
      ClassArchive.make(Path.of(args[0]), Rehearsal.class, List.of(sample.toString(), url));
    } finally {
      camera.stop(0);
      Files.delete(sample);
    }
  }

  private static void answer(HttpExchange exchange, byte[] video) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, video.length);
      exchange.getResponseBody().write(video);
    }
  }

  /** Pictures one after the other, which FFmpeg takes for a video. */
  private static byte[] video() throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < PICTURES; i++) {
      ImageIO.write(new BufferedImage(320, 192, BufferedImage.TYPE_INT_RGB), "jpg", bytes);
    }
    return bytes.toByteArray();
  }

  /** What a decoder does, with everything that it loads for it. */
  static final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] args) throws Exception {
      Class.forName(DecoderMain.class.getName());
      Class.forName(Wire.class.getName());
      play(new Source.VideoFile(Path.of(args[0])));
      play(Source.parse(args[1]));
    }

    private static void play(Source source) throws VideoException {
      try (var video = new InProcessOpener(Rules.OWN_MACHINE).open(source, PATIENCE);
          var encoder = new JpegEncoder()) {
        for (int i = 0; i < PICTURES; i++) {
          encoder.encode(video.next().orElseThrow());
        }
      }
    }
  }
}
