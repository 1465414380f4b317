-- persistence-service writes rows and makes no tables: days of records are made and dropped for it by two functions of the owner.
-- The groups are made by infra/postgres/roles.sql where whoever migrates may not make roles.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cleansight_writer') THEN
    CREATE ROLE cleansight_writer NOLOGIN;
  END IF;
END $$;
GRANT USAGE ON SCHEMA public TO cleansight_writer;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO cleansight_writer;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO cleansight_writer;

-- What was audited stays as it was written.
REVOKE UPDATE, DELETE ON audit_log FROM cleansight_writer;
REVOKE INSERT, UPDATE, DELETE ON audit_checkpoint FROM cleansight_writer;
GRANT EXECUTE ON FUNCTION audit_let_go(timestamptz) TO cleansight_writer;

-- Whether everything is migrated may be looked at; by Flyway's default name, which is not there where another made the tables.
DO $$ BEGIN
  IF to_regclass('public.flyway_schema_history') IS NOT NULL THEN
    REVOKE INSERT, UPDATE, DELETE ON public.flyway_schema_history FROM cleansight_writer;
  END IF;
END $$;

CREATE FUNCTION make_record_day(day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE format(
    'CREATE TABLE IF NOT EXISTS public.%I PARTITION OF public.detection_records FOR VALUES FROM (%L) TO (%L)',
    'detection_records_' || to_char(day, 'YYYYMMDD'), day || ' 00:00+00', (day + 1) || ' 00:00+00');
END $$;

CREATE FUNCTION drop_record_day(day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE format('DROP TABLE public.%I', 'detection_records_' || to_char(day, 'YYYYMMDD'));
END $$;

REVOKE ALL ON FUNCTION make_record_day(date), drop_record_day(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION make_record_day(date), drop_record_day(date) TO cleansight_writer;
