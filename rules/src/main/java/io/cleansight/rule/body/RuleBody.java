package io.cleansight.rule.body;

import io.cleansight.event.AlertRule;
import io.cleansight.event.RuleSchedule;
import io.cleansight.rule.condition.BadRuleException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A rule as people and programs write it in JSON. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RuleBody(
    @Nullable String name,
    @Nullable String cameraId,
    @Nullable List<String> cameraIds,
    @Nullable List<String> labels,
    @Nullable String ruleType,
    @Nullable JsonNode conditions,
    @Nullable List<String> notificationChannels,
    @Nullable List<String> recipients,
    @Nullable Boolean enabled,
    @Nullable String priority,
    @Nullable ScheduleBody schedule,
    @Nullable Integer cooldownSeconds,
    @Nullable Integer groupSeconds,
    @Nullable Integer escalateAfterSeconds,
    @Nullable List<String> escalationChannels,
    @Nullable List<String> escalationRecipients) {

  /**
   * Hours of a week.
   *
   * @param days none: every one; what goes over midnight belongs to the day on which it begins
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record ScheduleBody(
      @Nullable List<String> days,
      @Nullable String from,
      @Nullable String to,
      @Nullable String timeZone) {
    RuleSchedule event() {
      return RuleSchedule.newBuilder()
          .setDays(FieldChecks.texts("schedule.days", days))
          .setFrom(FieldChecks.given("schedule.from", from))
          .setTo(FieldChecks.given("schedule.to", to))
          .setTimeZone(FieldChecks.given("schedule.time_zone", timeZone))
          .build();
    }
  }

  /**
   * As it is sent, checked.
   *
   * @throws BadRuleException if it cannot be evaluated
   */
  public AlertRule event(UUID id) {
    var event =
        AlertRule.newBuilder()
            .setRuleId(id)
            .setName(FieldChecks.given("name", name))
            .setCameraId(cameraId)
            .setRuleType(FieldChecks.given("rule_type", ruleType))
            .setConditions(FieldChecks.given("conditions", conditions).toString())
            .setNotificationChannels(
                FieldChecks.texts("notification_channels", notificationChannels))
            .setRecipients(FieldChecks.texts("recipients", recipients))
            .setEnabled(enabled == null || enabled)
            .setPriority(priority == null ? "medium" : priority)
            .setCameraIds(FieldChecks.texts("camera_ids", cameraIds))
            .setSchedule(schedule == null ? null : schedule.event())
            .setCooldownSeconds(orZero(cooldownSeconds))
            .setLabels(FieldChecks.texts("labels", labels))
            .setGroupSeconds(orZero(groupSeconds))
            .setEscalateAfterSeconds(orZero(escalateAfterSeconds))
            .setEscalationChannels(FieldChecks.texts("escalation_channels", escalationChannels))
            .setEscalationRecipients(
                FieldChecks.texts("escalation_recipients", escalationRecipients))
            .build();
    var _ = RuleReader.read(event);
    return event;
  }

  private static int orZero(@Nullable Integer value) {
    return value == null ? 0 : value;
  }
}
