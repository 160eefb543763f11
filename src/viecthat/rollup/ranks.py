"""From ids to their index in a sorted list of ids, for whole columns at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

ABSENT = -1

# Up to this many bytes a plain table of all ids is worth its memory: it answers ten times faster than a search.
_LARGEST_TABLE = 64 * 2**20


class Ranks:
    """Index of ids in `keys`, which must be sorted and without repetition."""

    __slots__ = ("_keys", "_table")

    def __init__(self, keys: npt.NDArray[np.int64]) -> None:
        self._keys = keys
        self._table: npt.NDArray[np.int64] | None = None
        if len(keys) and keys[0] >= 0 and (int(keys[-1]) + 2) * 8 <= _LARGEST_TABLE:
            # One place more than the largest id, where every id beyond it is sent.
            self._table = np.full(int(keys[-1]) + 2, ABSENT, dtype=np.int64)
            self._table[keys] = np.arange(len(keys))

    def of(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """For each id its index in the keys, -1 where it is not among them."""
        if not len(self._keys) or not len(ids):
            return np.full(len(ids), ABSENT, dtype=np.int64)
        if self._table is not None:
            beyond = len(self._table) - 1
            if ids.min() < 0 or ids.max() > beyond:
                ids = np.where((ids < 0) | (ids > beyond), beyond, ids)
            return self._table[ids]
        rank = np.searchsorted(self._keys, ids)
        rank[rank == len(self._keys)] = 0
        return np.where(self._keys[rank] == ids, rank, ABSENT)
