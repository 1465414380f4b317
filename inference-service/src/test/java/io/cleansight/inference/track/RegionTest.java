package io.cleansight.inference.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionTest {

  @ParameterizedTest
  @CsvSource({"-0.01, 0.1", "0.1, -0.01", "NaN, 0.1", "0.1, NaN"})
  void noSideIsNegative(double width, double height) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Region(0, 0, width, height))
        .withMessageContaining("must not be negative");
  }

  @Test
  void aPointIsARegion() {
    assertThat(new Region(0.5, 0.5, 0, 0).contains(0.5, 0.5)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "0.02, 0.3, 0.10, 0.10, true",
    "0.03, 0.3, 0.10, 0.10, false",
    "0.50, 0.3, 0.48, 0.10, true",
    "0.50, 0.3, 0.47, 0.10, false",
    "0.30, 0.5, 0.10, 0.48, true",
    "0.30, 0.5, 0.10, 0.47, false",
    "0.30, 0.0, 0.10, 0.10, false",
  })
  void peopleComeAndGoAtTheSidesAndBelow(
      double x, double y, double width, double height, boolean atEdge) {
    assertThat(new Region(x, y, width, height).isAtEdge()).isEqualTo(atEdge);
  }

  @ParameterizedTest
  @CsvSource({
    "0.25, 0.50, true",
    "0.75, 0.50, true",
    "0.50, 0.25, true",
    "0.50, 0.75, true",
    "0.24, 0.50, false",
    "0.76, 0.50, false",
    "0.50, 0.24, false",
    "0.50, 0.76, false"
  })
  void itsSidesBelongToIt(double x, double y, boolean inside) {
    assertThat(new Region(0.25, 0.25, 0.5, 0.5).contains(x, y)).isEqualTo(inside);
  }

  @Test
  void itIsMovedByItsCentre() {
    assertThat(new Region(0, 0, 0.25, 0.5).centredOn(0.5, 0.5))
        .isEqualTo(new Region(0.375, 0.25, 0.25, 0.5));
  }

  @Test
  void distanceIsInMeanWidthsAndHeights() {
    var small = new Region(0.1, 0.1, 0.1, 0.2);
    var large = new Region(0.5, 0.6, 0.3, 0.4);
    double across = (0.65 - 0.15) / 0.2;
    double down = (0.8 - 0.2) / 0.3;
    assertThat(small.distance(large)).isEqualTo(Math.hypot(across, down), within(1e-12));
  }

  @Test
  void likenessIsTheSmallerAreaInTheLarger() {
    var small = new Region(0, 0, 0.1, 0.2);
    var large = new Region(0, 0, 0.2, 0.4);
    assertThat(small.likeness(large)).isEqualTo(0.25, within(1e-12));
    assertThat(large.likeness(small)).isEqualTo(0.25, within(1e-12));
  }
}
