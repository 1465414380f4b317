-- Rules that watch more than violations, for some cameras, at some hours, and not again at once.
ALTER TABLE alert_rules
  ADD COLUMN camera_ids       jsonb   NOT NULL DEFAULT '[]', -- beside camera_id; none in both: every camera
  ADD COLUMN schedule         jsonb,                         -- null: always
  ADD COLUMN cooldown_seconds integer NOT NULL DEFAULT 0,
  DROP CONSTRAINT alert_rules_type_known,
  ADD CONSTRAINT alert_rules_type_known CHECK (
    rule_type IN ('violation_threshold', 'continuous_violation', 'no_detection', 'occupancy', 'camera_offline'));
