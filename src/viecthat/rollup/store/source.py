"""The store as a source of `ask()`: the index where it tells the answer, else SQL over the lines, and says why."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from viecthat.kernel.errors import gettext_noop
from viecthat.rollup.answer import Way
from viecthat.rollup.facts import Facts
from viecthat.rollup.person_lines import PersonLines
from viecthat.rollup.question import Question, Reckoner
from viecthat.rollup.scan import MemorySource
from viecthat.rollup.sql import statements
from viecthat.rollup.sql.duck import DuckEngine
from viecthat.rollup.sql.engine import Engine
from viecthat.rollup.sql.reckoner import SqlSource
from viecthat.rollup.store.generation import Generation
from viecthat.rollup.store.index import Index
from viecthat.rollup.store.tail import Tail

_FILTERED = Way(gettext_noop("chỉ mục không tách được theo điều kiện lọc này, nên đọc lại từng dòng"))
_TOO_LARGE = Way(gettext_noop("có số quá lớn để cộng dồn sẵn, nên cộng lại từng dòng"))


@dataclass(frozen=True, eq=False)
class StoreSource:
    """One state of the ledger: a generation, and the tail of what came after it."""

    tail: Tail
    engine: Engine = field(default_factory=DuckEngine)

    @classmethod
    def of(cls, generation: Generation | None) -> StoreSource:
        """The generation alone."""
        return cls(Tail.of(generation))

    @property
    def lines(self) -> int:
        """How many ledger lines there are in all."""
        return self.tail.stack.lines

    def reckoner(self, question: Question) -> Reckoner:
        """Make the sums of one question ready."""
        stack = self.tail.stack
        if question.where is None and stack.fits:
            return Index(stack, question)
        if stack.base is None:
            return MemorySource(self.tail.facts).reckoner(question)
        why = _TOO_LARGE if question.where is None else _FILTERED
        return SqlSource(self.engine, stack.base.parts, self.tail.facts, why).reckoner(question)

    def lines_of(self, indicator: int) -> tuple[PersonLines, ...]:
        """The lines of the indicator: those of the generation read once and kept, and those after it."""
        after = self.tail.facts
        after = after.where(after.indicator == indicator)
        base = self.tail.stack.base
        found = () if base is None else (kept_lines(self.engine, tuple(base.parts), indicator),)
        return (*found, PersonLines.of(after)) if len(after) or not found else found


_MOST_KEPT = 6  # of a nation's members a hundred bytes each: a few hundred MB
_kept: OrderedDict[tuple[tuple[Path, ...], int], PersonLines] = OrderedDict()
_lock = threading.Lock()


def kept_lines(engine: Engine, parts: tuple[Path, ...], indicator: int) -> PersonLines:
    """The lines of an indicator in these parts, which are never changed."""
    with _lock:
        if (held := _kept.get((parts, indicator))) is None:
            with engine.session(parts, Facts.none()) as session:
                rows = session.rows(statements.lines_of(indicator))
            names = ("unit", "day", "quantity", "person", "grade", "recorded")
            unit, day, quantity, person, grade, recorded = (np.asarray(rows[name]) for name in names)
            held = _kept[parts, indicator] = PersonLines(unit, day, quantity, person, grade, recorded)
        _kept.move_to_end((parts, indicator))
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
        return held
