package io.cleansight.persistence.retention;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings under {@code persistence.retention}: how long what shows people is kept. Zero: for ever.
 * docs/privacy.md says why each default is what it is.
 *
 * @param records age at which days of detection_records leave the database
 * @param archive directory into which they go first; null: they are gone
 * @param archived age at which days leave the archive
 * @param restored how long a restored day stays before it is archived again
 * @param evidence age at which pictures go
 * @param evidenceSize size of all pictures above which the oldest go; zero: never
 * @param recordings age at which recorded video goes
 * @param recordingsSize size of all recorded video above which the oldest goes; zero: never
 * @param violations age at which violations go, with their picture and what was decided about them
 * @param hygiene age at which hand washes, sanitisations and visits go
 * @param alerts age at which alerts go, with who was notified and what was decided about them, and
 *     silences that are over
 * @param audit age at which lines of the audit go, from 90 days
 */
@ConfigurationProperties("persistence.retention")
record RetentionProperties(
    @DefaultValue("90d") Duration records,
    @Nullable Path archive,
    @DefaultValue("400d") Duration archived,
    @DefaultValue("7d") Duration restored,
    @DefaultValue("30d") Duration evidence,
    @DefaultValue("0B") DataSize evidenceSize,
    @DefaultValue("7d") Duration recordings,
    @DefaultValue("0B") DataSize recordingsSize,
    @DefaultValue("400d") Duration violations,
    @DefaultValue("90d") Duration hygiene,
    @DefaultValue("400d") Duration alerts,
    @DefaultValue("400d") Duration audit) {
  private static final Duration SHORTEST_AUDIT = Duration.ofDays(90);
  private static final Duration DAY = Duration.ofDays(1);

  RetentionProperties {
    if (evidenceSize.isNegative() || recordingsSize.isNegative() || restored.isNegative()) {
      throw new IllegalArgumentException(
          "persistence.retention.evidence-size, recordings-size and restored must not be negative");
    }
    Map.of(
            "records", records,
            "archived", archived,
            "evidence", evidence,
            "recordings", recordings,
            "violations", violations,
            "hygiene", hygiene,
            "alerts", alerts)
        .forEach((name, period) -> from(name, period, DAY));
    from("audit", audit, SHORTEST_AUDIT);
  }

  private static void from(String name, Duration period, Duration shortest) {
    if (!period.isZero() && period.compareTo(shortest) < 0) {
      throw new IllegalArgumentException(
          "persistence.retention.%s is %s, not 0 or from %d days"
              .formatted(name, period, shortest.toDays()));
    }
  }
}
