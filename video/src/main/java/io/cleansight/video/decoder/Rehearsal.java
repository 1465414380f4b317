package io.cleansight.video.decoder;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cleansight.video.JpegEncoder;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.VideoException;
import io.cleansight.video.ffmpeg.InProcessOpener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * What a decoder does with a source, of a file and of a camera of its own, so that all of it is
 * loaded and compiled when it is given one: the first opening takes four times the CPU of the
 * second.
 */
final class Rehearsal {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PICTURES = 5;

  private Rehearsal() {}

  /** Records what is loaded for it, see {@link DecoderArchive}. */
  public static void main(String[] args) throws Exception {
    Class.forName(DecoderMain.class.getName());
    Class.forName(Wire.class.getName());
    play();
  }

  /**
   * Returns when both were shown.
   *
   * @throws IOException if there is no room for a temporary file, or no port on loopback
   */
  static void play() throws IOException, VideoException {
    byte[] video = video();
    Path file = Files.createTempFile("rehearsal", ".mjpeg");
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer camera = HttpServer.create(loopback, 0, "/", exchange -> answer(exchange, video));
    camera.start();
    try {
      Files.write(file, video);
      play(new Source.VideoFile(file));
      play(Source.parse("http://127.0.0.1:" + camera.getAddress().getPort() + "/rehearsal.mjpeg"));
    } finally {
      camera.stop(0);
      Files.delete(file);
    }
  }

  private static void play(Source source) throws VideoException {
    try (var video = new InProcessOpener(Rules.OWN_MACHINE).open(source, PATIENCE);
        var encoder = new JpegEncoder()) {
      for (int i = 0; i < PICTURES; i++) {
        encoder.encode(video.next().orElseThrow());
      }
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
    try (InputStream picture =
        Objects.requireNonNull(Rehearsal.class.getResourceAsStream("black.jpg"))) {
      byte[] jpeg = picture.readAllBytes();
      var bytes = new ByteArrayOutputStream();
      for (int i = 0; i < PICTURES; i++) {
        bytes.write(jpeg);
      }
      return bytes.toByteArray();
    }
  }
}
