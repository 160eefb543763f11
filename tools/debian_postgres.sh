#!/usr/bin/env bash
# Run a command against a throw-away server of the system's PostgreSQL:
#     tools/debian_postgres.sh COMMAND …
# COMMAND finds it by DATABASE_URL; the server and its data are gone afterwards.
set -euo pipefail

bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -1)
[[ -x $bin/initdb ]] || bin=$(dirname "$(command -v initdb || echo /nowhere/initdb)")
if [[ ! -x $bin/initdb ]]; then
    echo "No PostgreSQL of the system found; run: apt-get install postgresql" >&2
    exit 1
fi

# In memory where there is room: to make the 6,000 files of a database takes a disk seconds of processor time.
above=/tmp
free=$(df --output=avail -k /dev/shm 2>/dev/null | tail -1) || free=0
if ((free > 4 * 1024 * 1024)); then above=/dev/shm; fi
home=$(mktemp -d "$above/viecthat-postgres.XXXXXX")
as=()
if [[ $EUID -eq 0 ]]; then
    as=(runuser -u postgres --)
    chown postgres "$home"
fi
# From here on in a folder that the server's account may enter; the command runs where it was called.
back=$PWD
cd "$home"

stop() {
    cd "$home"
    "${as[@]}" "$bin/pg_ctl" stop -D "$home/data" -m immediate -w >/dev/null 2>&1 || true
    cd /
    rm -rf "$home"
}
trap stop EXIT

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
"${as[@]}" bash -c 'umask 077; echo "$1" >"$2"' bash "$password" "$home/password"
"${as[@]}" "$bin/initdb" -D "$home/data" -U keeper --pwfile="$home/password" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 >"$home/initdb.log" 2>&1 || { cat "$home/initdb.log" >&2; exit 1; }

# Another program may take a free port before the server does: then the next one is tried.
for _ in 1 2 3 4 5; do
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    # Nothing here outlives the command, so nothing needs to be safe against a crash.
    options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories='$home'"
    options+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=128MB"
    options+=" -c autovacuum=off -c jit=off -c max_wal_size=256MB"
    # Emptying every table for a test locks all of them and their indexes, in as many tests as run at once.
    options+=" -c max_locks_per_transaction=256"
    started=yes
    "${as[@]}" "$bin/pg_ctl" start -D "$home/data" -w -l "$home/server.log" -o "$options" >/dev/null || started=no
    [[ $started == yes ]] && break
done
if [[ $started == no ]]; then
    "${as[@]}" cat "$home/server.log" >&2
    exit 1
fi

PGPASSWORD=$password "$bin/psql" -q -h 127.0.0.1 -p "$port" -U keeper -d postgres -v ON_ERROR_STOP=1 <<SQL
CREATE ROLE viecthat LOGIN CREATEDB PASSWORD '$password';
CREATE DATABASE viecthat OWNER viecthat;
SQL

cd "$back"
DATABASE_URL="postgres://viecthat:$password@127.0.0.1:$port/viecthat" "$@"
