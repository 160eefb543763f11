"""The organisation tree of one day, encoded in preorder: a subtree is one contiguous range of positions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from viecthat.kernel.dates import format_date
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.rollup.groups import rows_between
from viecthat.rollup.ranks import Ranks

Positions = npt.NDArray[np.int64]

NO_PARENT = -1
NO_UNIT = -1


class Node(NamedTuple):
    """A unit as it stands on one day. Siblings are laid out by `order`, compared as plain text, then by id."""

    unit: int
    parent: int | None
    kind: str
    order: str = ""


class Tree:
    """Units of one day at positions 0 … size-1; a forest when several have no parent.

    Build it with `encode_tree` or `encode_columns`. `units`, `ends`, `parents` and `kind_codes` are arrays over
    positions: the unit's id, the position just after its subtree, the position of its parent (-1 for a root) and the
    number of its kind in `kind_names`. They are read-only and shared; never copy facts of a day into them.
    """

    __slots__ = ("_kind_code", "_position", "day", "ends", "kind_codes", "kind_names", "parents", "units")

    def __init__(
        self,
        day: date,
        units: Positions,
        parents: Positions,
        ends: Positions,
        kind_codes: npt.NDArray[np.int16],
        kind_names: npt.NDArray[np.str_],
    ) -> None:
        self.day = day
        self.units = units
        self.parents = parents
        self.ends = ends
        # Small numbers compare many times faster than names.
        self.kind_codes = kind_codes
        self.kind_names = kind_names
        self._position: dict[int, int] = dict(zip(units.tolist(), range(len(units)), strict=True))
        self._kind_code: dict[str, int] = {str(name): code for code, name in enumerate(kind_names)}
        for array in (units, parents, ends, kind_codes, kind_names):
            array.setflags(write=False)

    @property
    def size(self) -> int:
        """How many units stand in this tree."""
        return len(self.units)

    def kinds_below(self, unit: int) -> dict[str, int]:
        """How many units of each kind stand below this one. Refused when unknown."""
        lo, hi = self.span(unit)
        counts = np.bincount(self.kind_codes[lo + 1 : hi], minlength=len(self.kind_names))
        return {str(self.kind_names[code]): int(counts[code]) for code in np.flatnonzero(counts)}

    @property
    def depths(self) -> Positions:
        """How many units stand above each position; worked out anew each time."""
        here = np.arange(self.size)
        depths: Positions = here - np.searchsorted(np.sort(self.ends), here, "right")
        return depths

    @property
    def roots(self) -> tuple[int, ...]:
        """Units without a parent, in tree order."""
        return self._ids(np.flatnonzero(self.parents == NO_PARENT))

    def __contains__(self, unit: object) -> bool:
        return unit in self._position

    def position(self, unit: int) -> int:
        """The unit's place in preorder. Refused when the unit does not stand in this tree."""
        try:
            return self._position[unit]
        except KeyError:
            raise Refused(
                gettext_noop("Đơn vị số {unit} không có trong bản đồ tổ chức ngày {day}."),
                field="unit",
                unit=unit,
                day=format_date(self.day),
            ) from None

    def span(self, unit: int) -> tuple[int, int]:
        """Positions [lo, hi) of the unit and everything under it. Refused when unknown."""
        lo = self.position(unit)
        return lo, int(self.ends[lo])

    def kind(self, unit: int) -> str:
        """The unit's kind on this day. Refused when unknown."""
        return str(self.kind_names[self.kind_codes[self.position(unit)]])

    def kind_code(self, kind: str) -> int:
        """The number that stands for this kind in `kind_codes`; -1 when there is no such kind."""
        return self._kind_code.get(kind, -1)

    def parent(self, unit: int) -> int | None:
        """The unit directly above, None for a root. Refused when unknown."""
        above = int(self.parents[self.position(unit)])
        return None if above == NO_PARENT else int(self.units[above])

    def children(self, unit: int) -> tuple[int, ...]:
        """The units directly under this one, in tree order. Refused when unknown."""
        return self._ids(self.child_positions(self.position(unit)))

    def child_positions(self, position: int) -> Positions:
        """Positions of the direct children of the unit at `position`."""
        lo, hi = position + 1, int(self.ends[position])
        return lo + np.flatnonzero(self.parents[lo:hi] == position)

    def ancestors(self, unit: int) -> tuple[int, ...]:
        """Every unit above this one, root first, without the unit itself. Refused when unknown."""
        above: list[int] = []
        position = int(self.parents[self.position(unit)])
        while position != NO_PARENT:
            above.append(int(self.units[position]))
            position = int(self.parents[position])
        return tuple(reversed(above))

    def covers(self, above: int, below: int) -> bool:
        """Whether `below` is `above` itself or stands somewhere under it. Refused when either is unknown."""
        lo, hi = self.span(above)
        return lo <= self.position(below) < hi

    def units_of_kind(self, kind: str, within: int | None = None) -> tuple[int, ...]:
        """Units of this kind in tree order; `within` limits them to a unit's subtree, that unit included."""
        return self._ids(self.positions_of([kind], within))

    def positions_of(self, kinds: Iterable[str], within: int | None = None) -> Positions:
        """Positions of all units of these kinds; `within` limits them as in `units_of_kind`."""
        lo, hi = (0, self.size) if within is None else self.span(within)
        codes = [code for kind in kinds if (code := self.kind_code(kind)) >= 0]
        return lo + np.flatnonzero(np.isin(self.kind_codes[lo:hi], codes))

    def common_ancestor(self, units: Sequence[int]) -> int | None:
        """The deepest unit whose subtree holds them all (one of them, perhaps); None when no root joins them."""
        positions = [self.position(unit) for unit in units]
        if not positions:
            return None
        first, last = min(positions), max(positions)
        joint = first
        while joint != NO_PARENT and self.ends[joint] <= last:
            joint = int(self.parents[joint])
        return None if joint == NO_PARENT else int(self.units[joint])

    def _ids(self, positions: Positions) -> tuple[int, ...]:
        return tuple(self.units[positions].tolist())


