-- Statistics that answer "how well", not only "how many": verdicts, zones, and how long the camera could see.
ALTER TABLE statistics_hourly
  ADD COLUMN saved_frames       bigint           NOT NULL DEFAULT 0, -- of total_frames, those with a record
  ADD COLUMN violating_frames   bigint           NOT NULL DEFAULT 0, -- frames with a bare head
  ADD COLUMN compliant_verdicts bigint           NOT NULL DEFAULT 0, -- persons with a hairnet, summed over frames
  ADD COLUMN violating_verdicts bigint           NOT NULL DEFAULT 0, -- persons without one
  ADD COLUMN unknown_verdicts   bigint           NOT NULL DEFAULT 0, -- persons whose head told nothing
  ADD COLUMN seen_seconds       double precision NOT NULL DEFAULT 0, -- how long the camera delivered a picture
  ADD COLUMN compliance_rate    double precision
    GENERATED ALWAYS AS (compliant_verdicts::double precision / NULLIF(compliant_verdicts + violating_verdicts, 0)) STORED,
  ADD COLUMN coverage           double precision GENERATED ALWAYS AS (LEAST(1, seen_seconds / 3600)) STORED;

-- So that a recount of older hours finds what it should.
UPDATE statistics_hourly AS hour SET saved_frames = kept.frames, violating_frames = kept.violating
FROM (
  SELECT camera_id, date_trunc('hour', timestamp, 'UTC') AS hour_start, count(*) AS frames,
         count(*) FILTER (WHERE hairnet_violations > 0) AS violating
  FROM detection_records GROUP BY 1, 2) AS kept
WHERE hour.camera_id = kept.camera_id AND hour.hour_start = kept.hour_start;

CREATE TABLE statistics_zone_hourly (
  camera_id          text        NOT NULL,
  zone               text        NOT NULL, -- the zone's type
  hour_start         timestamptz NOT NULL,
  total_persons      bigint      NOT NULL DEFAULT 0, -- persons in the zone, summed over frames
  compliant_verdicts bigint      NOT NULL DEFAULT 0,
  violating_verdicts bigint      NOT NULL DEFAULT 0,
  unknown_verdicts   bigint      NOT NULL DEFAULT 0,
  compliance_rate    double precision
    GENERATED ALWAYS AS (compliant_verdicts::double precision / NULLIF(compliant_verdicts + violating_verdicts, 0)) STORED,
  CONSTRAINT statistics_zone_hourly_pk PRIMARY KEY (camera_id, zone, hour_start)
);

-- Query: the newest hours of all cameras' zones.
CREATE INDEX statistics_zone_hourly_hour ON statistics_zone_hourly (hour_start DESC, camera_id, zone);
