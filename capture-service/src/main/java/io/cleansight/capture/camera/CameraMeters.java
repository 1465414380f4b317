package io.cleansight.capture.camera;

import io.cleansight.capture.publish.FrameCounter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;

/** What is measured of one station, for as long as it is there. */
final class CameraMeters implements AutoCloseable {
  private static final List<String> DROP_REASONS =
      List.of(FrameCounter.BACKLOG, FrameCounter.UNSENT, FrameCounter.OVERSIZE, FrameCounter.STILL);

  private final MeterRegistry registry;
  private final List<Meter> meters = new ArrayList<>();

  CameraMeters(RunningCamera runningCamera, MeterRegistry registry) {
    this.registry = registry;
    String camera = runningCamera.cameraId();
    meters.add(
        FunctionCounter.builder(
                "cleansight.frames.published", runningCamera.counter(), FrameCounter::published)
            .tag("camera", camera)
            .register(registry));
    DROP_REASONS.forEach(reason -> meters.add(dropped(runningCamera, reason)));
    meters.add(
        Gauge.builder("cleansight.camera.online", runningCamera, it -> it.online() ? 1 : 0)
            .tag("camera", camera)
            .register(registry));
  }

  private Meter dropped(RunningCamera runningCamera, String reason) {
    return FunctionCounter.builder(
            "cleansight.frames.dropped",
            runningCamera.counter(),
            counter -> counter.dropped().getOrDefault(reason, 0L))
        .tag("camera", runningCamera.cameraId())
        .tag("reason", reason)
        .register(registry);
  }

  @Override
  public void close() {
    meters.forEach(registry::remove);
  }
}
