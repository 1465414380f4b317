package io.cleansight.inference.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SilentCamerasTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final SilentCameras cameras = new SilentCameras();

  @Test
  void whoIsNotHeardOfForHalfAMinuteHasEndedOnce() {
    cameras.heard("b", NOON);
    cameras.heard("a", NOON);
    cameras.heard("c", NOON.plusSeconds(10));
    assertThat(cameras.ended(NOON.plusSeconds(30))).isEmpty();
    assertThat(cameras.ended(NOON.plusMillis(30_001))).containsExactly("a", "b");
    assertThat(cameras.ended(NOON.plusMillis(30_001))).isEmpty();
    assertThat(cameras.ended(NOON.plusMillis(40_001))).containsExactly("c");
  }

  @Test
  void whoIsHeardOfAgainHasNot() {
    cameras.heard("a", NOON);
    cameras.heard("a", NOON.plusSeconds(20));
    assertThat(cameras.ended(NOON.plusSeconds(50))).isEmpty();
    cameras.heard("a", NOON.plusSeconds(60));
    assertThat(cameras.ended(NOON.plusSeconds(91))).containsExactly("a");
  }
}
