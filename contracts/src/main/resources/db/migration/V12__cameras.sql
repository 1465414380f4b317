-- Cameras as they are set, and when each setting was made: a topic read again must not bring an older one back.
CREATE TABLE cameras (
  id                  text        NOT NULL,
  name                text        NOT NULL,
  enabled             boolean     NOT NULL,
  zones               jsonb       NOT NULL,
  required_steps      jsonb       NOT NULL,
  minimum_wash_millis bigint      NOT NULL,
  step_window_millis  bigint      NOT NULL,
  save_strategy       text,                 -- null: as persistence-service is set
  save_interval       integer,
  set_at              timestamptz NOT NULL,
  set_offset          bigint      NOT NULL,
  created_at          timestamptz NOT NULL DEFAULT now(),
  updated_at          timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT cameras_pk PRIMARY KEY (id)
);

CREATE TRIGGER cameras_updated_at BEFORE UPDATE ON cameras
  FOR EACH ROW EXECUTE FUNCTION keep_updated_at();

ALTER TABLE alert_rules
  ADD COLUMN set_at     timestamptz NOT NULL DEFAULT '-infinity',
  ADD COLUMN set_offset bigint      NOT NULL DEFAULT -1;
