package io.cleansight.alert.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.event.AlertRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleReaderTest {
  @Test
  void theDefaultRulesCanAllBeEvaluated() {
    assertThat(DefaultRules.all())
        .allSatisfy(rule -> assertThat(RuleReader.read(rule)).isPresent());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "threshold                  | '{\"threshold\": 0, \"duration_minutes\": 10}'",
        "threshold                  | '{\"threshold\": 5.5, \"duration_minutes\": 10}'",
        "threshold                  | '{\"duration_minutes\": 10}'",
        "threshold                  | '{\"threshold\": 1e400, \"duration_minutes\": 10}'",
        "threshold                  | '{\"threshold\": 5, \"threshold\": 6, \"duration_minutes\": 10}'",
        "window                     | '{\"threshold\": 5, \"duration_minutes\": 0}'",
        "window                     | '{\"threshold\": 5, \"duration_minutes\": -1}'",
        "window                     | '{\"threshold\": 5, \"duration_minutes\": 1441}'",
        "conditions.duration_minutes| '{\"threshold\": 5}'",
        "conditions.violation_type  | '{\"threshold\": 5, \"duration_minutes\": 1, \"violation_type\": 7}'",
        "JSON object                | '[]'",
        "no JSON                    | '{\"threshold\": 5'"
      })
  void aBadRuleIsRefusedByTheNameOfItsFault(String named, String conditions) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RuleReader.read(rule("violation_threshold", conditions)))
        .withMessageContaining(named);
  }

  @Test
  void anUnknownTypeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RuleReader.read(rule("astrology", "{}")))
        .withMessageContaining("astrology");
  }

  private static AlertRule rule(String type, String conditions) {
    return AlertRule.newBuilder(DefaultRules.all().getFirst())
        .setRuleType(type)
        .setConditions(conditions)
        .build();
  }
}
