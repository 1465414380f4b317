package io.cleansight.persistence.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ErasedTest {
  private static final Instant NOON = Instant.parse("2026-03-11T12:00:00Z");
  private static final UUID HELD = new UUID(1, 1);
  private static final UUID OTHER = new UUID(1, 2);
  private static final Erased HOUR =
      new Erased(
          List.of(
              new Erased.Span(
                  Set.of("line-1", "line-2"),
                  NOON,
                  NOON.plusSeconds(3600),
                  List.of(
                      new Erased.Kept(
                          HELD, "line-1", NOON.plusSeconds(60), NOON.plusSeconds(90))))));

  @Test
  void itsTimeBeginsWithItsFirstInstantAndEndsBeforeItsLast() {
    assertThat(HOUR.covers("line-2", NOON)).isTrue();
    assertThat(HOUR.covers("line-2", NOON.minusNanos(1))).isFalse();
    assertThat(HOUR.covers("line-2", NOON.plusSeconds(3600))).isFalse();
    assertThat(HOUR.covers("line-3", NOON)).isFalse();
  }

  @Test
  void whatBelongsToAHeldViolationStays() {
    assertThat(HOUR.covers("line-1", NOON.plusSeconds(60))).isFalse();
    assertThat(HOUR.covers("line-1", NOON.plusSeconds(90))).isFalse();
    assertThat(HOUR.covers("line-1", NOON.plusSeconds(91))).isTrue();
    assertThat(HOUR.covers("line-2", NOON.plusSeconds(60))).isTrue();
    assertThat(HOUR.covers(HELD, "line-1", NOON.plusSeconds(61))).isFalse();
    assertThat(HOUR.covers(OTHER, "line-1", NOON.plusSeconds(61))).isTrue();
  }
}
