-- The audit is only added to, and each line is bound to all lines before it: what is changed, missing or cut off shows.
ALTER TABLE audit_log
  ADD COLUMN line_number bigint,
  ADD COLUMN appended_at timestamptz, -- when its topic had it, by the broker's clock
  ADD COLUMN hash        text;        -- SHA-256 over the columns and the hash of the line before, docs/decisions/0023-audit.md

-- A text by its length and itself, so that no two lists of texts read alike; "-" is none.
CREATE FUNCTION audit_field(value text) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT CASE WHEN value IS NULL THEN '-' ELSE octet_length(convert_to(value, 'UTF8')) || ':' || value END $$;

-- Lines that are there already, in the order in which they claim to have happened.
DO $$
DECLARE
  line   audit_log%ROWTYPE;
  number bigint := 0;
  last   text := repeat('0', 64);
BEGIN
  FOR line IN SELECT * FROM audit_log ORDER BY timestamp, id LOOP
    number := number + 1;
    last := encode(sha256(convert_to(
      audit_field(last) || audit_field(number::text) || audit_field(line.id::text)
        || audit_field((extract(epoch FROM line.timestamp) * 1000000)::bigint::text)
        || audit_field((extract(epoch FROM line.timestamp) * 1000000)::bigint::text)
        || audit_field(line.who) || audit_field(line.role) || audit_field(line.action) || audit_field(line.target)
        || audit_field(line.camera_id) || audit_field(line.address), 'UTF8')), 'hex');
    UPDATE audit_log SET line_number = number, appended_at = line.timestamp, hash = last WHERE id = line.id;
  END LOOP;
END $$;

DROP FUNCTION audit_field;

ALTER TABLE audit_log
  ALTER COLUMN line_number SET NOT NULL,
  ALTER COLUMN appended_at SET NOT NULL,
  ALTER COLUMN hash SET NOT NULL,
  -- Query: the last line, and all in their order.
  ADD CONSTRAINT audit_log_line UNIQUE (line_number);

-- Up to where lines were let go by their age: the hash that the first of the others is bound to.
CREATE TABLE audit_checkpoint (
  line_number bigint      NOT NULL,
  hash        text        NOT NULL,
  before      timestamptz NOT NULL, -- the lines let go were appended before then
  let_go_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT audit_checkpoint_pk PRIMARY KEY (line_number)
);

CREATE FUNCTION audit_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('cleansight.audit_let_go', true) = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION '% of % is refused: the audit is only added to', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_log_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_only_added_to();
CREATE TRIGGER audit_checkpoint_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_only_added_to();

-- The one way out: lines from the first on, as long as they are old enough. Whoever may call it may not delete.
CREATE FUNCTION audit_let_go(older timestamptz) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  last    bigint;
  removed bigint;
BEGIN
  IF older > now() - interval '90 days' THEN
    RAISE EXCEPTION 'the audit is kept for 90 days at least' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT COALESCE((SELECT min(line_number) - 1 FROM audit_log WHERE appended_at >= older),
                  (SELECT max(line_number) FROM audit_log)) INTO last;
  INSERT INTO audit_checkpoint (line_number, hash, before)
  SELECT line_number, hash, older FROM audit_log WHERE line_number = last;
  -- Not as a setting of the function, which takes a superuser to make.
  PERFORM set_config('cleansight.audit_let_go', 'on', true);
  DELETE FROM audit_log WHERE line_number <= last;
  GET DIAGNOSTICS removed = ROW_COUNT;
  PERFORM set_config('cleansight.audit_let_go', 'off', true);
  RETURN removed;
END $$;
REVOKE EXECUTE ON FUNCTION audit_let_go(timestamptz) FROM PUBLIC;
