-- The record: what was seen, what was wrong, and the hours in sum. Names are those that users of the first system know.
CREATE TABLE detection_records (
  id                 uuid             NOT NULL, -- the frame's id
  camera_id          text             NOT NULL,
  timestamp          timestamptz      NOT NULL, -- when the frame was taken
  frame_number       bigint           NOT NULL,
  person_count       integer          NOT NULL,
  hairnet_violations integer          NOT NULL,
  handwash_events    integer          NOT NULL,
  sanitize_events    integer          NOT NULL,
  person_detections  jsonb            NOT NULL,
  hairnet_results    jsonb            NOT NULL,
  handwash_results   jsonb            NOT NULL,
  sanitize_results   jsonb            NOT NULL,
  processing_time    double precision NOT NULL, -- seconds
  fps                double precision NOT NULL,
  created_at         timestamptz      NOT NULL DEFAULT now(),
  CONSTRAINT detection_records_pk PRIMARY KEY (id, timestamp)
) PARTITION BY RANGE (timestamp);

-- Query: the newest records of all cameras.
CREATE INDEX detection_records_timestamp ON detection_records (timestamp DESC, id DESC);
-- Query: the newest records of one camera, and its records in a range.
CREATE INDEX detection_records_camera ON detection_records (camera_id, timestamp DESC, id DESC);
-- Query: the frames with a bare head, which are few.
CREATE INDEX detection_records_violating ON detection_records (camera_id, timestamp DESC, id DESC)
  WHERE hairnet_violations > 0;

CREATE TABLE violation_events (
  id             uuid             NOT NULL,
  detection_id   uuid             NOT NULL, -- the frame that opened it; its record exists if the save policy kept it
  camera_id      text             NOT NULL,
  timestamp      timestamptz      NOT NULL, -- when the episode opened
  violation_type text             NOT NULL,
  track_id       bigint           NOT NULL,
  confidence     double precision NOT NULL,
  snapshot_path  text,                      -- null until the picture has arrived, or if it is missing
  snapshot_state text             NOT NULL DEFAULT 'awaited',
  bbox           jsonb            NOT NULL,
  status         text             NOT NULL DEFAULT 'pending',
  handled_at     timestamptz,
  handled_by     text,
  notes          text,
  closed_at      timestamptz,               -- null while the episode lasts
  reason         text             NOT NULL,
  version        integer          NOT NULL DEFAULT 0, -- counts the decisions of people
  created_at     timestamptz      NOT NULL DEFAULT now(),
  updated_at     timestamptz      NOT NULL DEFAULT now(),
  CONSTRAINT violation_events_pk PRIMARY KEY (id),
  CONSTRAINT violation_events_status_known CHECK (status IN ('pending', 'confirmed', 'false_positive', 'resolved')),
  CONSTRAINT violation_events_snapshot_known CHECK (snapshot_state IN ('awaited', 'present', 'missing'))
);

-- Query: the page of all violations, newest first, by key.
CREATE INDEX violation_events_timestamp ON violation_events (timestamp DESC, id DESC);
-- Query: the page of one camera.
CREATE INDEX violation_events_camera ON violation_events (camera_id, timestamp DESC, id DESC);
-- Query: the page of one status: what is still to be reviewed.
CREATE INDEX violation_events_status ON violation_events (status, timestamp DESC, id DESC);
-- Query: the page of one type.
CREATE INDEX violation_events_type ON violation_events (violation_type, timestamp DESC, id DESC);

CREATE TABLE violation_snapshots (
  violation_id uuid        NOT NULL,
  state        text        NOT NULL,
  path         text,                 -- made by persistence, never by a client
  jpeg         bytea,
  sha256       text,
  created_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT violation_snapshots_pk PRIMARY KEY (violation_id),
  CONSTRAINT violation_snapshots_whole CHECK (
    (state = 'present' AND path IS NOT NULL AND jpeg IS NOT NULL AND sha256 IS NOT NULL)
    OR (state = 'missing' AND path IS NULL AND jpeg IS NULL))
);

CREATE TABLE statistics_hourly (
  camera_id                text             NOT NULL,
  hour_start               timestamptz      NOT NULL,
  total_frames             bigint           NOT NULL DEFAULT 0, -- frames judged, saved or not
  total_persons            bigint           NOT NULL DEFAULT 0, -- sum of persons over frames
  total_hairnet_violations bigint           NOT NULL DEFAULT 0, -- episodes that opened
  total_violations         bigint           NOT NULL DEFAULT 0, -- episodes of every type that opened
  total_handwash_events    bigint           NOT NULL DEFAULT 0,
  total_sanitize_events    bigint           NOT NULL DEFAULT 0,
  stale_frames             bigint           NOT NULL DEFAULT 0, -- live frames skipped as too old
  fps_sum                  double precision NOT NULL DEFAULT 0,
  processing_time_sum      double precision NOT NULL DEFAULT 0, -- seconds
  avg_fps                  double precision GENERATED ALWAYS AS (fps_sum / NULLIF(total_frames, 0)) STORED,
  avg_processing_time      double precision GENERATED ALWAYS AS (processing_time_sum / NULLIF(total_frames, 0)) STORED,
  min_processing_time      double precision,
  max_processing_time      double precision,
  created_at               timestamptz      NOT NULL DEFAULT now(),
  updated_at               timestamptz      NOT NULL DEFAULT now(),
  CONSTRAINT statistics_hourly_pk PRIMARY KEY (camera_id, hour_start)
);

-- Query: the newest hours of all cameras.
CREATE INDEX statistics_hourly_hour ON statistics_hourly (hour_start DESC, camera_id);
-- Query: sums of one camera over a range, from the index alone.
CREATE INDEX statistics_hourly_sums ON statistics_hourly (camera_id, hour_start DESC)
  INCLUDE (total_frames, total_persons, total_hairnet_violations, total_violations);
