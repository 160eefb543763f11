"""Ideas and initiatives by unit and field: counted in the bank itself, so that each figure opens down to its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet, Sum

from viecthat.ideas.choices import IdeaField, IdeaState, InitiativeState
from viecthat.ideas.models import Idea, Initiative
from viecthat.ideas.queries.bank import SUMS
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.reach import part_of

if TYPE_CHECKING:
    from viecthat.units.queries.scope import UnitScope


@dataclass
class Tally:
    """Ideas of a unit or a field: proposed, selected, realised; initiatives confirmed and what they bring."""

    proposed: int = 0
    selected: int = 0
    realised: int = 0
    initiatives: int = 0
    money: int = 0
    hours: int = 0

    def add(self, other: Tally) -> None:
        """The other's on top."""
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def cells(self) -> tuple[int, ...]:
        """The figures in their order."""
        return (self.proposed, self.selected, self.realised, self.initiatives, self.money, self.hours)


@dataclass(frozen=True)
class Figures:
    """The whole, by part of the tree and by field."""

    whole: Tally = field(default_factory=Tally)
    units: tuple[tuple[UnitRow, Tally], ...] = ()
    fields: tuple[tuple[str, str, Tally], ...] = ()


def figures_of(top: int, units: UnitScope, year: int | None, today: date) -> Figures:
    """Under `top`, of these units; ideas by the year they were sent, initiatives by the year they were confirmed.

    Four queries.
    """
    cells: dict[tuple[int, str], Tally] = {}
    for unit, about, proposed, selected, realised in (
        _in_year(Idea.objects.filter(units.of("unit"), state__in=SUMS["counted"]), "sent_on", year)
        .order_by()
        .values_list("unit", "field")
        .annotate(
            n=Count("pk"),
            chosen=Count("pk", filter=Q(state__in=SUMS["chosen"])),
            done=Count("pk", filter=Q(state=IdeaState.REALISED)),
        )
    ):
        cells[unit, about] = Tally(proposed, selected, realised)
    for unit, about, n, money, hours in (
        _in_year(Initiative.objects.filter(units.of("unit"), state=InitiativeState.CONFIRMED), "confirmed_on", year)
        .order_by()
        .values_list("unit", "field")
        .annotate(n=Count("pk"), money=Sum("real_money"), hours=Sum("real_hours"))
    ):
        cells.setdefault((unit, about), Tally()).add(Tally(initiatives=n, money=int(money), hours=int(hours)))
    parts = part_of(top, {unit for unit, _about in cells}, today)
    whole, by_unit, by_field = Tally(), {}, {}  # type: Tally, dict[int, Tally], dict[str, Tally]
    for (unit, about), tally in cells.items():
        if unit not in parts:
            continue
        whole.add(tally)
        by_unit.setdefault(parts[unit], Tally()).add(tally)
        by_field.setdefault(about, Tally()).add(tally)
    named = units_by_id(set(by_unit), today)
    rows = sorted(
        ((named[pk], tally) for pk, tally in by_unit.items()), key=lambda one: (-one[1].proposed, one[0].name)
    )
    fields = tuple((one.value, str(one.label), by_field[one]) for one in IdeaField if one.value in by_field)
    return Figures(whole, tuple(rows), fields)


def _in_year(found: QuerySet[Idea] | QuerySet[Initiative], day: str, year: int | None) -> QuerySet[Idea]:
    return found.filter(**{f"{day}__year": year}) if year else found  # type: ignore[return-value]
