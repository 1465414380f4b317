-- Runs of a camera are ordered by Kafka, not by a clock: each run has a progress of its own, and frames that are not judged count too.
CREATE TABLE run_progress (
  camera_id  text        NOT NULL,
  epoch      timestamptz NOT NULL,
  outcome    text        NOT NULL, -- judged, stale, outdated
  sequence   bigint      NOT NULL, -- frames of this run and outcome up to this number are counted
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT run_progress_pk PRIMARY KEY (camera_id, epoch, outcome),
  CONSTRAINT run_progress_outcome_known CHECK (outcome IN ('judged', 'stale', 'outdated'))
);

-- Query: runs of long ago, which retention removes.
CREATE INDEX run_progress_updated_at ON run_progress (updated_at);

INSERT INTO run_progress (camera_id, epoch, outcome, sequence)
SELECT camera_id, epoch, 'judged', sequence FROM camera_progress;

DROP TABLE camera_progress;

ALTER TABLE camera_status
  ADD COLUMN generation        bigint NOT NULL DEFAULT 0,
  ADD COLUMN clock_skew_millis bigint; -- of the machine that captures it, against the broker; null: not measured

ALTER TABLE statistics_hourly
  ADD COLUMN outdated_frames      bigint NOT NULL DEFAULT 0, -- frames of a run that a later one had replaced
  ADD COLUMN work_entries         bigint NOT NULL DEFAULT 0, -- people who began to work where steps must be done before
  ADD COLUMN unknown_work_entries bigint NOT NULL DEFAULT 0; -- of these, whose way to work was not seen without a gap
