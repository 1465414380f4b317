package io.cleansight.alert.evaluation;

import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.messaging.metric.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import net.jcip.annotations.ThreadSafe;
import org.jspecify.annotations.Nullable;

/** What is measured of alerts. */
@ThreadSafe
final class AlertMeters {
  private final MeterRegistry registry;

  AlertMeters(MeterRegistry registry) {
    this.registry = registry;
    Metric.ALERTS.countFromZero(registry);
  }

  /**
   * An alert is sent.
   *
   * @param appended when Kafka had the event that changed it; null: time alone did
   */
  void changed(AlertState state, @Nullable Instant appended, Instant now) {
    Metric.ALERTS.counter(registry, state.word()).increment();
    if (appended != null) {
      Metric.ALERT_LATENCY.between(registry, appended, now);
    }
  }
}
