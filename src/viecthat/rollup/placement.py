"""Where the entries of every unit ever known stand under the map of one day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from viecthat.kernel.errors import gettext_noop
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

    `known` (sorted ids) and `places` (positions in the tree, -1 outside) are parallel read-only arrays.
    """

    __slots__ = ("_how", "_lookup", "known", "places", "tree")

    def __init__(self, tree: Tree, placement: Mapping[int, tuple[int | None, How]]) -> None:
        self.tree = tree
        self._how: dict[int, tuple[int | None, How]] = dict(placement)
        ids = sorted(self._how)
        self.known: npt.NDArray[np.int64] = np.array(ids, dtype=np.int64)
        self.places: npt.NDArray[np.int64] = np.array(
            [OUTSIDE if (at := self._how[unit][0]) is None else tree.position(at) for unit in ids],
            dtype=np.int64,
        )
        self.known.setflags(write=False)
        self.places.setflags(write=False)

    @property
    def day(self) -> date:
        """The day whose map this is."""
        return self.tree.day

    def stands_at(self, unit: int) -> tuple[int | None, How]:
        """The unit under which this unit's entries are counted, and why. (None, OUTSIDE) for one never heard of."""
        return self._how.get(unit, (None, How.OUTSIDE))

    def kept_apart_at(self, unit: int) -> tuple[int, ...]:
        """Units whose entries are kept apart at this one, in order of id: say so on its page."""
        return tuple(other for other, place in self._how.items() if place == (unit, How.APART))


def place_units(tree: Tree, known_units: Iterable[int], successions: Iterable[Succession]) -> UnitMap:
    """Find the place of every unit ever known under the map of `tree.day`.

    A unit in the tree stands at itself. One that ended goes where its successors go: the last successions dated on or
    before the day, the marked heir alone when there is one. One that begins later goes where its predecessors go: the
    first successions dated after the day. When that leads to several units, or part of it leads nowhere, it is kept
    apart at their deepest common ancestor; when it leads nowhere at all, it is outside.
    """
    raise NotImplementedError
