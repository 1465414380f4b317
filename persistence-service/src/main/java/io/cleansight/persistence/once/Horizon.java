package io.cleansight.persistence.once;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How far back events count, settings under {@code persistence.retention}: as far as records are
 * kept, and where they are kept for ever, as far as {@code oldest-event}.
 *
 * @param oldestEvent an event older than this is taken for a wrong clock
 * @param records age at which days of records are archived and dropped; zero: never
 */
@ConfigurationProperties("persistence.retention")
public record Horizon(
    @DefaultValue("400d") Duration oldestEvent, @DefaultValue("0d") Duration records) {

  public Horizon {
    if (oldestEvent.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException("oldest-event is " + oldestEvent + ", under a day");
    }
    if (records.isNegative() || (!records.isZero() && records.toDays() < 1)) {
      throw new IllegalArgumentException("records is " + records + ", not 0 or from a day");
    }
  }

  /** The start of the first day that is kept whole, in UTC. */
  public Instant before(Instant now) {
    Duration kept = records.isZero() || records.compareTo(oldestEvent) > 0 ? oldestEvent : records;
    return now.minus(kept).truncatedTo(ChronoUnit.DAYS);
  }
}
