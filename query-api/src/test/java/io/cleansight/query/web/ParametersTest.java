package io.cleansight.query.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
  private static final Duration DAY = Duration.ofDays(1);
  private static final String ID = "7b0a5f6e-0001-5c1e-8a51-6b1d8f0c0001";

  @Test
  void aCursorComesBackAsItWent() {
    var cursor = new Cursor(NOON.plusNanos(123_000), List.of(ID));
    assertThat(Cursor.decode(cursor.encode())).isEqualTo(cursor);
    assertThat(Cursor.decode(cursor.encode()).id()).isEqualTo(UUID.fromString(ID));
    var longest = new Cursor(NOON.plusNanos(1), List.of("c".repeat(64), "z".repeat(40)));
    assertThat(Cursor.decode(longest.encode()).parts(2)).isEqualTo(longest.key());
  }

  @Test
  void aCursorOfAnotherListIsRefused() {
    var ofHours = Cursor.decode(new Cursor(NOON, List.of("line-1")).encode());
    assertThatExceptionOfType(BadParameterException.class).isThrownBy(ofHours::id);
    assertThatExceptionOfType(BadParameterException.class).isThrownBy(() -> ofHours.parts(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "AAAA",
        "MjAyNi0wMy0wMVQxMjowMDowMFo",
        "../../etc/passwd",
        "%00",
        "eHx5",
        "MjAyNi0wMy0wMVQxMjowMDowMFp8YQA"
      })
  void aForgedCursorIsRefused(String cursor) {
    assertThatExceptionOfType(BadParameterException.class)
        .isThrownBy(() -> Cursor.decode(cursor).id())
        .withMessageContaining("cursor");
  }

  @ParameterizedTest
  @CsvSource({"0,20", "-1,20", "1,0", "1,201", "1,1000000000", "502,20", "2147483647,200"})
  void pagesOutsideTheLimitsAreRefused(int page, int size) {
    assertThatExceptionOfType(BadParameterException.class)
        .isThrownBy(() -> PageRequest.of(page, size, null));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T12:00:00Z, 2026-03-01T11:00:00Z, from",
    "2026-03-01T12:00:00Z, 2026-03-01T12:00:00Z, from",
    "2020-03-01T12:00:00Z, 2026-03-01T11:00:00Z, from",
    "yesterday, 2026-03-01T11:00:00Z, from",
    "2026-03-01T12:00:00, 2026-03-01T13:00:00Z, from",
    "2026-03-01T12:00:00Z, NaN, to",
    "2026-03-01T12:00:00Z, 9999-03-01T12:00:00Z, to"
  })
  void badTimesAreRefusedByName(String from, String to, String named) {
    assertThatExceptionOfType(BadParameterException.class)
        .isThrownBy(() -> TimeRange.of(from, to, DAY, CLOCK))
        .withMessageStartingWith(named);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/b", "a b", "", "-a", "é", "a\u0000", "\u202eabc"})
  void badCameraIdsAreRefused(String id) {
    assertThatExceptionOfType(BadParameterException.class).isThrownBy(() -> Parameters.camera(id));
  }

  @Test
  void offsetsAreUnderstood() {
    assertThat(TimeRange.of("2026-03-01T20:00:00+08:00", "2026-03-01T13:00:00Z", DAY, CLOCK).from())
        .isEqualTo(NOON);
  }
}
