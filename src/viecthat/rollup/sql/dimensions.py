"""The small tables a question joins the ledger to: where units stand, what days belong to, which sums are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from viecthat.rollup.groups import distinct
from viecthat.rollup.placement import UnitMap
from viecthat.rollup.question import Numbers, Read, Window, months_of
from viecthat.rollup.regions import Regions
from viecthat.rollup.spans import sums_over_spans

Columns = dict[str, Numbers]

# Where the map has a place for a unit that nobody asked about.
NOT_ASKED = -1
# Where the map has no place for a unit.
OUTSIDE = -2


class Cells:
    """The map cut at the borders of all regions: every place is in one cell, a region is one or more spans of cells.

    So a line of the ledger meets one row, however many regions it counts for.
    """

    def __init__(self, map: UnitMap, regions: Regions) -> None:
        cuts = distinct(np.concatenate((regions.lows, regions.highs)))
        self.count = len(cuts) - 1
        self._owners, self._regions = regions.owners, regions.count
        self._lows, self._highs = np.searchsorted(cuts, regions.lows), np.searchsorted(cuts, regions.highs)
        opened = np.bincount(self._lows, minlength=len(cuts)) - np.bincount(self._highs, minlength=len(cuts))
        # One more, for whatever lies behind the last cut; -1, before the first, finds the same.
        cell = np.where(np.cumsum(opened) > 0, np.arange(len(cuts)), NOT_ASKED)
        placed = map.places >= 0
        place = map.places[placed]
        at = np.searchsorted(cuts, place, side="right") - 1
        self.units: Columns = {"unit": map.known[placed], "place": place, "cell": cell[at]}

    def table(self) -> Columns:
        """cells(cell, region): a row for each region a cell belongs to."""
        widths = self._highs - self._lows
        within = np.arange(int(widths.sum())) - np.repeat(np.cumsum(widths) - widths, widths)
        return {"cell": np.repeat(self._lows, widths) + within, "region": np.repeat(self._owners, widths)}

    def by_region(self, values: Numbers) -> Numbers:
        """Values by cell added up by region; further axes are kept."""
        return sums_over_spans(values, self._owners, self._lows, self._highs, self._regions)


class Calendar:
    """The days a question reads, cut into spans at the ends of its windows, and into pieces at months as well.

    first: no entry that is read is dated before it, so a window from ever needs no days before. Windows hold whole
    spans; within a window, a calendar month holds whole pieces.
    """

    def __init__(self, windows: Iterable[Window], first: int) -> None:
        windows = list(windows)
        self._cuts = distinct(np.array(windows, dtype=np.int64).ravel())
        stop = int(self._cuts[-1])
        days = np.arange(max(int(self._cuts[0]), first), stop)
        span = np.searchsorted(self._cuts, days, side="right") - 1
        read = np.zeros(len(self._cuts), dtype=np.bool_)
        for window in windows:
            read[slice(*self.spans(window))] = True
        days, span = days[read[span]], span[read[span]]
        month = months_of(days)
        # A new piece wherever a span or a month ends.
        piece = np.cumsum((np.diff(span, prepend=-1) != 0) | (np.diff(month, prepend=-1) != 0)) - 1
        starts = np.flatnonzero(np.diff(piece, prepend=-1))
        self.days: Columns = {"day": days, "span": span, "piece": piece}
        self._piece_span, self._piece_month = span[starts], month[starts]

    def spans(self, window: Window) -> tuple[int, int]:
        """The spans [lo, hi) of a window whose ends are among the cuts."""
        lo, hi = np.searchsorted(self._cuts, window).tolist()
        return lo, hi

    def pieces(self, window: Window) -> tuple[int, int]:
        """The pieces [lo, hi) of a window."""
        lo, hi = np.searchsorted(self._piece_span, self.spans(window)).tolist()
        return lo, hi

    def wanted(self, name: str, reads: Sequence[tuple[int, Read]]) -> Columns:
        """A table (name, indicator, piece, month): the pieces from which number `name` of something is made."""
        numbers, indicators, pieces = [], [], []
        for number, (indicator, window) in reads:
            lo, hi = self.pieces(window)
            numbers.append(np.full(hi - lo, number))
            indicators.append(np.full(hi - lo, indicator))
            pieces.append(np.arange(lo, hi))
        none = np.zeros(0, dtype=np.int64)
        piece = np.concatenate([none, *pieces])
        return {
            name: np.concatenate([none, *numbers]),
            "indicator": np.concatenate([none, *indicators]),
            "piece": piece,
            "month": self._piece_month[piece],
        }
