package io.cleansight.rule.body;

import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.rule.RuleType;
import io.cleansight.rule.condition.BadRuleException;
import io.cleansight.rule.condition.Blind;
import io.cleansight.rule.condition.Compliance;
import io.cleansight.rule.condition.Condition;
import io.cleansight.rule.condition.Dwell;
import io.cleansight.rule.condition.Nobody;
import io.cleansight.rule.condition.Occupancy;
import io.cleansight.rule.condition.Offline;
import io.cleansight.rule.condition.ViolationCount;
import java.time.Duration;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the conditions of a rule, which are JSON: of the fields that its type looks at, each is
 * checked by itself, and others may hold anything.
 */
final class ConditionReader {
  private static final int LONGEST_CONDITIONS = 4096;
  private static final int DEEPEST = 10;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(30)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode conditions;

  private ConditionReader(JsonNode conditions) {
    this.conditions = conditions;
  }

  static Condition read(String type, String written) {
    FieldChecks.size("conditions", written.length(), 2, LONGEST_CONDITIONS);
    return new ConditionReader(parsed(written)).condition(type);
  }

  private static JsonNode parsed(String written) {
    try {
      JsonNode node = JSON.readTree(written);
      if (node.isObject()) {
        return node;
      }
      throw new BadRuleException("conditions", "a JSON object");
    } catch (JacksonException e) {
      throw new BadRuleException("conditions", "JSON: " + e.getOriginalMessage());
    }
  }

  private Condition condition(String type) {
    return switch (type(type)) {
      case VIOLATION_THRESHOLD -> violations("threshold");
      case CONTINUOUS_VIOLATION -> violations("min_detections");
      case OCCUPANCY -> new Occupancy(text("zone"), wholeNumber("max_people"), holding());
      case NO_DETECTION -> noDetection();
      case CAMERA_OFFLINE -> new Offline(holding());
      case CAMERA_BLIND -> new Blind(holding());
      case DWELL -> dwell();
      case COMPLIANCE_RATE -> compliance();
    };
  }

  private static RuleType type(String written) {
    return Term.find(RuleType.class, written)
        .orElseThrow(
            () ->
                new BadRuleException(
                    "rule_type",
                    "one of " + new TreeSet<>(Term.words(RuleType.class)) + ", not " + written));
  }

  private Condition violations(String threshold) {
    return new ViolationCount(text("violation_type"), wholeNumber(threshold), window());
  }

  private Condition noDetection() {
    String of = text("of");
    if (of == null || of.equals("person")) {
      return new Nobody(window());
    }
    if (of.equals("frame")) {
      return new Offline(window()); // no frame comes where a camera is not online
    }
    throw new BadRuleException("conditions.of", "person or frame, not " + of);
  }

  private Condition dwell() {
    String zone = FieldChecks.given("conditions.zone", text("zone"));
    return new Dwell(zone, optionalSeconds("min_seconds"), optionalSeconds("max_seconds"));
  }

  private Condition compliance() {
    return new Compliance(
        text("item"), wholeNumber("percent"), window(), wholeNumber("min_people"));
  }

  private Duration window() {
    return conditions.has("duration_seconds")
        ? Duration.ofSeconds(wholeNumber("duration_seconds"))
        : Duration.ofMinutes(wholeNumber("duration_minutes"));
  }

  private Duration holding() {
    return conditions.has("duration_seconds") || conditions.has("duration_minutes")
        ? window()
        : Duration.ZERO;
  }

  private @Nullable Duration optionalSeconds(String field) {
    return conditions.hasNonNull(field) ? Duration.ofSeconds(wholeNumber(field)) : null;
  }

  private int wholeNumber(String field) {
    JsonNode value = conditions.path(field);
    if (!value.isInt()) {
      throw new BadRuleException("conditions." + field, "a whole number, not " + abridged(value));
    }
    return value.intValue();
  }

  private @Nullable String text(String field) {
    JsonNode value = conditions.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString()
        || value.stringValue().isBlank()
        || value.stringValue().length() > FieldChecks.LONGEST_TEXT) {
      throw new BadRuleException(
          "conditions." + field,
          "a text of 1 to " + FieldChecks.LONGEST_TEXT + ", not " + abridged(value));
    }
    return value.stringValue();
  }

  private static String abridged(JsonNode value) {
    String text = value.toString();
    return text.length() > 50 ? text.substring(0, 50) + "…" : text;
  }
}
