package io.cleansight.persistence.once;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How far back events count, settings under {@code persistence.retention}: as far as records are
 * kept. What is too old to be true was marked when it was detected.
 *
 * @param records age at which days of records are archived and dropped; zero: never
 */
@ConfigurationProperties("persistence.retention")
public record Horizon(@DefaultValue("90d") Duration records) {

  public Horizon {
    if (records.isNegative() || (!records.isZero() && records.toDays() < 1)) {
      throw new IllegalArgumentException("records is " + records + ", not 0 or from a day");
    }
  }

  /**
   * The start of the first day that is kept whole, in UTC; of all days where records stay for ever.
   */
  public Instant before(Instant now) {
    return records.isZero() ? Instant.MIN : now.minus(records).truncatedTo(ChronoUnit.DAYS);
  }
}
