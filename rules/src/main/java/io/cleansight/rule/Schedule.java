package io.cleansight.rule;

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
}
