"""The store as a source of `ask()`: the index where it tells the answer, else another way that is said."""

from __future__ import annotations

from dataclasses import dataclass

from viecthat.rollup.question import Question, Reckoner
from viecthat.rollup.scan import MemorySource
from viecthat.rollup.store.generation import Generation
from viecthat.rollup.store.index import Index
from viecthat.rollup.store.tail import Tail


@dataclass(frozen=True, eq=False)
class StoreSource:
    """One state of the ledger: a generation, and the tail of what came after it."""

    tail: Tail

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
        return MemorySource(self.tail.facts).reckoner(question)
