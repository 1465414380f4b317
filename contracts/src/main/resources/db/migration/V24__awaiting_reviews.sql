-- A decision that is read before what it is about waits for it: whichever topic is read first, the record is the same.
ALTER TABLE review_log
  ADD COLUMN expected_version integer,     -- null: whatever the version
  ADD COLUMN appended_at      timestamptz, -- when its topic had it; null: applied before this was kept
  ADD COLUMN appended_offset  bigint,
  DROP CONSTRAINT review_log_outcome_known,
  ADD CONSTRAINT review_log_outcome_known CHECK (outcome IN ('applied', 'stale_version', 'unknown_target', 'awaiting_target'));

-- Query: what was decided about a violation or alert before it came, in its order.
CREATE INDEX review_log_awaiting ON review_log (target_id, appended_at, appended_offset) WHERE outcome = 'awaiting_target';
