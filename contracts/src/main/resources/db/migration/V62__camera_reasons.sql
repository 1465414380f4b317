-- Why a camera is as it is, as a code that pages have words for, and since when it is so.
ALTER TABLE camera_status
  ADD COLUMN reason_code     text,
  ADD COLUMN last_error_code text,
  ADD COLUMN since           timestamptz; -- null: its capture-service does not say
