-- Settings that were applied: the same one sent again (Idempotency-Key) must not undo what was set in between.
CREATE TABLE applied_commands (
  id         uuid        NOT NULL,
  applied_at timestamptz NOT NULL,
  CONSTRAINT applied_commands_pk PRIMARY KEY (id)
);

-- Query: those that retention lets go.
CREATE INDEX applied_commands_applied_at ON applied_commands (applied_at);
