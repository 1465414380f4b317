-- Pictures may lie in an object store; so what is told of them and their bytes part. Lists get a small one; old ones may go.
CREATE TABLE snapshot_pictures (
  path       text        NOT NULL,
  jpeg       bytea       NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT snapshot_pictures_pk PRIMARY KEY (path)
);
ALTER TABLE snapshot_pictures ALTER COLUMN jpeg SET STORAGE EXTERNAL; -- JPEG does not shrink

INSERT INTO snapshot_pictures (path, jpeg, created_at)
SELECT path, jpeg, created_at FROM violation_snapshots WHERE state = 'present';

ALTER TABLE violation_snapshots
  ADD COLUMN store     text,
  ADD COLUMN bytes     integer,
  ADD COLUMN thumbnail bytea, -- JPEG, at most 320 pixels wide
  ADD COLUMN captured_at timestamptz;

UPDATE violation_snapshots SET captured_at = created_at;
UPDATE violation_snapshots SET store = 'postgresql', bytes = length(jpeg) WHERE state = 'present';

ALTER TABLE violation_snapshots
  DROP CONSTRAINT violation_snapshots_whole,
  DROP COLUMN jpeg,
  ALTER COLUMN captured_at SET NOT NULL,
  ADD CONSTRAINT violation_snapshots_whole CHECK (
    CASE state
      WHEN 'present' THEN path IS NOT NULL AND sha256 IS NOT NULL AND store IS NOT NULL AND bytes IS NOT NULL
      WHEN 'missing' THEN path IS NULL AND store IS NULL
      WHEN 'expired' THEN thumbnail IS NULL -- its path stays until the store has let go
      ELSE false
    END);

-- Query: the oldest pictures, for retention by age and by total size.
CREATE INDEX violation_snapshots_oldest ON violation_snapshots (captured_at) INCLUDE (bytes) WHERE state = 'present';
-- Query: pictures that are to leave their store.
CREATE INDEX violation_snapshots_leaving ON violation_snapshots (violation_id) WHERE state = 'expired' AND path IS NOT NULL;

ALTER TABLE violation_events
  DROP CONSTRAINT violation_events_snapshot_known,
  ADD CONSTRAINT violation_events_snapshot_known
    CHECK (snapshot_state IN ('awaited', 'present', 'missing', 'expired'));
