package io.cleansight.query.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShiftsTest {
  private static final Set<DayOfWeek> EVERY_DAY = EnumSet.allOf(DayOfWeek.class);
  private static final List<ShiftPattern> THREE =
      List.of(
          pattern("early", "06:00", "14:00", EVERY_DAY),
          pattern("late", "14:00", "22:00", EVERY_DAY),
          pattern("night", "22:00", "06:00", EVERY_DAY));
  private static final Set<DayOfWeek> WORKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

  @ParameterizedTest
  @CsvSource({
    "2026-03-11T05:59, late,  2026-03-10, 2026-03-10T14:00, 2026-03-10T22:00",
    "2026-03-11T06:00, night, 2026-03-10, 2026-03-10T22:00, 2026-03-11T06:00",
    "2026-03-11T13:59, night, 2026-03-10, 2026-03-10T22:00, 2026-03-11T06:00",
    "2026-03-11T14:00, early, 2026-03-11, 2026-03-11T06:00, 2026-03-11T14:00",
    "2026-03-11T23:59, late,  2026-03-11, 2026-03-11T14:00, 2026-03-11T22:00",
    "2026-03-12T00:00, late,  2026-03-11, 2026-03-11T14:00, 2026-03-11T22:00"
  })
  void theLastThatEndedIsOfTheDayOnWhichItBegan(
      String at, String name, LocalDate day, String from, String to) {
    for (String zone : List.of("Asia/Shanghai", "UTC", "America/St_Johns", "Asia/Kathmandu")) {
      assertThat(shifts(zone).lastEnded(local(zone, at)))
          .hasValue(new Shift(name, day, local(zone, from), local(zone, to)));
    }
  }

  /** Nights in which the clock is set forward, back, or not; before and after midnight. */
  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin,       2026-03-28, 7h",
    "Europe/Berlin,       2026-10-24, 9h",
    "Europe/Berlin,       2026-10-25, 8h",
    "Europe/London,       2026-03-28, 7h",
    "Europe/London,       2026-10-24, 9h",
    "America/New_York,    2026-03-07, 7h",
    "America/New_York,    2026-10-31, 9h",
    "America/Santiago,    2026-09-05, 7h",
    "America/Santiago,    2026-04-04, 9h",
    "Africa/Cairo,        2026-04-23, 7h",
    "Africa/Cairo,        2026-10-29, 9h",
    "Asia/Beirut,         2026-03-28, 7h",
    "Australia/Sydney,    2026-10-03, 7h",
    "Australia/Sydney,    2026-04-04, 9h",
    "Australia/Lord_Howe, 2026-10-03, 7h30m",
    "Australia/Lord_Howe, 2026-04-04, 8h30m",
    "Pacific/Auckland,    2026-09-26, 7h",
    "Asia/Shanghai,       2026-03-28, 8h",
    "Asia/Kolkata,        2026-10-24, 8h",
    "UTC,                 2026-03-28, 8h"
  })
  void aNightLastsAsLongAsTheClockOnTheWallSays(String zone, LocalDate day, String length) {
    Shift night = shifts(zone).lastEnded(local(zone, day.plusDays(1) + "T06:00")).orElseThrow();
    assertThat(night.name()).isEqualTo("night");
    assertThat(night.day()).isEqualTo(day);
    assertThat(Duration.between(night.from(), night.to())).isEqualTo(Duration.parse("PT" + length));
  }

  @Test
  void aNightIsOfTheDayOnWhichItBegan() {
    Shifts nights = shifts("Europe/Berlin").named("night");
    LocalDate day = LocalDate.parse("2026-03-28");
    var night =
        new Shift(
            "night",
            day,
            local("Europe/Berlin", "2026-03-28T22:00"),
            local("Europe/Berlin", "2026-03-29T06:00"));
    assertThat(nights.of(day)).containsExactly(night);
    Instant from = local("Europe/Berlin", "2026-03-29T05:59");
    assertThat(nights.between(from, from.plusSeconds(60))).containsExactly(night);
    assertThat(nights.between(night.to(), night.to().plusSeconds(60))).isEmpty();
    assertThat(nights.between(night.from().minusSeconds(60), night.from())).isEmpty();
    assertThat(nights.between(night.from(), night.from().plus(Duration.ofDays(6)))).hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "Asia/Shanghai",
        "Asia/Kathmandu",
        "Europe/Berlin",
        "America/New_York",
        "America/Santiago",
        "America/Havana",
        "Africa/Casablanca",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
        "Pacific/Apia"
      })
  void shiftsFollowOnEachOtherThroughoutTheYear(String zone) {
    for (List<ShiftPattern> patterns : List.of(THREE, AT_NIGHT)) {
      Shifts shifts = new Shifts(ZoneId.of(zone), patterns, Set.of());
      Shift shift = shifts.lastEnded(Instant.parse("2026-01-01T12:00:00Z")).orElseThrow();
      while (shift.from().isBefore(Instant.parse("2027-01-02T00:00:00Z"))) {
        Shift next = shifts.firstFrom(shift.to()).orElseThrow();
        assertThat(next.from()).isEqualTo(shift.to());
        assertThat(shifts.lastEnded(next.from())).hasValue(shift);
        assertThat(shifts.lastEnded(next.to().minusMillis(1))).hasValue(shift);
        assertThat(shifts.at(next.from())).hasValue(next);
        assertThat(shifts.at(next.to().minusMillis(1))).hasValue(next);
        shift = next;
      }
    }
  }

  /** They begin and end where clocks are changed; of some nothing is left on such a day. */
  private static final List<ShiftPattern> AT_NIGHT =
      List.of(
          pattern("a", "02:00", "02:30", EVERY_DAY),
          pattern("b", "02:30", "03:30", EVERY_DAY),
          pattern("c", "03:30", "00:15", EVERY_DAY),
          pattern("d", "00:15", "00:45", EVERY_DAY),
          pattern("e", "00:45", "02:00", EVERY_DAY));

  /** Friday 2011-12-30 was not, there. */
  @Test
  void aDayThatTheCalendarSkipsHasNoShift() {
    Shifts shifts = shifts("Pacific/Apia");
    Shift night = shifts.lastEnded(local("Pacific/Apia", "2011-12-31T05:00")).orElseThrow();
    assertThat(night.day()).isEqualTo("2011-12-29");
    assertThat(Duration.between(night.from(), night.to())).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void noShiftBeginsOnAHolidayButANightGoesOnIntoIt() {
    LocalDate holiday = LocalDate.parse("2026-10-01");
    var shifts = new Shifts(ZoneId.of("Asia/Shanghai"), THREE, List.of(holiday));
    assertThat(shifts.lastEnded(local("Asia/Shanghai", "2026-10-01T23:00")))
        .map(it -> it.name() + " " + it.day())
        .hasValue("night 2026-09-30");
    assertThat(shifts.at(local("Asia/Shanghai", "2026-10-01T05:59"))).isPresent();
    assertThat(shifts.at(local("Asia/Shanghai", "2026-10-01T06:00"))).isEmpty();
    assertThat(shifts.firstFrom(local("Asia/Shanghai", "2026-10-01T06:00")))
        .map(Shift::day)
        .hasValue(LocalDate.parse("2026-10-02"));
  }

  @Test
  void overTheWeekendTheLastIsFridays() {
    var shifts =
        new Shifts(
            ZoneId.of("Europe/Berlin"),
            List.of(
                pattern("day", "06:00", "18:00", WORKDAYS),
                pattern("night", "18:00", "06:00", WORKDAYS)),
            Set.of());
    assertThat(shifts.lastEnded(local("Europe/Berlin", "2026-03-15T12:00")))
        .map(it -> it.name() + " " + it.day())
        .hasValue("night 2026-03-13");
    assertThat(shifts.at(local("Europe/Berlin", "2026-03-15T12:00"))).isEmpty();
  }

  @Test
  void whereNobodyWorksForMonthsThereIsNone() {
    var shifts =
        new Shifts(
            ZoneId.of("UTC"),
            THREE,
            LocalDate.parse("2026-01-01").datesUntil(LocalDate.parse("2026-12-31")).toList());
    assertThat(shifts.lastEnded(Instant.parse("2026-06-01T00:00:00Z"))).isEmpty();
    assertThat(shifts.firstFrom(Instant.parse("2026-06-01T00:00:00Z"))).isEmpty();
  }

  @Test
  void itIsComparedWithThoseOfItsNameInTheFourWeeksBefore() {
    Shifts shifts = shifts("Europe/Berlin");
    Shift night = shifts.lastEnded(local("Europe/Berlin", "2026-04-08T07:00")).orElseThrow();
    List<Shift> before = shifts.likeBefore(night, 4);
    assertThat(before).hasSize(28).allMatch(it -> it.name().equals("night"));
    assertThat(before.getFirst().day()).isEqualTo("2026-03-10");
    assertThat(before.getLast().day()).isEqualTo("2026-04-06");
    assertThat(before)
        .filteredOn(it -> Duration.between(it.from(), it.to()).equals(Duration.ofHours(7)))
        .singleElement()
        .satisfies(it -> assertThat(it.day()).isEqualTo("2026-03-28"));
  }

  @Test
  void ofOneNameTheOthersAreNot() {
    Shifts late = shifts("UTC").named("late");
    assertThat(shifts("UTC").names()).containsExactly("early", "late", "night");
    assertThat(late.names()).containsExactly("late");
    assertThat(late.lastEnded(Instant.parse("2026-03-11T21:59:59Z")))
        .map(Shift::day)
        .hasValue(LocalDate.parse("2026-03-10"));
  }

  @ParameterizedTest
  @CsvSource({
    "06:00, 14:00, 14:00, 22:00, ",
    "06:00, 14:00, 13:45, 22:00, MONDAY",
    "22:00, 06:00, 05:45, 14:00, MONDAY",
    "22:00, 06:00, 06:00, 22:00, ",
    "06:00, 06:00, 12:00, 13:00, MONDAY",
    "06:00, 06:00, 06:00, 06:00, MONDAY",
    "08:00, 16:00, 09:00, 10:00, MONDAY",
    "09:00, 10:00, 08:00, 16:00, MONDAY"
  })
  void patternsOverlapOrNot(
      LocalTime start, LocalTime end, LocalTime otherStart, LocalTime otherEnd, DayOfWeek first) {
    var one = new ShiftPattern("one", start, end, EVERY_DAY);
    var other = new ShiftPattern("other", otherStart, otherEnd, EVERY_DAY);
    assertThat(one.overlaps(other)).isEqualTo(Optional.ofNullable(first));
    assertThat(other.overlaps(one)).isEqualTo(Optional.ofNullable(first));
  }

  @Test
  void sundaysNightMeetsMondaysEarlyShift() {
    var night = pattern("night", "22:00", "06:00", EnumSet.of(DayOfWeek.SUNDAY));
    assertThat(pattern("early", "05:00", "13:00", EnumSet.of(DayOfWeek.MONDAY)).overlaps(night))
        .hasValue(DayOfWeek.MONDAY);
    assertThat(pattern("early", "05:00", "13:00", EnumSet.of(DayOfWeek.TUESDAY)).overlaps(night))
        .isEmpty();
  }

  private static Shifts shifts(String zone) {
    return new Shifts(ZoneId.of(zone), THREE, Set.of());
  }

  private static ShiftPattern pattern(String name, String start, String end, Set<DayOfWeek> days) {
    return new ShiftPattern(name, LocalTime.parse(start), LocalTime.parse(end), days);
  }

  private static Instant local(String zone, String at) {
    return ZonedDateTime.of(java.time.LocalDateTime.parse(at), ZoneId.of(zone)).toInstant();
  }
}
