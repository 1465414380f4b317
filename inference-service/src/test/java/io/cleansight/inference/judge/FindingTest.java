package io.cleansight.inference.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.inference.track.Observation;
import io.cleansight.inference.track.Region;
import io.cleansight.inference.track.Trait;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingTest {
  private static final Region HEAD = new Region(0.4, 0.3, 0.05, 0.1);

  @Test
  void aChargeNeedsMoreThanAnAcquittal() {
    assertThat(of(trait("no_hairnet", 0.5))).isEqualTo(Finding.VIOLATING);
    assertThat(of(trait("no_hairnet", 0.49))).isEqualTo(Finding.UNKNOWN);
    assertThat(of(trait("hairnet", 0.4))).isEqualTo(Finding.COMPLIANT);
    assertThat(of(trait("hairnet", 0.39))).isEqualTo(Finding.UNKNOWN);
  }

  @Test
  void theSurerLookDecides() {
    assertThat(of(trait("no_hairnet", 0.7), trait("hairnet", 0.6))).isEqualTo(Finding.VIOLATING);
    assertThat(of(trait("no_hairnet", 0.6), trait("hairnet", 0.7))).isEqualTo(Finding.COMPLIANT);
    assertThat(of(trait("no_hairnet", 0.7), trait("hairnet", 0.7))).isEqualTo(Finding.COMPLIANT);
    assertThat(of(trait("no_hairnet", 0.45), trait("hairnet", 0.42))).isEqualTo(Finding.UNKNOWN);
  }

  @Test
  void nothingSeenIsUnknown() {
    assertThat(of()).isEqualTo(Finding.UNKNOWN);
    assertThat(of(trait("mask", 0.9))).isEqualTo(Finding.UNKNOWN);
    assertThat(Finding.look("hairnet", person())).isEmpty();
  }

  @Test
  void theLookIsTheOneThatDecides() {
    Trait bare = trait("no_hairnet", 0.7);
    Trait covered = trait("hairnet", 0.6);
    assertThat(Finding.look("hairnet", person(bare, covered))).contains(bare);
    assertThat(Finding.look("hairnet", person(bare))).contains(bare);
    assertThat(Finding.look("hairnet", person(covered))).contains(covered);
    Trait surer = trait("hairnet", 0.7);
    assertThat(Finding.look("hairnet", person(bare, surer))).contains(surer);
  }

  @Test
  void itsWordsAreThoseOfTheWire() {
    assertThat(Arrays.stream(Finding.values()).map(Finding::word))
        .containsExactly("compliant", "violating", "unknown");
    assertThat(Finding.without("mask")).isEqualTo("no_mask");
  }

  private static Finding of(Trait... traits) {
    return Finding.of("hairnet", person(traits));
  }

  private static Observation person(Trait... traits) {
    return new Observation(HEAD, 0.9, false, Arrays.asList(traits), List.of());
  }

  private static Trait trait(String label, double score) {
    return new Trait(label, score, HEAD);
  }
}
