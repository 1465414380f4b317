-- Why a violation's time cannot be right, as it was marked when its frame was detected; null if it can.
ALTER TABLE violation_events ADD COLUMN untimely VARCHAR(16)
  CONSTRAINT violation_events_untimely_known CHECK (untimely IN ('future', 'expired'));
