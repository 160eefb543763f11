"""The facts in memory with levels as columns, for those who work on frames."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from bench.columns import PeerData

Frame = dict[str, npt.NDArray[Any]]


def entries_with_levels(data: PeerData) -> Frame:
    """Columns of all entries in memory, with l2 (province), l3 (base unit) and old2 (historic province)."""
    return _with_levels({name: np.array(column) for name, column in data.entries().items()}, data)


def presences_with_levels(data: PeerData) -> Frame:
    """Columns of all presences in memory, with the same levels."""
    return _with_levels({name: np.array(column) for name, column in data.presences().items()}, data)


def _with_levels(columns: Frame, data: PeerData) -> Frame:
    today, historic = data.today.levels, data.historic.levels
    # Two bytes do for provinces when they are small numbers, but ids are ids: four.
    for name, of_spot in (("l2", today[:, 1]), ("l3", today[:, 2]), ("old2", historic[:, 1])):
        columns[name] = of_spot[columns["spot"]]
    return columns
