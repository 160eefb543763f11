"""A limit: running sums over the sorted facts and nothing else, no answer but an array.

Entries sorted by indicator, month and spot, with running sums: a cell is two look-ups and a subtraction. Distinct
people the same way over the previous-occurrence column would need a second index; this limit leaves them out.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bench.columns import PeerData, Spots
from bench.questions import Answer, Draw
from bench.sizes import INDICATORS
from bench.tree import Ints


class PrefixSums:
    """Sorted keys and running sums."""

    name = "prefix_sums"
    label = "numpy: bare prefix sums"

    def __init__(self) -> None:
        self._starts: npt.NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._spots: npt.NDArray[np.int32] = np.empty(0, dtype=np.int32)
        self._sums: npt.NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._data: PeerData | None = None
        self._bounds: dict[tuple[bool, tuple[int, ...]], tuple[Ints, npt.NDArray[np.int32]]] = {}

    def load(self, data: PeerData) -> None:
        """Nothing is kept on disk."""

    def open(self, data: PeerData) -> None:
        """Sort and add up, in memory: a run of spots per indicator over all months."""
        self._data = data
        columns = data.entries()
        order = np.lexsort((columns["spot"], columns["indicator"]))
        self._spots = np.asarray(columns["spot"])[order].astype(np.int32)
        self._sums = np.concatenate(([0], np.cumsum(np.asarray(columns["quantity"])[order], dtype=np.int64)))
        counts = np.bincount(columns["indicator"], minlength=len(INDICATORS) + 1)
        self._starts = np.concatenate(([0], np.cumsum(counts)))

    def can(self, draw: Draw) -> bool:
        """Plain sums over all there is in time."""
        plain = not (draw.people or draw.by_grade or draw.by_month or draw.known)
        months = self._data.world.size.months if self._data else (1,)
        return plain and draw.months == (months[0], months[-1])

    def run(self, draw: Draw) -> Answer:
        """Two look-ups a cell."""
        if self._data is None:
            raise RuntimeError("open the peer first")
        answer = np.zeros(draw.shape, dtype=np.int64)
        region, bounds = self._regions(draw, self._data.historic if draw.historic else self._data.today)
        for number, indicator in enumerate(draw.indicators):
            start, stop = self._starts[indicator], self._starts[indicator + 1]
            found = self._sums[start + np.searchsorted(self._spots[start:stop], bounds)]
            np.add.at(answer[:, number, 0, 0], region, found[len(region) :] - found[: len(region)])
        return answer

    def _regions(self, draw: Draw, spots: Spots) -> tuple[Ints, npt.NDArray[np.int32]]:
        """Number of the region and both ends of each range of spots; an encoding of the map, kept."""
        if (draw.historic, draw.regions) not in self._bounds:
            spans = [(number, *span) for number, unit in enumerate(draw.regions) for span in spots.spans(unit)]
            region, lo, hi = np.array(spans).T
            self._bounds[draw.historic, draw.regions] = region, np.concatenate((lo, hi)).astype(np.int32)
        return self._bounds[draw.historic, draw.regions]

    def answer(self, draw: Draw, found: Answer) -> Answer:  # noqa: ARG002
        """It is in the common shape."""
        return found

    def bytes(self) -> int:
        """The arrays."""
        return self._spots.nbytes + self._sums.nbytes

    def close(self) -> None:
        """Let the arrays go."""
        self.__init__()  # type: ignore[misc]
