-- Washing and sanitising, a row each: what people did is shown beside what they left out, whatever frames are saved.
CREATE TABLE hygiene_events (
  id              uuid        NOT NULL, -- UUIDv5 of the frame's id, the type and the track
  camera_id       text        NOT NULL,
  timestamp       timestamptz NOT NULL,
  event_type      text        NOT NULL, -- handwash, sanitize
  track_id        bigint      NOT NULL,
  duration_millis bigint      NOT NULL,
  CONSTRAINT hygiene_events_pk PRIMARY KEY (id)
);

-- Query: what happened, newest first, by key.
CREATE INDEX hygiene_events_timestamp ON hygiene_events (timestamp DESC, id DESC);
-- Query: the same of one camera.
CREATE INDEX hygiene_events_camera ON hygiene_events (camera_id, timestamp DESC, id DESC);
