-- Rules that people set and the alerts that came of them.
CREATE TABLE alert_rules (
  id                    uuid        NOT NULL,
  name                  text        NOT NULL,
  camera_id             text,                 -- null: every camera
  rule_type             text        NOT NULL,
  conditions            jsonb       NOT NULL,
  notification_channels jsonb       NOT NULL,
  recipients            jsonb       NOT NULL,
  enabled               boolean     NOT NULL DEFAULT true,
  priority              text        NOT NULL,
  created_at            timestamptz NOT NULL DEFAULT now(),
  created_by            text,
  updated_at            timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT alert_rules_pk PRIMARY KEY (id),
  CONSTRAINT alert_rules_type_known CHECK (rule_type IN ('violation_threshold', 'continuous_violation', 'no_detection')),
  CONSTRAINT alert_rules_priority_known CHECK (priority IN ('low', 'medium', 'high', 'critical'))
);

-- Query: the list of rules by name.
CREATE INDEX alert_rules_name ON alert_rules (name, id);
-- Query: the rules in force for one camera.
CREATE INDEX alert_rules_camera ON alert_rules (camera_id) WHERE enabled;
-- Query: the rules in force of one type.
CREATE INDEX alert_rules_type ON alert_rules (rule_type) WHERE enabled;

CREATE TABLE alert_history (
  id                         uuid        NOT NULL,
  rule_id                    uuid        NOT NULL,
  camera_id                  text        NOT NULL,
  timestamp                  timestamptz NOT NULL, -- when it was raised, in event time
  alert_type                 text        NOT NULL,
  message                    text        NOT NULL,
  details                    jsonb       NOT NULL,
  priority                   text        NOT NULL,
  status                     text        NOT NULL DEFAULT 'raised',
  resolved_at                timestamptz,
  notification_sent          boolean     NOT NULL DEFAULT false,
  notification_channels_used jsonb       NOT NULL DEFAULT '[]',
  created_at                 timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT alert_history_pk PRIMARY KEY (id),
  CONSTRAINT alert_history_status_known CHECK (status IN ('raised', 'resolved'))
);

-- Query: the page of all alerts, newest first, by key.
CREATE INDEX alert_history_timestamp ON alert_history (timestamp DESC, id DESC);
-- Query: the page of one camera.
CREATE INDEX alert_history_camera ON alert_history (camera_id, timestamp DESC, id DESC);
-- Query: what came of one rule.
CREATE INDEX alert_history_rule ON alert_history (rule_id, timestamp DESC, id DESC);

-- What each channel made of an alert; may arrive before the alert itself does.
CREATE TABLE alert_notifications (
  alert_id  uuid        NOT NULL,
  channel   text        NOT NULL,
  delivered boolean     NOT NULL,
  error     text,
  at        timestamptz NOT NULL,
  CONSTRAINT alert_notifications_pk PRIMARY KEY (alert_id, channel)
);
