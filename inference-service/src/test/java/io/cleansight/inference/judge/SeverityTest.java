package io.cleansight.inference.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeverityTest {
  @ParameterizedTest
  @CsvSource({
    "no_handwash,     work_area,  high",
    "no_sanitize,     work_area,  medium",
    "short_handwash,  work_area,  low",
    "restricted_area, monitoring, high",
    "no_hairnet,      work_area,  high",
    "no_hairnet,      entrance,   medium",
    "no_mask,         work_area,  high",
    "no_mask,         entrance,   medium"
  })
  void byTypeAndPlace(String type, String zone, String severity) {
    assertThat(Severity.of(type, List.of(zone))).isEqualTo(severity);
  }
}
