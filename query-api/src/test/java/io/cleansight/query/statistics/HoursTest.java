package io.cleansight.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.query.web.TimeRange;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoursTest {
  @ParameterizedTest
  @CsvSource({
    "UTC,                 2026-03-01T00:00:00Z, 2026-11-01T00:00:00Z, true",
    "Asia/Shanghai,       2026-03-01T00:00:00Z, 2026-11-01T00:00:00Z, true",
    "Europe/Berlin,       2026-03-01T00:00:00Z, 2026-11-01T00:00:00Z, true",
    "Asia/Kolkata,        2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, false",
    "Asia/Kathmandu,      2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, false",
    // +11:00 in its summer, +10:30 from 2026-04-04T15:00Z on, +11:00 again from 2026-10-03T15:30Z
    // on
    "Australia/Lord_Howe, 2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, true",
    "Australia/Lord_Howe, 2026-04-04T14:00:00Z, 2026-04-04T15:00:00Z, true",
    "Australia/Lord_Howe, 2026-04-04T14:00:00Z, 2026-04-04T16:00:00Z, false",
    "Australia/Lord_Howe, 2026-06-01T00:00:00Z, 2026-06-02T00:00:00Z, false",
    "Australia/Lord_Howe, 2026-03-01T00:00:00Z, 2026-12-01T00:00:00Z, false"
  })
  void aZoneHasWholeHoursThroughoutARangeOrNot(
      String zone, Instant from, Instant to, boolean whole) {
    assertThat(Hours.hasWholeHours(ZoneId.of(zone), new TimeRange(from, to))).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T10:00:00Z, 2026-03-01T12:00:00Z, true",
    "2026-03-01T10:15:00Z, 2026-03-01T12:00:00Z, false",
    "2026-03-01T10:00:00Z, 2026-03-01T12:00:01Z, false",
    "2026-03-01T10:00:00Z, 2026-03-01T12:00:00.000001Z, false"
  })
  void aRangeIsOnTheHourOrNot(Instant from, Instant to, boolean onTheHour) {
    assertThat(Hours.isOnTheHour(new TimeRange(from, to))).isEqualTo(onTheHour);
  }

  @Test
  void aQuarterBeginsInTheRangeOrIsOfTheOneBefore() {
    Instant quarter = Instant.parse("2026-03-01T10:15:00Z");
    assertThat(Hours.quarterFrom(quarter)).isEqualTo(quarter);
    assertThat(Hours.quarterFrom(quarter.plusNanos(1))).isEqualTo(quarter.plusSeconds(900));
    assertThat(Hours.quarterFrom(quarter.minusNanos(1))).isEqualTo(quarter);
    assertThat(Hours.quarterFrom(quarter.minusSeconds(899))).isEqualTo(quarter);
  }
}
