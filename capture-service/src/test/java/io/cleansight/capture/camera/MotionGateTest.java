package io.cleansight.capture.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.video.Glance;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MotionGateTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int POINTS = Glance.COLUMNS * Glance.ROWS;

  private final MotionGate gate = new MotionGate();

  @Test
  void allPicturesPassWhereNoRateIsSetForStillOnes() {
    for (int i = 0; i < 100; i++) {
      assertThat(gate.passes(at(i), picture(0, 0), null)).isTrue();
    }
  }

  @Test
  void whileNothingMovesOnlySoManyPass() {
    assertThat(passed(100, 0)).isEqualTo(20 + 8);
  }

  @Test
  void noiseIsNoMovement() {
    assertThat(passed(100, 12)).isEqualTo(20 + 8);
  }

  @Test
  void whatMovesPassesFromItsFirstPictureOnAndForTwoSecondsMore() {
    passed(100, 0);
    assertThat(gate.passes(at(101), picture(2, 13), 1.0)).isTrue();
    for (int i = 102; i < 121; i++) {
      assertThat(gate.passes(at(i), picture(2, 13), 1.0)).isTrue();
    }
    assertThat(gate.passes(at(121), picture(2, 13), 1.0)).isFalse();
  }

  @Test
  void aSinglePointIsNoMovement() {
    passed(100, 0);
    assertThat(gate.passes(at(101), picture(1, 200), 1.0)).isFalse();
  }

  @Test
  void slowMovementAddsUp() {
    gate.passes(at(0), picture(2, 0), 0.1);
    boolean seen = false;
    for (int i = 21; i < 60 && !seen; i++) {
      seen = gate.passes(at(i), picture(2, i - 20), 0.1);
    }
    assertThat(seen).isTrue();
  }

  /**
   * How many of so many pictures pass, at ten a second, with that much noise in each second one.
   */
  private int passed(int pictures, int noise) {
    int passed = 0;
    for (int i = 0; i < pictures; i++) {
      passed += gate.passes(at(i), picture(i % 2 * POINTS, noise), 1.0) ? 1 : 0;
    }
    return passed;
  }

  private static Instant at(int tenths) {
    return NOON.plusMillis(100L * tenths);
  }

  private static Glance picture(int points, int brighter) {
    var luma = new int[POINTS];
    Arrays.fill(luma, 40);
    Arrays.fill(luma, 0, points, 40 + brighter);
    return new Glance(luma);
  }
}
