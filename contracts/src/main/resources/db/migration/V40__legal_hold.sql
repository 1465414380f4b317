-- A legal hold is lifted by two people: who asked for it and when is kept until somebody else confirms, or seven days have passed.
ALTER TABLE violation_events
  ADD COLUMN lift_requested_by text,        -- null: nobody has asked
  ADD COLUMN lift_requested_at timestamptz,
  ADD CONSTRAINT violation_events_lift_whole
    CHECK ((lift_requested_by IS NULL) = (lift_requested_at IS NULL) AND (lift_requested_by IS NULL OR legal_hold));

ALTER TABLE review_log
  DROP CONSTRAINT review_log_outcome_known,
  ADD CONSTRAINT review_log_outcome_known
    CHECK (outcome IN ('applied', 'stale_version', 'unknown_target', 'awaiting_target', 'refused'));
