package io.cleansight.query.export;

import io.cleansight.query.access.Caller;
import io.cleansight.query.sql.Sql;
import io.cleansight.query.web.TimeRange;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be exported: its columns as users know them, and by which time it is ordered.
 *
 * @param select everything before WHERE
 * @param time column of a time, by which rows are ordered
 * @param key column that tells rows of one time apart, and orders them
 */
record Table(String name, String select, String time, String key) {
  static final Map<String, Table> ALL =
      Map.of(
          "violations",
          new Table(
              "violations",
              """
              SELECT id, camera_id, timestamp, closed_at, violation_type, severity, status, confidence, track_id, reason,
                     handled_by, handled_at, notes, review_reason, assignee, legal_hold, untimely, snapshot_state
              FROM violation_events""",
              "timestamp",
              "id"),
          "detection-records",
          new Table(
              "detection-records",
              """
              SELECT id, camera_id, timestamp, frame_number, person_count, hairnet_violations, handwash_events,
                     sanitize_events, processing_time, fps
              FROM detection_records""",
              "timestamp",
              "id"),
          "statistics",
          new Table(
              "statistics",
              """
              SELECT camera_id, hour_start, total_frames, total_persons, total_hairnet_violations, total_violations,
                     total_handwash_events, total_sanitize_events, stale_frames, outdated_frames, work_entries,
                     unknown_work_entries, compliant_verdicts, violating_verdicts, unknown_verdicts, compliance_rate,
                     coverage, avg_fps, avg_processing_time
              FROM statistics_hourly""",
              "hour_start",
              "camera_id"),
          "alerts",
          new Table(
              "alerts",
              """
              SELECT id, camera_id, timestamp, alert_type, priority, status, message, resolved_at, handled_by, handled_at,
                     escalated_at, notification_sent, notes
              FROM alert_history""",
              "timestamp",
              "id"));

  /** What is kept of people, but for pictures: with everything that is told of a person. */
  static final List<Table> OF_PEOPLE =
      List.of(
          new Table(
              "violations",
              """
              SELECT id, camera_id, timestamp, closed_at, violation_type, severity, status, confidence, track_id,
                     bbox::text AS bbox, reason, timeline::text AS timeline, handled_by, handled_at, notes, review_reason,
                     assignee, legal_hold, untimely, snapshot_state
              FROM violation_events""",
              "timestamp",
              "id"),
          new Table(
              "decisions",
              """
              SELECT * FROM (
                SELECT log.command_id AS id, violation.camera_id, violation.timestamp, log.target_id AS violation_id,
                       log.decided_at, log.handled_by, log.outcome, log.to_status, log.notes, log.reason
                FROM review_log AS log JOIN violation_events AS violation ON violation.id = log.target_id) AS decision""",
              "timestamp",
              "id"),
          new Table(
              "hygiene-events",
              "SELECT id, camera_id, timestamp, event_type, track_id, duration_millis FROM hygiene_events",
              "timestamp",
              "id"),
          new Table(
              "detection-records",
              """
              SELECT id, camera_id, timestamp, frame_number, person_count, person_detections::text AS person_detections,
                     hairnet_results::text AS hairnet_results, handwash_results::text AS handwash_results,
                     sanitize_results::text AS sanitize_results
              FROM detection_records""",
              "timestamp",
              "id"));

  /**
   * A row's place in the order.
   *
   * @param key as the driver gives it
   */
  record Place(OffsetDateTime time, Object key) {}

  /**
   * The statement for the next rows that the caller may see.
   *
   * @param after null: from the first
   */
  Sql page(
      Caller caller, @Nullable String camera, TimeRange range, @Nullable Place after, int rows) {
    Sql sql =
        Sql.select(select)
            .seenBy(caller)
            .where("camera_id", camera)
            .within(time, range)
            .ending("ORDER BY %s, %s LIMIT %d".formatted(time, key, rows));
    if (name.equals("alerts")) {
      sql.namesOnlySeenBy(caller, Sql.ALERT_MEMBERS);
    }
    if (after != null) {
      sql.where(true, "(%s, %s) > (:afterTime, :afterKey)".formatted(time, key))
          .with("afterTime", after.time())
          .with("afterKey", after.key());
    }
    return sql;
  }
}
