"""Entries out of PostgreSQL as columns, and where the ledger stands at this moment."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection

from viecthat.rollup.facts import Facts
from viecthat.units.marks import add_mark, mark

ENDLESS = 2**62

_COLUMNS = ("entry", "posting", "unit", "indicator", "day", "quantity", "person", "grade", "recorded")
_SELECT = """
    COPY (
        SELECT e.id, e.posting_id, e.unit_id, e.indicator_id, (e.day - DATE '0001-01-01' + 1)::bigint, e.quantity,
               coalesce(e.person_id, 0), e.grade::bigint, (extract(epoch FROM p.recorded_at) * 1000000)::bigint
        FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id
        WHERE {which}
    ) TO STDOUT (FORMAT BINARY)
"""
_HEADER, _TRAILER = 19, 2  # bytes around the rows of PostgreSQL's binary COPY
_ROW = np.dtype(
    [("count", ">i2"), *((f"{part}{i}", t) for i in range(9) for part, t in (("size", ">i4"), ("v", ">i8")))]
)
_BATCH = 500_000
# pg_walfile_name tells the timeline, which changes when a backup is restored to a point in time.
_MARK = add_mark(
    "ledger",
    """
    SELECT concat_ws(' ',
        concat_ws('/', c.system_identifier, substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8), d.oid, m.token),
        m.horizon, pg_snapshot_xmin(s.now), pg_snapshot_xmax(s.now))
    FROM (SELECT pg_current_snapshot() AS now) s, pg_control_system() c, ledger_storemark m, pg_database d
    WHERE d.datname = current_database()
    """,
)


@dataclass(frozen=True, slots=True)
class LedgerState:
    """identity: which ledger, in which database, of which cluster, on which of its timelines. horizon: no transaction
    below it can bring anything any more. ceiling: no transaction above it has begun. mark: how far a store of this
    ledger was ever carried.
    """

    identity: str
    mark: int
    horizon: int
    ceiling: int


def ledger_state() -> LedgerState:
    """Where the ledger stands. One query. To be asked before the rows: what ends in between is then read as new."""
    identity, *numbers = mark(_MARK).split(" ")
    return LedgerState(identity, *map(int, numbers))


def read(since: int, until: int = ENDLESS) -> Facts:
    """Every committed entry whose transaction lies in [since, until), and this transaction's own."""
    parts = list(read_in_batches(since, until))
    if len(parts) == 1:
        return parts[0]
    return _facts({name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS})


def read_in_batches(since: int, until: int = ENDLESS, size: int = _BATCH) -> Iterator[Facts]:
    """The same batch by batch, from one state of the database; holds no more than a batch. The last may be empty."""
    statement = _SELECT.format(which=f"p.xact >= {int(since)} AND p.xact < {int(until)}")
    wanted = size * _ROW.itemsize
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        raw, skip = bytearray(), _HEADER
        for part in copy:
            raw += part
            if len(raw) - skip >= wanted + _TRAILER:
                yield _rows(bytes(raw[skip : skip + wanted]))
                del raw[: skip + wanted]
                skip = 0
    yield _rows(bytes(raw[skip : len(raw) - _TRAILER]))


def read_postings(postings: Collection[int]) -> Facts:
    """Every entry of these postings: what a filter leaves of the ledger, read without the rest. One query."""
    ids = ",".join(str(int(posting)) for posting in postings)
    statement = _SELECT.format(which=f"e.posting_id = ANY ('{{{ids}}}'::bigint[])")
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        raw = b"".join(bytes(part) for part in copy)
    return _rows(raw[_HEADER : len(raw) - _TRAILER])


def _rows(raw: bytes) -> Facts:
    rows = np.frombuffer(raw, dtype=_ROW)
    return _facts({name: rows[f"v{i}"].astype(np.int64) for i, name in enumerate(_COLUMNS)})


def _facts(columns: dict[str, Any]) -> Facts:
    return Facts(**columns)
