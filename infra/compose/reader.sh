#!/bin/sh
# Run once by the database's first start: the login that may only read.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" -v password="$QUERY_API_PASSWORD" <<'SQL'
CREATE ROLE cleansight_reader NOLOGIN;
CREATE ROLE query_api LOGIN IN ROLE cleansight_reader PASSWORD :'password';
SQL
