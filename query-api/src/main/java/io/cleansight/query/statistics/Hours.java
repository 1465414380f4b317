package io.cleansight.query.statistics;

import io.cleansight.query.web.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * From which table hours are taken: hours in UTC, where a time zone's hours are the same and the
 * range begins and ends with one; else the hours of that time zone are put together from quarters,
 * of those that lie in the range. A quarter belongs to the range in which it begins, so that ranges
 * that follow on each other add up.
 */
final class Hours {
  private static final long HOUR_SECONDS = 3600;
  private static final long QUARTER_SECONDS = 900;

  private Hours() {}

  /** Whether a range of a time zone's hours is one of whole hours in UTC, as they are kept. */
  static boolean areAsKept(ZoneId zone, TimeRange range) {
    return isOnTheHour(range) && hasWholeHours(zone, range);
  }

  static boolean isOnTheHour(TimeRange range) {
    return isMultiple(range.from(), HOUR_SECONDS) && isMultiple(range.to(), HOUR_SECONDS);
  }

  /** Whether all hours of the time zone are hours in UTC, throughout that range. */
  static boolean hasWholeHours(ZoneId zone, TimeRange range) {
    ZoneRules rules = zone.getRules();
    boolean whole = rules.getOffset(range.from()).getTotalSeconds() % HOUR_SECONDS == 0;
    ZoneOffsetTransition next = rules.nextTransition(range.from());
    while (whole && next != null && next.getInstant().isBefore(range.to())) {
      whole = next.getOffsetAfter().getTotalSeconds() % HOUR_SECONDS == 0;
      next = rules.nextTransition(next.getInstant());
    }
    return whole;
  }

  /** The first beginning of a quarter that is not before. */
  static Instant quarterFrom(Instant at) {
    if (isMultiple(at, QUARTER_SECONDS)) {
      return at;
    }
    long into = Math.floorMod(at.getEpochSecond(), QUARTER_SECONDS);
    return Instant.ofEpochSecond(at.getEpochSecond() - into)
        .plus(Duration.ofSeconds(QUARTER_SECONDS));
  }

  private static boolean isMultiple(Instant at, long seconds) {
    return at.getNano() == 0 && Math.floorMod(at.getEpochSecond(), seconds) == 0;
  }
}
