package io.cleansight.capture.camera;

import io.cleansight.capture.publish.FrameCounter;
import io.cleansight.contracts.vocabulary.CameraStatus;
import io.cleansight.messaging.metric.Metric;
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
    FrameCounter frames = runningCamera.counter();
    meters.add(Metric.FRAMES_CAPTURED.counter(registry, frames, FrameCounter::captured, camera));
    meters.add(Metric.FRAMES_PUBLISHED.counter(registry, frames, FrameCounter::published, camera));
    for (String reason : DROP_REASONS) {
      meters.add(
          Metric.FRAMES_DROPPED.counter(
              registry, frames, it -> it.dropped().getOrDefault(reason, 0L), camera, reason));
    }
    for (CameraStatus status : CameraStatus.values()) {
      meters.add(
          Metric.CAMERA_STATE.gauge(
              registry, runningCamera, it -> it.status() == status ? 1 : 0, camera, status.word()));
    }
  }

  @Override
  public void close() {
    meters.forEach(registry::remove);
  }
}
