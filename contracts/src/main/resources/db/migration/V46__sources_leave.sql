-- Where cameras' video comes from is for capture-service alone; here is only whether it was set.
ALTER TABLE cameras ADD COLUMN has_source BOOLEAN NOT NULL DEFAULT false;
UPDATE cameras SET has_source = source IS NOT NULL;
ALTER TABLE cameras DROP COLUMN source;
