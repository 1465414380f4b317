package io.cleansight.query.export;

import io.cleansight.query.access.Caller;
import io.cleansight.query.web.Sql;
import io.cleansight.query.web.TimeRange;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be exported: its columns as users know them, and by which time it is ordered.
 *
 * @param select everything before WHERE
 */
record Table(String name, String select, String time) {
  static final Map<String, Table> ALL =
      Map.of(
          "violations",
          new Table(
              "violations",
              """
              SELECT id, camera_id, timestamp, closed_at, violation_type, severity, status, confidence, track_id, reason,
                     handled_by, handled_at, notes, review_reason, assignee, legal_hold, untimely, snapshot_state
              FROM violation_events""",
              "timestamp"),
          "detection-records",
          new Table(
              "detection-records",
              """
              SELECT id, camera_id, timestamp, frame_number, person_count, hairnet_violations, handwash_events,
                     sanitize_events, processing_time, fps
              FROM detection_records""",
              "timestamp"),
          "statistics",
          new Table(
              "statistics",
              """
              SELECT camera_id, hour_start, total_frames, total_persons, total_hairnet_violations, total_violations,
                     total_handwash_events, total_sanitize_events, stale_frames, outdated_frames, work_entries,
                     unknown_work_entries, compliant_verdicts, violating_verdicts, unknown_verdicts, compliance_rate,
                     coverage, avg_fps, avg_processing_time
              FROM statistics_hourly""",
              "hour_start"),
          "alerts",
          new Table(
              "alerts",
              """
              SELECT id, camera_id, timestamp, alert_type, priority, status, message, resolved_at, handled_by, handled_at,
                     escalated_at, notification_sent, notes
              FROM alert_history""",
              "timestamp"));

  /** The statement for what the caller may see. */
  Sql sql(Caller caller, @Nullable String camera, TimeRange range) {
    return Sql.select(select)
        .seenBy(caller)
        .where("camera_id", camera)
        .within(time, range)
        .ending("ORDER BY " + time);
  }
}
