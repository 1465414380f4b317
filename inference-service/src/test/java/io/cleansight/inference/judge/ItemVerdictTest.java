package io.cleansight.inference.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.vocabulary.ComplianceVerdict;
import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import io.cleansight.inference.track.Observation;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItemVerdictTest {
  private static final Box HEAD = new Box(0.4, 0.3, 0.05, 0.1);

  @Test
  void aChargeNeedsMoreThanAnAcquittal() {
    assertThat(of(detection("no_hairnet", 0.5))).isEqualTo(ComplianceVerdict.VIOLATING);
    assertThat(of(detection("no_hairnet", 0.49))).isEqualTo(ComplianceVerdict.UNKNOWN);
    assertThat(of(detection("hairnet", 0.4))).isEqualTo(ComplianceVerdict.COMPLIANT);
    assertThat(of(detection("hairnet", 0.39))).isEqualTo(ComplianceVerdict.UNKNOWN);
  }

  @Test
  void theSurerLookDecides() {
    assertThat(of(detection("no_hairnet", 0.7), detection("hairnet", 0.6)))
        .isEqualTo(ComplianceVerdict.VIOLATING);
    assertThat(of(detection("no_hairnet", 0.6), detection("hairnet", 0.7)))
        .isEqualTo(ComplianceVerdict.COMPLIANT);
    assertThat(of(detection("no_hairnet", 0.7), detection("hairnet", 0.7)))
        .isEqualTo(ComplianceVerdict.COMPLIANT);
    assertThat(of(detection("no_hairnet", 0.45), detection("hairnet", 0.42)))
        .isEqualTo(ComplianceVerdict.UNKNOWN);
  }

  @Test
  void nothingSeenIsUnknown() {
    assertThat(of()).isEqualTo(ComplianceVerdict.UNKNOWN);
    assertThat(of(detection("mask", 0.9))).isEqualTo(ComplianceVerdict.UNKNOWN);
    assertThat(ItemVerdict.detection("hairnet", person())).isEmpty();
  }

  @Test
  void theLookIsTheOneThatDecides() {
    Detection bare = detection("no_hairnet", 0.7);
    Detection covered = detection("hairnet", 0.6);
    assertThat(ItemVerdict.detection("hairnet", person(bare, covered))).contains(bare);
    assertThat(ItemVerdict.detection("hairnet", person(bare))).contains(bare);
    assertThat(ItemVerdict.detection("hairnet", person(covered))).contains(covered);
    Detection surer = detection("hairnet", 0.7);
    assertThat(ItemVerdict.detection("hairnet", person(bare, surer))).contains(surer);
  }

  @Test
  void namesWhatIsNotWorn() {
    assertThat(ItemVerdict.without("mask")).isEqualTo("no_mask");
  }

  private static ComplianceVerdict of(Detection... detections) {
    return ItemVerdict.of("hairnet", person(detections));
  }

  private static Observation person(Detection... detections) {
    return new Observation(HEAD, 0.9, false, Arrays.asList(detections), List.of());
  }

  private static Detection detection(String label, double score) {
    return new Detection(label, score, HEAD);
  }
}
