"""What all peers on PostgreSQL have in common: one cluster for all sizes, a schema for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import psycopg
from psycopg import sql

from bench.columns import ENTRY_COLUMNS, PRESENCE_COLUMNS, PeerData, Spots
from bench.home import bench_home
from bench.peers.cluster import Cluster, copy_columns
from bench.peers.statements import HISTORIC, TODAY
from bench.questions import Answer, Draw, filled


class PostgresPeer:
    """A peer that is a few tables and a statement."""

    name = "postgres"
    label = "PostgreSQL"
    tables: tuple[str, ...] = ()

    def __init__(self) -> None:
        self._connection: psycopg.Connection[Any] | None = None
        self._cluster = Cluster(bench_home() / "postgres")

    @property
    def connection(self) -> psycopg.Connection[Any]:
        """The open connection."""
        if self._connection is None:
            raise RuntimeError("open the peer first")
        return self._connection

    def open(self, data: PeerData) -> None:
        """Connect, to the schema of this size."""
        self._cluster.start()
        self._connection = self._cluster.connect()
        schema = sql.Identifier(f"size_{data.world.folder.parent.name.lower()}")
        self._connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(schema))
        self._connection.execute(sql.SQL("SET search_path = {}").format(schema))

    def close(self) -> None:
        """Disconnect; the server goes on."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def bytes(self) -> int:
        """Tables and indexes this peer reads."""
        query = (
            "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c "
            "WHERE c.relnamespace = current_schema::regnamespace AND c.relkind = 'r' AND c.relname LIKE ANY(%s)"
        )
        found = self.connection.execute(query, [list(self.tables)]).fetchone()
        return int(found[0]) if found else 0

    def statement(self, draw: Draw) -> str:
        """The SQL of a question."""
        raise NotImplementedError  # each layout writes its own

    def run(self, draw: Draw) -> list[tuple[Any, ...]]:
        """All rows, fetched."""
        return self.connection.execute(self.statement(draw)).fetchall()  # type: ignore[arg-type]

    def answer(self, draw: Draw, found: list[tuple[Any, ...]]) -> Answer:
        """Rows in the common shape."""
        columns = [np.array(column, dtype=np.int64) for column in zip(*found, strict=True)]
        return filled(draw, columns[:-1], columns[-1]) if found else filled(draw, [np.empty(0)] * 4, np.empty(0))

    def plan(self, draw: Draw) -> str:
        """How PostgreSQL goes about it."""
        rows = self.connection.execute("EXPLAIN " + self.statement(draw)).fetchall()  # type: ignore[arg-type]
        return "\n".join(str(row[0]) for row in rows)

    def has(self, table: str) -> bool:
        """Whether the table was loaded whole: its comment says so."""
        found = self.connection.execute("SELECT obj_description(to_regclass(%s)) = 'whole'", [table]).fetchone()
        return bool(found and found[0])

    def whole(self, table: str) -> None:
        """Say that the table was loaded whole."""
        self.connection.execute(sql.SQL("COMMENT ON TABLE {} IS 'whole'").format(sql.Identifier(table)))

    def execute(self, *statements: str) -> None:
        """Run statements one after the other."""
        for statement in statements:
            self.connection.execute(statement)  # type: ignore[arg-type]

    def load_facts(self, data: PeerData) -> None:
        """The facts in order of month and spot, with an index for each side a question may come from."""
        if not self.has("entries"):
            self.execute(
                "DROP TABLE IF EXISTS entries",
                "CREATE UNLOGGED TABLE entries (quantity bigint NOT NULL, recorded bigint NOT NULL,"
                " spot integer NOT NULL, indicator smallint NOT NULL, month smallint NOT NULL,"
                " grade smallint NOT NULL)",
            )
            copy_columns(self.connection, "entries", ENTRY_COLUMNS, data.chunks("entries"))
            self.execute(
                "CREATE INDEX ON entries (indicator, spot) INCLUDE (month, quantity)",
                "CREATE INDEX ON entries (spot, indicator) INCLUDE (month, quantity)",
                "VACUUM ANALYZE entries",
            )
            self.whole("entries")
        if not self.has("presences"):
            self.execute(
                "DROP TABLE IF EXISTS presences",
                "CREATE UNLOGGED TABLE presences"
                " (spot integer NOT NULL, month smallint NOT NULL, person integer NOT NULL)",
            )
            copy_columns(self.connection, "presences", PRESENCE_COLUMNS, data.chunks("presences"))
            self.execute("CREATE INDEX ON presences (spot) INCLUDE (month, person)", "VACUUM ANALYZE presences")
            self.whole("presences")

    def load_small(self, table: str, definition: str, rows: Iterator[tuple[int, ...]], *after: str) -> None:
        """A small table from rows of numbers."""
        if self.has(table):
            return
        self.execute(f"DROP TABLE IF EXISTS {table}", f"CREATE UNLOGGED TABLE {table} ({definition})")
        with self.connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:  # type: ignore[arg-type]
            for row in rows:
                copy.write_row(row)
        self.execute(*after, f"VACUUM ANALYZE {table}")
        self.whole(table)


def maps_of(data: PeerData) -> Iterator[tuple[int, Spots]]:
    """Both maps with their numbers."""
    yield TODAY, data.today
    yield HISTORIC, data.historic
