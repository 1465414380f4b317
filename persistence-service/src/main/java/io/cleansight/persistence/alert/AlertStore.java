package io.cleansight.persistence.alert;

import static java.sql.Types.TIMESTAMP_WITH_TIMEZONE;
import static java.time.ZoneOffset.UTC;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.event.Alert;
import io.cleansight.event.AlertRule;
import io.cleansight.event.Notification;
import io.cleansight.event.RuleSchedule;
import io.cleansight.event.Silence;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The history of alerts, and the rules as they are. */
@Repository
class AlertStore {
  /** An alert's states come in their order: the latest count and members hold. */
  private static final String RECORD =
      """
      INSERT INTO alert_history AS alert
        (id, rule_id, camera_id, timestamp, alert_type, message, details, priority, silence_id, escalated_at,
         unsilenced_at, message_code, message_parameters)
      VALUES (:id, :rule, :camera, :at, :type, :message, :details::jsonb, :priority, :silence, :escalated_at,
              :unsilenced_at, :message_code, :message_parameters::jsonb)
      ON CONFLICT (id) DO UPDATE SET
        message = EXCLUDED.message, message_code = EXCLUDED.message_code,
        message_parameters = EXCLUDED.message_parameters, details = alert.details || EXCLUDED.details,
        silence_id = CASE WHEN EXCLUDED.unsilenced_at IS NULL THEN alert.silence_id END,
        escalated_at = COALESCE(alert.escalated_at, EXCLUDED.escalated_at),
        unsilenced_at = COALESCE(alert.unsilenced_at, EXCLUDED.unsilenced_at)
      """;

  /** By itself or by a person, whichever came first. */
  private static final String RESOLVE =
      """
      UPDATE alert_history SET status = 'resolved', resolved_at = LEAST(resolved_at, :at)
      WHERE id = :id AND (status <> 'resolved' OR resolved_at > :at)
      """;

  private static final String NOTE =
      """
      INSERT INTO alert_notifications AS notified (alert_id, channel, recipient, state, outcome, error, attempts, at)
      VALUES (:id, :channel, :recipient, :state, :outcome, :error, :attempts, :at)
      ON CONFLICT (alert_id, channel, recipient, state) DO UPDATE SET
        outcome = EXCLUDED.outcome, error = EXCLUDED.error, attempts = EXCLUDED.attempts, at = EXCLUDED.at
      WHERE notified.outcome <> 'delivered'
      """;
  private static final String SHOW_NOTES =
      """
      UPDATE alert_history SET
        notification_sent = notes.sent,
        notification_channels_used = notes.channels,
        details = details || notes.errors
      FROM (
        SELECT COALESCE(bool_or(outcome = 'delivered'), false) AS sent,
               COALESCE(jsonb_agg(DISTINCT channel) FILTER (WHERE outcome = 'delivered'), '[]') AS channels,
               jsonb_build_object('errors', COALESCE(
                 jsonb_object_agg(channel, error ORDER BY at, recipient, state) FILTER (WHERE outcome <> 'delivered' AND error IS NOT NULL), '{}')) AS errors
        FROM alert_notifications WHERE alert_id = :id) AS notes
      WHERE id = :id
      """;
  private static final String SET_RULE =
      """
      INSERT INTO alert_rules AS rule
        (id, name, camera_id, rule_type, conditions, notification_channels, recipients, enabled, priority,
         camera_ids, schedule, cooldown_seconds, labels, group_seconds, escalate_after_seconds, escalation_channels,
         escalation_recipients, set_at, set_offset)
      VALUES (:id, :name, :camera, :type, :conditions::jsonb, :channels::jsonb, :recipients::jsonb, :enabled, :priority,
              :cameras::jsonb, :schedule::jsonb, :cooldown, :labels::jsonb, :group, :escalate, :later_channels::jsonb,
              :later_recipients::jsonb, :set_at, :set_offset)
      ON CONFLICT (id) DO UPDATE SET
        name = EXCLUDED.name, camera_id = EXCLUDED.camera_id, rule_type = EXCLUDED.rule_type,
        conditions = EXCLUDED.conditions, notification_channels = EXCLUDED.notification_channels,
        recipients = EXCLUDED.recipients, enabled = EXCLUDED.enabled, priority = EXCLUDED.priority,
        camera_ids = EXCLUDED.camera_ids, schedule = EXCLUDED.schedule,
        cooldown_seconds = EXCLUDED.cooldown_seconds, labels = EXCLUDED.labels,
        group_seconds = EXCLUDED.group_seconds, escalate_after_seconds = EXCLUDED.escalate_after_seconds,
        escalation_channels = EXCLUDED.escalation_channels,
        escalation_recipients = EXCLUDED.escalation_recipients, set_at = EXCLUDED.set_at, set_offset = EXCLUDED.set_offset
      WHERE (rule.set_at, rule.set_offset) < (EXCLUDED.set_at, EXCLUDED.set_offset)
      """;

