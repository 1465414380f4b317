-- What a reviewer needs beside the picture: how bad it is, what came before, whose it is, and whether it must be kept.
ALTER TABLE violation_events
  ADD COLUMN severity      text    NOT NULL DEFAULT 'medium',
  ADD COLUMN timeline      jsonb   NOT NULL DEFAULT '[]', -- steps before it, oldest first: {what, at, duration_millis}
  ADD COLUMN assignee      text,
  ADD COLUMN review_reason text,
  ADD COLUMN legal_hold    boolean NOT NULL DEFAULT false,
  ADD COLUMN counted       boolean NOT NULL DEFAULT true, -- in its hour; false: it claims a time that cannot be
  ADD CONSTRAINT violation_events_severity_known CHECK (severity IN ('low', 'medium', 'high', 'critical'));

-- Query: what retention must keep, of any age.
CREATE INDEX violation_events_held ON violation_events (timestamp) WHERE legal_hold;

ALTER TABLE review_log
  ADD COLUMN reason     text,
  ADD COLUMN assignee   text,
  ADD COLUMN legal_hold boolean;

-- Query: who decided what about one violation or alert.
CREATE INDEX review_log_target ON review_log (target_id, applied_at);
