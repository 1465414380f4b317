-- How a camera's frames are taken and whether its video is kept, as people set it; and what capture says of it with each word.
ALTER TABLE cameras
  ADD COLUMN frames_per_second       double precision, -- null: as capture-service is set, as in the three below
  ADD COLUMN jpeg_quality            integer,
  ADD COLUMN longest_side            integer,          -- null: as they come
  ADD COLUMN still_frames_per_second double precision, -- null: as many as else
  ADD COLUMN keep_video              boolean NOT NULL DEFAULT true,
  ADD COLUMN record_video            boolean NOT NULL DEFAULT false,
  ADD COLUMN has_substream           boolean NOT NULL DEFAULT false;

ALTER TABLE camera_status
  ADD COLUMN bits_per_second bigint,      -- null: not measured
  ADD COLUMN last_error      text,        -- also of a camera that is online again
  ADD COLUMN last_error_at   timestamptz,
  ADD COLUMN instance        text;        -- of capture-service
