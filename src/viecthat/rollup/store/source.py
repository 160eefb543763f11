"""The store as a source of `ask()`: the index where it tells the answer, else SQL over the lines, and says why."""

from __future__ import annotations

from dataclasses import dataclass, field

from viecthat.kernel.errors import gettext_noop
from viecthat.rollup.answer import Way
from viecthat.rollup.question import Question, Reckoner
from viecthat.rollup.scan import MemorySource
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
