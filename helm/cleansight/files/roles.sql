-- Who there is in the database of Cleansight, with what rights: run by a superuser in that database before the first migration; may
-- be run again. Logins have no passwords yet: \password cleansight_migrator and so on.
DO $$ BEGIN
  -- Owns the database and everything in it: migrates, and nothing else.
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cleansight_migrator') THEN
    CREATE ROLE cleansight_migrator LOGIN;
  END IF;
  -- Writes rows, makes and alters nothing; what exactly is in the migrations.
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cleansight_writer') THEN
    CREATE ROLE cleansight_writer NOLOGIN;
  END IF;
  -- Reads.
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cleansight_reader') THEN
    CREATE ROLE cleansight_reader NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'persistence_service') THEN
    CREATE ROLE persistence_service LOGIN IN ROLE cleansight_writer;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'query_api') THEN
    CREATE ROLE query_api LOGIN IN ROLE cleansight_reader;
  END IF;
  EXECUTE format('ALTER DATABASE %I OWNER TO cleansight_migrator', current_database());
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO cleansight_writer, cleansight_reader', current_database());
  -- An erasure counts what it let go in a table of its own transaction.
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO cleansight_writer', current_database());
END $$;
