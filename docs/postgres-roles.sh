#!/bin/sh
# Run once by the database's own image: the role the portal runs as owns nothing.
set -eu
psql -v ON_ERROR_STOP=1 -v secret="$RUN_PASSWORD" -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
CREATE ROLE portal_run LOGIN PASSWORD :'secret';
SQL
