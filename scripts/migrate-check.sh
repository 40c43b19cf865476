#!/bin/sh
# Do the migrations go up, match the tables, come down to nothing and go up again?
# On an empty SQLite file of its own, and on PostgreSQL too where TRACKER_TEST_DATABASE_URL names
# an empty database.
set -eu
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT INT TERM

round_trip() {
    TRACKER_DATABASE_URL=$1
    export TRACKER_DATABASE_URL
    for step in upgrade check "downgrade base" upgrade; do
        # shellcheck disable=SC2086 -- "downgrade base" is two words
        .venv/bin/flask --app wsgi db $step
    done
}

round_trip "sqlite:///$scratch/check.sqlite3"
if [ -n "${TRACKER_TEST_DATABASE_URL:-}" ]; then
    round_trip "$TRACKER_TEST_DATABASE_URL"
fi
echo "Migrations: up, as the tables, down, up again."
