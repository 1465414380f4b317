package io.cleansight.query.web;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** From an instant up to, but without, another. */
public record TimeRange(Instant from, Instant to) {
  private static final Duration LONGEST = Duration.ofDays(400);

  /**
   * Reads the parameters {@code from} and {@code to}, ISO 8601 with an offset; absent, the last
   * {@code otherwise}.
   */
  public static TimeRange of(
      @Nullable String from, @Nullable String to, Duration otherwise, Clock clock) {
    Instant end = to == null ? clock.instant().plus(Duration.ofMinutes(5)) : parse("to", to);
    Instant start = from == null ? end.minus(otherwise) : parse("from", from);
    if (!start.isBefore(end)) {
      throw new BadParameterException("from", "before to");
    }
    if (Duration.between(start, end).compareTo(LONGEST) > 0) {
      throw new BadParameterException("from", "at most " + LONGEST.toDays() + " days before to");
    }
    return new TimeRange(start, end);
  }

  /**
   * Reads a parameter that is an instant, ISO 8601 with an offset.
   *
   * @param field as the caller wrote it
   */
  public static Instant parse(String field, String text) {
    try {
      Instant at = OffsetDateTime.parse(text).toInstant();
      if (at.isAfter(Instant.EPOCH) && at.isBefore(Instant.parse("2200-01-01T00:00:00Z"))) {
        return at;
      }
    } catch (DateTimeException unreadable) {
      throw unreadable(field);
    }
    throw unreadable(field);
  }

  private static BadParameterException unreadable(String field) {
    return new BadParameterException(
        field, "an instant like 2026-03-01T12:00:00Z or 2026-03-01T20:00:00+08:00");
  }
}
