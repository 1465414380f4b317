-- Where a violation opened, so that one kind of zone can be asked for.
ALTER TABLE violation_events
  ADD COLUMN zones text[] NOT NULL DEFAULT '{}'; -- types of the zones that the person was in; empty where it came before these were told
-- Query: the page of one type of zone where few lie in such; where many do, it is read along the time.
CREATE INDEX violation_events_zones ON violation_events USING gin (zones);
