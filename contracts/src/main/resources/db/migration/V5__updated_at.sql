-- updated_at is kept by the database, so that no writer can forget it.
CREATE FUNCTION keep_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END $$;

CREATE TRIGGER violation_events_updated_at BEFORE UPDATE ON violation_events
  FOR EACH ROW EXECUTE FUNCTION keep_updated_at();
CREATE TRIGGER statistics_hourly_updated_at BEFORE UPDATE ON statistics_hourly
  FOR EACH ROW EXECUTE FUNCTION keep_updated_at();
CREATE TRIGGER alert_rules_updated_at BEFORE UPDATE ON alert_rules
  FOR EACH ROW EXECUTE FUNCTION keep_updated_at();
