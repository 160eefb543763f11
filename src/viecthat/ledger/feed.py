"""The only bridge from the ledger to the roll-up: entries as columns, the newest included.

What is settled is read once and kept; what may still move is read with every question. "Settled" is decided by
transactions, not by ids: ids are handed out before the commit, so an entry with a small id may appear late, whereas
no transaction below PostgreSQL's snapshot horizon can appear any more. Hence nothing committed is ever missed and
nothing uncommitted is ever kept.
"""

import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db import connection

from viecthat.rollup.facts import Facts, micros
from viecthat.rollup.question import Question, Reckoner
from viecthat.rollup.scan import MemorySource

_COLUMNS = ("entry", "posting", "unit", "indicator", "day", "quantity", "person", "grade", "recorded")
_SELECT = """
    COPY (
        SELECT e.id, e.posting_id, e.unit_id, e.indicator_id, (e.day - DATE '0001-01-01' + 1)::bigint, e.quantity,
               coalesce(e.person_id, 0), e.grade::bigint, (extract(epoch FROM p.recorded_at) * 1000000)::bigint
        FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id
        WHERE p.xact >= {since} AND p.xact < {until}
    ) TO STDOUT (FORMAT BINARY)
"""
_HEADER, _TRAILER = 19, 2  # bytes around the rows of PostgreSQL's binary COPY
_ROW = np.dtype(
    [("count", ">i2"), *((f"{part}{i}", t) for i in range(9) for part, t in (("size", ">i4"), ("v", ">i8")))]
)
_ENDLESS = 2**62


@dataclass
class _Settled:
    """Columns of every entry whose transaction ended before `horizon`."""

    horizon: int = 0
    facts: Facts | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


_kept: dict[tuple[str, int], _Settled] = {}


def _read(since: int, until: int) -> Facts:
    statement = _SELECT.format(since=int(since), until=int(until))
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        raw = b"".join(bytes(part) for part in copy)
    rows = np.frombuffer(raw, dtype=_ROW, offset=_HEADER, count=(len(raw) - _HEADER - _TRAILER) // _ROW.itemsize)
    return _facts({name: rows[f"v{i}"].astype(np.int64) for i, name in enumerate(_COLUMNS)})


def _joined(older: Facts, newer: Facts) -> Facts:
    return _facts({name: np.concatenate([getattr(older, name), getattr(newer, name)]) for name in _COLUMNS})


def _facts(columns: dict[str, Any]) -> Facts:
    return Facts(**columns)


def _horizon() -> tuple[int, int]:
    """(the database's own number, its snapshot horizon): one that was thrown away and made anew is another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::bigint, pg_snapshot_xmin(pg_current_snapshot())::text::bigint "
            "FROM pg_database WHERE datname = current_database()"
        )
        database, horizon = cursor.fetchone()
        return int(database), int(horizon)


class LedgerSource:
    """The whole ledger as a `rollup.question.Source`: every question sees what was committed before it."""

    def reckoner(self, question: Question) -> Reckoner:
        """Read what the question needs and add it up. Two queries."""
        indicators = {indicator for indicator, _ in question.reads}
        until = max(period.end for period in question.periods)
        return MemorySource(self.facts(indicators, until, question.as_known)).reckoner(question)

    def facts(self, indicators: Collection[int], until: date, as_known: datetime | None) -> Facts:
        """Entries of these indicators dated before `until` and recorded no later than `as_known`. Two queries."""
        wanted = _of_indicators(_everything(), indicators, until)
        return wanted if as_known is None else wanted.where(wanted.recorded <= micros(as_known))

    def hold(self) -> MemorySource:
        """One state of the ledger for several questions that must agree. Two queries, once."""
        return MemorySource(_everything())


def _of_indicators(everything: Facts, indicators: Collection[int], until: date) -> Facts:
    wanted = np.isin(everything.indicator, np.fromiter(indicators, dtype=np.int64, count=len(indicators)))
    wanted &= everything.day < until.toordinal()
    return everything.where(wanted)


def _everything() -> Facts:
    # The horizon is taken before the rows: a transaction ending in between is then read as part of the tail.
    database, horizon = _horizon()
    settled = _kept.setdefault((str(connection.settings_dict["NAME"]), database), _Settled())
    with settled.lock:
        if settled.facts is None or horizon > settled.horizon:
            news = _read(settled.horizon, horizon)
            settled.facts = news if settled.facts is None else _joined(settled.facts, news)
            settled.horizon = horizon
        # Both under the lock: another question may settle more before the tail is read, and what lies between the
        # two horizons would be in neither part.
        kept, since = settled.facts, settled.horizon
    tail = _read(since, _ENDLESS)
    return _joined(kept, tail) if len(tail) else kept
