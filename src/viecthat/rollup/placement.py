"""Where the entries of every unit ever known stand under the map of one day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from viecthat.kernel.errors import gettext_noop
from viecthat.rollup.ranks import Ranks
from viecthat.rollup.tree import Tree

OUTSIDE = -1


class Succession(NamedTuple):
    """From `day` on, `new` carries on what `old` was, wholly or in part; `heir` keeps the history of a split."""

    old: int
    new: int
    day: date
    heir: bool = False


class How(Enum):
    """Why a unit's entries stand where they stand; `.label` is the sentence for the page (a Vietnamese msgid)."""

    ITSELF = "itself"
    SUCCESSOR = "successor"
    HEIR = "heir"
    PREDECESSOR = "predecessor"
    APART = "apart"
    OUTSIDE = "outside"

    @property
    def label(self) -> str:
        """Vietnamese msgid that says it to a reader."""
        return _LABELS[self]


_LABELS = {
    How.ITSELF: gettext_noop("đơn vị có trong bản đồ ngày này"),
    How.SUCCESSOR: gettext_noop("đơn vị đã kết thúc, tính vào đơn vị kế thừa"),
    How.HEIR: gettext_noop("đơn vị đã chia tách, tính vào đơn vị giữ lịch sử"),
    How.PREDECESSOR: gettext_noop("đơn vị chưa thành lập, tính vào đơn vị tiền thân"),
    How.APART: gettext_noop("không chia được cho từng đơn vị, để riêng ở cấp trên chung"),
    How.OUTSIDE: gettext_noop("không tìm được chỗ trong bản đồ ngày này"),
}


class UnitMap:
    """The tree of one day plus the place of every other unit ever known. Build it with `place_units`.

    `known` (sorted ids) and `places` (their positions in the tree, -1 outside) are parallel read-only arrays.
    """

    __slots__ = ("_elsewhere", "_rank", "known", "places", "tree")

    def __init__(self, tree: Tree, elsewhere: Mapping[int, tuple[int | None, How]]) -> None:
        """`elsewhere`: of every unit that does not stand in the tree, where its entries count, and why."""
        self.tree = tree
        self._elsewhere = dict(sorted(elsewhere.items()))
        others = np.array(list(self._elsewhere), dtype=np.int64)
        found = [OUTSIDE if at is None else tree.position(at) for at, _ in self._elsewhere.values()]
        units = np.concatenate((tree.units, others))
        places = np.concatenate((np.arange(tree.size), np.array(found, dtype=np.int64)))
        order = np.argsort(units)
        self.known: npt.NDArray[np.int64] = units[order]
        self.places: npt.NDArray[np.int64] = places[order]
        self._rank = Ranks(self.known)
        self.known.setflags(write=False)
        self.places.setflags(write=False)

    @property
    def day(self) -> date:
        """The day whose map this is."""
        return self.tree.day

    def stands_at(self, unit: int) -> tuple[int | None, How]:
        """The unit under which this unit's entries are counted, and why. (None, OUTSIDE) for one never heard of."""
        return (unit, How.ITSELF) if unit in self.tree else self._elsewhere.get(unit, (None, How.OUTSIDE))

    def kept_apart_at(self, unit: int) -> tuple[int, ...]:
        """Units whose entries are kept apart at this one, in order of id: say so on its page."""
        return tuple(other for other, place in self._elsewhere.items() if place == (unit, How.APART))

    def rank(self, units: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """For each id its index in `known`, -1 for one never heard of."""
        return self._rank.of(units)


def place_units(tree: Tree, known_units: Iterable[int], successions: Iterable[Succession]) -> UnitMap:
    """Find the place of every unit ever known under the map of `tree.day`.

    A unit in the tree stands at itself. One that ended goes where its successors go: those of its last succession
    dated on or before the day, the marked heir alone when there is one. One that begins later goes where its
    predecessors go: those of its first succession dated after the day. When that leads to several units, it is kept
    apart at their deepest common ancestor; when it leads to one but in part nowhere, at the unit above that one (a
    lone survivor is not the heir); when it leads nowhere, or to units that nothing joins, it is outside.
    """
    links = _Links(tree.day, successions)
    known = np.fromiter(known_units, dtype=np.int64)
    elsewhere = {*known[~np.isin(known, tree.units)].tolist(), *links.after, *links.before}
    return UnitMap(tree, {unit: _place(unit, tree, links) for unit in elsewhere if unit not in tree})


class _Links:
    """Which units carry on which, seen from one day."""

    def __init__(self, day: date, successions: Iterable[Succession]) -> None:
        self.after: dict[int, list[Succession]] = {}
        self.before: dict[int, list[Succession]] = {}
        for succession in successions:
            if succession.day <= day:
                self.after.setdefault(succession.old, []).append(succession)
            else:
                self.before.setdefault(succession.new, []).append(succession)

    def onward(self, unit: int) -> tuple[set[int], How]:
        """Where a unit that is not in the tree leads in one step, and in what manner."""
        if ended := self.after.get(unit):
            # A unit may have given up a part long before it ended: its history went on with it until the last day.
            last = max(succession.day for succession in ended)
            successors = {succession.new for succession in ended if succession.day == last}
            heirs = {succession.new for succession in ended if succession.day == last and succession.heir}
            return (heirs, How.HEIR) if heirs and len(successors) > 1 else (successors, How.SUCCESSOR)
        if begins := self.before.get(unit):
            first = min(succession.day for succession in begins)
            return {succession.old for succession in begins if succession.day == first}, How.PREDECESSOR
        return set(), How.OUTSIDE


def _place(unit: int, tree: Tree, links: _Links) -> tuple[int | None, How]:
    found: set[int] = set()
    partly_lost = False
    manners: list[How] = []
    seen, waiting = {unit}, [unit]
    while waiting:
        onward, manner = links.onward(waiting.pop())
        manners.append(manner)
        partly_lost |= not onward
        for other in onward - seen:
            seen.add(other)
            if other in tree:
                found.add(other)
            else:
                waiting.append(other)
    if not found:
        return None, How.OUTSIDE
    if len(found) == 1:
        (only,) = found
        if not partly_lost:
            return only, How.HEIR if How.HEIR in manners else manners[0]
        above = tree.parent(only)
        return only if above is None else above, How.APART
    joint = tree.common_ancestor(tuple(found))
    return (None, How.OUTSIDE) if joint is None else (joint, How.APART)
