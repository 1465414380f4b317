-- Quarters of hours beside the hours: days and hours of every time zone are made of them, +05:30 and +05:45 too. Columns as of the hours.
CREATE TABLE statistics_quarter_hourly (
  camera_id                text             NOT NULL,
  quarter_start            timestamptz      NOT NULL,
  total_frames             bigint           NOT NULL DEFAULT 0,
  total_persons            bigint           NOT NULL DEFAULT 0,
  total_hairnet_violations bigint           NOT NULL DEFAULT 0,
  total_violations         bigint           NOT NULL DEFAULT 0,
  total_handwash_events    bigint           NOT NULL DEFAULT 0,
  total_sanitize_events    bigint           NOT NULL DEFAULT 0,
  saved_frames             bigint           NOT NULL DEFAULT 0,
  violating_frames         bigint           NOT NULL DEFAULT 0,
  stale_frames             bigint           NOT NULL DEFAULT 0,
  outdated_frames          bigint           NOT NULL DEFAULT 0,
  work_entries             bigint           NOT NULL DEFAULT 0,
  unknown_work_entries     bigint           NOT NULL DEFAULT 0,
  compliant_verdicts       bigint           NOT NULL DEFAULT 0,
  violating_verdicts       bigint           NOT NULL DEFAULT 0,
  unknown_verdicts         bigint           NOT NULL DEFAULT 0,
  fps_sum                  double precision NOT NULL DEFAULT 0,
  processing_time_sum      double precision NOT NULL DEFAULT 0, -- seconds
  min_processing_time      double precision,
  max_processing_time      double precision,
  seen_seconds             double precision NOT NULL DEFAULT 0,
  carried_over             boolean          NOT NULL DEFAULT false, -- of an hour counted before there were quarters, see below
  CONSTRAINT statistics_quarter_hourly_pk PRIMARY KEY (camera_id, quarter_start)
);

CREATE TABLE statistics_zone_quarter_hourly (
  camera_id          text        NOT NULL,
  zone               text        NOT NULL, -- the zone's type
  quarter_start      timestamptz NOT NULL,
  total_persons      bigint      NOT NULL DEFAULT 0,
  compliant_verdicts bigint      NOT NULL DEFAULT 0,
  violating_verdicts bigint      NOT NULL DEFAULT 0,
  unknown_verdicts   bigint      NOT NULL DEFAULT 0,
  carried_over       boolean     NOT NULL DEFAULT false,
  CONSTRAINT statistics_zone_quarter_hourly_pk PRIMARY KEY (camera_id, zone, quarter_start)
);

-- Hours that were counted already: what has rows of its own (violations, washing, sanitising) goes to its quarter, if the rows are
-- as many as the hour says. Of all else only the hour is known; it goes to the hour's first quarter, which keeps every whole hour true.
WITH event AS (
  SELECT camera_id, timestamp AS at, 1 AS violations, (violation_type = 'no_hairnet')::int AS hairnets, 0 AS washes, 0 AS sanitised
  FROM violation_events WHERE counted
  UNION ALL
  SELECT camera_id, timestamp, 0, 0, (event_type = 'handwash')::int, (event_type = 'sanitize')::int FROM hygiene_events
), quarter AS (
  SELECT camera_id, date_bin('15 minutes', at, '2000-01-01T00:00:00Z') AS quarter_start, sum(violations) AS violations,
         sum(hairnets) AS hairnets, sum(washes) AS washes, sum(sanitised) AS sanitised
  FROM event GROUP BY 1, 2
), recount AS (
  SELECT camera_id, date_trunc('hour', quarter_start, 'UTC') AS hour_start, sum(violations) AS violations, sum(hairnets) AS hairnets,
         sum(washes) AS washes, sum(sanitised) AS sanitised
  FROM quarter GROUP BY 1, 2
)
INSERT INTO statistics_quarter_hourly
  (camera_id, quarter_start, carried_over, total_violations, total_hairnet_violations, total_handwash_events,
   total_sanitize_events, total_frames, total_persons, saved_frames, violating_frames, stale_frames, outdated_frames,
   work_entries, unknown_work_entries, compliant_verdicts, violating_verdicts, unknown_verdicts, fps_sum,
   processing_time_sum, min_processing_time, max_processing_time, seen_seconds)
SELECT hour.camera_id, hour.hour_start + nth * interval '15 minutes', true,
       CASE WHEN recount.violations = hour.total_violations THEN COALESCE(quarter.violations, 0)
            WHEN nth = 0 THEN hour.total_violations ELSE 0 END,
       CASE WHEN recount.hairnets = hour.total_hairnet_violations THEN COALESCE(quarter.hairnets, 0)
            WHEN nth = 0 THEN hour.total_hairnet_violations ELSE 0 END,
       CASE WHEN recount.washes = hour.total_handwash_events THEN COALESCE(quarter.washes, 0)
            WHEN nth = 0 THEN hour.total_handwash_events ELSE 0 END,
       CASE WHEN recount.sanitised = hour.total_sanitize_events THEN COALESCE(quarter.sanitised, 0)
            WHEN nth = 0 THEN hour.total_sanitize_events ELSE 0 END,
       CASE nth WHEN 0 THEN total_frames ELSE 0 END, CASE nth WHEN 0 THEN total_persons ELSE 0 END,
       CASE nth WHEN 0 THEN saved_frames ELSE 0 END, CASE nth WHEN 0 THEN violating_frames ELSE 0 END,
       CASE nth WHEN 0 THEN stale_frames ELSE 0 END, CASE nth WHEN 0 THEN outdated_frames ELSE 0 END,
       CASE nth WHEN 0 THEN work_entries ELSE 0 END, CASE nth WHEN 0 THEN unknown_work_entries ELSE 0 END,
       CASE nth WHEN 0 THEN compliant_verdicts ELSE 0 END, CASE nth WHEN 0 THEN violating_verdicts ELSE 0 END,
       CASE nth WHEN 0 THEN unknown_verdicts ELSE 0 END, CASE nth WHEN 0 THEN fps_sum ELSE 0 END,
       CASE nth WHEN 0 THEN processing_time_sum ELSE 0 END, CASE nth WHEN 0 THEN min_processing_time END,
       CASE nth WHEN 0 THEN max_processing_time END, CASE nth WHEN 0 THEN seen_seconds ELSE 0 END
FROM statistics_hourly AS hour
CROSS JOIN generate_series(0, 3) AS nth
LEFT JOIN recount ON recount.camera_id = hour.camera_id AND recount.hour_start = hour.hour_start
LEFT JOIN quarter ON quarter.camera_id = hour.camera_id AND quarter.quarter_start = hour.hour_start + nth * interval '15 minutes'
WHERE nth = 0 OR quarter.camera_id IS NOT NULL;

INSERT INTO statistics_zone_quarter_hourly
  (camera_id, zone, quarter_start, total_persons, compliant_verdicts, violating_verdicts, unknown_verdicts, carried_over)
SELECT camera_id, zone, hour_start, total_persons, compliant_verdicts, violating_verdicts, unknown_verdicts, true
FROM statistics_zone_hourly;

-- Query: quarters of all cameras in a range of time.
CREATE INDEX statistics_quarter_hourly_quarter ON statistics_quarter_hourly (quarter_start DESC, camera_id);
-- Query: the same of all cameras' zones.
CREATE INDEX statistics_zone_quarter_hourly_quarter ON statistics_zone_quarter_hourly (quarter_start DESC, camera_id, zone);
