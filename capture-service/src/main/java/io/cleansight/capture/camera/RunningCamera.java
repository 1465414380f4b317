package io.cleansight.capture.camera;

import static java.time.temporal.ChronoUnit.MICROS;

import io.cleansight.capture.camera.CameraCondition.Blind;
import io.cleansight.capture.camera.CameraCondition.Finished;
import io.cleansight.capture.camera.CameraCondition.Off;
import io.cleansight.capture.camera.CameraCondition.Offline;
import io.cleansight.capture.camera.CameraCondition.Online;
import io.cleansight.capture.camera.CameraCondition.Stalled;
import io.cleansight.capture.camera.CameraCondition.Waiting;
import io.cleansight.capture.publish.EventSender;
import io.cleansight.capture.publish.FrameCounter;
import io.cleansight.capture.publish.RunRegistry.Run;
import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.capture.setting.Footage;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.CameraStatus;
import io.cleansight.contracts.vocabulary.video.CameraReason;
import io.cleansight.event.CameraHealth;
import io.cleansight.messaging.log.LogKeys;
import io.cleansight.video.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
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
  private final String instance;
  private volatile Footage footage;
  private final CompletableFuture<Void> seen = new CompletableFuture<>();
  private volatile State state;
  private volatile @Nullable Failure lastFailure;
  private long publishedAtHeartbeat;
  private long receivedAtHeartbeat;
  private Instant heartbeatAt;

  /** How it is, and since when: why may have changed meanwhile. */
  private record State(CameraCondition condition, Instant since) {
    State become(CameraCondition now, Instant at) {
      return new State(now, now.status() == condition.status() ? since : at);
    }
  }

  /** What was wrong, and when that began. */
  private record Failure(CameraReason reason, Instant at) {}

  /** What goes through a camera, per second. */
  private record Rates(double frames, long bits) {}

  /**
   * @param footage what people want of it for now
   * @param unset whether nobody has set the camera, so that a drawn room tells its zones itself
   */
  RunningCamera(Camera camera, Footage footage, boolean unset, CameraContext context) {
    this.footage = footage;
    this.instance = context.instance().value();
    this.camera = camera;
    this.unset = unset;
    this.sender = context.sender();
    this.retry = context.settings().firstRetry();
    this.heartbeatAt = sender.clock().instant();
    this.state = new State(CameraCondition.STARTING, heartbeatAt.truncatedTo(MICROS));
    this.player =
        new CameraPlayer(camera, context, counter, stop, this::become, () -> this.footage);
    this.thread = Thread.ofPlatform().name("camera-" + camera.id()).unstarted(this::play);
  }

  void start() {
    thread.start();
  }

  /** Takes and keeps something else of its video from now on. */
  void want(Footage other) {
    footage = other;
  }

  String cameraId() {
    return camera.id();
  }

  FrameCounter counter() {
    return counter;
  }

  /** Completes with its first frame. */
  CompletableFuture<Void> seen() {
    return seen;
  }

  /** The run that is played; empty until Kafka has registered it. */
  Optional<Run> registered() {
    return player.registered();
  }

  /** Whether another run of it is a matter of course: not of a file whose request is that run. */
  boolean mayBeginAnew() {
    return !camera.recorded();
  }

  CameraStatus status() {
    return state.condition().status();
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
    Rates rates = rates(now);
    State known = state;
    CameraCondition is = known.condition();
    Failure failure = lastFailure;
    Optional<Run> run = player.registered();
    return CameraHealth.newBuilder()
        .setCameraId(camera.id())
        .setAt(now.truncatedTo(MICROS))
        .setState(is.status().word())
        .setReason(CameraCondition.words(is))
        .setReasonCode(word(is.reason()))
        .setSince(known.since())
        .setSourceKind(player.sourceKind())
        .setEpoch(run.map(Run::epoch).orElse(now).truncatedTo(MICROS))
        .setGeneration(run.map(Run::generation).orElse(0L))
        .setClockSkewMillis(sender.clock().skew().map(Duration::toMillis).orElse(null))
        .setFps(rates.frames())
        .setBitsPerSecond(counter.received() == 0 ? null : rates.bits())
        .setCaptured(counter.captured())
        .setPublished(counter.published())
        .setDropped(counter.dropped())
        .setLastError(failure == null ? null : failure.reason().words())
        .setLastErrorCode(failure == null ? null : word(failure.reason()))
        .setLastErrorAt(failure == null ? null : failure.at())
        .setInstance(instance)
        .build();
  }

  private static @Nullable String word(@Nullable CameraReason reason) {
    return reason == null ? null : reason.word();
  }

  /** Since the heartbeat before, of which this takes the place. */
  private Rates rates(Instant now) {
    double seconds = Duration.between(heartbeatAt, now).toNanos() / 1e9;
    long published = counter.published();
    long received = counter.received();
    var rates =
        seconds <= 0
            ? new Rates(0, 0)
            : new Rates(
                (published - publishedAtHeartbeat) / seconds,
                Math.round(8 * (received - receivedAtHeartbeat) / seconds));
    publishedAtHeartbeat = published;
    receivedAtHeartbeat = received;
    heartbeatAt = now;
    return rates;
  }

  /** Ends, or never begins, and says with every heartbeat that this is on purpose. */
  void switchOff() {
    rest(CameraCondition.OFF);
  }

  /** Ends, or never begins, and says with every heartbeat how it is instead. */
  void rest(CameraCondition instead) {
    close();
    become(instead);
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
        log.atWarn()
            .addKeyValue(LogKeys.CAMERA, camera.id())
            .log("{}: did not stop within {}", camera.id(), FAREWELL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void play() {
    try (var _ = LogKeys.about(LogKeys.CAMERA, camera.id())) {
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

  private static boolean isFault(CameraCondition condition) {
    return switch (condition) {
      case Blind _, Stalled _, Offline _ -> true;
      case Online _, Waiting _, Finished _, Off _ -> false;
    };
  }

  private void become(CameraCondition now) {
    if (counter.captured() > 0) {
      seen.complete(null);
    }
    if (!now.equals(state.condition())) {
      Instant at = sender.clock().instant().truncatedTo(MICROS);
      state = state.become(now, at);
      CameraReason reason = now.reason();
      if (isFault(now) && reason != null) {
        lastFailure = new Failure(reason, at);
      }
      heartbeat();
    }
  }
}
