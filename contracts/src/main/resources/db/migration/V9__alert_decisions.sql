-- People acknowledge and resolve alerts as they review violations: against a version, with a trace.
ALTER TABLE alert_history
  ADD COLUMN handled_by text,
  ADD COLUMN handled_at timestamptz,
  ADD COLUMN notes      text,
  ADD COLUMN assignee   text,
  ADD COLUMN version    integer NOT NULL DEFAULT 0, -- counts the decisions of people
  DROP CONSTRAINT alert_history_status_known,
  ADD CONSTRAINT alert_history_status_known CHECK (status IN ('raised', 'acknowledged', 'resolved'));
