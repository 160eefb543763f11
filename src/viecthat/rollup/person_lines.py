"""The lines of one indicator with the people they name, laid out under a map."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from viecthat.rollup.facts import Column, Facts
from viecthat.rollup.placement import UnitMap

_MAPS_KEPT = 2


@dataclass(eq=False)
class PersonLines:
    """The lines of one indicator; laid out under a map once, for as long as it is kept."""

    unit: Column
    day: Column
    quantity: Column
    person: Column
    grade: npt.NDArray[Any]
    recorded: Column
    _placed: OrderedDict[int, tuple[UnitMap, Placed]] = field(default_factory=OrderedDict)

    @classmethod
    def of(cls, facts: Facts) -> Self:
        """The same of facts that are all of one indicator."""
        return cls(facts.unit, facts.day, facts.quantity, facts.person, facts.grade, facts.recorded)

    def under(self, unit_map: UnitMap) -> Placed:
        """The lines in the order in which their units stand under the map."""
        held = self._placed.get(id(unit_map))
        if held is None:
            held = self._placed[id(unit_map)] = (unit_map, _laid_out(self, unit_map))
            while len(self._placed) > _MAPS_KEPT:
                self._placed.popitem(last=False)
        return held[1]


@dataclass(frozen=True, eq=False)
class Placed:
    """Lines sorted by place. odd: those whose quantity is not one, and what they are beyond one."""

    place: Column
    day: npt.NDArray[np.int32]
    person: Column
    grade: npt.NDArray[np.int8]
    recorded: Column
    odd: Column
    beyond: Column
    days: tuple[int, int]
    last_recorded: int
    last_person: int


def _laid_out(lines: PersonLines, unit_map: UnitMap) -> Placed:
    # The last place of the array answers for rank -1: a unit never heard of stands nowhere.
    place = np.append(unit_map.places, -1)[unit_map.rank(lines.unit)]
    order = np.argsort(place, kind="stable")
    order = order[np.searchsorted(place[order], 0) :]
    quantity, day, recorded, person = (
        column[order] for column in (lines.quantity, lines.day, lines.recorded, lines.person)
    )
    odd = np.flatnonzero(quantity != 1)
    return Placed(
        place[order],
        day.astype(np.int32),
        person,
        (lines.grade[order].astype(np.int8) - 1),
        recorded,
        odd,
        quantity[odd] - 1,
        (int(day.min(initial=2**31 - 1)), int(day.max(initial=0))),
        int(recorded.max(initial=-(2**62))),
        int(person.max(initial=0)),
    )
