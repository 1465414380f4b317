package io.cleansight.query.alert;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.cleansight.contracts.vocabulary.NotificationOutcome;
import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Role;
import io.cleansight.query.sql.Sql;
import io.cleansight.query.web.PageItem;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.TimeRange;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads alerts, with what came of notifying people of them. */
@Repository
class AlertReader {
  private static final String SELECT =
      """
      SELECT id, rule_id, camera_id, timestamp, alert_type, message, message_code,
             message_parameters::text AS message_parameters, details::text AS details, priority, status,
             resolved_at, handled_by, handled_at, notes, assignee, version, escalated_at, silence_id, unsilenced_at,
             notification_sent, notification_channels_used::text AS notification_channels_used,
             (SELECT COALESCE(jsonb_agg(jsonb_build_object(
                'channel', channel,
                'recipient', CASE WHEN :whole THEN recipient ELSE regexp_replace(recipient, '^(.).*@', '\\1…@') END,
                'state', state, 'outcome', outcome, 'attempts', attempts, 'error', error, 'at', at)), '[]')
              FROM alert_notifications WHERE alert_id = alert_history.id)::text AS notifications
      FROM alert_history""";

  private static final String HAS_NOTIFICATIONS =
      "EXISTS (SELECT FROM alert_notifications WHERE alert_id = alert_history.id AND outcome ";

  private static final String GIVEN_UP = HAS_NOTIFICATIONS + "= 'given_up')";

  private static final String WAITING = HAS_NOTIFICATIONS + "IN ('retrying', 'postponed'))";

  private static final String NOTIFICATIONS =
      """
      SELECT channel, outcome, count(*) AS notifications
      FROM alert_notifications JOIN alert_history ON alert_history.id = alert_id""";

  private static final String COUNTS =
      "SELECT camera_id, alert_type, status, priority, count(*) AS alerts FROM alert_history";

  private final JdbcClient jdbc;

  AlertReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An alert; names as in the table.
   *
   * @param message in English, with its cameras
   * @param messageCode what the message says after the cameras; null where its alert-service did
   *     not say
   * @param messageParameters JSON, what the message says, by name; null without a code
   * @param notifications in no order, what came of notifying each recipient of each state of it:
   *     {@code channel}, {@code recipient} (of e-mail shortened for those who may only look),
   *     {@code state}, {@code outcome} ({@code delivered}, {@code retrying}, {@code postponed},
   *     {@code given_up}), {@code attempts}, {@code error}, {@code at}
   */
  record AlertView(
      UUID id,
      UUID ruleId,
      String cameraId,
      OffsetDateTime timestamp,
      String alertType,
      String message,
      @Nullable String messageCode,
      @JsonRawValue @Nullable String messageParameters,
      @JsonRawValue String details,
      String priority,
      String status,
      @Nullable OffsetDateTime resolvedAt,
      @Nullable String handledBy,
      @Nullable OffsetDateTime handledAt,
      @Nullable String notes,
      @Nullable String assignee,
      int version,
      @Nullable OffsetDateTime escalatedAt,
      @Nullable UUID silenceId,
      @Nullable OffsetDateTime unsilencedAt,
      boolean notificationSent,
      @JsonRawValue String notificationChannelsUsed,
      @JsonRawValue String notifications)
      implements PageItem {}

  /** How many alerts there were of a kind. */
  record Count(String cameraId, String alertType, String status, String priority, long alerts) {}

  /** How many notifications through a channel came to an outcome. */
  record NotificationCount(String channel, String outcome, long notifications) {}

  List<AlertView> page(Caller caller, AlertQuery query, TimeRange range, PageRequest request) {
    return seenBy(caller, SELECT)
        .with("whole", seesAddresses(caller))
        .where(NotificationOutcome.GIVEN_UP.is(query.notifications()), GIVEN_UP)
        .where("waiting".equals(query.notifications()), WAITING)
        .where("camera_id", query.camera())
        .where("status", query.status())
        .within("timestamp", range)
        .newestFirst(request)
        .on(jdbc)
        .query(AlertView.class)
        .list();
  }

  Optional<AlertView> find(Caller caller, UUID id) {
    return seenBy(caller, SELECT)
        .with("whole", seesAddresses(caller))
        .where("id", id)
        .on(jdbc)
        .query(AlertView.class)
        .optional();
  }

  List<Count> counts(Caller caller, TimeRange range) {
    return seenBy(caller, COUNTS)
        .within("timestamp", range)
        .ending(
            "GROUP BY camera_id, alert_type, status, priority"
                + " ORDER BY camera_id, alert_type, status, priority LIMIT 10000")
        .on(jdbc)
        .query(Count.class)
        .list();
  }

  List<NotificationCount> notifications(Caller caller, TimeRange range) {
    return seenBy(caller, NOTIFICATIONS)
        .within("at", range)
        .ending("GROUP BY channel, outcome ORDER BY channel, outcome LIMIT 10000")
        .on(jdbc)
        .query(NotificationCount.class)
        .list();
  }

  private static Sql seenBy(Caller caller, String select) {
    return Sql.select(select).seenBy(caller).namesOnlySeenBy(caller, Sql.ALERT_MEMBERS);
  }

  /** Addresses are of people: those who decide see whom a rule notifies, too. */
  private static boolean seesAddresses(Caller caller) {
    return caller.role() != Role.VIEWER;
  }
}
