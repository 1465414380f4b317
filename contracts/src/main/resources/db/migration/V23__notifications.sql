-- What came of a notification is known for each recipient and state of an alert, not for a channel alone.
CREATE TABLE alert_notifications_by_recipient (
  alert_id  uuid        NOT NULL,
  channel   text        NOT NULL,
  recipient text        NOT NULL, -- empty: there was nobody to notify
  state     text        NOT NULL, -- of the alert
  outcome   text        NOT NULL, -- delivered, retrying, postponed, given_up
  error     text,
  attempts  integer     NOT NULL DEFAULT 0,
  at        timestamptz NOT NULL,
  CONSTRAINT alert_notifications_by_recipient_pk PRIMARY KEY (alert_id, channel, recipient, state)
);

INSERT INTO alert_notifications_by_recipient (alert_id, channel, recipient, state, outcome, error, at)
SELECT alert_id, channel, '', 'raised', CASE WHEN delivered THEN 'delivered' ELSE 'given_up' END, error, at
FROM alert_notifications;

DROP TABLE alert_notifications;
ALTER TABLE alert_notifications_by_recipient RENAME TO alert_notifications;
ALTER TABLE alert_notifications RENAME CONSTRAINT alert_notifications_by_recipient_pk TO alert_notifications_pk;

-- Query: what could not be delivered, newest first.
CREATE INDEX alert_notifications_given_up ON alert_notifications (at DESC, alert_id) WHERE outcome = 'given_up';
