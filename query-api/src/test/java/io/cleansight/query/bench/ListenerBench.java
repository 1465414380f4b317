package io.cleansight.query.bench;

import static io.cleansight.query.bench.QueryBench.percentile;
import static io.cleansight.query.bench.QueryBench.say;

import io.cleansight.contracts.Topics;
import io.cleansight.event.CameraHealth;
import io.cleansight.query.Running;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A thousand who listen to twenty events a second; how many each of them heard, and how late. */
final class ListenerBench {
  private static final int LISTENERS = 1000;
  private static final int EVENTS = 400;
  private static final Duration APART = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Running running;

  ListenerBench(Running running) {
    this.running = running;
  }

  void measure() throws Exception {
    var ready = new CountDownLatch(LISTENERS);
    var heard = new AtomicInteger();
    var complete = new CountDownLatch(LISTENERS);
    var delays = new long[LISTENERS * EVENTS];
    try (var http = HttpClient.newHttpClient();
        var producer = new Producer(running)) {
      for (int i = 0; i < LISTENERS; i++) {
        var request =
            HttpRequest.newBuilder(running.at("stream?kinds=camera"))
                .header("X-API-Key", Running.API_KEY)
                .build();
        var stream = http.sendAsync(request, HttpResponse.BodyHandlers.ofLines());
        Thread.ofVirtual()
            .start(
                () -> {
                  int[] mine = {0};
                  // Ends with the bench.
                  stream
                      .join()
                      .body()
                      .takeWhile(_ -> mine[0] < EVENTS)
                      .forEach(
                          line -> {
                            if (line.startsWith(":listening")) {
                              ready.countDown();
                            } else if (line.startsWith("data:") && line.contains("bench-")) {
                              String at = line.replaceFirst(".*bench-(\\d+).*", "$1");
                              delays[heard.getAndIncrement()] =
                                  System.nanoTime() - Long.parseLong(at);
                              if (++mine[0] == EVENTS) {
                                complete.countDown();
                              }
                            }
                          });
                });
      }
      if (!ready.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(ready.getCount() + " listeners were not let in");
      }
      long began = System.nanoTime();
      for (int i = 0; i < EVENTS; i++) {
        while (System.nanoTime() - began < i * APART.toNanos()) {
          LockSupport.parkNanos(1_000_000);
        }
        String camera = "bench-" + System.nanoTime();
        producer.send(Topics.CAMERA_HEALTH, camera, health(camera));
      }
      boolean all = complete.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      int count = heard.get();
      say(
          "%,d listeners, %d events a second: %,d of %,d delivered%s; delay p50 %.0f ms, p99 %.0f ms",
          LISTENERS,
          1000 / APART.toMillis(),
          count,
          LISTENERS * EVENTS,
          all ? "" : " (NOT ALL)",
          percentile(java.util.Arrays.copyOf(delays, count), 0.5),
          percentile(java.util.Arrays.copyOf(delays, count), 0.99));
      http.shutdownNow();
    }
  }

  private static CameraHealth health(String camera) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return CameraHealth.newBuilder()
        .setCameraId(camera)
        .setAt(now)
        .setState("online")
        .setSourceKind("live")
        .setEpoch(now)
        .setFps(5)
        .setCaptured(0)
        .setPublished(0)
        .setDropped(Map.of())
        .build();
  }
}
