-- What people had erased stays erased: each erasure is remembered, and what comes of its cameras and time is not written again.
CREATE TABLE erasures (
  id           uuid        NOT NULL,
  camera_ids   text[]      NOT NULL,
  from_at      timestamptz NOT NULL,
  to_at        timestamptz NOT NULL,
  reason       text        NOT NULL,
  requested_by text        NOT NULL,
  requested_at timestamptz NOT NULL,
  kept         jsonb       NOT NULL, -- under legal hold when it was asked for: {violation_id, camera_id, from, to}
  applied_at   timestamptz,          -- null: what was there before is still being erased
  CONSTRAINT erasures_pk PRIMARY KEY (id)
);

-- Nothing but that they were, so that they count once.
CREATE TABLE erased_violations (
  id uuid NOT NULL,
  CONSTRAINT erased_violations_pk PRIMARY KEY (id)
);

-- Pictures of which nothing tells any more, until their store has let go of them.
CREATE TABLE leaving_pictures (
  path  text NOT NULL,
  store text NOT NULL,
  CONSTRAINT leaving_pictures_pk PRIMARY KEY (path, store)
);
