package io.cleansight.inference.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ObservationTest {
  private static final Region HEAD = new Region(0.5, 0.25, 0.05, 0.1);

  @Test
  void theBestLookIsTheSurestOfThatLabel() {
    Observation seen = seen(trait("mask", 0.9), trait("hairnet", 0.5), trait("hairnet", 0.7));
    assertThat(seen.best("hairnet")).contains(trait("hairnet", 0.7));
    assertThat(seen.best("no_hairnet")).isEmpty();
  }

  @Test
  void aHeadLeansByWhatItWears() {
    assertThat(seen(trait("no_hairnet", 0.8)).leaning()).isEqualTo(0.8);
    assertThat(seen(trait("hairnet", 0.7)).leaning()).isEqualTo(-0.7);
    assertThat(seen(trait("no_mask", 0.9), trait("hairnet", 0.7)).leaning()).isEqualTo(-0.7);
  }

  @Test
  void whoWearsNothingThatIsToldLeansNowhere() {
    assertThat(seen().leaning()).isZero();
    assertThat(seen(trait("no_mask", 0.9)).leaning()).isZero();
    assertThat(seen(trait("head", 0.9)).leaning()).isZero();
    assertThat(seen(trait("head", 0.9), trait("hairnet", 0.7)).leaning()).isEqualTo(-0.7);
  }

  private static Observation seen(Trait... traits) {
    return new Observation(HEAD, 0.9, false, List.of(traits));
  }

  private static Trait trait(String label, double score) {
    return new Trait(label, score, HEAD);
  }
}
