package io.cleansight.alert.rule;

import io.cleansight.contracts.CameraId;
import io.cleansight.contracts.Words;
import io.cleansight.event.AlertRule;
import io.cleansight.event.RuleSchedule;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a rule as it is written down. */
public final class RuleReader {
  private static final int LONGEST_CONDITIONS = 4096;
  private static final int DEEPEST = 10;
  private static final int LONGEST_NAME = 200;
  private static final int MOST_CAMERAS = 1000;
  private static final int MOST_CHANNELS = 20;

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

  private RuleReader() {}

  /**
   * The rule, empty if it is switched off; it is checked all the same.
   *
   * @throws IllegalArgumentException if it cannot be evaluated; names the field and the limit
   */
  public static Optional<Rule> read(AlertRule written) {
    check("name", written.getName().length(), 1, LONGEST_NAME);
    check("camera_ids", written.getCameraIds().size(), 0, MOST_CAMERAS);
    check("notification_channels", written.getNotificationChannels().size(), 0, MOST_CHANNELS);
    check("recipients", written.getRecipients().size(), 0, MOST_CHANNELS);
    if (!Words.PRIORITIES.contains(written.getPriority())) {
      throw new IllegalArgumentException(
          "priority must be one of " + Words.PRIORITIES + ", not " + written.getPriority());
    }
    var rule =
        new Rule(
            written.getRuleId(),
            written.getName(),
            written.getRuleType(),
            cameras(written),
            condition(written.getRuleType(), conditions(written)),
            schedule(written.getSchedule()),
            Duration.ofSeconds(written.getCooldownSeconds()),
            written.getPriority(),
            written.getNotificationChannels(),
            written.getRecipients());
    return written.getEnabled() ? Optional.of(rule) : Optional.empty();
  }

  private static Set<String> cameras(AlertRule written) {
    var cameras = new HashSet<>(written.getCameraIds());
    if (written.getCameraId() != null) {
      cameras.add(written.getCameraId());
    }
    for (String camera : cameras) {
      if (!CameraId.isValid(camera)) {
        throw new IllegalArgumentException("camera_ids: a name is not " + CameraId.PATTERN);
      }
    }
    return cameras;
  }

  private static Condition condition(String type, JsonNode conditions) {
    return switch (type) {
      case "violation_threshold" ->
          new Condition.Violations(
              text(conditions, "violation_type"),
              wholeNumber(conditions, "threshold"),
              window(conditions));
      case "continuous_violation" ->
          new Condition.Violations(
              text(conditions, "violation_type"),
              wholeNumber(conditions, "min_detections"),
              window(conditions));
      case "occupancy" ->
          new Condition.Occupancy(
              text(conditions, "zone"), wholeNumber(conditions, "max_people"), holding(conditions));
      case "no_detection" -> noDetection(conditions);
      case "camera_offline" -> new Condition.Offline(holding(conditions));
      default ->
          throw new IllegalArgumentException(
              "rule_type must be one of " + Words.RULE_TYPES + ", not " + type);
    };
  }

  private static Condition noDetection(JsonNode conditions) {
    String of = text(conditions, "of");
    if (of == null || of.equals("person")) {
      return new Condition.Nobody(window(conditions));
    }
    if (of.equals("frame")) {
      return new Condition.Offline(
          window(conditions)); // no frame comes where a camera is not online
    }
    throw new IllegalArgumentException("conditions.of must be person or frame, not " + of);
  }

  private static @Nullable Schedule schedule(@Nullable RuleSchedule written) {
    if (written == null) {
      return null;
    }
    try {
      var days = EnumSet.noneOf(DayOfWeek.class);
      for (String day : written.getDays()) {
        days.add(DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT)));
      }
      return new Schedule(
          days,
          LocalTime.parse(written.getFrom()),
          LocalTime.parse(written.getTo()),
          ZoneId.of(written.getTimeZone()));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "schedule.from, to and time_zone must be like 06:00, 22:00 and Asia/Shanghai: "
              + e.getMessage(),
          e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "schedule.days must be names of days, like monday: " + e.getMessage(), e);
    }
  }

  private static JsonNode conditions(AlertRule written) {
    check("conditions", written.getConditions().length(), 2, LONGEST_CONDITIONS);
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

  private static Duration holding(JsonNode conditions) {
    return conditions.has("duration_seconds") || conditions.has("duration_minutes")
        ? window(conditions)
        : Duration.ZERO;
  }

  private static int wholeNumber(JsonNode conditions, String field) {
    JsonNode value = conditions.path(field);
    if (!value.isInt()) {
      throw new IllegalArgumentException(
          "conditions." + field + " must be a whole number, not " + abridged(value));
    }
    return value.intValue();
  }

  private static @Nullable String text(JsonNode conditions, String field) {
    JsonNode value = conditions.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString()
        || value.stringValue().isBlank()
        || value.stringValue().length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "conditions."
              + field
              + " must be a text of 1 to "
              + LONGEST_NAME
              + ", not "
              + abridged(value));
    }
    return value.stringValue();
  }

  private static String abridged(JsonNode value) {
    String text = value.toString();
    return text.length() > 50 ? text.substring(0, 50) + "…" : text;
  }

  private static void check(String field, int size, int least, int most) {
    if (size < least || size > most) {
      throw new IllegalArgumentException(
          field + " must be of " + least + " to " + most + ", not " + size);
    }
  }
}
