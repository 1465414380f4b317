package io.cleansight.query.report;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Shifts of one name, which come again every week.
 *
 * @param end not after {@code start}: on the next day
 * @param days on which they begin
 */
record ShiftPattern(String name, LocalTime start, LocalTime end, Set<DayOfWeek> days) {
  private static final int DAY_SECONDS = 24 * 3600;
  private static final int WEEK_SECONDS = 7 * DAY_SECONDS;

  ShiftPattern {
    days = Set.copyOf(days);
  }

  /** Whether one ends on the day after it began. */
  boolean isOverMidnight() {
    return !end.isAfter(start);
  }

  /** The first day of the week on which one of these begins before another has ended. */
  Optional<DayOfWeek> overlaps(ShiftPattern other) {
    return days.stream()
        .sorted()
        .filter(day -> other.beginnings().stream().anyMatch(it -> meets(day, it, other)))
        .findFirst();
  }

  private boolean meets(DayOfWeek day, int begins, ShiftPattern other) {
    int mine = second(day, start);
    return Math.floorMod(begins - mine, WEEK_SECONDS) < seconds()
        || Math.floorMod(mine - begins, WEEK_SECONDS) < other.seconds();
  }

  private List<Integer> beginnings() {
    var beginnings = new ArrayList<Integer>();
    days.forEach(day -> beginnings.add(second(day, start)));
    return beginnings;
  }

  private int seconds() {
    return end.toSecondOfDay() - start.toSecondOfDay() + (isOverMidnight() ? DAY_SECONDS : 0);
  }

  /** Of the week. */
  private static int second(DayOfWeek day, LocalTime at) {
    return (day.getValue() - 1) * DAY_SECONDS + at.toSecondOfDay();
  }
}
