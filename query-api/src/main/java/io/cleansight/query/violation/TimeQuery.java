package io.cleansight.query.violation;

import io.cleansight.query.report.ShiftTimes;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.TimeRange;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * At which times between {@code from} and {@code to}.
 *
 * @param shift in shifts of that name, as they are set; absent: at any time
 * @param date in shifts that began on that day where the plant is, as {@code 2026-03-01}, so that a
 *     night is whole; absent: on any day
 * @param hourOfWeek in that hour of the week, from {@code 1 00} (a Monday's first) to {@code 7 23},
 *     as statistics name it; absent: in any
 * @param timeZone whose hours of the week are meant
 */
@ParameterObject
record TimeQuery(
    @RequestParam(required = false) @Nullable String shift,
    @RequestParam(required = false) @Nullable String date,
    @RequestParam(name = "hour_of_week", required = false) @Nullable String hourOfWeek,
    @RequestParam(name = "time_zone", defaultValue = "UTC") String timeZone) {

  TimeQuery {
    if (hourOfWeek != null && !hourOfWeek.matches("[1-7] ([01]\\d|2[0-3])")) {
      throw new BadParameterException("hour_of_week", "from 1 00 (a Monday's first) to 7 23");
    }
    Parameters.timeZone(timeZone);
    day(date);
  }

  /**
   * What is asked for of a time.
   *
   * @param range no longer than it must be
   * @param spans within these, which follow on each other; null: at any time in the range
   * @param hourOfWeek in that one of the time zone; null: in any
   */
  record Times(
      TimeRange range, @Nullable List<TimeRange> spans, @Nullable String hourOfWeek, String zone) {
    /** At any time in the range. */
    static Times all(TimeRange range) {
      return new Times(range, null, null, "UTC");
    }
  }

  /** Which times of the range are meant. */
  Times within(TimeRange range, ShiftTimes shifts) {
    List<TimeRange> spans =
        shift == null && date == null ? null : shifts.in(range, shift, day(date));
    return new Times(narrowed(range, spans), spans, hourOfWeek, timeZone);
  }

  private static TimeRange narrowed(TimeRange range, @Nullable List<TimeRange> spans) {
    if (spans == null || spans.isEmpty()) {
      return range;
    }
    Instant from = spans.getFirst().from();
    Instant to = spans.getLast().to();
    return new TimeRange(
        from.isAfter(range.from()) ? from : range.from(),
        to.isBefore(range.to()) ? to : range.to());
  }

  private static @Nullable LocalDate day(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      LocalDate day = LocalDate.parse(text);
      if (day.getYear() >= 1970 && day.getYear() < 2200) {
        return day;
      }
    } catch (DateTimeException unreadable) {
      throw unreadable();
    }
    throw unreadable();
  }

  private static BadParameterException unreadable() {
    return new BadParameterException("date", "a day like 2026-03-01");
  }
}
