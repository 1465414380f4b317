-- Times in which rules are quiet; what rules of groups, labels and escalation need; cameras' labels.
CREATE TABLE silences (
  id         uuid        NOT NULL,
  kind       text        NOT NULL,
  comment    text        NOT NULL,
  camera_ids jsonb       NOT NULL,
  labels     jsonb       NOT NULL,
  rule_ids   jsonb       NOT NULL,
  starts_at  timestamptz NOT NULL,
  ends_at    timestamptz NOT NULL,
  schedule   jsonb,                -- null: all the time in between
  created_by text        NOT NULL,
  set_at     timestamptz NOT NULL,
  set_offset bigint      NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT silences_pk PRIMARY KEY (id),
  CONSTRAINT silences_kind_known CHECK (kind IN ('silence', 'maintenance'))
);

-- Query: those that are not over, soonest to end first.
CREATE INDEX silences_end ON silences (ends_at, id);

ALTER TABLE cameras ADD COLUMN labels jsonb NOT NULL DEFAULT '[]';

ALTER TABLE alert_rules
  ADD COLUMN labels                 jsonb   NOT NULL DEFAULT '[]',
  ADD COLUMN group_seconds          integer NOT NULL DEFAULT 0, -- 0: an alert for each camera
  ADD COLUMN escalate_after_seconds integer NOT NULL DEFAULT 0, -- 0: never
  ADD COLUMN escalation_channels    jsonb   NOT NULL DEFAULT '[]',
  ADD COLUMN escalation_recipients  jsonb   NOT NULL DEFAULT '[]',
  DROP CONSTRAINT alert_rules_type_known,
  ADD CONSTRAINT alert_rules_type_known CHECK (
    rule_type IN ('violation_threshold', 'continuous_violation', 'no_detection', 'occupancy', 'camera_offline',
                  'camera_blind', 'dwell', 'compliance_rate'));

ALTER TABLE alert_history
  ADD COLUMN escalated_at timestamptz, -- null: acknowledged in time, or there was no such time
  ADD COLUMN silence_id   uuid;        -- null: people were told
