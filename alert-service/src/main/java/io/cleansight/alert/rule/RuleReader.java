package io.cleansight.alert.rule;

import io.cleansight.event.AlertRule;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a rule as it is written down. */
public final class RuleReader {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

  private RuleReader() {}

  /**
   * The rule, empty if it is switched off.
   *
   * @throws IllegalArgumentException if it cannot be evaluated; names the field and the limit
   */
  public static Optional<Rule> read(AlertRule written) {
    if (!written.getEnabled()) {
      return Optional.empty();
    }
    JsonNode conditions = conditions(written);
    Rule rule =
        switch (written.getRuleType()) {
          case "violation_threshold" ->
              rule(written, conditions, wholeNumber(conditions, "threshold"), window(conditions));
          case "continuous_violation" ->
              rule(
                  written,
                  conditions,
                  wholeNumber(conditions, "min_detections"),
                  window(conditions));
          default ->
              throw new IllegalArgumentException(
                  "rule_type " + written.getRuleType() + " is not one that is evaluated");
        };
    return Optional.of(rule);
  }

  private static Rule rule(AlertRule written, JsonNode conditions, int threshold, Duration window) {
    return new Rule(
        written.getRuleId(),
        written.getName(),
        written.getRuleType(),
        written.getCameraId(),
        text(conditions, "violation_type"),
        threshold,
        window,
        written.getPriority(),
        written.getNotificationChannels(),
        written.getRecipients());
  }

  private static JsonNode conditions(AlertRule written) {
    try {
      JsonNode node = JSON.readTree(written.getConditions());
      if (node.isObject()) {
        return node;
      }
      throw new IllegalArgumentException("conditions must be a JSON object");
    } catch (JacksonException e) {
      throw new IllegalArgumentException("conditions are no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Duration window(JsonNode conditions) {
    return conditions.has("duration_seconds")
        ? Duration.ofSeconds(wholeNumber(conditions, "duration_seconds"))
        : Duration.ofMinutes(wholeNumber(conditions, "duration_minutes"));
  }

  private static int wholeNumber(JsonNode conditions, String field) {
    JsonNode value = conditions.path(field);
    if (!value.isInt()) {
      throw new IllegalArgumentException(
          "conditions." + field + " must be a whole number, not " + value);
    }
    return value.intValue();
  }

  private static @Nullable String text(JsonNode conditions, String field) {
    JsonNode value = conditions.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw new IllegalArgumentException("conditions." + field + " must be a text, not " + value);
    }
    return value.stringValue();
  }
}
