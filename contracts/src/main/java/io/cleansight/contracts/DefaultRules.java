package io.cleansight.contracts;

import io.cleansight.event.AlertRule;
import java.util.List;
import java.util.UUID;

/**
 * The rules that hold at every site until someone changes them; V6__default_rules.sql says the
 * same.
 */
public final class DefaultRules {
  private static final List<AlertRule> RULES =
      List.of(
          rule(
              "7b0a5f6e-0001-5c1e-8a51-6b1d8f0c0001",
              "Frequent missing hairnets",
              "violation_threshold",
              """
              {"threshold": 5, "duration_minutes": 10, "violation_type": "no_hairnet"}""",
              "high"),
          rule(
              "7b0a5f6e-0002-5c1e-8a51-6b1d8f0c0002",
              "Hands not washed, again and again",
              "continuous_violation",
              """
              {"duration_seconds": 30, "min_detections": 3, "violation_type": "no_handwash"}""",
              "medium"));

  private DefaultRules() {}

  public static List<AlertRule> all() {
    return RULES;
  }

  private static AlertRule rule(
      String id, String name, String type, String conditions, String priority) {
    return AlertRule.newBuilder()
        .setRuleId(UUID.fromString(id))
        .setName(name)
        .setRuleType(type)
        .setConditions(conditions)
        .setNotificationChannels(List.of("log"))
        .setRecipients(List.of())
        .setEnabled(true)
        .setPriority(priority)
        .build();
  }
}