  private static final String SET_SILENCE =
      """
      INSERT INTO silences AS silence
        (id, kind, comment, camera_ids, labels, rule_ids, starts_at, ends_at, schedule, created_by, set_at, set_offset)
      VALUES (:id, :kind, :comment, :cameras::jsonb, :labels::jsonb, :rules::jsonb, :from, :to, :schedule::jsonb, :by,
              :set_at, :set_offset)
      ON CONFLICT (id) DO UPDATE SET
        kind = EXCLUDED.kind, comment = EXCLUDED.comment, camera_ids = EXCLUDED.camera_ids,
        labels = EXCLUDED.labels, rule_ids = EXCLUDED.rule_ids, starts_at = EXCLUDED.starts_at,
        ends_at = EXCLUDED.ends_at, schedule = EXCLUDED.schedule, created_by = EXCLUDED.created_by,
        set_at = EXCLUDED.set_at, set_offset = EXCLUDED.set_offset
      WHERE (silence.set_at, silence.set_offset) < (EXCLUDED.set_at, EXCLUDED.set_offset)
      """;
  private static final String WITHDRAW_SILENCE =
      "DELETE FROM silences WHERE id::text = :id AND (set_at, set_offset) < (:at, :offset)";

  private static final String WITHDRAW =
      "DELETE FROM alert_rules WHERE id::text = :id AND (set_at, set_offset) < (:at, :offset)";

  private final JdbcClient jdbc;
  private final JsonMapper json;

