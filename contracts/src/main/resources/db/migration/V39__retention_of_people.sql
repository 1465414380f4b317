-- Everything with a person in it has a period. Sums stay; a recount of hours must know whose rows have gone.
CREATE TABLE let_go (
  what   text        NOT NULL,
  before timestamptz NOT NULL, -- rows of this kind from before then are gone
  CONSTRAINT let_go_pk PRIMARY KEY (what)
);

-- Query: decisions about what never came, which retention lets go.
CREATE INDEX review_log_applied_at ON review_log (applied_at) WHERE outcome IN ('awaiting_target', 'unknown_target');
