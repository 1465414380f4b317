-- Where a camera's video comes from when it was set in the page: sealed, and as such no use to a reader.
ALTER TABLE cameras ADD COLUMN source text; -- null: capture-service's own settings say
