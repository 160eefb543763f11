"""Groups in sorted columns, the different numbers of others, and the rows of many ranges at once."""

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


def distinct(column: Numbers) -> Numbers:
    """The different numbers of a column, in order."""
    # NumPy's own `unique` looks every number up in a hash table, which takes about ten times as long.
    if not len(column):
        return column
    low, high = int(column.min()), int(column.max())
    if high - low > _LONGEST_TABLE * len(column):
        ordered = np.sort(column)
        return ordered[starts_of(ordered)]
    seen = np.zeros(high - low + 1, dtype=np.bool_)
    seen[column - low] = True
    return np.flatnonzero(seen) + low


_LONGEST_TABLE = 8  # of as many places for each number of a column
