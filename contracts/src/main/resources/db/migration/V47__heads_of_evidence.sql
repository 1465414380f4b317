-- What is to be hidden in a picture from who may not see faces, in fractions of it; null: not known, so all of it is.
ALTER TABLE violation_snapshots ADD COLUMN heads JSONB;
