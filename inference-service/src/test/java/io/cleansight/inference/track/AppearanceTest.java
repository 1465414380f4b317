package io.cleansight.inference.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AppearanceTest {
  private static final List<Float> NOT_TOLD = List.of();

  @Test
  void looksDifferByTheAngleBetweenThem() {
    assertThat(Appearance.difference(List.of(1f, 0f), List.of(1f, 0f))).isZero();
    assertThat(Appearance.difference(List.of(1f, 0f), List.of(0f, 1f))).isEqualTo(1);
    assertThat(Appearance.difference(List.of(1f, 0f), List.of(-1f, 0f))).isEqualTo(2);
    assertThat(Appearance.difference(List.of(0.5f, 0.5f), List.of(1f, 0.5f))).isEqualTo(0.25);
  }

  @Test
  void whatIsNotToldDiffersFromNothing() {
    assertThat(Appearance.difference(NOT_TOLD, List.of(0f, 1f))).isZero();
    assertThat(Appearance.difference(List.of(0f, 1f), NOT_TOLD)).isZero();
    assertThat(Appearance.difference(List.of(1f), List.of(0f, 1f))).isZero();
    assertThat(Appearance.mayBeSame(NOT_TOLD, List.of(0f, 1f))).isTrue();
  }

  @Test
  void halfAlikeMayBeTheSame() {
    assertThat(Appearance.mayBeSame(List.of(1f, 0f), List.of(0.5f, 0f))).isTrue();
    assertThat(Appearance.mayBeSame(List.of(1f, 0f), List.of(0.49f, 0f))).isFalse();
  }

  @Test
  void oneMoreLookIsMixedIn() {
    double norm = Math.hypot(0.8, 0.2);
    assertThat(Appearance.remembered(List.of(1f, 0f), List.of(0f, 1f)))
        .containsExactly((float) (0.8 / norm), (float) (0.2 / norm));
  }

  @Test
  void whatIsNotToldLeavesWhatWas() {
    assertThat(Appearance.remembered(List.of(1f, 0f), NOT_TOLD)).containsExactly(1f, 0f);
    assertThat(Appearance.remembered(NOT_TOLD, List.of(0f, 1f))).containsExactly(0f, 1f);
    assertThat(Appearance.remembered(List.of(1f), List.of(0f, 1f))).containsExactly(0f, 1f);
  }

  @Test
  void whereNothingWouldBeLeftTheNewLookIs() {
    // 1 + 0.2 * (-4 - 1) is nothing.
    assertThat(Appearance.remembered(List.of(1f), List.of(-4f))).containsExactly(-4f);
  }
}
