package io.cleansight.rule;

import io.cleansight.rule.condition.BadRuleException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * When a rule is in force: on those days, from one time of the day to another, where it hangs on
 * the wall. Over midnight if it ends before it begins, and then by the day on which it began; the
 * whole day if both are one.
 */
public record Schedule(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
  public Schedule {
    if (days.isEmpty()) {
      throw new BadRuleException("schedule.days", "one day at least");
    }
    days = Set.copyOf(days);
  }

  boolean holds(Instant at) {
    ZonedDateTime local = at.atZone(zone);
    LocalTime time = local.toLocalTime();
    DayOfWeek today = local.getDayOfWeek();
    if (from.equals(to)) {
      return days.contains(today);
    }
    if (from.isBefore(to)) {
      return days.contains(today) && !time.isBefore(from) && time.isBefore(to);
    }
    return (days.contains(today) && !time.isBefore(from))
        || (days.contains(today.minus(1)) && time.isBefore(to));
  }

  /**
   * When the period in which {@code at} lies is over; at the latest at the next midnight, where
   * another may follow at once.
   */
  Instant until(Instant at) {
    ZonedDateTime local = at.atZone(zone);
    boolean endsToday = !from.equals(to) && local.toLocalTime().isBefore(to);
    ZonedDateTime end =
        endsToday
            ? local.toLocalDate().atTime(to).atZone(zone)
            : local.toLocalDate().plusDays(1).atStartOfDay(zone);
    // Where the clocks are put back, the time of the day at which it ends comes twice.
    return end.toInstant().isAfter(at)
        ? end.toInstant()
        : end.withLaterOffsetAtOverlap().toInstant();
  }
}
