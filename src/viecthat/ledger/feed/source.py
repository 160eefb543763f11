"""The ledger as a source of `ask()`: a generation of the store, and in memory whatever came after it.

What is settled since the generation is read once and kept; what may still move is read with every question. "Settled"
is decided by transactions, not by ids: ids are handed out before the commit, so an entry with a small id may appear
late, whereas no transaction below PostgreSQL's snapshot horizon can appear any more. Hence nothing committed is ever
missed and nothing uncommitted is ever kept. `docs/decisions/0013-nothing-is-missed.md` goes through it step by step.
"""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

import numpy as np
from django.conf import settings
from django.db import connection

from viecthat.kernel.errors import gettext_noop
from viecthat.ledger.feed.reading import LedgerState, ledger_state, read
from viecthat.ledger.feed.store import current_generation, store_home
from viecthat.rollup.answer import Way
from viecthat.rollup.facts import Facts, micros
from viecthat.rollup.person_lines import PersonLines
from viecthat.rollup.question import Question, Reckoner
from viecthat.rollup.sql.engine import Engine, engine_named
from viecthat.rollup.sql.reckoner import SqlSource
from viecthat.rollup.store.generation import current_name
from viecthat.rollup.store.source import StoreSource
from viecthat.rollup.store.tail import Tail

_CHOSEN = Way(gettext_noop("máy chủ được đặt để luôn tính bằng SQL"))


@dataclass
class _Settled:
    """The generation (by the name of its manifest) and every entry above it whose transaction ended below `horizon`."""

    name: str | None = None
    horizon: int = 0
    tail: Tail | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


_kept: dict[tuple[str, str], _Settled] = {}


@dataclass(frozen=True, eq=False)
class HeldLedger:
    """One state of the ledger, for several questions that must agree."""

    source: StoreSource
    engine: Engine | None = None

    @property
    def lines(self) -> int:
        """How many ledger lines there are in all."""
        return self.source.lines

    @property
    def unmerged(self) -> Facts:
        """The lines that no generation holds yet."""
        return self.source.tail.facts

    def reckoner(self, question: Question) -> Reckoner:
        """Make the sums of one question ready, where VIECTHAT_ENGINE says."""
        if self.engine is None:
            return self.source.reckoner(question)
        base = self.source.tail.stack.base
        parts = () if base is None else base.parts
        return SqlSource(self.engine, parts, self.unmerged, _CHOSEN).reckoner(question)

    def lines_of(self, indicator: int) -> tuple[PersonLines, ...]:
        """The lines of the indicator, with the people they name."""
        return self.source.lines_of(indicator)


class LedgerSource:
    """The whole ledger: every question sees what was committed before it."""

    def reckoner(self, question: Question) -> Reckoner:
        """Make the sums of one question ready, from the state of this moment. One query."""
        return self.hold().reckoner(question)

    def facts(self, indicators: Collection[int], until: date, as_known: datetime | None) -> Facts:
        """Entries of these indicators dated before `until` and recorded no later than `as_known`, from the ledger."""
        everything = read(0)
        wanted = np.isin(everything.indicator, np.fromiter(indicators, dtype=np.int64, count=len(indicators)))
        wanted &= everything.day < until.toordinal()
        if as_known is not None:
            wanted &= everything.recorded <= micros(as_known)
        return everything.where(wanted)

    def hold(self) -> HeldLedger:
        """One state of the ledger for several questions that must agree. One query, once."""
        return HeldLedger(StoreSource(_everything()), _engine(settings.VIECTHAT_ENGINE))


@lru_cache(maxsize=2)
def _engine(name: str) -> Engine | None:
    return engine_named(name)


def _everything() -> Tail:
    # The state is taken before the rows: a transaction ending in between is then read as part of what may move.
    state = ledger_state()
    settled = _kept.setdefault((str(connection.settings_dict["NAME"]), state.identity), _Settled())
    with settled.lock:
        _carry_on(settled, state)
        # Both under the lock: another question may settle more before the rest is read, and what lies between the
        # two horizons would be in neither part.
        tail, since = settled.tail, settled.horizon
    if tail is None:
        raise RuntimeError("what is settled was just made")
    return tail.extended(read(since))


def _carry_on(settled: _Settled, state: LedgerState) -> None:
    name = current_name(store_home())
    if settled.tail is None or name != settled.name:
        # Another generation, which may reach further than what was kept, or less far: begin from its horizon. It may
        # even be younger than `state`; what lies below its horizon is in it all the same.
        generation = current_generation(state)
        settled.name, settled.tail = name, Tail.of(generation)
        settled.horizon = 0 if generation is None else generation.horizon
    if state.horizon > settled.horizon:
        settled.tail = settled.tail.extended(read(settled.horizon, state.horizon))
        settled.horizon = state.horizon
