-- Where the video of recorded cameras lies: a row for each file of about a minute, and where in it each fragment begins.
CREATE TABLE recordings (
  id             uuid        NOT NULL, -- follows from camera, run and first sequence, so that what is recorded again is there already
  camera_id      text        NOT NULL,
  epoch          timestamptz NOT NULL,
  generation     bigint      NOT NULL,
  opening        int         NOT NULL DEFAULT 0, -- how often the source had been opened before in that run
  first_sequence bigint      NOT NULL,
  last_sequence  bigint      NOT NULL,
  from_at        timestamptz NOT NULL, -- of its first picture
  to_at          timestamptz NOT NULL, -- when its last picture ends
  codec          text        NOT NULL,
  width          int         NOT NULL,
  height         int         NOT NULL,
  init_sha256    text        NOT NULL,
  init_bytes     int         NOT NULL, -- the init data, with which the file begins
  fragments      jsonb       NOT NULL, -- of each [sequence, offset in the file, bytes, from and to in microseconds, 1 if a key frame begins it]
  store          text        NOT NULL,
  path           text        NOT NULL,
  bytes          bigint      NOT NULL,
  sha256         text        NOT NULL,
  created_at     timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT recordings_pk PRIMARY KEY (id),
  CONSTRAINT recordings_path_uq UNIQUE (store, path)
);

-- What a camera recorded of a time, newest first.
CREATE INDEX recordings_camera_ix ON recordings (camera_id, from_at DESC, id DESC);
-- What of a run is recorded already.
CREATE INDEX recordings_run_ix ON recordings (camera_id, epoch, generation, last_sequence DESC);
-- What has reached its age.
CREATE INDEX recordings_age_ix ON recordings (to_at);

-- Files that are to leave their store: recordings that are gone, and files that are being written, which leave if no row comes.
CREATE TABLE leaving_recordings (
  path       text        NOT NULL,
  store      text        NOT NULL,
  not_before timestamptz NOT NULL,
  CONSTRAINT leaving_recordings_pk PRIMARY KEY (path, store)
);
