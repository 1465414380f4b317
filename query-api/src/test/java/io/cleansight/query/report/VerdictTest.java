package io.cleansight.query.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  private static final ReportProperties LIMITS =
      new ReportProperties("", "UTC", List.of(), List.of(), 0.95, 0.85, 5, 20, 0.8);

  @ParameterizedTest
  @CsvSource({
    "1, 0,  1.0,   1.0,  good,      ''",
    "1, 5,  0.95,  0.8,  good,      ''",
    "1, 5,  ,      ,     good,      ''",
    "1, 6,  1.0,   1.0,  attention, violations",
    "1, 0,  0.949, 1.0,  attention, compliance",
    "1, 0,  1.0,   0.79, attention, coverage",
    "1, 9,  0.9,   0.5,  attention, 'compliance violations coverage'",
    "1, 21, 1.0,   0.5,  poor,      violations",
    "1, 21, 0.84,  1.0,  poor,      'compliance violations'",
    "1, 0,  1.0,   0.0,  attention, coverage",
    "0, 0,  ,      0.0,  unknown,   ''",
    "0, 0,  ,      ,     unknown,   ''"
  })
  void isDecidedByWhatWasSeenAndHowMuch(
      long frames,
      long violations,
      @Nullable Double compliance,
      @Nullable Double coverage,
      String code,
      String reasons) {
    assertThat(Verdict.of(new Verdict.Measures(frames, violations, compliance, coverage), LIMITS))
        .isEqualTo(
            new Verdict(
                code, Arrays.stream(reasons.split(" ", -1)).filter(it -> !it.isEmpty()).toList()));
  }
}
