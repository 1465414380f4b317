package io.cleansight.rule;

import io.cleansight.contracts.CameraId;
import io.cleansight.contracts.vocabulary.Priority;
import io.cleansight.contracts.vocabulary.RuleType;
import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.event.AlertRule;
import io.cleansight.event.RuleSchedule;
import io.cleansight.rule.condition.BadRuleException;
import io.cleansight.rule.condition.Blind;
import io.cleansight.rule.condition.Compliance;
import io.cleansight.rule.condition.Condition;
import io.cleansight.rule.condition.Dwell;
import io.cleansight.rule.condition.Nobody;
import io.cleansight.rule.condition.Occupancy;
import io.cleansight.rule.condition.Offline;
import io.cleansight.rule.condition.ViolationCount;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a rule as it is written down. */
public final class RuleReader {
  static final int LONGEST_TEXT = 200;
  static final int MOST_CAMERAS = 1000;
  private static final int LONGEST_CONDITIONS = 4096;
  private static final int DEEPEST = 10;
  static final int MOST_CHANNELS = 20;
  static final int LONGEST_LABEL = 64;
  private static final int LONGEST_COOLDOWN = (int) Duration.ofDays(7).toSeconds();
  private static final int LONGEST_GATHERING = 600;
  private static final int LONGEST_ESCALATION = (int) Duration.ofDays(1).toSeconds();

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
   * @throws BadRuleException if it cannot be evaluated
   */
  public static Optional<Rule> read(AlertRule written) {
    check("name", written.getName().length(), 1, LONGEST_TEXT);
    check("notification_channels", written.getNotificationChannels().size(), 0, MOST_CHANNELS);
    check("recipients", written.getRecipients().size(), 0, MOST_CHANNELS);
    check("escalation_channels", written.getEscalationChannels().size(), 0, MOST_CHANNELS);
    check("escalation_recipients", written.getEscalationRecipients().size(), 0, MOST_CHANNELS);
    if (!Term.words(Priority.class).contains(written.getPriority())) {
      throw new BadRuleException(
          "priority",
          "one of " + new TreeSet<>(Term.words(Priority.class)) + ", not " + written.getPriority());
    }
    var rule =
        new Rule(
            written.getRuleId(),
            written.getName(),
            written.getRuleType(),
            new Rule.Scope(cameras(written), labels(written.getLabels())),
            condition(written.getRuleType(), conditions(written)),
            schedule(written.getSchedule()),
            seconds("cooldown_seconds", written.getCooldownSeconds(), LONGEST_COOLDOWN),
            written.getPriority(),
            new Rule.Told(written.getNotificationChannels(), written.getRecipients()),
            seconds("group_seconds", written.getGroupSeconds(), LONGEST_GATHERING),
            seconds(
                "escalate_after_seconds", written.getEscalateAfterSeconds(), LONGEST_ESCALATION),
            new Rule.Told(written.getEscalationChannels(), written.getEscalationRecipients()));
    return written.getEnabled() ? Optional.of(rule) : Optional.empty();
  }

  private static Set<String> cameras(AlertRule written) {
    var cameras = new HashSet<>(cameras(written.getCameraIds()));
    if (written.getCameraId() != null) {
      cameras.addAll(cameras(List.of(written.getCameraId())));
    }
    return cameras;
  }

  static Set<String> cameras(Collection<String> written) {
    check("camera_ids", written.size(), 0, MOST_CAMERAS);
    for (String camera : written) {
      if (!CameraId.isValid(camera)) {
        throw new BadRuleException("camera_ids", "names like " + CameraId.PATTERN);
      }
    }
    return Set.copyOf(written);
  }

  static Set<String> labels(Collection<String> written) {
    check("labels", written.size(), 0, MOST_CHANNELS);
    for (String label : written) {
      if (label.isBlank()
          || label.length() > LONGEST_LABEL
          || label.chars().anyMatch(Character::isISOControl)) {
        throw new BadRuleException(
            "labels", "texts of 1 to " + LONGEST_LABEL + " characters that can be seen");
      }
    }
    return Set.copyOf(written);
  }

