package io.cleansight.query.report;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Locale;

/**
 * Which shifts are worked.
 *
 * @param timeZone of the plant
 * @param shifts in the order in which they begin; those of one name may differ by the day
 */
record ShiftPlan(String timeZone, List<PlannedShift> shifts) {

  /**
   * Shifts that come again every week.
   *
   * @param start when they begin, as {@code 22:00}
   * @param end when they end; not after start: on the next day
   * @param days on which they begin, as {@code monday}
   */
  record PlannedShift(String name, String start, String end, List<String> days) {}

  static ShiftPlan of(Shifts shifts) {
    return new ShiftPlan(
        shifts.zone().getId(), shifts.patterns().stream().map(ShiftPlan::planned).toList());
  }

  private static PlannedShift planned(ShiftPattern pattern) {
    return new PlannedShift(
        pattern.name(),
        pattern.start().toString(),
        pattern.end().toString(),
        pattern.days().stream().sorted().map(ShiftPlan::word).toList());
  }

  private static String word(DayOfWeek day) {
    return day.name().toLowerCase(Locale.ROOT);
  }
}
