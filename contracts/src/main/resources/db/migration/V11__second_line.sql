-- Should the position ever be lost, what has been written still says so: frames by their number, letters by their place.
CREATE TABLE camera_progress (
  camera_id text        NOT NULL,
  epoch     timestamptz NOT NULL,
  sequence  bigint      NOT NULL, -- frames of this epoch up to this number, and all older epochs, are written
  CONSTRAINT camera_progress_pk PRIMARY KEY (camera_id)
);

-- Dead letters that were replayed and written; where they first lay is their name.
CREATE TABLE replayed_letters (
  topic     text        NOT NULL,
  partition integer     NOT NULL,
  origin    bigint      NOT NULL, -- offset in that topic
  at        timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT replayed_letters_pk PRIMARY KEY (topic, partition, origin)
);

-- What claims an hour it cannot be from: counted here, and in no statistics.
CREATE TABLE untimely_events (
  topic      text        NOT NULL,
  camera_id  text        NOT NULL,
  reason     text        NOT NULL,
  hour_start timestamptz NOT NULL, -- the hour it claims
  events     bigint      NOT NULL,
  CONSTRAINT untimely_events_pk PRIMARY KEY (topic, camera_id, reason, hour_start),
  CONSTRAINT untimely_events_reason_known CHECK (reason IN ('future', 'expired'))
);
