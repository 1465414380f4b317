package io.cleansight.query.statistics;

import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Times that end now. */
final class Lately {
  private static final Map<String, Duration> PERIODS =
      Map.of("1d", Duration.ofDays(1), "7d", Duration.ofDays(7), "30d", Duration.ofDays(30));

  private Lately() {}

  /** Whole hours up to now: an hour counts if any of it lies in the period. */
  static TimeRange hours(Duration period, Clock clock) {
    Instant now = clock.instant();
    return new TimeRange(
        now.minus(period).truncatedTo(ChronoUnit.HOURS), now.plus(1, ChronoUnit.HOURS));
  }

  /** All that lies no longer ago than that; up to the end of this hour. */
  static TimeRange exactly(Duration period, Clock clock) {
    Instant now = clock.instant();
    return new TimeRange(
        now.minus(period), now.plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.HOURS));
  }

  /** Reads the parameter {@code period}. */
  static Duration period(String text) {
    Duration period = PERIODS.get(text);
    if (period == null) {
      throw new BadParameterException("period", "1d, 7d or 30d");
    }
    return period;
  }
}