def encode_tree(nodes: Iterable[Node], day: date) -> Tree:
    """Lay the units of one day out in preorder; raises as `encode_columns` does."""
    ordered = sorted(nodes, key=lambda node: (node.order, node.unit))
    names, codes = np.unique(np.array([node.kind for node in ordered], dtype=np.str_), return_inverse=True)
    units = np.array([node.unit for node in ordered], dtype=np.int64)
    above = np.array([NO_UNIT if node.parent is None else node.parent for node in ordered], dtype=np.int64)
    return encode_columns(day, units, above, codes.astype(np.int16), names)


def encode_columns(
    day: date, units: Positions, above: Positions, kind_codes: npt.NDArray[np.int16], kind_names: npt.NDArray[np.str_]
) -> Tree:
    """Lay the units of one day out in preorder, siblings in the order in which they come.

    above: the unit over each, NO_UNIT for a root. Refused when a unit comes twice, when one above is not among the
    units of that day, or when units stand above each other in a circle.
    """
    by_id = np.argsort(units, kind="stable")
    ids = units[by_id]
    if len(twice := np.flatnonzero(ids[1:] == ids[:-1])):
        raise Refused(
            gettext_noop("Đơn vị số {unit} xuất hiện hai lần trong bản đồ tổ chức ngày {day}."),
            unit=int(ids[twice[0]]),
            day=format_date(day),
        )
    rank = np.where(above == NO_UNIT, NO_PARENT, Ranks(ids).of(above))
    if len(orphans := np.flatnonzero((above != NO_UNIT) & (rank < 0))):
        raise Refused(
            gettext_noop("Đơn vị cấp trên số {parent} của đơn vị số {unit} không có trong bản đồ ngày {day}."),
            unit=int(units[orphans[0]]),
            parent=int(above[orphans[0]]),
            day=format_date(day),
        )
    parent = np.where(rank < 0, NO_PARENT, np.append(by_id, NO_PARENT)[rank])
    levels = _levels(parent)
    if sum(map(len, levels)) < len(units):
        lost = np.ones(len(units), dtype=np.bool_)
        lost[np.concatenate(levels)] = False
        raise Refused(
            gettext_noop("Cấp trên của đơn vị số {unit} chạy vòng tròn trong bản đồ ngày {day}."),
            unit=int(units[lost].min()),
            day=format_date(day),
        )
    sizes = np.ones(len(units), dtype=np.int64)
    for level in reversed(levels[1:]):
        np.add.at(sizes, parent[level], sizes[level])
    place = np.append(np.empty(len(units), dtype=np.int64), NO_PARENT)
    for level in levels:
        # A unit comes after its superior and after all that stands under its elder siblings.
        before = np.cumsum(sizes[level]) - sizes[level]
        heads = np.flatnonzero(np.diff(parent[level], prepend=-2))
        first = np.repeat(before[heads], np.diff(np.append(heads, len(level))))
        place[level] = place[parent[level]] + 1 + before - first
    place = place[:-1]
    turn = np.empty(len(units), dtype=np.int64)
    turn[place] = np.arange(len(units))
    over = parent[turn]
    parents = np.where(over == NO_PARENT, NO_PARENT, place[over]) if len(units) else over
    return Tree(day, units[turn], parents, np.arange(len(units)) + sizes[turn], kind_codes[turn], kind_names)


def _levels(parent: Positions) -> list[Positions]:
    """Numbers of the units of each level from the roots down, siblings side by side, the last level empty."""
    child = np.argsort(parent, kind="stable")
    begin = np.searchsorted(parent[child], np.arange(NO_PARENT, len(parent) + 1))
    levels = [child[: begin[1]]]
    while len(level := levels[-1]):
        levels.append(child[rows_between(begin[level + 1], begin[level + 2])])
    return levels
