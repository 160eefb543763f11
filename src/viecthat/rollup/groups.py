"""Groups in sorted columns, and the rows of many ranges at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]


def starts_of(*sorted_columns: npt.NDArray[Any]) -> Numbers:
    """Where a new group begins, in columns sorted together; none when they are empty."""
    changes = np.ones(len(sorted_columns[0]), dtype=np.bool_)
    if len(changes):
        changes[1:] = False
        for column in sorted_columns:
            changes[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(changes)


def rows_between(first: Numbers, last: Numbers) -> Numbers:
    """All numbers from each first up to, not including, its last, one range after the other."""
    count = last - first
    rows: Numbers = np.repeat(first - (np.cumsum(count) - count), count) + np.arange(int(count.sum()))
    return rows
