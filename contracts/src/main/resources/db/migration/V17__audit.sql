-- Who looked at evidence and who changed what; decisions are in review_log.
CREATE TABLE audit_log (
  id        uuid        NOT NULL,
  timestamp timestamptz NOT NULL,
  who       text        NOT NULL,
  role      text        NOT NULL,
  action    text        NOT NULL,
  target    text        NOT NULL,
  camera_id text,                 -- null: of no camera
  address   text        NOT NULL,
  CONSTRAINT audit_log_pk PRIMARY KEY (id)
);

-- Query: the page of the audit, newest first, by key.
CREATE INDEX audit_log_timestamp ON audit_log (timestamp DESC, id DESC);
-- Query: the same of one person.
CREATE INDEX audit_log_who ON audit_log (who, timestamp DESC, id DESC);
