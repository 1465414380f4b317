package io.cleansight.inference.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ObservationTest {
  private static final Region SOMEWHERE = new Region(0.1, 0.1, 0.1, 0.1);

  @Test
  void aBareHeadLeansUpACoveredOneDown() {
    assertThat(seen(trait("no_hairnet", 0.75)).leaning()).isEqualTo(0.75);
    assertThat(seen(trait("hairnet", 0.5)).leaning()).isEqualTo(-0.5);
  }

  @Test
  void onlyAHeadLeans() {
    assertThat(seen(trait("no_gloves", 0.9)).leaning()).isZero();
    assertThat(seen(trait("no_gloves", 0.9), trait("hairnet", 0.5)).leaning()).isEqualTo(-0.5);
    assertThat(seen().leaning()).isZero();
  }

  @Test
  void theBestLookAtATraitIsItsSurest() {
    Observation seen =
        seen(trait("hairnet", 0.5), trait("hairnet", 0.75), trait("handwashing", 0.9));
    assertThat(seen.best("hairnet"))
        .hasValueSatisfying(it -> assertThat(it.score()).isEqualTo(0.75));
    assertThat(seen.best("no_hairnet")).isEmpty();
  }

  private static Observation seen(Trait... traits) {
    return new Observation(SOMEWHERE, 0.9, true, List.of(traits));
  }

  private static Trait trait(String label, double score) {
    return new Trait(label, score, SOMEWHERE);
  }
}
