-- Visits, a row each: who stays in the picture is counted once, not in every frame. Violations that were decided to be false positives leave the sums.
CREATE TABLE visits (
  id        uuid        NOT NULL, -- UUIDv5 of the id of the frame that showed the person first, and the track
  camera_id text        NOT NULL,
  timestamp timestamptz NOT NULL, -- when it began
  track_id  bigint      NOT NULL,
  begun     boolean     NOT NULL, -- false only while the frame that told of the beginning lies in the dead letters
  judged    boolean     NOT NULL, -- whether it could be told whether the hair was covered
  zones     text[]      NOT NULL, -- types of the zones that were entered
  CONSTRAINT visits_pk PRIMARY KEY (id)
);
-- Query: those of a camera and an hour; those that have reached their age.
CREATE INDEX visits_camera ON visits (camera_id, timestamp DESC, id DESC);
CREATE INDEX visits_timestamp ON visits (timestamp DESC, id DESC);

ALTER TABLE violation_events
  ADD COLUMN visit_id         uuid, -- null where it came before visits were told
  ADD COLUMN visit_started_at timestamptz;
-- Query: the other violations of a visit.
CREATE INDEX violation_events_visit ON violation_events (visit_id) WHERE visit_id IS NOT NULL;

-- Of a hairnet violation that counts, and was erased, the visit: it stays charged.
ALTER TABLE erased_violations
  ADD COLUMN camera_id        text,
  ADD COLUMN visit_id         uuid,
  ADD COLUMN visit_started_at timestamptz;
CREATE INDEX erased_violations_visit ON erased_violations (visit_id) WHERE visit_id IS NOT NULL;

ALTER TABLE statistics_hourly
  ADD COLUMN visits           bigint NOT NULL DEFAULT 0,
  ADD COLUMN judged_visits    bigint NOT NULL DEFAULT 0,
  ADD COLUMN violating_visits bigint NOT NULL DEFAULT 0;
ALTER TABLE statistics_quarter_hourly
  ADD COLUMN visits           bigint NOT NULL DEFAULT 0,
  ADD COLUMN judged_visits    bigint NOT NULL DEFAULT 0,
  ADD COLUMN violating_visits bigint NOT NULL DEFAULT 0;
ALTER TABLE statistics_zone_hourly ADD COLUMN visits bigint NOT NULL DEFAULT 0;
ALTER TABLE statistics_zone_quarter_hourly ADD COLUMN visits bigint NOT NULL DEFAULT 0;

-- What was decided before.
UPDATE statistics_hourly AS hour
SET total_violations = hour.total_violations - gone.violations,
    total_hairnet_violations = hour.total_hairnet_violations - gone.hairnets
FROM (
  SELECT camera_id, date_trunc('hour', timestamp, 'UTC') AS hour_start, count(*) AS violations,
         count(*) FILTER (WHERE violation_type = 'no_hairnet') AS hairnets
  FROM violation_events WHERE counted AND status = 'false_positive' GROUP BY 1, 2) AS gone
WHERE gone.camera_id = hour.camera_id AND gone.hour_start = hour.hour_start;
UPDATE statistics_quarter_hourly AS quarter
SET total_violations = quarter.total_violations - gone.violations,
    total_hairnet_violations = quarter.total_hairnet_violations - gone.hairnets
FROM (
  SELECT camera_id, date_bin('15 minutes', timestamp, '2000-01-01T00:00:00Z') AS quarter_start, count(*) AS violations,
         count(*) FILTER (WHERE violation_type = 'no_hairnet') AS hairnets
  FROM violation_events WHERE counted AND status = 'false_positive' GROUP BY 1, 2) AS gone
WHERE gone.camera_id = quarter.camera_id AND gone.quarter_start = quarter.quarter_start;
