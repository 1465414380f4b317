package io.cleansight.inference.track;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MotionTest {
  @Test
  void whoJustCameMayMoveAnyhow() {
    assertThat(Motion.from(1, 0.5, 3)).isEqualTo(new Motion(1, 0, 0.25, 0, 9));
  }

  @Test
  void movesOnAndBecomesLessSure() {
    assertThat(new Motion(1, 2, 3, 5, 7).after(2, 10, 3))
        .isEqualTo(
            new Motion(
                1 + 2 * 2,
                2,
                3 + 2 * 2 * 5 + 2 * 2 * 7 + 9 * 16 / 4.0,
                5 + 2 * 7 + 9 * 8 / 2.0,
                7 + 9 * 4));
  }

  @Test
  void isBelievedToMoveOnForAWhileOnly() {
    assertThat(new Motion(1, 2, 3, 5, 7).after(4, 1.5, 0).place()).isEqualTo(1 + 2 * 1.5);
    assertThat(new Motion(1, 2, 3, 5, 7).after(1, 1.5, 0).place()).isEqualTo(3);
  }

  @Test
  void isDrawnToWhereItIsSeenTheMoreTheLessSureItWas() {
    // Gains 12 / 16 and 8 / 16; the surprise is 6.
    assertThat(new Motion(4, 2, 12, 8, 43).seen(10, 2)).isEqualTo(new Motion(8.5, 5, 3, 2, 39));
  }

  @Test
  void itsDeviationIsTheRootOfItsVariance() {
    assertThat(new Motion(0, 0, 9, 0, 0).deviation()).isEqualTo(3);
    assertThat(new Motion(0, 0, -1e-18, 0, 0).deviation()).isZero();
  }
}
