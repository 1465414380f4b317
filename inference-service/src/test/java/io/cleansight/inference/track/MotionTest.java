package io.cleansight.inference.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The filter, written out by hand, against the matrices of the textbook. */
class MotionTest {
  private static final Offset<Double> EXACT = within(1e-12);

  @Test
  void whatHasJustComeMayMoveEitherWay() {
    assertThat(Motion.from(0.25, 0.5, 3)).isEqualTo(new Motion(0.25, 0, 0.25, 0, 9));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.04, 0.2, 1, 2.5})
  void laterIsTransitionAndNoise(double t) {
    var before = new Motion(0.4, -0.15, 0.03, 0.02, 0.07);
    double acceleration = 0.6;
    double[][] transition = {{1, t}, {0, 1}};
    double q = acceleration * acceleration;
    double[][] noise = {
      {q * t * t * t * t / 4, q * t * t * t / 2},
      {q * t * t * t / 2, q * t * t}
    };
    double[][] expected =
        sum(times(times(transition, covariance(before)), transposed(transition)), noise);
    Motion after = before.after(t, 10, acceleration);
    assertThat(after.place()).isEqualTo(0.4 - 0.15 * t, EXACT);
    assertThat(after.velocity()).isEqualTo(-0.15);
    assertSame(covariance(after), expected);
  }

  @Test
  void aVelocityIsBelievedForAWhileOnly() {
    var walking = new Motion(0.1, 0.2, 0.01, 0, 0.01);
    assertThat(walking.after(1.5, 2, 1).place()).isEqualTo(0.4, EXACT);
    assertThat(walking.after(5, 2, 1).place()).isEqualTo(0.5, EXACT);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.3, 2})
  void seenIsGainTimesSurprise(double error) {
    var before = new Motion(0.4, -0.15, 0.03, 0.02, 0.07);
    double[][] covariance = covariance(before);
    double innovation = covariance[0][0] + error * error;
    double[] gain = {covariance[0][0] / innovation, covariance[1][0] / innovation};
    Motion after = before.seen(0.5, error);
    assertThat(after.place()).isEqualTo(0.4 + gain[0] * 0.1, EXACT);
    assertThat(after.velocity()).isEqualTo(-0.15 + gain[1] * 0.1, EXACT);
    double[][] remaining = {{1 - gain[0], 0}, {-gain[1], 1}};
    assertSame(covariance(after), times(remaining, covariance));
  }

  @Test
  void theDeviationIsThePlacesAlone() {
    assertThat(new Motion(1, 2, 0.25, 5, 16).deviation()).isEqualTo(0.5);
    assertThat(new Motion(1, 2, -1e-18, 5, 16).deviation()).isZero();
  }

  private static double[][] covariance(Motion motion) {
    return new double[][] {
      {motion.placeVariance(), motion.covariance()},
      {motion.covariance(), motion.velocityVariance()}
    };
  }

  private static void assertSame(double[][] actual, double[][] expected) {
    for (int row : List.of(0, 1)) {
      assertThat(actual[row])
          .as(Arrays.toString(expected[row]))
          .containsExactly(expected[row], EXACT);
    }
  }

  private static double[][] times(double[][] a, double[][] b) {
    var product = new double[2][2];
    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 2; column++) {
        product[row][column] = a[row][0] * b[0][column] + a[row][1] * b[1][column];
      }
    }
    return product;
  }

  private static double[][] transposed(double[][] a) {
    return new double[][] {{a[0][0], a[1][0]}, {a[0][1], a[1][1]}};
  }

  private static double[][] sum(double[][] a, double[][] b) {
    return new double[][] {
      {a[0][0] + b[0][0], a[0][1] + b[0][1]}, {a[1][0] + b[1][0], a[1][1] + b[1][1]}
    };
  }
}
