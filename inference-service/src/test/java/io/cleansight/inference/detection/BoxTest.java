package io.cleansight.inference.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

class BoxTest {
  private static final Box REGION = new Box(0.25, 0.5, 0.125, 0.25);

  @Test
  void hasACentreAndABottom() {
    assertThat(REGION.centreX()).isEqualTo(0.3125);
    assertThat(REGION.centreY()).isEqualTo(0.625);
    assertThat(REGION.bottom()).isEqualTo(0.75);
    assertThat(REGION.centredOn(0.5, 0.25)).isEqualTo(new Box(0.4375, 0.125, 0.125, 0.25));
  }

  @Test
  void isNotInsideOut() {
    assertThat(new Box(0, 0, 0, 0).bottom()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Box(0, 0, -0.1, 0.1))
        .withMessageContaining("-0.1, 0.1");
    assertThatIllegalArgumentException().isThrownBy(() -> new Box(0, 0, 0.1, -0.1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Box(0, 0, Double.NaN, 0.1));
  }

  @Test
  void peopleComeAndGoAtTheLeftTheRightAndBelow() {
    assertThat(REGION.isAtEdge()).isFalse();
    assertThat(new Box(0.02, 0.5, 0.125, 0.25).isAtEdge()).isTrue();
    assertThat(new Box(0.021, 0.5, 0.125, 0.25).isAtEdge()).isFalse();
    assertThat(new Box(0.48, 0.5, 0.5, 0.25).isAtEdge()).isTrue();
    assertThat(new Box(0.479, 0.5, 0.5, 0.25).isAtEdge()).isFalse();
    assertThat(new Box(0.25, 0.48, 0.125, 0.5).isAtEdge()).isTrue();
    assertThat(new Box(0.25, 0.479, 0.125, 0.5).isAtEdge()).isFalse();
    assertThat(new Box(0.25, 0, 0.125, 0.25).isAtEdge()).isFalse();
  }

  @Test
  void containsItsEdges() {
    assertThat(REGION.contains(0.25, 0.5)).isTrue();
    assertThat(REGION.contains(0.375, 0.75)).isTrue();
    assertThat(REGION.contains(0.249, 0.6)).isFalse();
    assertThat(REGION.contains(0.376, 0.6)).isFalse();
    assertThat(REGION.contains(0.3, 0.499)).isFalse();
    assertThat(REGION.contains(0.3, 0.751)).isFalse();
  }

  @Test
  void distancesAreInMeanWidthsAndHeights() {
    var one = new Box(0, 0, 0.25, 0.125);
    var other = new Box(0.5, 0.5, 0.75, 0.375);
    // Centres 0.75 and 0.625 apart, means 0.5 and 0.25.
    assertThat(one.distance(other)).isEqualTo(Math.hypot(1.5, 2.5), offset(1e-12));
    assertThat(other.distance(one)).isEqualTo(one.distance(other));
    assertThat(one.distance(one)).isZero();
  }

  @Test
  void likenessIsTheRatioOfTheAreas() {
    assertThat(new Box(0, 0, 0.25, 0.25).likeness(new Box(0, 0, 0.5, 0.5))).isEqualTo(0.25);
    assertThat(new Box(0, 0, 0.5, 0.5).likeness(new Box(0, 0, 0.25, 0.125))).isEqualTo(0.125);
  }
}
