-- Days whose records were taken out into files, to be found again.
CREATE TABLE archived_days (
  day         date        NOT NULL,
  file        text        NOT NULL, -- name within the archive
  rows        bigint      NOT NULL,
  sha256      text        NOT NULL, -- of the file
  archived_at timestamptz NOT NULL DEFAULT now(),
  restored_at timestamptz,          -- null while its records are only in the file
  CONSTRAINT archived_days_pk PRIMARY KEY (day)
);
