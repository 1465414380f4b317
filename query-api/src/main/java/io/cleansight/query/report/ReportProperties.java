package io.cleansight.query.report;

import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.Parameters;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code query.report}.
 *
 * @param site what the printed report is headed with, the plant's name for instance
 * @param timeZone in which shifts begin and end, as {@code Asia/Shanghai}; empty: that of the
 *     machine, which in a container is usually UTC
 * @param shifts of which no two overlap; none: early from 06:00, late from 14:00 and night from
 *     22:00, eight hours each, every day
 * @param holidays days on which no shift begins, as {@code 2026-10-01}
 * @param complianceGood compliance below which a shift is not good
 * @param compliancePoor compliance below which a shift is poor
 * @param violationsGood with more violations (of which none is counted that was a false positive) a
 *     shift is not good
 * @param violationsPoor with more violations a shift is poor
 * @param coverageGood coverage below which a shift is not good, as too little of it was seen
 */
@ConfigurationProperties("query.report")
record ReportProperties(
    @DefaultValue("") String site,
    @DefaultValue("") String timeZone,
    @DefaultValue List<ShiftSetting> shifts,
    @DefaultValue List<String> holidays,
    @DefaultValue("0.95") double complianceGood,
    @DefaultValue("0.85") double compliancePoor,
    @DefaultValue("5") int violationsGood,
    @DefaultValue("20") int violationsPoor,
    @DefaultValue("0.8") double coverageGood) {
  private static final String PREFIX = "query.report.";
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final int MOST_SHIFTS = 12;
  private static final int LONGEST_NAME = 40;
  private static final List<ShiftSetting> USUAL =
      List.of(
          new ShiftSetting("early", "06:00", "14:00", List.of()),
          new ShiftSetting("late", "14:00", "22:00", List.of()),
          new ShiftSetting("night", "22:00", "06:00", List.of()));

  ReportProperties {
    shifts = shifts.isEmpty() ? USUAL : List.copyOf(shifts);
    holidays = List.copyOf(holidays);
    zone(timeZone);
    if (shifts.size() > MOST_SHIFTS) {
      throw wrong("shifts", "has " + shifts.size() + " shifts, more than " + MOST_SHIFTS);
    }
    areApart(patterns(shifts));
    holidays(holidays);
    areShares(complianceGood, compliancePoor, coverageGood);
    if (compliancePoor > complianceGood) {
      throw wrong("compliance-poor", "is above compliance-good");
    }
    if (violationsGood < 0 || violationsPoor < violationsGood) {
      throw wrong("violations-poor", "must not be below violations-good, nor that below 0");
    }
  }

  /**
   * Shifts of one name, which come again every week.
   *
   * @param name as the report calls it
   * @param start when it begins, on a quarter of an hour, as {@code 06:00}
   * @param end when it ends, on a quarter of an hour; not after start: on the next day, and the
   *     shift is of the day on which it began
   * @param days on which it begins, as {@code monday,tuesday}; none: every day
   */
  record ShiftSetting(
      @DefaultValue("") String name,
      @DefaultValue("") String start,
      @DefaultValue("") String end,
      @DefaultValue List<String> days) {
    ShiftSetting {
      days = List.copyOf(days);
    }
  }

  Shifts calendar() {
    return new Shifts(zone(timeZone), patterns(shifts), holidays(holidays));
  }

  private static ZoneId zone(String name) {
    try {
      return Parameters.timeZone(name.isBlank() ? ZoneId.systemDefault().getId() : name.strip());
    } catch (BadParameterException unknown) {
      if (name.isBlank()) {
        return ZoneOffset.UTC;
      }
      throw wrong("time-zone", "is \"" + name + "\", not UTC or a name like Asia/Shanghai");
    }
  }

  private static List<ShiftPattern> patterns(List<ShiftSetting> shifts) {
    var patterns = new ArrayList<ShiftPattern>();
    for (ShiftSetting it : shifts) {
      String field = "shifts[" + patterns.size() + "].";
      if (it.name().isBlank() || it.name().length() > LONGEST_NAME) {
        throw wrong(field + "name", "must have 1 to " + LONGEST_NAME + " characters");
      }
      patterns.add(
          new ShiftPattern(
              it.name().strip(),
              time(field + "start", it.start()),
              time(field + "end", it.end()),
              days(field + "days", it.days())));
    }
    return patterns;
  }

  /** Nothing is kept of less than a quarter of an hour. */
  private static LocalTime time(String field, String text) {
    LocalTime time =
        parsed(text).orElseThrow(() -> wrong(field, "is \"" + text + "\", not a time like 06:00"));
    if (time.toNanoOfDay() % QUARTER.toNanos() != 0) {
      throw wrong(field, "is " + text + ", not on a quarter of an hour");
    }
    return time;
  }

  private static Optional<LocalTime> parsed(String text) {
    try {
      return Optional.of(LocalTime.parse(text.strip()));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  private static Set<DayOfWeek> days(String field, List<String> names) {
    var days = EnumSet.noneOf(DayOfWeek.class);
    for (String name : names) {
      days.add(
          Arrays.stream(DayOfWeek.values())
              .filter(it -> it.name().equalsIgnoreCase(name.strip()))
              .findFirst()
              .orElseThrow(() -> wrong(field, "has \"" + name + "\", not a day like monday")));
    }
    return days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days;
  }

  private static void areApart(List<ShiftPattern> patterns) {
    for (int i = 1; i < patterns.size(); i++) {
      for (ShiftPattern before : patterns.subList(0, i)) {
        ShiftPattern pattern = patterns.get(i);
        String field = "shifts[" + i + "]";
        pattern
            .overlaps(before)
            .ifPresent(
                day -> {
                  throw wrong(
                      field,
                      "(%s) overlaps %s on %s"
                          .formatted(
                              pattern.name(), before.name(), day.name().toLowerCase(Locale.ROOT)));
                });
      }
    }
  }

  private static List<LocalDate> holidays(List<String> texts) {
    var days = new ArrayList<LocalDate>();
    for (String text : texts) {
      try {
        days.add(LocalDate.parse(text.strip()));
      } catch (DateTimeException unreadable) {
        throw wrong(
            "holidays[" + days.size() + "]", "is \"" + text + "\", not a day like 2026-10-01");
      }
    }
    return days;
  }

  private static void areShares(double good, double poor, double coverage) {
    for (double share : new double[] {good, poor, coverage}) {
      if (!(share >= 0 && share <= 1)) {
        throw wrong(
            "compliance-good, compliance-poor and coverage-good", "must be from 0 to 1: " + share);
      }
    }
  }

  private static IllegalArgumentException wrong(String field, String what) {
    return new IllegalArgumentException(PREFIX + field + " " + what);
  }
}
