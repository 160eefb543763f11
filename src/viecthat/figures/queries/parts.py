"""An indicator opened by groups of people: parts that are shown like indicators, and never stored."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viecthat.ledger.choices import MeasureKind
from viecthat.ledger.queries import Indicator
from viecthat.people.choices.file import GroupedBy
from viecthat.people.queries.groups import group_names, unknown_name

if TYPE_CHECKING:
    from collections.abc import Iterable

# What is no sum can't be told apart afterwards: people are counted once, shares are divided at the end.
OPENED = frozenset({MeasureKind.FLOW, MeasureKind.STOCK, MeasureKind.TURNS})
_ROOM = 64  # more groups than there ever are


@dataclass(frozen=True)
class Part:
    """Which part of which indicator it is; group None: of whom none can be told."""

    whole: int
    group: Hashable


def parts_of(whole: Indicator, by: GroupedBy) -> list[Indicator]:
    """The parts of the indicator, the last for whom no group can be told; none where it can't be opened."""
    if not by or whole.measure not in OPENED or whole.decimals or whole.unit_of_measure == "đồng":
        return []
    names = [(group.key, group.name) for group in group_names(by)]
    return [_part(whole, number, key, name) for number, (key, name) in enumerate([*names, ("", unknown_name())])]


def _part(whole: Indicator, number: int, key: str, name: str) -> Indicator:
    return Indicator(
        # Below zero no indicator is stored; what is told of a part can never be mistaken for its whole.
        pk=-(whole.pk * _ROOM + number + 1),
        code=f"{whole.code}.{key or 'unknown'}",
        name=f"{whole.name}: {name}",
        name_en=f"{whole.name_en}: {name}",
        measure=whole.measure,
        unit_of_measure=whole.unit_of_measure,
        unit_of_measure_en=whole.unit_of_measure_en,
        area=whole.area,
        register=whole.register,
    )


def is_part(indicator: Indicator) -> bool:
    """Whether it is a part by groups of people rather than an indicator."""
    return indicator.pk < 0


def part_told(indicator: Indicator, by: GroupedBy) -> Part:
    """Of which indicator, and which group."""
    whole, number = divmod(-indicator.pk - 1, _ROOM)
    keys: list[Hashable] = [group.key for group in group_names(by)]
    return Part(whole, keys[number] if number < len(keys) else None)


def parts_by_whole(indicators: Iterable[Indicator]) -> dict[int, list[Indicator]]:
    """The parts among these, by the indicator they are of."""
    found: dict[int, list[Indicator]] = {}
    for one in indicators:
        if is_part(one):
            found.setdefault((-one.pk - 1) // _ROOM, []).append(one)
    return found
