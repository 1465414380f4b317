package io.cleansight.query.audit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code query.audit}.
 *
 * @param failClosed whether a picture, an export or a live view waits until Kafka has its line in
 *     the audit, and is refused with 503 where Kafka has not. False: it is served while the line is
 *     on its way, and the line is lost if this service ends before Kafka is back
 * @param patience how long Kafka may take
 */
@ConfigurationProperties("query.audit")
record AuditProperties(
    @DefaultValue("true") boolean failClosed, @DefaultValue("5s") Duration patience) {
  AuditProperties {
    if (!patience.isPositive()) {
      throw new IllegalArgumentException("query.audit.patience is " + patience + ", not above 0");
    }
  }
}
