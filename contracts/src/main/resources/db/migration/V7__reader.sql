-- query-api may read and nothing else. Its login is made by whoever runs the database and put into this group.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cleansight_reader') THEN
    CREATE ROLE cleansight_reader NOLOGIN;
  END IF;
END $$;
GRANT USAGE ON SCHEMA public TO cleansight_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO cleansight_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO cleansight_reader;