  AlertStore(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Records a state of an alert. Who acknowledged it is in the reviews.
   *
   * @param told when this state was told in the topic
   */
  void record(Alert alert, Instant told) {
    jdbc.sql(RECORD)
        .param("id", alert.getAlertId())
        .param("rule", alert.getRuleId())
        .param("camera", alert.getCameraId())
        .param("at", alert.getRaisedAt().atOffset(UTC))
        .param("type", alert.getAlertType())
        .param("message", alert.getMessage())
        .param("message_code", alert.getMessageCode(), java.sql.Types.VARCHAR)
        .param("message_parameters", messageParameters(alert), java.sql.Types.VARCHAR)
        .param("details", json.writeValueAsString(details(alert)))
        .param("priority", alert.getPriority())
        .param("silence", alert.getSilenceId(), java.sql.Types.OTHER)
        .param(
            "escalated_at",
            ifState(alert, AlertState.ESCALATED.word(), told),
            TIMESTAMP_WITH_TIMEZONE)
        .param(
            "unsilenced_at",
            ifState(alert, AlertState.UNSILENCED.word(), told),
            TIMESTAMP_WITH_TIMEZONE)
        .update();
    showNotes(alert.getAlertId());
    resolve(alert);
  }

  /** Null where there is no code for which they are. */
  private @Nullable String messageParameters(Alert alert) {
    return alert.getMessageCode() == null
        ? null
        : json.writeValueAsString(alert.getMessageParameters());
  }

  private static Map<String, Object> details(Alert alert) {
    var details = new LinkedHashMap<String, Object>();
    details.put("rule_name", alert.getRuleName());
    details.put("count", alert.getCount());
    details.put("window_start", alert.getWindowStart().toString());
    details.put("violation_ids", alert.getViolationIds());
    if (!alert.getMembers().isEmpty()) {
      details.put("members", alert.getMembers());
    }
    return details;
  }

  /** If it has ended. */
  private void resolve(Alert alert) {
    Instant resolvedAt = alert.getResolvedAt();
    if (resolvedAt != null) {
      jdbc.sql(RESOLVE)
          .param("id", alert.getAlertId())
          .param("at", resolvedAt.atOffset(UTC))
          .update();
    }
  }

  private static @Nullable OffsetDateTime ifState(Alert alert, String state, Instant told) {
    return alert.getState().equals(state) ? told.atOffset(UTC) : null;
  }

  void note(Notification notification) {
    jdbc.sql(NOTE)
        .param("id", notification.getAlertId())
        .param("channel", notification.getChannel())
        .param("recipient", Objects.requireNonNullElse(notification.getRecipient(), ""))
        .param("state", notification.getState())
        .param("outcome", notification.getOutcome())
        .param("attempts", notification.getAttempts())
        .param("error", notification.getError(), java.sql.Types.VARCHAR)
        .param("at", notification.getAt().atOffset(UTC))
        .update();
    showNotes(notification.getAlertId());
  }

  private void showNotes(UUID alertId) {
    jdbc.sql(SHOW_NOTES).param("id", alertId).update();
  }

  /**
   * Sets a rule, unless it was set later than so.
   *
   * @param at when, and {@code offset} where in the topic, it was set
   */
  void set(AlertRule rule, Instant at, long offset) {
    jdbc.sql(SET_RULE)
        .param("id", rule.getRuleId())
        .param("name", rule.getName())
        .param("camera", rule.getCameraId(), java.sql.Types.VARCHAR)
        .param("type", rule.getRuleType())
        .param("conditions", rule.getConditions())
        .param("channels", json.writeValueAsString(rule.getNotificationChannels()))
        .param("recipients", json.writeValueAsString(rule.getRecipients()))
        .param("enabled", rule.getEnabled())
        .param("priority", rule.getPriority())
        .param("cameras", json.writeValueAsString(rule.getCameraIds()))
        .param("schedule", schedule(rule.getSchedule()), java.sql.Types.VARCHAR)
        .param("cooldown", rule.getCooldownSeconds())
        .param("labels", json.writeValueAsString(rule.getLabels()))
        .param("group", rule.getGroupSeconds())
        .param("escalate", rule.getEscalateAfterSeconds())
        .param("later_channels", json.writeValueAsString(rule.getEscalationChannels()))
        .param("later_recipients", json.writeValueAsString(rule.getEscalationRecipients()))
        .param("set_at", at.atOffset(UTC))
        .param("set_offset", offset)
        .update();
  }

  /**
   * Sets a silence, unless it was set later than so.
   *
   * @param at when, and {@code offset} where in the topic, it was set
   */
  void set(Silence silence, Instant at, long offset) {
    jdbc.sql(SET_SILENCE)
        .param("id", silence.getSilenceId())
        .param("kind", silence.getKind())
        .param("comment", silence.getComment())
        .param("cameras", json.writeValueAsString(silence.getCameraIds()))
        .param("labels", json.writeValueAsString(silence.getLabels()))
        .param("rules", json.writeValueAsString(silence.getRuleIds()))
        .param("from", silence.getStartsAt().atOffset(UTC))
        .param("to", silence.getEndsAt().atOffset(UTC))
        .param("schedule", schedule(silence.getSchedule()), java.sql.Types.VARCHAR)
        .param("by", silence.getCreatedBy())
        .param("set_at", at.atOffset(UTC))
        .param("set_offset", offset)
        .update();
  }

  /** Lets go of a silence, unless it was set later. */
  void withdrawSilence(String silence, Instant at, long offset) {
    jdbc.sql(WITHDRAW_SILENCE)
        .param("id", silence)
        .param("at", at.atOffset(UTC))
        .param("offset", offset)
        .update();
  }

  /** Lets go of a rule, unless it was set later; of a default one, of what was said of it. */
  void withdraw(String rule, Instant at, long offset) {
    DefaultRules.all().stream()
        .filter(it -> it.getRuleId().toString().equals(rule))
        .findFirst()
        .ifPresentOrElse(
            it -> set(it, at, offset),
            () ->
                jdbc.sql(WITHDRAW)
                    .param("id", rule)
                    .param("at", at.atOffset(UTC))
                    .param("offset", offset)
                    .update());
  }

  private @Nullable String schedule(@Nullable RuleSchedule schedule) {
    if (schedule == null) {
      return null;
    }
    var fields = new LinkedHashMap<String, Object>();
    fields.put("days", schedule.getDays());
    fields.put("from", schedule.getFrom());
    fields.put("to", schedule.getTo());
    fields.put("time_zone", schedule.getTimeZone());
    return json.writeValueAsString(fields);
  }
}
