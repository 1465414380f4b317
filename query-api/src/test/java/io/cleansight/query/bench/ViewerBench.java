package io.cleansight.query.bench;

import static io.cleansight.query.bench.QueryBench.percentile;
import static io.cleansight.query.bench.QueryBench.say;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Activity;
import io.cleansight.event.Frame;
import io.cleansight.query.Running;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Eight cameras of ten frames a second, watched by two each; what comes to whom, and how late. */
final class ViewerBench {
  private static final int CAMERAS = 8;
  private static final int VIEWERS = 16;
  private static final int FRAMES = 200;
  private static final long APART_NANOS = 100_000_000;

  private final Running running;

  ViewerBench(Running running) {
    this.running = running;
  }

  /** Counts whole messages. */
  private static final class Counter implements WebSocket.Listener {
    private final AtomicInteger frames = new AtomicInteger();

    @Override
    public void onOpen(WebSocket socket) {
      socket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      if (last) {
        frames.incrementAndGet();
      }
      socket.request(1);
      return null;
    }
  }

  void measure() throws Exception {
    byte[] jpeg = picture();
    var counters = new ArrayList<Counter>();
    try (var http = HttpClient.newHttpClient();
        var producer = new Producer(running)) {
      double alone = play(producer, jpeg);
      var sockets = new ArrayList<WebSocket>();
      for (int i = 0; i < VIEWERS; i++) {
        var counter = new Counter();
        counters.add(counter);
        URI live = running.at("live/cam-" + i % CAMERAS);
        sockets.add(
            http.newWebSocketBuilder()
                .header("X-API-Key", Running.API_KEY)
                .buildAsync(URI.create(live.toString().replace("http:", "ws:")), counter)
                .join());
      }
      double watched = play(producer, jpeg);
      List<Integer> seen = counters.stream().map(it -> it.frames.get()).sorted().toList();
      say(
          "%d viewers of %d cameras at 10 frames/s of %d kB: each saw %d to %d of %d frames; a camera's frames reach Kafka in p50 %.1f ms, without viewers %.1f ms",
          VIEWERS,
          CAMERAS,
          jpeg.length / 1024,
          seen.getFirst(),
          seen.getLast(),
          FRAMES,
          watched,
          alone);
      sockets.forEach(WebSocket::abort);
      http.shutdownNow();
    }
  }

  /** Plays every camera; how long the broker took for a frame, in the middle, milliseconds. */
  private static double play(Producer producer, byte[] jpeg) throws Exception {
    Instant epoch = Instant.now().truncatedTo(ChronoUnit.MICROS);
    var nanos = new long[FRAMES * CAMERAS];
    long began = System.nanoTime();
    for (int n = 0; n < FRAMES; n++) {
      while (System.nanoTime() - began < n * APART_NANOS) {
        LockSupport.parkNanos(1_000_000);
      }
      for (int camera = 0; camera < CAMERAS; camera++) {
        String id = "cam-" + camera;
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        long sent = System.nanoTime();
        var frame =
            Frame.newBuilder()
                .setFrameId(UUID.randomUUID())
                .setCameraId(id)
                .setEpoch(epoch)
                .setSequence(n)
                .setCapturedAt(now)
                .setWidth(1280)
                .setHeight(720)
                .setSourceKind("live")
                .setJpeg(ByteBuffer.wrap(jpeg))
                .build();
        RecordMetadata place = producer.send(Topics.FRAMES, id, frame).get();
        nanos[n * CAMERAS + camera] = System.nanoTime() - sent;
        var _ = producer.send(Topics.ACTIVITY, id, activity(frame, place));
      }
    }
    return percentile(Arrays.copyOf(nanos, nanos.length), 0.5);
  }

  private static Activity activity(Frame frame, RecordMetadata place) {
    return Activity.newBuilder()
        .setFrameId(frame.getFrameId())
        .setCameraId(frame.getCameraId())
        .setEpoch(frame.getEpoch())
        .setSequence(frame.getSequence())
        .setCapturedAt(frame.getCapturedAt())
        .setWidth(frame.getWidth())
        .setHeight(frame.getHeight())
        .setSourceKind(frame.getSourceKind())
        .setFramePartition(place.partition())
        .setFrameOffset(place.offset())
        .setPeople(List.of())
        .setHairnetViolations(0)
        .setEvents(List.of())
        .setProcessingMicros(1000)
        .setFps(10)
        .setModel("bench")
        .build();
  }

  /** Noise enough that it is as large as a camera's. */
  private static byte[] picture() throws Exception {
    var picture = new BufferedImage(1280, 720, BufferedImage.TYPE_INT_RGB);
    var random = new Random(7);
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int grey = (x / 8 + y / 8 + random.nextInt(12)) & 0xff;
        picture.setRGB(x, y, grey << 16 | grey << 8 | grey);
      }
    }
    var out = new ByteArrayOutputStream();
    ImageIO.write(picture, "jpg", out);
    return out.toByteArray();
  }
}
