package io.cleansight.inference.judge;

import io.cleansight.contracts.vocabulary.SourceKind;
import io.cleansight.event.Activity;
import io.cleansight.event.SkippedFrames;
import io.cleansight.event.Violation;
import io.cleansight.messaging.deadletter.DeadLetter;
import io.cleansight.messaging.metric.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import net.jcip.annotations.ThreadSafe;
import org.apache.avro.specific.SpecificRecord;

/** What is measured of what the judge says. */
@ThreadSafe
final class JudgeMeters {
  private final MeterRegistry registry;
  private final InstantSource time;

  /**
   * @param time by which frames are captured: the broker's
   */
  JudgeMeters(MeterRegistry registry, InstantSource time) {
    this.registry = registry;
    this.time = time;
    Metric.DEAD_LETTERS.countFromZero(registry);
  }

  void sent(SpecificRecord event) {
    switch (event) {
      case Activity frame -> judged(frame.getSourceKind(), frame.getCapturedAt());
      case Violation it ->
          Metric.VIOLATIONS.counter(registry, it.getType(), it.getState()).increment();
      case SkippedFrames it ->
          Metric.FRAMES_SKIPPED.counter(registry, it.getReason()).increment(it.getFrames());
      default -> {}
    }
  }

  void sent(DeadLetter letter) {
    Metric.DEAD_LETTERS.counter(registry, letter.code().name()).increment();
  }

  private void judged(String sourceKind, Instant capturedAt) {
    if (SourceKind.LIVE.is(sourceKind)) {
      Metric.FRAME_LATENCY.between(registry, capturedAt, time.instant(), "judged");
    }
  }
}
