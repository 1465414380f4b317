package io.cleansight.capture.camera;

import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.capture.setting.Footage;
import io.cleansight.capture.share.CameraShare.Tenure;
import io.cleansight.messaging.log.LogKeys;
import io.cleansight.messaging.metric.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import net.jcip.annotations.ThreadSafe;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One camera as this instance knows it: what is wanted of it, whether it is this instance's, and
 * what runs while it is. Both may change at any time and on any thread; then {@link #settle} brings
 * what runs into line.
 */
@ThreadSafe
final class Station {
  private static final Logger log = LoggerFactory.getLogger(Station.class);

  private final String id;
  private final Shared shared;
  private volatile @Nullable Wanted wanted;
  private volatile @Nullable Running running;
  private @Nullable Tenure taken;

  /**
   * What all stations share.
   *
   * @param tenures since when a camera is this instance's; empty if it is not
   * @param nanoTime by which tenures are dated
   */
  record Shared(
      CameraContext context,
      MeterRegistry meters,
      Function<String, Optional<Tenure>> tenures,
      LongSupplier nanoTime) {

    Timer takeovers() {
      return Metric.CAMERA_TAKEOVER.timer(meters);
    }
  }

  /**
   * What is wanted of it.
   *
   * @param rest what it says instead of being watched; null: it is watched
   * @param unset whether nobody has set it, so that a drawn room tells its zones itself
   * @param footage what is taken of it, which may change while it runs
   */
  record Wanted(Camera camera, @Nullable CameraCondition rest, boolean unset, Footage footage) {
    boolean on() {
      return rest == null;
    }

    /** Whether the same runs on, be it that something else is taken of it. */
    boolean isAsBefore(@Nullable Wanted before) {
      return before != null && camera.equals(before.camera) && Objects.equals(rest, before.rest);
    }
  }

  private record Running(RunningCamera camera, CameraMeters meters, Wanted of, Tenure tenure) {}

  Station(String id, Shared shared) {
    this.id = id;
    this.shared = shared;
  }

  /**
   * Changes what is wanted; what is taken of a camera that runs on changes at once.
   *
   * @return whether anything else is wanted that is to be settled
   */
  boolean want(Optional<Wanted> now) {
    Wanted before = wanted;
    boolean same = now.map(it -> it.isAsBefore(before)).orElse(before == null);
    wanted = now.orElse(null);
    if (same) {
      now.ifPresent(it -> running().ifPresent(camera -> camera.want(it.footage())));
    }
    return !same;
  }

  /**
   * Stops what should not run any more, which takes as long as the camera's source lets its thread
   * wait, and starts what should.
   */
  synchronized void settle() {
    Running now = running;
    Optional<Tenure> tenure = shared.tenures().apply(id);
    if (now != null && !isRight(now, tenure)) {
      running = null;
      end(now, tenure);
    }
    Wanted it = wanted;
    if (running == null && tenure.isPresent() && it != null) {
      open(it, tenure.get());
    }
  }

  /** Settles, and says when a camera that this has started has been seen; at once where none is. */
  CompletableFuture<Void> take() {
    Running before = running;
    settle();
    Running now = running;
    return now != null && !now.equals(before) && now.of().on()
        ? now.camera().seen()
        : CompletableFuture.completedFuture(null);
  }

  /** As before, but what runs is replaced in any case. */
  synchronized void renew() {
    Running now = running;
    if (now != null) {
      running = null;
      end(now, Optional.empty());
    }
    settle();
  }

  /** What runs; empty where the camera is another's, or is not there. */
  Optional<RunningCamera> running() {
    return Optional.ofNullable(running).map(Running::camera);
  }

  private boolean isRight(Running now, Optional<Tenure> tenure) {
    return tenure.filter(now.tenure()::equals).isPresent() && now.of().isAsBefore(wanted);
  }

  /** What people have changed says so; what goes to another instance is silent. */
  private void end(Running now, Optional<Tenure> tenure) {
    boolean changed = !now.of().isAsBefore(wanted);
    if (changed) {
      shared.context().runs().forget(id);
    }
    if (changed && tenure.isPresent()) {
      now.camera().switchOff();
    } else {
      now.camera().close();
      log.atInfo().addKeyValue(LogKeys.CAMERA, id).log("{}: given up", id);
    }
    now.meters().close();
  }

  private void open(Wanted it, Tenure tenure) {
    RunningCamera camera;
    try {
      camera = new RunningCamera(it.camera(), it.footage(), it.unset(), shared.context());
    } catch (IllegalArgumentException e) { // its file was there at the start
      log.atWarn().addKeyValue(LogKeys.CAMERA, id).log("{}: {}", id, e.getMessage());
      return;
    }
    running = new Running(camera, new CameraMeters(camera, shared.meters()), it, tenure);
    CameraCondition rest = it.rest();
    if (rest == null) {
      measure(camera, tenure);
      camera.start();
      log.atInfo().addKeyValue(LogKeys.CAMERA, id).log("{}: watched", id);
      return;
    }
    camera.rest(rest);
    log.atInfo().addKeyValue(LogKeys.CAMERA, id).log("{}: {}", id, CameraCondition.words(rest));
  }

  /** Once in a tenure: what starts later was not taken over. */
  private void measure(RunningCamera camera, Tenure tenure) {
    if (tenure.equals(taken)) {
      return;
    }
    taken = tenure;
    var _ =
        camera
            .seen()
            .thenRun(
                () -> {
                  var took = Duration.ofNanos(shared.nanoTime().getAsLong() - tenure.since());
                  shared.takeovers().record(took);
                  log.atInfo()
                      .addKeyValue(LogKeys.CAMERA, id)
                      .log("{}: first frame {} ms after it was assigned", id, took.toMillis());
                });
  }
}
