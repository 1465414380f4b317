-- A violation has its video, too: what a clip is to show, and once it is made where it is and what it shows.
CREATE TABLE violation_clips (
  violation_id  uuid        NOT NULL,
  camera_id     text        NOT NULL,
  state         text        NOT NULL DEFAULT 'awaited',
  reason        text,                 -- of a clip that is partial or missing: what is wrong
  opened_at     timestamptz NOT NULL,
  appended_at   timestamptz NOT NULL, -- when the violation lay in its topic: where its video is looked for
  from_at       timestamptz NOT NULL, -- what it is to show
  to_at         timestamptz NOT NULL,
  latest_at     timestamptz NOT NULL, -- the latest that it may show, however long the violation stays open
  due_at        timestamptz NOT NULL, -- while it is awaited: when it is tried, or given to somebody else
  attempts      integer     NOT NULL DEFAULT 0,
  first_at      timestamptz,          -- what it shows
  last_at       timestamptz,
  codec         text,
  store         text,                 -- of one that is awaited: where it may be put, by whoever makes it now
  path          text,
  sha256        text,
  bytes         integer,
  blurred_path  text,                 -- the same with heads hidden
  blurred_sha256 text,
  blurred_bytes integer,
  created_at    timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT violation_clips_pk PRIMARY KEY (violation_id),
  CONSTRAINT violation_clips_whole CHECK (
    CASE state
      WHEN 'awaited' THEN sha256 IS NULL
      WHEN 'present' THEN path IS NOT NULL AND store IS NOT NULL AND sha256 IS NOT NULL AND bytes IS NOT NULL
      WHEN 'partial' THEN path IS NOT NULL AND store IS NOT NULL AND sha256 IS NOT NULL AND bytes IS NOT NULL
        AND reason IS NOT NULL
      WHEN 'missing' THEN path IS NULL AND store IS NULL AND reason IS NOT NULL
      WHEN 'expired' THEN path IS NULL AND store IS NULL
      ELSE false
    END)
);

-- Query: which clips are to be made now.
CREATE INDEX violation_clips_due ON violation_clips (due_at) WHERE state = 'awaited';

-- What is kept there is not only JPEG any more.
ALTER TABLE snapshot_pictures ADD COLUMN media_type text NOT NULL DEFAULT 'image/jpeg';

-- What somebody may still be putting there leaves when they are done.
ALTER TABLE leaving_pictures ADD COLUMN not_before timestamptz NOT NULL DEFAULT now();
