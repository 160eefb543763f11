"""pandas: one frame in memory, sorted by spot, levels as columns, groupby."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from bench.columns import PeerData
from bench.peers import statements
from bench.peers.frames import entries_with_levels, presences_with_levels
from bench.questions import Answer, Draw, filled
from viecthat.rollup.ask import By


class PandasFrame:
    """Masks, then groupby."""

    name = "pandas"
    label = "pandas groupby"

    def __init__(self) -> None:
        self._entries = pd.DataFrame()
        self._presences = pd.DataFrame()
        self._centre = 0

    def load(self, data: PeerData) -> None:
        """Nothing is kept on disk."""

    def open(self, data: PeerData) -> None:
        """Read everything into memory."""
        self._centre = data.world.organisation.centre
        self._entries = pd.DataFrame(entries_with_levels(data), copy=False)
        self._presences = pd.DataFrame(presences_with_levels(data), copy=False)

    def can(self, draw: Draw) -> bool:  # noqa: ARG002
        """Everything."""
        return True

    def run(self, draw: Draw) -> Any:
        """A series, or a number of people."""
        lines = self._presences if draw.people else self._entries
        mask = None
        first, last = draw.months
        if (first, last) != (1, 12):
            mask = lines["month"].between(first, last)
        for condition in self._conditions(draw, lines):
            mask = condition if mask is None else mask & condition
        if draw.people:
            return int((lines if mask is None else lines.loc[mask])["person"].nunique())
        region = self._region(draw)
        keys = [region, "indicator"] if region else ["indicator"]
        keys += ["month"] * draw.by_month + ["grade"] * draw.by_grade
        needed = lines[[*keys, "quantity"]] if mask is None else lines.loc[mask, [*keys, "quantity"]]
        return needed.groupby(keys, sort=False)["quantity"].sum()

    def answer(self, draw: Draw, found: Any) -> Answer:
        """Index levels and sums in the common shape."""
        if draw.people:
            return np.full(draw.shape, found, dtype=np.int64)
        frame = found.reset_index()
        columns = [frame[name].to_numpy() for name in frame.columns]
        if not self._region(draw):
            columns.insert(0, np.full(len(frame), draw.regions[0]))
        return filled(draw, columns[:-1], columns[-1])

    def bytes(self) -> int:
        """The frames."""
        return int(self._entries.memory_usage().sum() + self._presences.memory_usage().sum())

    def close(self) -> None:
        """Let the frames go."""
        self._entries = self._presences = pd.DataFrame()

    def _region(self, draw: Draw) -> str:
        """The column regions are read from; "" where there is one region."""
        if draw.historic:
            return "old2"
        if draw.by != By.NONE:
            return "l3"
        return "l2" if len(draw.units) > 1 else ""

    def _conditions(self, draw: Draw, lines: pd.DataFrame) -> list[Any]:
        found = []
        if draw.units != (self._centre,) and len(draw.units) == 1:
            found.append(lines["l3" if draw.question == "Q5" else "l2"] == draw.units[0])
        if not draw.people and not draw.every_indicator:
            found.append(lines["indicator"].isin(draw.indicators))
        if draw.known is not None:
            found.append(lines["recorded"] <= statements.micros(draw.known))
        return found
