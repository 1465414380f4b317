-- The two views that users of the first system query.
CREATE VIEW v_recent_violations AS
SELECT v.id, v.camera_id, v.timestamp, v.violation_type, v.track_id, v.confidence, v.status, v.snapshot_path,
       v.bbox, v.handled_at, v.handled_by, v.notes, d.frame_number, d.person_count, d.fps
FROM violation_events v
LEFT JOIN detection_records d ON d.id = v.detection_id AND d.timestamp = v.timestamp;

-- A day is a UTC day.
CREATE VIEW v_daily_statistics AS
SELECT camera_id,
       (hour_start AT TIME ZONE 'UTC')::date AS date,
       sum(total_frames)                     AS total_frames,
       sum(total_persons)                    AS total_persons,
       sum(total_hairnet_violations)         AS total_hairnet_violations,
       sum(total_violations)                 AS total_violations,
       sum(total_handwash_events)            AS total_handwash_events,
       sum(total_sanitize_events)            AS total_sanitize_events,
       sum(fps_sum) / NULLIF(sum(total_frames), 0)             AS avg_fps,
       sum(processing_time_sum) / NULLIF(sum(total_frames), 0) AS avg_processing_time
FROM statistics_hourly
GROUP BY camera_id, (hour_start AT TIME ZONE 'UTC')::date;
