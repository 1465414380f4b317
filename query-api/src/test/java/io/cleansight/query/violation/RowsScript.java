package io.cleansight.query.violation;

import java.util.ArrayList;
import java.util.List;

/** Fills the tables with as many rows as wanted, of sixteen cameras over the last days. */
final class RowsScript {
  private RowsScript() {}

  static List<String> statements(int records, int violations, int days) {
    var sql = new ArrayList<String>();
    for (int day = 0; day <= days; day++) {
      sql.add(
          """
          DO $$ BEGIN
            EXECUTE format(
              'CREATE TABLE IF NOT EXISTS detection_records_%%s PARTITION OF detection_records FOR VALUES FROM (%%L) TO (%%L)',
              to_char(CURRENT_DATE - %1$d, 'YYYYMMDD'), (CURRENT_DATE - %1$d) || ' 00:00+00',
              (CURRENT_DATE - %1$d + 1) || ' 00:00+00');
          END $$"""
              .formatted(day));
    }
    sql.add(
        """
        INSERT INTO detection_records
          (id, camera_id, timestamp, frame_number, person_count, hairnet_violations, handwash_events, sanitize_events,
           person_detections, hairnet_results, handwash_results, sanitize_results, processing_time, fps)
        SELECT gen_random_uuid(), 'cam-' || n %% 16, now() - n * (interval '%d days' / %d), n, 1, (n %% 50 = 0)::int, 0, 0,
               '[{"track_id": 1, "confidence": 0.9, "bbox": {"x": 0.1, "y": 0.1, "width": 0.1, "height": 0.1}}]',
               '[{"track_id": 1, "verdict": "compliant"}]', '[]', '[]', 0.05, 5
        FROM generate_series(1, %d) AS n"""
            .formatted(days, records, records));
    sql.add(
        """
        INSERT INTO violation_events
          (id, detection_id, camera_id, timestamp, violation_type, track_id, confidence, bbox, reason, status, zones)
        SELECT gen_random_uuid(), gen_random_uuid(), 'cam-' || n %% 16, now() - n * (interval '%d days' / %d),
               CASE WHEN n %% 5 = 0 THEN 'no_handwash' ELSE 'no_hairnet' END, n, 0.9,
               '{"x": 0.1, "y": 0.1, "width": 0.1, "height": 0.1}', 'no_hairnet in 9 of 11 frames over 2.1 s',
               CASE WHEN n %% 3 = 0 THEN 'pending' ELSE 'confirmed' END,
               CASE WHEN n %% 2 = 0 THEN '{work_area}'::text[] WHEN n %% 5000 = 1 THEN '{restricted}' ELSE '{}' END
        FROM generate_series(1, %d) AS n"""
            .formatted(days, violations, violations));
    sql.add(
        """
        INSERT INTO violation_clips
          (violation_id, camera_id, state, reason, opened_at, appended_at, from_at, to_at, latest_at, due_at)
        SELECT id, camera_id, 'missing', 'no_video', timestamp, timestamp, timestamp, timestamp, timestamp, timestamp
        FROM violation_events""");
    sql.add(
        """
        INSERT INTO alert_history (id, rule_id, camera_id, timestamp, alert_type, message, details, priority)
        SELECT gen_random_uuid(), gen_random_uuid(), 'cam-' || n %% 16, now() - n * (interval '%d days' / %d),
               'violation_threshold', 'five of them', '{}', 'high'
        FROM generate_series(1, %d) AS n"""
            .formatted(days, violations, violations));
    sql.add(
        """
        INSERT INTO alert_notifications (alert_id, channel, recipient, state, outcome, attempts, at)
        SELECT id, channel, 'kitchen', 'raised', 'delivered', 1, timestamp
        FROM alert_history, unnest('{email,log}'::text[]) AS channel""");
    sql.add(
        """
        INSERT INTO statistics_hourly (camera_id, hour_start, total_frames)
        SELECT 'cam-' || camera, date_trunc('hour', now()) - hour * interval '1 hour', 1
        FROM generate_series(0, 15) AS camera, generate_series(0, %d) AS hour"""
            .formatted(days * 24));
    sql.add(
        """
        INSERT INTO statistics_zone_hourly (camera_id, zone, hour_start, total_persons)
        SELECT camera_id, zone, hour_start, 1 FROM statistics_hourly, unnest('{entrance,handwash}'::text[]) AS zone""");
    sql.add("ANALYZE");
    return sql;
  }
}
