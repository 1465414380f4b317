package io.cleansight.inference.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AppearanceTest {
  private static final List<Float> EAST = List.of(1f, 0f);
  private static final List<Float> NORTH = List.of(0f, 1f);
  private static final List<Float> WEST = List.of(-1f, 0f);
  private static final List<Float> SIXTY_DEGREES = List.of(0.5f, 0.8660254f);

  @Test
  void differenceIsFromNothingToTheOpposite() {
    assertThat(Appearance.difference(EAST, EAST)).isZero();
    assertThat(Appearance.difference(EAST, NORTH)).isEqualTo(1);
    assertThat(Appearance.difference(EAST, WEST)).isEqualTo(2);
  }

  @Test
  void whatIsNotToldDiffersFromNobody() {
    assertThat(Appearance.difference(List.of(), EAST)).isZero();
    assertThat(Appearance.difference(EAST, List.of())).isZero();
    assertThat(Appearance.difference(EAST, List.of(1f, 0f, 0f))).isZero();
  }

  @Test
  void upToSixtyDegreesItMayBeTheSamePerson() {
    assertThat(Appearance.mayBeSame(EAST, SIXTY_DEGREES)).isTrue();
    assertThat(Appearance.mayBeSame(EAST, List.of(0.49f, 0.87f))).isFalse();
    assertThat(Appearance.mayBeSame(List.of(), WEST)).isTrue();
  }

  @Test
  void aNewLookMovesWhatIsRememberedByAFifth() {
    List<Float> remembered = Appearance.remembered(EAST, NORTH);
    double length = Math.hypot(0.8, 0.2);
    assertThat(remembered.get(0)).isEqualTo((float) (0.8 / length), within(1e-6f));
    assertThat(remembered.get(1)).isEqualTo((float) (0.2 / length), within(1e-6f));
  }

  @Test
  void theFirstLookIsRememberedAndNoLookForgetsNothing() {
    assertThat(Appearance.remembered(List.of(), EAST)).isEqualTo(EAST);
    assertThat(Appearance.remembered(EAST, List.of())).isEqualTo(EAST);
    assertThat(Appearance.remembered(EAST, List.of(0f, 0f, 1f))).containsExactly(0f, 0f, 1f);
    assertThat(Appearance.remembered(List.of(), List.of())).isEmpty();
  }

  @Test
  void looksThatCancelOutLeaveTheNewOne() {
    List<Float> opposite = List.of(-4f, 0f);
    assertThat(Appearance.remembered(EAST, opposite)).isEqualTo(opposite);
  }
}
