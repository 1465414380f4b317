package io.cleansight.inference.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FrameRefTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void theGenerationOrdersRuns() {
    assertThat(run(7, NOON.plusSeconds(1)).isOutdatedBy(run(8, NOON))).isTrue();
    assertThat(run(8, NOON).isOutdatedBy(run(7, NOON.plusSeconds(1)))).isFalse();
  }

  @Test
  void whereNoneWasToldTheEpochDoes() {
    assertThat(run(0, NOON).isOutdatedBy(run(0, NOON.plusSeconds(1)))).isTrue();
    assertThat(run(0, NOON.plusSeconds(1)).isOutdatedBy(run(0, NOON))).isFalse();
  }

  @Test
  void aRunIsNotOutdatedByItself() {
    assertThat(run(7, NOON).isOutdatedBy(run(8, NOON))).isFalse();
    assertThat(run(7, NOON).isOfTheRunOf(run(8, NOON))).isTrue();
    assertThat(run(7, NOON).isOfTheRunOf(run(7, NOON.plusSeconds(1)))).isFalse();
  }

  @Test
  void timeDoesNotGoBack() {
    FrameRef frame = run(1, NOON);
    assertThat(frame.notBefore(NOON)).isSameAs(frame);
    assertThat(frame.notBefore(NOON.minusSeconds(1))).isSameAs(frame);
    assertThat(frame.notBefore(NOON.plusSeconds(1)))
        .isEqualTo(new FrameRef(frame.id(), NOON, 1, 0, NOON.plusSeconds(1), 0, 0, null));
  }

  private static FrameRef run(long generation, Instant epoch) {
    return Kitchen.frame(generation, epoch, 0, Duration.ZERO);
  }
}
