-- Whether all of a camera's video is recorded.
ALTER TABLE cameras ADD COLUMN IF NOT EXISTS record_video boolean NOT NULL DEFAULT false;
