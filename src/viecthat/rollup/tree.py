"""The organisation tree of one day, encoded in preorder: a subtree is one contiguous range of positions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from viecthat.kernel.dates import format_date
from viecthat.kernel.errors import Refused, gettext_noop

Positions = npt.NDArray[np.int64]

NO_PARENT = -1


class Node(NamedTuple):
    """A unit as it stands on one day. Siblings are laid out by `order`, compared as plain text, then by id."""

    unit: int
    parent: int | None
    kind: str
    order: str = ""


class Tree:
    """Units of one day at positions 0 … size-1; a forest when several have no parent. Build it with `encode_tree`.

    `units`, `ends`, `parents`, `kinds` and `kind_codes` are arrays over positions: the unit's id, the position just
    after its subtree, the position of its parent (-1 for a root) and its kind, by name and by number. They are
    read-only and shared; never copy facts of a day into them.
    """

    __slots__ = ("_kind_code", "_position", "day", "ends", "kind_codes", "kinds", "parents", "units")

    def __init__(
        self,
        day: date,
        units: Positions,
        parents: Positions,
        ends: Positions,
        kinds: npt.NDArray[np.str_],
    ) -> None:
        self.day = day
        self.units = units
        self.parents = parents
        self.ends = ends
        self.kinds = kinds
        self._position: dict[int, int] = dict(zip(units.tolist(), range(len(units)), strict=True))
        names, codes = np.unique(kinds, return_inverse=True)
        # Small numbers compare many times faster than names.
        self.kind_codes: npt.NDArray[np.int16] = codes.astype(np.int16)
        self._kind_code: dict[str, int] = {str(name): code for code, name in enumerate(names)}
        for array in (units, parents, ends, kinds, self.kind_codes):
            array.setflags(write=False)

    @property
    def size(self) -> int:
        """How many units stand in this tree."""
        return len(self.units)

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
        return str(self.kinds[self.position(unit)])

    def kind_code(self, kind: str) -> int:
        """The number that stands for this kind in `kind_codes`; -1 when no unit of this day is of it."""
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
        lo, hi = (0, self.size) if within is None else self.span(within)
        return self._ids(lo + np.flatnonzero(self.kind_codes[lo:hi] == self.kind_code(kind)))

    def positions_of(self, kinds: Iterable[str]) -> Positions:
        """Positions of all units of these kinds."""
        codes = [code for kind in kinds if (code := self.kind_code(kind)) >= 0]
        return np.flatnonzero(np.isin(self.kind_codes, codes))

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
    """Lay the units of one day out in preorder.

    Refused when a unit comes twice, when a parent is not among the units of that day, or when parents run in a circle.
    """
    known: dict[int, Node] = {}
    for node in nodes:
        if node.unit in known:
            raise Refused(
                gettext_noop("Đơn vị số {unit} xuất hiện hai lần trong bản đồ tổ chức ngày {day}."),
                unit=node.unit,
                day=format_date(day),
            )
        known[node.unit] = node
    below: dict[int | None, list[Node]] = {}
    # Last sibling first: the walk below takes from the end of a stack.
    for node in sorted(known.values(), key=lambda node: (node.order, node.unit), reverse=True):
        if node.parent is not None and node.parent not in known:
            raise Refused(
                gettext_noop("Đơn vị cấp trên số {parent} của đơn vị số {unit} không có trong bản đồ ngày {day}."),
                unit=node.unit,
                parent=node.parent,
                day=format_date(day),
            )
        below.setdefault(node.parent, []).append(node)

    units: list[int] = []
    parents: list[int] = []
    kinds: list[str] = []
    position: dict[int | None, int] = {None: NO_PARENT}
    waiting = list(below.get(None, ()))
    while waiting:
        node = waiting.pop()
        position[node.unit] = len(units)
        units.append(node.unit)
        parents.append(position[node.parent])
        kinds.append(node.kind)
        waiting.extend(below.get(node.unit, ()))
    if len(units) < len(known):
        lost = min(known.keys() - position.keys())
        raise Refused(
            gettext_noop("Cấp trên của đơn vị số {unit} chạy vòng tròn trong bản đồ ngày {day}."),
            unit=lost,
            day=format_date(day),
        )

    ends = list(range(1, len(units) + 1))
    # Backwards every subtree is complete before its parent asks for its end.
    for place in range(len(units) - 1, 0, -1):
        above = parents[place]
        if above != NO_PARENT and ends[place] > ends[above]:
            ends[above] = ends[place]
    return Tree(
        day,
        np.array(units, dtype=np.int64),
        np.array(parents, dtype=np.int64),
        np.array(ends, dtype=np.int64),
        np.array(kinds, dtype=np.str_),
    )
