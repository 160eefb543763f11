"""The register a sample is drawn from, told apart into strata."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, override

from viecthat.people.queries.lot import Cell, Pot, members_by_cell, smallest_lots
from viecthat.people.queries.register import age_groups
from viecthat.units.queries import units_by_id
from viecthat.units.queries.reach import part_of
from viecthat.units.tree import map_on

UNIT, SEX, AGE = "unit", "sex", "age"
REST = "~ các nhóm nhỏ gộp lại"  # sorts behind all names


@dataclass(frozen=True)
class Frame:
    """Out of whom a sample is drawn: the name of each cell's stratum, and how many members each stratum has."""

    pot: Pot
    names: Mapping[Cell, str]
    counts: Mapping[str, int]

    @property
    def whole(self) -> int:
        """How many members it has."""
        return sum(self.counts.values())


def frame_of(top: int, by: Collection[str], day: date) -> Frame:
    """The members under `top`, by part of it, sex and age group as asked. Three queries, however many there are."""
    under = units_under(top, day)
    parts = part_of(top, under, day) if UNIT in by else {}
    groups = age_groups() if AGE in by else []
    pot = Pot({unit: parts.get(unit, 0) for unit in under}, SEX in by, tuple(group.born(day) for group in groups))
    cells = members_by_cell(pot)
    units = units_by_id({part for part, _sex, _age in cells if part}, day) if parts else {}
    with override("vi"):
        ages = [group.name for group in age_groups()] if groups else []
        names = {cell: _name(cell, by, {pk: unit.name for pk, unit in units.items()}, ages) for cell in cells}
    counts: dict[str, int] = {}
    for cell, n in cells.items():
        counts[names[cell]] = counts.get(names[cell], 0) + n
    return Frame(pot, names, counts)


def drawn_of(frame: Frame, strata: Mapping[str, tuple[Collection[str], int]], seed: str) -> dict[str, list[int]]:
    """Of every stratum so many members by lot: the smallest numbers that the seed gives.

    One query, of about as many rows as are wanted; in one draw of a thousand million another one.

    strata: by name, the names of the frame that are put together in it, and how many are wanted.
    """
    into = {name: stratum for stratum, (names, _n) in strata.items() for name in names}
    sizes = {stratum: sum(frame.counts[name] for name in names) for stratum, (names, _n) in strata.items()}
    # Six standard deviations beyond what is to be expected below it.
    share = max((n + 6 * n**0.5 + 12) / sizes[stratum] for stratum, (_names, n) in strata.items())
    while True:
        found: dict[str, list[int]] = {stratum: [] for stratum in strata}
        for lot in smallest_lots(frame.pot, seed, share):
            # Somebody admitted this very moment may stand where nobody was counted.
            stratum = into.get(frame.names.get(lot.cell, ""), "")
            if stratum and len(found[stratum]) < strata[stratum][1]:
                found[stratum].append(lot.person)
        if share >= 1 or all(len(found[stratum]) == n for stratum, (_names, n) in strata.items()):
            return found
        share *= 4


def units_under(top: int, day: date) -> list[int]:
    """The unit and all below it on the day's map, units that ended in it too."""
    today = map_on(day)
    if top not in today.tree:
        return [top]
    lo, hi = today.tree.span(top)
    return today.known[(today.places >= lo) & (today.places < hi)].tolist()


def _name(cell: Cell, by: Collection[str], units: Mapping[int, str], ages: Sequence[str]) -> str:
    part, sex, age = cell
    said = []
    if UNIT in by:
        said.append(units.get(part) or gettext("chưa rõ đơn vị"))
    if SEX in by:
        said.append({"male": gettext("nam"), "female": gettext("nữ")}.get(sex) or gettext("chưa ghi giới tính"))
    if AGE in by:
        said.append(ages[age - 1] if age else gettext("chưa rõ tuổi"))
    return " · ".join(said) or gettext("toàn bộ")
