"""Polars: one frame in memory, levels as columns, its lazy engine."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from bench.columns import PeerData
from bench.peers import statements
from bench.peers.frames import entries_with_levels, presences_with_levels
from bench.questions import Answer, Draw, filled
from viecthat.rollup.ask import By


class PolarsFrame:
    """Filters, then group_by."""

    name = "polars"
    label = "Polars"

    def __init__(self) -> None:
        self._entries = pl.DataFrame()
        self._presences = pl.DataFrame()
        self._centre = 0

    def load(self, data: PeerData) -> None:
        """Nothing is kept on disk."""

    def open(self, data: PeerData) -> None:
        """Read everything into memory."""
        self._centre = data.world.organisation.centre
        self._entries = pl.DataFrame(entries_with_levels(data))
        self._presences = pl.DataFrame(presences_with_levels(data))

    def can(self, draw: Draw) -> bool:  # noqa: ARG002
        """Everything."""
        return True

    def run(self, draw: Draw) -> pl.DataFrame:
        """A frame of regions, indicators and sums."""
        lines = (self._presences if draw.people else self._entries).lazy()
        first, last = draw.months
        if (first, last) != (1, 12):
            lines = lines.filter(pl.col("month").is_between(first, last))
        if draw.units != (self._centre,) and len(draw.units) == 1:
            lines = lines.filter(pl.col("l3" if draw.question == "Q5" else "l2") == draw.units[0])
        if draw.people:
            return lines.select(pl.col("person").n_unique()).collect()
        if not draw.every_indicator:
            lines = lines.filter(pl.col("indicator").is_in(list(draw.indicators)))
        if draw.known is not None:
            lines = lines.filter(pl.col("recorded") <= statements.micros(draw.known))
        keys = [self._region(draw), "indicator"] if self._region(draw) else ["indicator"]
        keys += ["month"] * draw.by_month + ["grade"] * draw.by_grade
        return lines.group_by(keys).agg(pl.col("quantity").sum()).collect()

    def answer(self, draw: Draw, found: pl.DataFrame) -> Answer:
        """Columns in the common shape."""
        if draw.people:
            return np.full(draw.shape, found.item(), dtype=np.int64)
        columns: list[Any] = [column.to_numpy() for column in found.get_columns()]
        if not self._region(draw):
            columns.insert(0, np.full(len(found), draw.regions[0]))
        return filled(draw, columns[:-1], columns[-1])

    def bytes(self) -> int:
        """The frames."""
        return int(self._entries.estimated_size() + self._presences.estimated_size())

    def close(self) -> None:
        """Let the frames go."""
        self._entries = self._presences = pl.DataFrame()

    def _region(self, draw: Draw) -> str:
        """The column regions are read from; "" where there is one region."""
        if draw.historic:
            return "old2"
        if draw.by != By.NONE:
            return "l3"
        return "l2" if len(draw.units) > 1 else ""
