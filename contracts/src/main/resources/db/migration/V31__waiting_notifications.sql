-- Which alerts have notifications that wait, or were given up, is asked of every page of alerts.
-- Query: alerts with notifications that wait.
CREATE INDEX alert_notifications_waiting ON alert_notifications (alert_id)
  WHERE outcome IN ('retrying', 'postponed');
