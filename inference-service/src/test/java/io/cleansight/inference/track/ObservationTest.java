package io.cleansight.inference.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservationTest {
  private static final Box HEAD = new Box(0.5, 0.25, 0.05, 0.1);

  @Test
  void theBestLookIsTheSurestOfThatLabel() {
    Observation seen =
        seen(detection("mask", 0.9), detection("hairnet", 0.5), detection("hairnet", 0.7));
    assertThat(seen.best("hairnet")).contains(detection("hairnet", 0.7));
    assertThat(seen.best("no_hairnet")).isEmpty();
  }

  @Test
  void aHeadLeansByWhatItWears() {
    assertThat(seen(detection("no_hairnet", 0.8)).leaning()).isEqualTo(0.8);
    assertThat(seen(detection("hairnet", 0.7)).leaning()).isEqualTo(-0.7);
    assertThat(seen(detection("no_mask", 0.9), detection("hairnet", 0.7)).leaning())
        .isEqualTo(-0.7);
  }

  @Test
  void whoWearsNothingThatIsToldLeansNowhere() {
    assertThat(seen().leaning()).isZero();
    assertThat(seen(detection("no_mask", 0.9)).leaning()).isZero();
    assertThat(seen(detection("head", 0.9)).leaning()).isZero();
    assertThat(seen(detection("head", 0.9), detection("hairnet", 0.7)).leaning()).isEqualTo(-0.7);
  }

  private static Observation seen(Detection... detections) {
    return new Observation(HEAD, 0.9, false, List.of(detections));
  }

  private static Detection detection(String label, double score) {
    return new Detection(label, score, HEAD);
  }
}
