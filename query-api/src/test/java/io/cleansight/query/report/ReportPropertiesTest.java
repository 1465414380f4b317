package io.cleansight.query.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ReportPropertiesTest {
  private static final String TWO =
      "shifts[0].name=day shifts[0].start=06:00 shifts[0].end=18:00"
          + " shifts[1].name=night shifts[1].start=18:00 shifts[1].end=06:00 ";

  @Test
  void withoutSettingsThereAreThreeShiftsOfEightHours() {
    assertThat(bound("time-zone=UTC").calendar().names()).containsExactly("early", "late", "night");
  }

  @Test
  void shiftsAreAsTheyAreSet() {
    Shifts shifts =
        bound(
                TWO
                    + "time-zone=Asia/Shanghai holidays=2026-10-01,2026-10-02 shifts[1].days=monday,Tuesday")
            .calendar();
    assertThat(shifts.zone().getId()).isEqualTo("Asia/Shanghai");
    assertThat(shifts.lastEnded(Instant.parse("2026-10-02T23:00:00Z")))
        .hasValueSatisfying(
            it -> {
              assertThat(it.name()).isEqualTo("day");
              assertThat(it.day()).isEqualTo("2026-09-30");
              assertThat(it.from()).isEqualTo("2026-09-29T22:00:00Z");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "time-zone=Mars/Olympus, 'query.report.time-zone is \"Mars/Olympus\"'",
    "time-zone=+08:00, 'query.report.time-zone is \"+08:00\"'",
    "shifts[0].start=25:00, 'query.report.shifts[0].start is \"25:00\", not a time like 06:00'",
    "shifts[0].end=6, 'query.report.shifts[0].end is \"6\"'",
    "shifts[0].end=18:10, 'query.report.shifts[0].end is 18:10, not on a quarter of an hour'",
    "shifts[1].name=, 'query.report.shifts[1].name must have 1 to 40 characters'",
    "shifts[1].days=fryday, 'query.report.shifts[1].days has \"fryday\", not a day like monday'",
    "shifts[1].start=17:45, 'query.report.shifts[1] (night) overlaps day on monday'",
    "holidays=2026-10-01;1.10., 'query.report.holidays[1] is \"1.10.\"'",
    "compliance-good=95, 'compliance-good, compliance-poor and coverage-good must be from 0 to 1: 95.0'",
    "compliance-poor=0.96, 'query.report.compliance-poor is above compliance-good'",
    "violations-poor=1, 'query.report.violations-poor must not be below violations-good'"
  })
  void whatIsWrongIsNamed(String setting, String said) {
    assertThatThrownBy(() -> bound(TWO + setting)).rootCause().hasMessageContaining(said);
  }

  /** As from a file or the command line. */
  private static ReportProperties bound(String settings) {
    Map<String, String> source =
        Arrays.stream(settings.split(" ", -1))
            .map(it -> it.split("=", 2))
            .collect(
                Collectors.toMap(
                    it -> "query.report." + it[0],
                    it -> it[1].replace(';', ','),
                    (_, last) -> last));
    return new Binder(new MapConfigurationPropertySource(source))
        .bindOrCreate("query.report", ReportProperties.class);
  }
}