  private static Condition condition(String type, JsonNode conditions) {
    return switch (type) {
      case "violation_threshold" ->
          new ViolationCount(
              text(conditions, "violation_type"),
              wholeNumber(conditions, "threshold"),
              window(conditions));
      case "continuous_violation" ->
          new ViolationCount(
              text(conditions, "violation_type"),
              wholeNumber(conditions, "min_detections"),
              window(conditions));
      case "occupancy" ->
          new Occupancy(
              text(conditions, "zone"), wholeNumber(conditions, "max_people"), holding(conditions));
      case "no_detection" -> noDetection(conditions);
      case "camera_offline" -> new Offline(holding(conditions));
      case "camera_blind" -> new Blind(holding(conditions));
      case "dwell" ->
          new Dwell(
              given(conditions, "zone"),
              optionalSeconds(conditions, "min_seconds"),
              optionalSeconds(conditions, "max_seconds"));
      case "compliance_rate" ->
          new Compliance(
              text(conditions, "item"),
              wholeNumber(conditions, "percent"),
              window(conditions),
              wholeNumber(conditions, "min_people"));
      default ->
          throw new BadRuleException(
              "rule_type", "one of " + new TreeSet<>(Term.words(RuleType.class)) + ", not " + type);
    };
  }

  private static Condition noDetection(JsonNode conditions) {
    String of = text(conditions, "of");
    if (of == null || of.equals("person")) {
      return new Nobody(window(conditions));
    }
    if (of.equals("frame")) {
      return new Offline(window(conditions)); // no frame comes where a camera is not online
    }
    throw new BadRuleException("conditions.of", "person or frame, not " + of);
  }

  static @Nullable Schedule schedule(@Nullable RuleSchedule written) {
    if (written == null) {
      return null;
    }
    var days = EnumSet.noneOf(DayOfWeek.class);
    try {
      for (String day : written.getDays()) {
        days.add(DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT)));
      }
    } catch (IllegalArgumentException e) {
      throw new BadRuleException(
          "schedule.days", "names of days, like monday, not " + written.getDays());
    }
    return new Schedule(
        days,
        time("schedule.from", written.getFrom()),
        time("schedule.to", written.getTo()),
        zone(written.getTimeZone()));
  }

  private static LocalTime time(String field, String written) {
    try {
      return LocalTime.parse(written);
    } catch (DateTimeException e) {
      throw new BadRuleException(field, "a time of the day like 06:00, not " + written);
    }
  }

  private static ZoneId zone(String written) {
    try {
      return ZoneId.of(written);
    } catch (DateTimeException e) {
      throw new BadRuleException(
          "schedule.time_zone", "a time zone like Asia/Shanghai, not " + written);
    }
  }

  private static JsonNode conditions(AlertRule written) {
    check("conditions", written.getConditions().length(), 2, LONGEST_CONDITIONS);
    try {
      JsonNode node = JSON.readTree(written.getConditions());
      if (node.isObject()) {
        return node;
      }
      throw new BadRuleException("conditions", "a JSON object");
    } catch (JacksonException e) {
      throw new BadRuleException("conditions", "JSON: " + e.getOriginalMessage());
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

  private static @Nullable Duration optionalSeconds(JsonNode conditions, String field) {
    return conditions.hasNonNull(field) ? Duration.ofSeconds(wholeNumber(conditions, field)) : null;
  }

  private static int wholeNumber(JsonNode conditions, String field) {
    JsonNode value = conditions.path(field);
    if (!value.isInt()) {
      throw new BadRuleException("conditions." + field, "a whole number, not " + abridged(value));
    }
    return value.intValue();
  }

  private static String given(JsonNode conditions, String field) {
    String value = text(conditions, field);
    if (value == null) {
      throw new BadRuleException("conditions." + field, "given");
    }
    return value;
  }

  private static @Nullable String text(JsonNode conditions, String field) {
    JsonNode value = conditions.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString()
        || value.stringValue().isBlank()
        || value.stringValue().length() > LONGEST_TEXT) {
      throw new BadRuleException(
          "conditions." + field, "a text of 1 to " + LONGEST_TEXT + ", not " + abridged(value));
    }
    return value.stringValue();
  }

  private static String abridged(JsonNode value) {
    String text = value.toString();
    return text.length() > 50 ? text.substring(0, 50) + "…" : text;
  }

  static void check(String field, int size, int least, int most) {
    if (size < least || size > most) {
      throw new BadRuleException(field, "of " + least + " to " + most + ", not " + size);
    }
  }

  private static Duration seconds(String field, int value, int most) {
    if (value < 0 || value > most) {
      throw new BadRuleException(field, "0 to " + most + ", not " + value);
    }
    return Duration.ofSeconds(value);
  }
}
