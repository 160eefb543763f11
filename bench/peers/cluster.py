"""A PostgreSQL of the bench's own: the embedded programs, a throw-away cluster, settings for a machine of 24 GB."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import psycopg
from psycopg import sql

from viecthat.project.embedded import EmbeddedServer

# What anybody who runs analytics would set; written down in the report.
SETTINGS: Final = {
    "shared_buffers": "4GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "1GB",
    "effective_cache_size": "12GB",
    "max_parallel_workers_per_gather": "2",
    "max_parallel_workers": "4",
    "max_parallel_maintenance_workers": "2",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_wal_size": "8GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "synchronous_commit": "off",
}


class Cluster:
    """The server below `home`; started when first asked for."""

    def __init__(self, home: Path, settings: dict[str, str] = SETTINGS) -> None:
        self._home = home
        self._server = EmbeddedServer(home)
        self._settings = settings

    def start(self) -> None:
        """Start it with the settings of the bench."""
        self._home.mkdir(parents=True, exist_ok=True)
        self._server.ensure_running()
        with self._keeper() as keeper:
            before = {
                name: keeper.execute(sql.SQL("SHOW {}").format(sql.Identifier(name))).fetchone()
                for name in self._settings
            }
            if all(found and found[0] == self._settings[name] for name, found in before.items()):
                return
            for name, value in self._settings.items():
                keeper.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
        # Some of them only count from the next start.
        self._server.stop()
        self._server.ensure_running()

    def connect(self) -> psycopg.Connection[Any]:
        """A connection to the bench's database, each statement its own transaction."""
        return psycopg.connect(**self._server.connection(), autocommit=True)

    def stop(self) -> None:
        """Stop it in good order."""
        self._server.stop()

    def _keeper(self) -> psycopg.Connection[Any]:
        who = {**self._server.parameters(), "user": "postgres", "dbname": "postgres"}
        who["passfile"] = str(self._server.home.password_file("postgres"))
        return psycopg.connect(**who, autocommit=True)


def copy_columns(
    connection: psycopg.Connection[Any],
    table: str,
    kinds: dict[str, Any],
    chunks: Iterator[dict[str, npt.NDArray[Any]]],
) -> None:
    """Bring columns into a table by PostgreSQL's binary COPY."""
    fields: list[tuple[str, Any]] = [("fields", ">i2")]
    for name, kind in kinds.items():
        fields += [(f"{name} size", ">i4"), (name, np.dtype(kind).newbyteorder(">"))]
    row = np.dtype(fields)
    columns = sql.SQL(", ").join(sql.Identifier(name) for name in kinds)
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY, FREEZE)").format(sql.Identifier(table), columns)
    # FREEZE wants the table emptied in the same transaction; it spares every later reader a look at the log.
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(sql.SQL("TRUNCATE {}").format(sql.Identifier(table)))
        with cursor.copy(statement) as copy:
            copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
            for chunk in chunks:
                rows = np.empty(len(next(iter(chunk.values()))), dtype=row)
                rows["fields"] = len(kinds)
                for name, kind in kinds.items():
                    rows[f"{name} size"] = np.dtype(kind).itemsize
                    rows[name] = chunk[name]
                copy.write(rows.tobytes())
            copy.write(b"\xff\xff")
