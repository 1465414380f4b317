package io.cleansight.query.event;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.cleansight.query.access.Caller;
import io.cleansight.query.sql.Sql;
import io.cleansight.query.web.PageItem;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.TimeRange;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what happened: violations, alerts and hygiene events as one list. */
@Repository
class EventReader {
  /** Conditions and order reach into each part, whose index gives them: only a page is read. */
  private static final String SELECT =
      """
      SELECT id, camera_id, timestamp, kind, event_type, track_id, duration_millis, status, message,
             message_code, message_parameters::text AS message_parameters FROM (
        SELECT id, camera_id, timestamp, 'violation'::text AS kind, violation_type AS event_type, track_id,
               NULL::bigint AS duration_millis, status, reason AS message, reason_code AS message_code,
               reason_parameters AS message_parameters, NULL::jsonb AS members
        FROM violation_events
        UNION ALL
        SELECT id, camera_id, timestamp, 'alert'::text, alert_type, NULL::bigint, NULL::bigint, status, message,
               message_code, message_parameters, details->'members'
        FROM alert_history
        UNION ALL
        SELECT id, camera_id, timestamp, 'hygiene'::text, event_type, track_id, duration_millis, NULL::text, NULL::text,
               NULL::text, NULL::jsonb, NULL::jsonb
        FROM hygiene_events) AS event""";

  private final JdbcClient jdbc;

  EventReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Something that happened.
   *
   * @param kind "violation" that opened, "alert" that was raised, "hygiene": hands washed or
   *     sanitised
   * @param eventType the violation's type, the alert's, or "handwash" or "sanitize"
   * @param durationMillis how long washing or sanitising took
   * @param status of a violation or alert, as it is now
   * @param message why, in English, of a violation or alert
   * @param messageCode what the message says, as {@code reason_code} of a violation and {@code
   *     message_code} of an alert
   * @param messageParameters JSON, what the message says, by name; null without a code
   */
  record EventView(
      UUID id,
      String cameraId,
      OffsetDateTime timestamp,
      String kind,
      String eventType,
      @Nullable Long trackId,
      @Nullable Long durationMillis,
      @Nullable String status,
      @Nullable String message,
      @Nullable String messageCode,
      @JsonRawValue @Nullable String messageParameters)
      implements PageItem {}

  List<EventView> page(Caller caller, EventQuery query, TimeRange range, PageRequest request) {
    return Sql.select(SELECT)
        .seenBy(caller)
        .namesOnlySeenBy(caller, "members")
        .where("camera_id", query.camera())
        .where("kind", query.kind())
        .within("timestamp", range)
        .newestFirst(request)
        .on(jdbc)
        .query(EventView.class)
        .list();
  }
}
