package io.cleansight.rule.body;

import io.cleansight.event.RuleSchedule;
import io.cleansight.rule.Schedule;
import io.cleansight.rule.condition.BadRuleException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the hours of a week as they are written down. */
final class ScheduleReader {
  private ScheduleReader() {}

  static @Nullable Schedule read(@Nullable RuleSchedule written) {
    return written == null
        ? null
        : new Schedule(
            days(written.getDays()),
            time("schedule.from", written.getFrom()),
            time("schedule.to", written.getTo()),
            zone(written.getTimeZone()));
  }

  /** None written: every one. */
  private static Set<DayOfWeek> days(List<String> written) {
    if (written.isEmpty()) {
      return EnumSet.allOf(DayOfWeek.class);
    }
    var days = EnumSet.noneOf(DayOfWeek.class);
    try {
      for (String day : written) {
        days.add(DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT)));
      }
    } catch (IllegalArgumentException e) {
      throw new BadRuleException("schedule.days", "names of days, like monday, not " + written);
    }
    return days;
  }

  private static LocalTime time(String field, String written) {
    try {
      return LocalTime.parse(written);
    } catch (DateTimeException e) {
      throw new BadRuleException(field, "a time of the day like 06:00, not " + written);
    }
  }

  private static ZoneId zone(String written) {
    try {
      return ZoneId.of(written);
    } catch (DateTimeException e) {
      throw new BadRuleException(
          "schedule.time_zone", "a time zone like Asia/Shanghai, not " + written);
    }
  }
}
