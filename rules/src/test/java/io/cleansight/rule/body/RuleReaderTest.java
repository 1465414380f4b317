package io.cleansight.rule.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.event.AlertRule;
import io.cleansight.event.RuleSchedule;
import io.cleansight.rule.RuleType;
import io.cleansight.rule.Schedule;
import java.time.DayOfWeek;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
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
        "conditions.duration        | '{\"threshold\": 5, \"duration_minutes\": 0}'",
        "conditions.duration        | '{\"threshold\": 5, \"duration_minutes\": -1}'",
        "conditions.duration        | '{\"threshold\": 5, \"duration_minutes\": 1441}'",
        "conditions.duration_minutes| '{\"threshold\": 5}'",
        "conditions.violation_type  | '{\"threshold\": 5, \"duration_minutes\": 1, \"violation_type\": 7}'",
        "JSON object                | '[]'",
        "conditions must be JSON    | '{\"threshold\": 5'"
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "occupancy           | conditions.max_people       | '{}'",
        "occupancy           | max_people                  | '{\"max_people\": -1}'",
        "occupancy           | conditions.zone             | '{\"max_people\": 1, \"zone\": \"\"}'",
        "occupancy           | duration                    | '{\"max_people\": 1, \"duration_seconds\": 86401}'",
        "no_detection        | duration                    | '{\"duration_seconds\": 0}'",
        "no_detection        | conditions.of               | '{\"duration_seconds\": 5, \"of\": \"dog\"}'",
        "camera_offline      | conditions.duration_seconds | '{\"duration_seconds\": \"5\"}'",
        "camera_offline      | conditions.duration         | '{\"duration_seconds\": 86401}'",
        "camera_blind        | conditions.duration         | '{\"duration_seconds\": -1}'",
        "dwell               | conditions.duration         | '{\"zone\": \"work_area\", \"min_seconds\": 0}'",
        "dwell               | conditions.duration         | '{\"zone\": \"work_area\", \"max_seconds\": 86401}'",
        "compliance_rate     | conditions.percent          | '{\"percent\": 0, \"duration_seconds\": 60, \"min_people\": 1}'",
        "compliance_rate     | conditions.duration         | '{\"percent\": 80, \"duration_seconds\": 0, \"min_people\": 1}'",
        "camera_blind        | conditions.duration_seconds | '{\"duration_seconds\": null}'",
        "dwell               | conditions.zone             | '{\"max_seconds\": 5}'",
        "dwell               | conditions.min_seconds      | '{\"zone\": \"work_area\"}'",
        "dwell               | conditions.min_seconds      | '{\"zone\": \"work_area\", \"min_seconds\": 9, \"max_seconds\": 9}'",
        "compliance_rate     | conditions.percent          | '{\"percent\": 101, \"duration_seconds\": 60, \"min_people\": 1}'",
        "compliance_rate     | conditions.min_people       | '{\"percent\": 80, \"duration_seconds\": 60, \"min_people\": 0}'",
        "continuous_violation| conditions.min_detections   | '{\"duration_seconds\": 30}'",
        "violation_threshold | conditions must be JSON     | '{\"threshold\": 5} {}'",
        "violation_threshold | conditions must be JSON     | '[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]'"
      })
  void everyTypeSaysWhatItsConditionsLack(String type, String named, String conditions) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RuleReader.read(rule(type, conditions)))
        .withMessageContaining(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "camera_offline  | '{\"duration_seconds\": 86400}'",
        "camera_blind    | '{}'",
        "no_detection    | '{\"duration_minutes\": 1440}'",
        "occupancy       | '{\"max_people\": 0}'",
        "dwell           | '{\"zone\": \"work_area\", \"min_seconds\": 1, \"max_seconds\": 86400}'",
        "compliance_rate | '{\"percent\": 1, \"duration_seconds\": 1, \"min_people\": 1}'",
        "compliance_rate | '{\"percent\": 100, \"duration_seconds\": 86400, \"min_people\": 1}'"
      })
  void limitsThemselvesAreAllowed(String type, String conditions) {
    assertThat(RuleReader.read(rule(type, conditions))).isPresent();
  }

  @Test
  void whatIsOutsideOfConditionsIsCheckedToo() {
    refused(it -> it.setCooldownSeconds(-1), "cooldown_seconds");
    refused(it -> it.setPriority("urgent"), "priority");
    refused(it -> it.setName(""), "name");
    refused(it -> it.setCameraIds(List.of("../etc")), "camera_ids");
    refused(it -> it.setSchedule(schedule("someday", "06:00", "UTC")), "schedule.days");
    refused(it -> it.setSchedule(schedule("monday", "6 o'clock", "UTC")), "schedule.from");
    refused(it -> it.setSchedule(schedule("monday", "06:00", "Mars/Base")), "time_zone");
    refused(it -> it.setLabels(List.of(" ")), "labels");
    refused(it -> it.setGroupSeconds(601), "group_seconds");
    refused(it -> it.setEscalateAfterSeconds(-1), "escalate_after_seconds");
    refused(it -> it.setEnabled(false).setConditions("{}"), "conditions.threshold");
  }

  @Test
  void listsAndTextsHaveLimitsThatMayBeReached() {
    List<String> channels = Collections.nCopies(RuleReader.MOST_CHANNELS, "log");
    List<String> tooMany = Collections.nCopies(RuleReader.MOST_CHANNELS + 1, "log");
    read(it -> it.setNotificationChannels(channels).setRecipients(channels));
    read(it -> it.setEscalationChannels(channels).setEscalationRecipients(channels));
    refused(it -> it.setNotificationChannels(tooMany), "notification_channels");
    refused(it -> it.setRecipients(tooMany), "recipients");
    refused(it -> it.setEscalationChannels(tooMany), "escalation_channels");
    refused(it -> it.setEscalationRecipients(tooMany), "escalation_recipients");
    refused(it -> it.setLabels(tooMany), "labels");
    refused(
        it -> it.setCameraIds(Collections.nCopies(FieldChecks.MOST_CAMERAS + 1, "line-1")),
        "camera_ids");
    read(it -> it.setLabels(List.of("x".repeat(FieldChecks.LONGEST_LABEL))));
    refused(it -> it.setLabels(List.of("x".repeat(FieldChecks.LONGEST_LABEL + 1))), "labels");
    read(it -> it.setName("x".repeat(FieldChecks.LONGEST_TEXT)));
    refused(it -> it.setName("x".repeat(FieldChecks.LONGEST_TEXT + 1)), "name");
    read(it -> it.setGroupSeconds(600));
    refused(it -> it.setConditions(" ".repeat(100_000)), "conditions");
  }

  private static void read(UnaryOperator<AlertRule.Builder> change) {
    AlertRule rule = change.apply(AlertRule.newBuilder(DefaultRules.all().getFirst())).build();
    assertThat(RuleReader.read(rule)).isPresent();
  }

  /** Ten thousand rules with random bytes in their midst: each is whole, or refused in words. */
  @Test
  void aFuzzedRuleIsReadOrRefusedAndNothingElse() {
    var random = new Random(20261123);
    var types = List.copyOf(Term.words(RuleType.class));
    String whole =
        "{\"threshold\": 5, \"min_detections\": 3, \"max_people\": 2, \"duration_seconds\": 30, \"zone\": \"work_area\", \"max_seconds\": 60, \"percent\": 80, \"min_people\": 3}";
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      var text = new StringBuilder(whole);
      for (int edit = random.nextInt(4); edit >= 0; edit--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(0x2000));
          case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
          default -> text.insert(at, "{[\"\\-1e999,:null".charAt(random.nextInt(16)));
        }
      }
      try {
        RuleReader.read(rule(types.get(random.nextInt(types.size())), text.toString()));
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageMatching("(?s)conditions.*");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(5000);
  }

  @Test
  void noDayIsEveryDay() {
    var night =
        RuleSchedule.newBuilder()
            .setDays(List.of())
            .setFrom("22:00")
            .setTo("06:00")
            .setTimeZone("UTC")
            .build();
    AlertRule rule = AlertRule.newBuilder(DefaultRules.all().getFirst()).setSchedule(night).build();
    Schedule schedule = Objects.requireNonNull(RuleReader.read(rule).orElseThrow().schedule());
    assertThat(schedule.days()).containsExactlyInAnyOrder(DayOfWeek.values());
  }

  private static void refused(UnaryOperator<AlertRule.Builder> change, String named) {
    AlertRule rule = change.apply(AlertRule.newBuilder(DefaultRules.all().getFirst())).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RuleReader.read(rule))
        .withMessageContaining(named);
  }

  private static RuleSchedule schedule(String day, String from, String zone) {
    return RuleSchedule.newBuilder()
        .setDays(List.of(day))
        .setFrom(from)
        .setTo("22:00")
        .setTimeZone(zone)
        .build();
  }

  private static AlertRule rule(String type, String conditions) {
    return AlertRule.newBuilder(DefaultRules.all().getFirst())
        .setRuleType(type)
        .setConditions(conditions)
        .build();
  }
}
