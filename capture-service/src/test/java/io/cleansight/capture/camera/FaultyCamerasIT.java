package io.cleansight.capture.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cleansight.capture.faulty.FaultServer;
import io.cleansight.capture.setting.CaptureProperties;
import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.contracts.vocabulary.CameraStatus;
import io.cleansight.event.CameraHealth;
import io.cleansight.video.Rules;
import io.cleansight.video.decoder.Decoders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Good cameras beside as many bad ones, by HTTP and RTSP, each decoded by a process of its own. It
 * is a small edition of what {@code -Dcameras=64} does, which wants a machine for itself.
 */
class FaultyCamerasIT {
  private static final int CAMERAS = Integer.getInteger("cameras", 4);
  private static final int FRAMES_PER_SECOND = 5;
  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final Duration STARTED = Duration.ofSeconds(120L + 5L * CAMERAS);
  private static final String PASSWORD = "hunter2";

  private final CameraRig rig = new CameraRig();
  private final List<RunningCamera> good = new ArrayList<>();
  private final List<RunningCamera> bad = new ArrayList<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private FaultServer server;
  private Decoders decoders;

  @BeforeEach
  void start() throws Exception {
    log.start();
    root().addAppender(log);
    server = new FaultServer(FRAMES_PER_SECOND);
    decoders =
        new Decoders(
            new Rules(List.of("127.0.0.1"), true, null, Rules.LARGEST_PICTURE), 1L << 30, 0);
    for (int i = 0; i < CAMERAS / 2; i++) {
      good.add(camera("good-" + i, server.good(scheme(i), "good-" + i), Map.of()));
    }
    // Of what is bad all is to be seen in the time of a test.
    var hasty = Map.of("patience", "3s", "first-retry", "100ms", "longest-retry", "500ms");
    for (int i = 0; i < CAMERAS / 2; i++) {
      bad.add(camera("bad-" + i, server.bad(scheme(i), "bad-" + i, i / 2 * 6), hasty));
    }
  }

  @AfterEach
  void stop() throws Exception {
    var ending = new ArrayList<Thread>();
    good.forEach(it -> ending.add(Thread.ofVirtual().start(it::close)));
    bad.forEach(it -> ending.add(Thread.ofVirtual().start(it::close)));
    for (Thread thread : ending) {
      assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
    }
    decoders.close();
    server.close();
    root().detachAppender(log);
  }

  @Test
  void whatBadCamerasDoCostsGoodOnesNothing() {
    good.forEach(RunningCamera::start);
    await()
        .atMost(STARTED)
        .until(() -> good.stream().allMatch(it -> it.status() == CameraStatus.ONLINE));
    var before = counts();
    bad.forEach(RunningCamera::start);
    long end = System.nanoTime() + WINDOW.toNanos();
    await()
        .atMost(STARTED.multipliedBy(3))
        .until(() -> server.met().size() == FaultServer.kinds() && System.nanoTime() > end);
    var sent = new HashMap<String, Long>();
    good.forEach(it -> sent.put(it.cameraId(), server.sent(it.cameraId())));
    for (var camera : good) {
      Counts count = Objects.requireNonNull(before.get(camera.cameraId()));
      long due = Objects.requireNonNull(sent.get(camera.cameraId())) - count.sent();
      await()
          .alias(camera.cameraId() + " of " + due)
          .atMost(Duration.ofSeconds(10))
          .until(() -> camera.counter().published() - count.published() >= 0.99 * due);
      assertThat(states(camera)).containsExactly("online");
      say("%s: %d frames were due in %s".formatted(camera.cameraId(), due, WINDOW));
    }
    badOnesSayWhy();
    assertThat(log.list).isNotEmpty().noneMatch(it -> it.getFormattedMessage().contains(PASSWORD));
  }

  /** Once a camera falls silent, and once it hangs up. */
  @Test
  void aCameraThatComesBackIsSeenSoon() {
    for (var camera : good.subList(0, 2)) {
      camera.start();
      await().atMost(STARTED).until(() -> camera.status() == CameraStatus.ONLINE);
      server.silence(camera.cameraId());
      Duration noticed = until(() -> states(camera).contains("stalled"), Duration.ofSeconds(30));
      Duration seen = back(camera);
      server.takeAway(camera.cameraId());
      until(() -> last(camera).equals("offline"), Duration.ofSeconds(30));
      long gone = System.nanoTime();
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> System.nanoTime() - gone > Duration.ofSeconds(12).toNanos());
      Duration seenAgain = back(camera);
      say(
          "%s: stall noticed after %s, frames %s after its end and %s after an absence"
              .formatted(camera.cameraId(), noticed, seen, seenAgain));
    }
  }

  private Duration back(RunningCamera camera) {
    long published = camera.counter().published();
    server.bringBack(camera.cameraId());
    return until(() -> camera.counter().published() > published, Duration.ofSeconds(30));
  }

  private void badOnesSayWhy() {
    for (var camera : bad) {
      List<CameraHealth> said = health(camera);
      assertThat(said.stream().map(CameraHealth::getState)).containsAnyOf("offline", "stalled");
      assertThat(said)
          .filteredOn(it -> !it.getState().equals("online"))
          .allSatisfy(
              it -> assertThat(it.getReason()).isNotBlank().doesNotContain(PASSWORD, "127.0.0"));
    }
  }

  private record Counts(long sent, long published) {}

  private Map<String, Counts> counts() {
    var counts = new HashMap<String, Counts>();
    for (var camera : good) {
      counts.put(
          camera.cameraId(),
          new Counts(server.sent(camera.cameraId()), camera.counter().published()));
    }
    return counts;
  }

  private static Duration until(Callable<Boolean> holds, Duration most) {
    long start = System.nanoTime();
    await().pollInterval(Duration.ofMillis(50)).atMost(most).until(holds);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private String last(RunningCamera camera) {
    return states(camera).getLast();
  }

  private List<String> states(RunningCamera camera) {
    return health(camera).stream().map(CameraHealth::getState).toList();
  }

  private List<CameraHealth> health(RunningCamera camera) {
    return rig.health(camera.cameraId());
  }

  private RunningCamera camera(String id, String address, Map<String, String> settings) {
    var context = rig.context(settings(settings), decoders);
    return new RunningCamera(Camera.live(id, address, null), CameraRig.ALL, false, context);
  }

  private static CaptureProperties settings(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("", CaptureProperties.class);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  }

  private static String scheme(int camera) {
    return camera % 2 == 0 ? "http" : "rtsp";
  }

  private static void say(String figure) {
    System.out.println("FaultyCamerasIT: " + figure);
  }
}
