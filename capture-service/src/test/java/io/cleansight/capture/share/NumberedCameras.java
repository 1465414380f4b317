package io.cleansight.capture.share;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/**
 * Cameras over HTTP (motion JPEG) that all show the same picture at a time: its number, in blocks
 * that survive being encoded again. Whoever connects gets the next picture first, so none is given
 * twice to those who come one after the other.
 */
final class NumberedCameras implements AutoCloseable {
  static final Duration INTERVAL = Duration.ofMillis(200);

  private static final int BITS = 20;
  private static final int BLOCK = 16;
  private static final int WIDTH = BITS / 2 * BLOCK;
  private static final int HEIGHT = 2 * BLOCK;
  private static final String BOUNDARY = "picture";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService shutter = Executors.newSingleThreadScheduledExecutor();
  private Shown shown = new Shown(0, new byte[0]);

  private record Shown(int number, byte[] jpeg) {}

  NumberedCameras() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::film);
    server.start();
    var _ = shutter.scheduleAtFixedRate(this::show, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  String url(int camera) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + camera;
  }

  /** The number that is shown now. */
  synchronized int now() {
    return shown.number();
  }

  /** The number in a picture of a camera. */
  static int number(ByteBuffer jpeg) throws IOException {
    var bytes = new byte[jpeg.remaining()];
    jpeg.duplicate().get(bytes);
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes));
    int number = 0;
    for (int bit = 0; bit < BITS; bit++) {
      var colour = new Color(picture.getRGB(x(bit) + BLOCK / 2, y(bit) + BLOCK / 2));
      number |= (colour.getGreen() > 127 ? 1 : 0) << bit;
    }
    return number;
  }

  private synchronized void show() {
    int number = shown.number() + 1;
    shown = new Shown(number, jpeg(number));
    notifyAll();
  }

  private synchronized Shown after(int number) throws InterruptedException {
    while (shown.number() <= number) {
      wait();
    }
    return shown;
  }

  private void film(HttpExchange exchange) throws IOException {
    exchange
        .getResponseHeaders()
        .add("Content-Type", "multipart/x-mixed-replace; boundary=" + BOUNDARY);
    exchange.sendResponseHeaders(200, 0);
    try (exchange;
        OutputStream out = exchange.getResponseBody()) {
      int last = now();
      while (true) {
        Shown next = after(last);
        last = next.number();
        String head =
            "--%s\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n"
                .formatted(BOUNDARY, next.jpeg().length);
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(next.jpeg());
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] jpeg(int number) {
    var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    var drawing = picture.createGraphics();
    for (int bit = 0; bit < BITS; bit++) {
      drawing.setColor((number >> bit & 1) == 1 ? Color.WHITE : Color.BLACK);
      drawing.fillRect(x(bit), y(bit), BLOCK, BLOCK);
    }
    drawing.dispose();
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "jpg", out);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static int x(int bit) {
    return bit / 2 * BLOCK;
  }

  private static int y(int bit) {
    return bit % 2 * BLOCK;
  }

  @Override
  public void close() {
    shutter.shutdownNow();
    server.stop(0);
    threads.shutdownNow();
  }
}
