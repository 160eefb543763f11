"""What the ledger holds that the generation does not: in memory, indexed like a generation, grown by each new line."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np

from viecthat.rollup.facts import Facts
from viecthat.rollup.groups import distinct
from viecthat.rollup.store.generation import Generation
from viecthat.rollup.store.layout import Layout
from viecthat.rollup.store.stack import Layer, Stack
from viecthat.rollup.store.writing import lines_of

# A new layer swallows those before it that are not this many times longer, so that layers stay few.
_STEP = 6


@dataclass(frozen=True, eq=False)
class Tail:
    """Lines committed after the generation's horizon, oldest first: `pieces` as facts, `stack` with the generation.

    Never changed: `extended` gives another tail that shares what is settled.
    """

    stack: Stack
    pieces: tuple[Facts, ...] = field(default=())

    @classmethod
    def of(cls, generation: Generation | None, facts: Facts | None = None) -> Tail:
        """The tail upon a generation, or upon nothing."""
        layout = generation.layout if generation is not None else Layout(np.array([], dtype=np.int64), _ROOM)
        empty = cls(Stack(layout, generation))
        return empty if facts is None else empty.extended(facts)

    def __len__(self) -> int:
        return sum(len(piece) for piece in self.pieces)

    @property
    def facts(self) -> Facts:
        """All its lines."""
        return _joined(self.pieces)

    def extended(self, facts: Facts) -> Tail:
        """With more lines. ValueError when there is no room for so many new units: build the generation anew."""
        if not len(facts):
            return self
        layers: tuple[Layer, ...] = self.stack.layers
        pieces = self.pieces
        while pieces and len(pieces[-1]) < _STEP * len(facts):
            facts = _joined((pieces[-1], facts))
            layers, pieces = layers[:-1], pieces[:-1]
        layout = self.stack.layout.extended(distinct(facts.unit))
        below = Stack(self.stack.layout, self.stack.base, layers)
        return Tail(below.with_layer(lines_of(facts, layout), layout), (*pieces, facts))


_ROOM = 1 << 20


def _joined(pieces: tuple[Facts, ...]) -> Facts:
    if len(pieces) == 1:
        return pieces[0]
    if not pieces:
        return Facts.none()
    columns = (np.concatenate([getattr(piece, held.name) for piece in pieces]) for held in fields(Facts))
    return Facts(*columns)
