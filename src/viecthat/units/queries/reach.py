"""How far what a unit has of its own reaches: to itself and everything below it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol, TypeVar

from viecthat.units.tree import map_on


class Owned(Protocol):
    """Something that a unit may have of its own; without a unit it is everybody's."""

    unit_id: int | None


T = TypeVar("T", bound=Owned)


def owned_for(found: Iterable[T], units: Collection[int], day: date) -> list[T]:
    """What is everybody's, and what a unit at or above one of `units` has of its own on the day.

    What an ended unit had goes on with the unit that carries its history. One query, none when nobody owns any.
    """
    given = list(found)
    if all(one.unit_id is None for one in given):
        return given
    today = map_on(day)
    over: set[int] = set()
    for unit in units:
        stands, _how = today.stands_at(unit)
        if stands is not None:
            over.update((stands, *today.tree.ancestors(stands)))
    return [one for one in given if one.unit_id is None or today.stands_at(one.unit_id)[0] in over]


def part_of(top: int, units: Collection[int], day: date) -> dict[int, int]:
    """Under which child of `top` each of these units stands on the day: `top` itself for its own; others are left out.

    So that figures of many thousand units are shown as those of a few. One query.
    """
    today = map_on(day)
    found: dict[int, int] = {}
    for unit in units:
        stands, _how = today.stands_at(unit)
        if stands is None or top not in today.tree or not today.tree.covers(top, stands):
            continue
        path = (*today.tree.ancestors(stands), stands)
        found[unit] = path[min(path.index(top) + 1, len(path) - 1)]
    return found
