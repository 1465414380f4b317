package io.cleansight.query.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.query.report.Coverage.CameraGap;
import io.cleansight.query.report.Coverage.Expected;
import io.cleansight.query.report.Coverage.Gap;
import io.cleansight.query.report.Coverage.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private static final Instant FROM = Instant.parse("2026-03-01T22:00:00Z");
  private static final Instant TO = Instant.parse("2026-03-02T00:00:00Z");
  private static final Instant BEFORE = FROM.minus(Duration.ofDays(9));

  @Test
  void whoDeliversAllTheTimeHasNoGap() {
    Coverage coverage = of(List.of(new Expected("a", BEFORE)), seen("a", "11111111"));
    assertThat(coverage.rate()).isEqualTo(1.0);
    assertThat(coverage.gaps()).isEmpty();
  }

  @Test
  void neighbouringQuartersAreOneGap() {
    Coverage coverage = of(List.of(new Expected("a", BEFORE)), seen("a", "1.001-10"));
    assertThat(coverage.gaps())
        .containsExactly(
            new CameraGap(
                "a",
                68,
                List.of(
                    new Gap(at(15), at(60), 45),
                    new Gap(at(75), at(90), 8),
                    new Gap(at(105), at(120), 15))));
    assertThat(coverage.rate()).isEqualTo(1 - 67.5 / 120);
  }

  @Test
  void lessThanAMinuteOfAQuarterIsNone() {
    var seen = new ArrayList<>(seen("a", "11111111"));
    seen.set(3, new Seen("a", at(45), 841));
    assertThat(of(List.of(new Expected("a", BEFORE)), seen).gaps()).isEmpty();
    seen.set(3, new Seen("a", at(45), 839));
    assertThat(of(List.of(new Expected("a", BEFORE)), seen).gaps()).hasSize(1);
  }

  @Test
  void nothingIsExpectedBeforeACameraIsKnown() {
    Coverage coverage =
        of(List.of(new Expected("a", at(50)), new Expected("b", TO)), seen("a", "00001110"));
    assertThat(coverage.gaps())
        .containsExactly(new CameraGap("a", 15, List.of(new Gap(at(105), TO, 15))));
    assertThat(coverage.rate()).isEqualTo(0.75);
  }

  @Test
  void camerasAreSortedByWhatTheyLack() {
    var seen = new ArrayList<>(seen("a", "01111111"));
    seen.addAll(seen("b", "00111111"));
    seen.addAll(seen("not expected", "00000000"));
    Coverage coverage =
        of(
            List.of(
                new Expected("a", BEFORE), new Expected("b", BEFORE), new Expected("c", BEFORE)),
            seen);
    assertThat(coverage.gaps()).extracting(CameraGap::cameraId).containsExactly("c", "b", "a");
    assertThat(coverage.gaps()).extracting(CameraGap::minutes).containsExactly(120L, 30L, 15L);
  }

  @Test
  void whereNothingIsExpectedThereIsNoRate() {
    assertThat(of(List.of(), seen("a", "1"))).isEqualTo(new Coverage(null, List.of()));
  }

  private static Coverage of(List<Expected> cameras, List<Seen> seen) {
    return Coverage.of(cameras, seen, FROM, TO);
  }

  /** Quarters: 1 seen, 0 not, '.' not there, '-' by half. */
  private static List<Seen> seen(String camera, String quarters) {
    var seen = new ArrayList<Seen>();
    for (int i = 0; i < quarters.length(); i++) {
      switch (quarters.charAt(i)) {
        case '1' -> seen.add(new Seen(camera, at(15 * i), 900));
        case '0' -> seen.add(new Seen(camera, at(15 * i), 0));
        case '-' -> seen.add(new Seen(camera, at(15 * i), 450));
        default -> {}
      }
    }
    return seen;
  }

  private static Instant at(int minute) {
    return FROM.plus(Duration.ofMinutes(minute));
  }
}
