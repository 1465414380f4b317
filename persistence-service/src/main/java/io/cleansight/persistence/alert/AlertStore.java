package io.cleansight.persistence.alert;

import static java.time.ZoneOffset.UTC;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.event.Alert;
import io.cleansight.event.AlertRule;
import io.cleansight.event.Notification;
import io.cleansight.event.RuleSchedule;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The history of alerts, and the rules as they are. */
@Repository
class AlertStore {
  private static final String RAISE =
      """
      INSERT INTO alert_history (id, rule_id, camera_id, timestamp, alert_type, message, details, priority)
      VALUES (:id, :rule, :camera, :at, :type, :message, :details::jsonb, :priority)
      ON CONFLICT (id) DO NOTHING
      """;
  private static final String RESOLVE =
      "UPDATE alert_history SET status = 'resolved', resolved_at = :at WHERE id = :id AND status <> 'resolved'";
  private static final String NOTE =
      """
      INSERT INTO alert_notifications AS told (alert_id, channel, delivered, error, at)
      VALUES (:id, :channel, :delivered, :error, :at)
      ON CONFLICT (alert_id, channel) DO UPDATE SET
        delivered = told.delivered OR EXCLUDED.delivered, error = EXCLUDED.error, at = EXCLUDED.at
      """;
  private static final String SHOW_NOTES =
      """
      UPDATE alert_history SET
        notification_sent = notes.sent,
        notification_channels_used = notes.channels,
        details = details || notes.errors
      FROM (
        SELECT COALESCE(bool_or(delivered), false) AS sent,
               COALESCE(jsonb_agg(channel ORDER BY channel) FILTER (WHERE delivered), '[]') AS channels,
               jsonb_strip_nulls(jsonb_build_object('errors',
                 jsonb_object_agg(channel, error) FILTER (WHERE NOT delivered))) AS errors
        FROM alert_notifications WHERE alert_id = :id) AS notes
      WHERE id = :id
      """;
  private static final String SET_RULE =
      """
      INSERT INTO alert_rules AS rule
        (id, name, camera_id, rule_type, conditions, notification_channels, recipients, enabled, priority,
         camera_ids, schedule, cooldown_seconds, set_at, set_offset)
      VALUES (:id, :name, :camera, :type, :conditions::jsonb, :channels::jsonb, :recipients::jsonb, :enabled, :priority,
              :cameras::jsonb, :schedule::jsonb, :cooldown, :set_at, :set_offset)
      ON CONFLICT (id) DO UPDATE SET
        name = EXCLUDED.name, camera_id = EXCLUDED.camera_id, rule_type = EXCLUDED.rule_type,
        conditions = EXCLUDED.conditions, notification_channels = EXCLUDED.notification_channels,
        recipients = EXCLUDED.recipients, enabled = EXCLUDED.enabled, priority = EXCLUDED.priority,
        camera_ids = EXCLUDED.camera_ids, schedule = EXCLUDED.schedule,
        cooldown_seconds = EXCLUDED.cooldown_seconds, set_at = EXCLUDED.set_at, set_offset = EXCLUDED.set_offset
      WHERE (rule.set_at, rule.set_offset) < (EXCLUDED.set_at, EXCLUDED.set_offset)
      """;

  private static final String WITHDRAW =
      "DELETE FROM alert_rules WHERE id::text = :id AND (set_at, set_offset) < (:at, :offset)";

  private final JdbcClient jdbc;
  private final JsonMapper json;

  AlertStore(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  void record(Alert alert) {
    var details = new LinkedHashMap<String, Object>();
    details.put("rule_name", alert.getRuleName());
    details.put("count", alert.getCount());
    details.put("window_start", alert.getWindowStart().toString());
    details.put("violation_ids", alert.getViolationIds());
    jdbc.sql(RAISE)
        .param("id", alert.getAlertId())
        .param("rule", alert.getRuleId())
        .param("camera", alert.getCameraId())
        .param("at", alert.getRaisedAt().atOffset(UTC))
        .param("type", alert.getAlertType())
        .param("message", alert.getMessage())
        .param("details", json.writeValueAsString(details))
        .param("priority", alert.getPriority())
        .update();
    showNotes(alert.getAlertId());
    Instant resolvedAt = alert.getResolvedAt();
    if (resolvedAt != null) {
      jdbc.sql(RESOLVE)
          .param("id", alert.getAlertId())
          .param("at", resolvedAt.atOffset(UTC))
          .update();
    }
  }

  void note(Notification notification) {
    jdbc.sql(NOTE)
        .param("id", notification.getAlertId())
        .param("channel", notification.getChannel())
        .param("delivered", notification.getDelivered())
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
        .param("set_at", at.atOffset(UTC))
        .param("set_offset", offset)
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
