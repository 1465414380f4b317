#!/bin/sh
# Run once by the database's first start, after roles.sql: what each login's password is. From the environment, so that it is in no
# command line.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
\getenv migrator MIGRATOR_PASSWORD
\getenv writer WRITER_PASSWORD
\getenv reader QUERY_API_PASSWORD
SET log_min_error_statement = panic;
ALTER ROLE cleansight_migrator PASSWORD :'migrator';
ALTER ROLE persistence_service PASSWORD :'writer';
ALTER ROLE query_api PASSWORD :'reader';
SQL
