-- What persistence needs to write everything once, and what it knows of cameras and decisions.
CREATE TABLE consumer_position (
  topic_id    text    NOT NULL, -- Kafka's own id of the topic: a topic made anew starts anew
  partition   integer NOT NULL,
  topic       text    NOT NULL,
  next_offset bigint  NOT NULL,
  CONSTRAINT consumer_position_pk PRIMARY KEY (topic_id, partition)
);

CREATE TABLE camera_status (
  camera_id   text             NOT NULL,
  at          timestamptz      NOT NULL,
  state       text             NOT NULL,
  source_kind text             NOT NULL,
  fps         double precision NOT NULL,
  epoch       timestamptz      NOT NULL,
  captured    bigint           NOT NULL,
  published   bigint           NOT NULL,
  dropped     jsonb            NOT NULL,
  reason      text,
  CONSTRAINT camera_status_pk PRIMARY KEY (camera_id)
);

CREATE TABLE review_log (
  command_id  uuid        NOT NULL,
  target      text        NOT NULL,
  target_id   uuid        NOT NULL,
  outcome     text        NOT NULL, -- applied, stale_version, unknown_target
  from_status text,
  to_status   text        NOT NULL,
  handled_by  text        NOT NULL,
  notes       text,
  decided_at  timestamptz NOT NULL,
  applied_at  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT review_log_pk PRIMARY KEY (command_id),
  CONSTRAINT review_log_outcome_known CHECK (outcome IN ('applied', 'stale_version', 'unknown_target'))
);
