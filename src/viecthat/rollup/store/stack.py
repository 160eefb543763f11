"""A generation and what came after it, as one: layers of months in memory upon the months on the disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from viecthat.rollup.groups import distinct, rows_between, starts_of
from viecthat.rollup.question import LARGEST_SUM, Numbers, months_of, over_grades
from viecthat.rollup.store.bucket import MONTHS
from viecthat.rollup.store.calendar import first_day
from viecthat.rollup.store.generation import Generation
from viecthat.rollup.store.layout import Layout
from viecthat.rollup.store.month import Lines, Month, month_of_lines
from viecthat.rollup.store.segment import ABSENT, Segment, places_of

Masks = npt.NDArray[np.uint16]


@dataclass(frozen=True, eq=False)
class Touched:
    """What became of the months in which units reported, in one year: by (indicator, spot), sorted.

    before, after: masks of months, bit 0 for January.
    """

    indicator: Numbers
    spot: Numbers
    before: Masks
    after: Masks

    def of(self, indicator: int) -> slice:
        """The rows of one indicator."""
        first, last = np.searchsorted(self.indicator, (indicator, indicator + 1)).tolist()
        return slice(first, last)

    def within(self, indicators: Numbers, first: Numbers, after: Numbers) -> Numbers:
        """The rows of these indicators at spots of these runs, both sorted."""
        stride = int(max(self.spot.max(initial=0), after.max(initial=0))) + 1
        begins, ends = (indicators[:, np.newaxis] * stride + spots for spots in (first, after))
        key = self._key(stride)
        return rows_between(np.searchsorted(key, begins.ravel()), np.searchsorted(key, ends.ravel()))

    def _key(self, stride: int) -> Numbers:
        if stride not in self._keys:
            self._keys[stride] = self.indicator * stride + self.spot
        return self._keys[stride]

    @cached_property
    def _keys(self) -> dict[int, Numbers]:
        return {}


@dataclass(frozen=True, eq=False)
class Layer:
    """Lines that are not in the generation, as months of their own, and whom they made report or not."""

    months: Mapping[int, Month]
    touched: Mapping[int, Touched]
    lines: int


@dataclass(frozen=True, eq=False)
class Stack:
    """Everything there is: the base, when there is one, and the layers, the oldest first."""

    layout: Layout
    base: Generation | None
    layers: tuple[Layer, ...] = field(default=())

    def with_layer(self, lines: Lines, layout: Layout) -> Stack:
        """With one layer more; the layout must be this one or an extension of it."""
        below = Stack(layout, self.base, self.layers)
        return Stack(layout, self.base, (*self.layers, layer_of(lines, below)))

    def segments(self, month: int) -> Iterator[Month]:
        """The month in the base and in every layer that has lines of it."""
        if self.base is not None and (held := self.base.month(month)) is not None:
            yield held
        for layer in self.layers:
            if month in layer.months:
                yield layer.months[month]

    @cached_property
    def months(self) -> tuple[int, ...]:
        """Every month that has lines anywhere."""
        found = set(self.base.months if self.base is not None else ())
        return tuple(sorted(found.union(*(layer.months for layer in self.layers))))

    @cached_property
    def indicators(self) -> Numbers:
        """Every indicator that has lines in any month."""
        each = [segment.indicators for month in self.months for segment in self.segments(month)]
        return distinct(np.concatenate(each)) if each else np.array([], dtype=np.int64)

    @cached_property
    def lines(self) -> int:
        """How many ledger lines there are."""
        return (self.base.lines_count if self.base is not None else 0) + sum(layer.lines for layer in self.layers)

    @cached_property
    def fits(self) -> bool:
        """Whether no sum of whatever lines can be too large to be exact."""
        return sum(one.weight for month in self.months for one in self.segments(month)) < LARGEST_SUM

    def net(self, month: int, indicator: Numbers, spot: Numbers) -> Numbers:
        """What the lines of a month add up to for each (indicator, spot)."""
        total = np.zeros(len(spot), dtype=np.int64)
        for segment in self.segments(month):
            total += at_pairs(segment, indicator, spot)
        return total

    def mask(self, year: int, indicator: Numbers, spot: Numbers) -> Masks:
        """In which months of a year each (indicator, spot) has lines that do not cancel."""
        mask = np.zeros(len(spot), dtype=np.uint16)
        if self.base is not None and (held := self.base.year(year)) is not None and len(spot):
            ranks = held.ranks(indicator)
            wanted = (np.maximum(ranks, 0) * held.room + spot).astype(held.key.dtype)
            at = np.minimum(np.searchsorted(held.key, wanted), len(held.key) - 1)
            found = (ranks != ABSENT) & (held.key[at] == wanted)
            mask[found] = held.mask[at[found]]
        for layer in self.layers:
            if (touched := layer.touched.get(year)) is not None:
                _overlay(mask, touched, indicator, spot)
        return mask


def layer_of(lines: Lines, below: Stack) -> Layer:
    """Sort the lines into months and see whom they make report, upon what is below."""
    month_of = months_of(lines.day)
    months = {
        at: month_of_lines(lines.where(month_of == at), below.layout, first_day(at))
        for at in distinct(month_of).tolist()
    }
    nets: dict[int, list[tuple[int, Numbers, Numbers, Numbers]]] = {}
    for at, month in months.items():
        indicator, spot, net = nets_of(month)
        nets.setdefault(at // MONTHS, []).append((at, indicator, spot, below.net(at, indicator, spot) + net))
    touched = {year: touched_of(year, of_year, below) for year, of_year in nets.items()}
    return Layer(months, touched, len(lines.day))


def touched_of(
    year: int, nets: Iterable[tuple[int, Numbers, Numbers, Numbers]], below: Stack, within: int | None = None
) -> Touched:
    """Masks before and after by the new nets of some months: (month, indicator, spot, net) each.

    within: only these months of what is below count, as bits; None: all.
    """
    told = list(nets)
    month = np.concatenate([np.full(len(spot), at) for at, _, spot, _ in told])
    indicator, spot, net = (np.concatenate([part[column] for part in told]) for column in (1, 2, 3))
    # Every month's are in order already; a stable sort takes such runs as they are.
    order = np.argsort(indicator * below.layout.room + spot, kind="stable")
    return touched_in_order(year, Nets(month[order], indicator[order], spot[order], net[order]), below, within)


class Nets(NamedTuple):
    """What months add up to by indicator and spot, as columns sorted by these two."""

    month: Numbers
    indicator: Numbers
    spot: Numbers
    net: Numbers


def touched_in_order(year: int, nets: Nets, below: Stack, within: int | None = None) -> Touched:
    """`touched_of`, the new nets being in order."""
    month, indicator, spot, net = nets
    bit = np.uint16(1) << (month - year * MONTHS).astype(np.uint16)
    if not len(spot):
        return Touched(indicator, spot, bit, bit)
    starts = starts_of(indicator, spot)
    cleared = np.bitwise_or.reduceat(bit, starts)
    made = np.bitwise_or.reduceat(np.where(net != 0, bit, np.uint16(0)), starts)
    before = below.mask(year, indicator[starts], spot[starts])
    if within is not None:
        before &= np.uint16(within)
    after = (before & ~cleared) | made
    # Most reported before and still do: nothing about them is to be remembered.
    changed = before != after
    rows = starts[changed]
    return Touched(indicator[rows], spot[rows], before[changed], after[changed])


def nets_of(month: Month) -> tuple[Numbers, Numbers, Numbers]:
    """(indicator, spot, net) of everybody with lines in the month, sorted."""
    key = month.key
    if not len(key):
        nothing = np.array([], dtype=np.int64)
        return nothing, nothing, nothing
    starts = starts_of(key)
    sums = over_grades(month.run.at(np.append(starts, len(key))))
    rank, spot = places_of(key[starts], month.room)
    return month.indicators[rank], spot, np.diff(sums)


def at_pairs(segment: Segment, indicator: Numbers, spot: Numbers) -> Numbers:
    """Sums of a segment at exactly these (indicator, spot)."""
    ranks = segment.ranks(indicator)
    found = np.flatnonzero(ranks != ABSENT)
    total = np.zeros(len(spot), dtype=np.int64)
    if len(found):
        wanted = ranks[found] * segment.room + spot[found]
        begin = np.searchsorted(segment.key, wanted.astype(segment.key.dtype))
        # One key on, not the next larger number: the last key of all may be the largest that fits.
        end = np.searchsorted(segment.key, wanted.astype(segment.key.dtype), "right")
        total[found] = over_grades(segment.running(end) - segment.running(begin))
    return total


def _overlay(mask: Masks, touched: Touched, indicator: Numbers, spot: Numbers) -> None:
    rows = pair_rows(touched.indicator, touched.spot, indicator, spot)
    found = rows != ABSENT
    mask[found] = touched.after[rows[found]]


def pair_rows(known_indicator: Numbers, known_spot: Numbers, indicator: Numbers, spot: Numbers) -> Numbers:
    """For each (indicator, spot) its row among known ones, sorted and distinct; -1 for one not among them."""
    if not len(known_spot) or not len(spot):
        return np.full(len(spot), ABSENT, dtype=np.int64)
    stride = int(max(known_spot.max(), spot.max())) + 1
    known, wanted = known_indicator * stride + known_spot, indicator * stride + spot
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[at] == wanted, at, ABSENT)
