package io.cleansight.capture.faulty;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** The pictures that a camera sends over one connection. */
final class Showing {
  static final Film WIDE = Film.of("wide.h264");
  private static final Film NARROW = Film.of("narrow.h264");
  private static final Film OTHER = Film.of("wide.hevc");
  private static final List<byte[]> LARGE = drawn(192, 128, "jpg");
  private static final List<byte[]> SMALL = drawn(128, 96, "jpg");
  private static final List<byte[]> PNG = drawn(192, 128, "png");

  private final FaultServer server;
  private final String name;
  private final OutputStream out;
  private final @Nullable Trouble trouble;
  private int sequence;

  Showing(FaultServer server, String name, OutputStream out, @Nullable Trouble trouble) {
    this.server = server;
    this.name = name;
    this.out = out;
    this.trouble = trouble;
  }

  /**
   * Sends pictures evenly until somebody hangs up; those of trouble for as long as the good ones.
   *
   * @param framesBefore how many are good before there is trouble
   */
  void show(boolean rtsp, int framesBefore) throws IOException, InterruptedException {
    long start = System.nanoTime();
    int good = trouble == Trouble.MUTE ? 0 : trouble == null ? Integer.MAX_VALUE : framesBefore;
    for (long number = 0; server.waits(name, start + number * server.interval()); number++) {
      byte[] picture = rtsp ? rtsp(number, good) : http(number, good);
      if (number == good && trouble == Trouble.CUT) {
        out.write(picture, 0, picture.length / 2);
        out.flush();
        return;
      }
      if (number >= good && (trouble == Trouble.STALL || trouble == Trouble.MUTE)) {
        server.waits(name, Long.MAX_VALUE);
        return;
      }
      if (number == (long) good + framesBefore && trouble != null) {
        return; // other pictures are trouble enough, but whoever copes with them would keep them
      }
      out.write(picture);
      out.flush();
      server.count(name);
    }
  }

  private byte[] rtsp(long number, int good) {
    boolean other = number >= good;
    Film film =
        other && trouble == Trouble.RESIZE
            ? NARROW
            : other && trouble == Trouble.RECODE ? OTHER : WIDE;
    var bytes = new ByteArrayOutputStream();
    long ticks = number * server.interval() / 1000 * 9 / 100;
    List<byte[]> packets = film.packets(other ? number - good : number, sequence, ticks);
    packets.forEach(bytes::writeBytes);
    sequence += packets.size();
    return bytes.toByteArray();
  }

  private byte[] http(long number, int good) {
    boolean other = number >= good;
    boolean png = other && trouble == Trouble.RECODE;
    List<byte[]> film = png ? PNG : other && trouble == Trouble.RESIZE ? SMALL : LARGE;
    byte[] picture = film.get((int) (number % film.size()));
    var part = new ByteArrayOutputStream();
    part.writeBytes(
        "--frame\r\nContent-Type: image/%s\r\nContent-Length: %d\r\n\r\n"
            .formatted(png ? "png" : "jpeg", picture.length)
            .getBytes(StandardCharsets.US_ASCII));
    part.writeBytes(picture);
    part.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    return part.toByteArray();
  }

  private static List<byte[]> drawn(int width, int height, String type) {
    var pictures = new ArrayList<byte[]>();
    for (int x : new int[] {10, 40, 70, 100}) {
      var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      var pen = image.createGraphics();
      pen.setColor(Color.GRAY);
      pen.fillRect(0, 0, width, height);
      pen.setColor(Color.WHITE);
      pen.fillOval(x, 20, 24, 40);
      pen.dispose();
      var out = new ByteArrayOutputStream();
      try {
        ImageIO.write(image, type, out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      pictures.add(out.toByteArray());
    }
    return pictures;
  }
}
