package io.cleansight.capture.camera;

import static java.time.temporal.ChronoUnit.MICROS;

import io.cleansight.capture.publish.EventSender;
import io.cleansight.capture.publish.FrameCounter;
import io.cleansight.capture.publish.FramePublisher;
import io.cleansight.capture.publish.RunRegistry.Run;
import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.contracts.Topics;
import io.cleansight.event.CameraHealth;
import io.cleansight.video.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One camera with its thread, its counts and its heartbeat. */
final class RunningCamera implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunningCamera.class);
  private static final Duration FAREWELL = Duration.ofSeconds(15);

  private final Camera camera;
  private final boolean unset;
  private final EventSender sender;
  private final FrameCounter counter = new FrameCounter();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CameraPlayer player;
  private final Thread thread;
  private final Duration retry;
  private volatile CameraCondition condition = CameraCondition.STARTING;
  private long publishedAtHeartbeat;
  private Instant heartbeatAt;

  /**
   * @param unset whether nobody has set the camera, so that a drawn room tells its zones itself
   */
  RunningCamera(Camera camera, boolean unset, CameraContext context) {
    this.camera = camera;
    this.unset = unset;
    this.sender = context.sender();
    this.retry = context.settings().firstRetry();
    this.heartbeatAt = sender.clock().instant();
    this.player =
        new CameraPlayer(
            camera, context, new FramePublisher(sender, counter, stop), stop, this::become);
    this.thread = Thread.ofPlatform().name("camera-" + camera.id()).unstarted(this::play);
  }

  void start() {
    thread.start();
  }

  String cameraId() {
    return camera.id();
  }

  FrameCounter counter() {
    return counter;
  }

  boolean online() {
    return condition.equals(CameraCondition.ONLINE);
  }

  /**
   * Says how the camera is; called every five seconds and, by the camera's own thread, at every
   * change.
   */
  synchronized void heartbeat() {
    Instant now = sender.clock().instant();
    sender
        .send(Topics.CAMERA_HEALTH, UUID.randomUUID(), now, health(now))
        .whenComplete(
            (_, failure) -> {
              if (failure != null) { // the next one will tell
                log.debug("{}: heartbeat not sent", camera.id(), failure);
              }
            });
  }

  private CameraHealth health(Instant now) {
    long published = counter.published();
    CameraCondition is = condition;
    return CameraHealth.newBuilder()
        .setCameraId(camera.id())
        .setAt(now.truncatedTo(MICROS))
        .setState(is.status().word())
        .setReason(is.reason())
        .setSourceKind(player.sourceKind())
        .setEpoch(player.registered().map(Run::epoch).orElse(now).truncatedTo(MICROS))
        .setGeneration(player.registered().map(Run::generation).orElse(0L))
        .setClockSkewMillis(sender.clock().skew().map(Duration::toMillis).orElse(null))
        .setFps(framesPerSecond(now, published))
        .setCaptured(counter.captured())
        .setPublished(published)
        .setDropped(counter.dropped())
        .build();
  }

  /** Since the heartbeat before, of which this takes the place. */
  private double framesPerSecond(Instant now, long published) {
    double seconds = Duration.between(heartbeatAt, now).toNanos() / 1e9;
    double fps = seconds <= 0 ? 0 : (published - publishedAtHeartbeat) / seconds;
    publishedAtHeartbeat = published;
    heartbeatAt = now;
    return fps;
  }

  /** Ends, or never begins, and says with every heartbeat that this is on purpose. */
  void switchOff() {
    close();
    become(CameraCondition.OFF);
  }

  @Override
  public void close() {
    stop.countDown();
    if (thread.getState() == Thread.State.NEW) {
      return; // it never was on
    }
    try {
      if (!thread.join(FAREWELL)) {
        thread.interrupt();
        log.warn("{}: did not stop within {}", camera.id(), FAREWELL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void play() {
    try {
      if (unset && camera.parsedSource() instanceof Source.Drawn(var scene)) {
        // A drawn room knows its zones, from its first frame on; those of a real one come from
        // people.
        insist(scene.settings(camera.id()));
      }
      player.run();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends until Kafka has it or the camera is being stopped. */
  private void insist(io.cleansight.event.Camera settings) throws InterruptedException {
    while (stop.getCount() > 0) {
      try {
        sender
            .send(Topics.CAMERAS, UUID.randomUUID(), sender.clock().instant(), settings)
            .get(retry.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (ExecutionException | TimeoutException away) {
        log.warn("{}: waiting for Kafka to take the zones: {}", camera.id(), away.getMessage());
        stop.await(retry.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private void become(CameraCondition now) {
    if (!now.equals(condition)) {
      condition = now;
      heartbeat();
    }
  }
}
