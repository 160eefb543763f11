"""Publicity of congresses and plans for great days, item by item; the great days of a year with who marks them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from viecthat.activities.queries import live_results_of
from viecthat.activities.queries.great_days import GreatDay, great_days
from viecthat.congress.models import Celebration, Congress, PublicityItem
from viecthat.kernel.numbers import format_number
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import unscaled
from viecthat.plans.rules import units_planning_seen
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

DONE, LATE, OPEN = "done", "late", "open"


@dataclass(frozen=True)
class ItemRow:
    """An item with its state, and what its activity put into the ledger."""

    item: PublicityItem
    state: str
    results: tuple[str, ...]


@dataclass(frozen=True)
class DayRow:
    """A great day of the year with the plans units made for it."""

    day: date
    name: str
    years: int
    key: str
    is_round: bool
    plans: tuple[tuple[Celebration, UnitRow, int, int], ...]


def items_of(owner: Congress | Celebration, today: date) -> list[ItemRow]:
    """The items by when they are due; figures of a linked activity are the ledger's."""
    found = PublicityItem.objects.select_related("activity")
    rows = list(found.filter(congress=owner) if isinstance(owner, Congress) else found.filter(celebration=owner))
    return item_rows(rows, today)


def item_rows(rows: Sequence[PublicityItem], today: date) -> list[ItemRow]:
    """These items with their states."""
    live = live_results_of([row.activity_id for row in rows if row.activity_id])
    found = []
    for row in rows:
        results = live[row.activity_id].results if row.activity_id in live else ()
        amounts = [(format_number(unscaled(one.quantity, one.indicator.decimals)), one.indicator) for one in results]
        told = tuple(f"{amount} {indicator.measured_in}: {indicator}" for amount, indicator in amounts)
        found.append(ItemRow(row, DONE if row.done_on else LATE if row.due < today else OPEN, told))
    return found


def item_with_id(pk: int) -> PublicityItem | None:
    """The item with whose plan it stands in."""
    return PublicityItem.objects.select_related("congress", "celebration").filter(pk=pk).first()


def celebration_with_id(pk: int) -> Celebration | None:
    """The plan for a great day."""
    return Celebration.objects.filter(pk=pk).first()


def days_of_year(year: int, actor: Account, at: datetime, today: date) -> list[DayRow]:
    """Great days of a year, those of the catalogue and units' own, each with the plans that the reader may see."""
    plans = list(
        Celebration.objects.filter(units_planning_seen(actor, at).of("unit"), day__year=year).order_by("folded", "pk")
    )
    units = units_by_id({plan.unit_id for plan in plans}, today)
    counts: dict[int, list[int]] = {}
    for owner, done in PublicityItem.objects.filter(celebration__in=plans).values_list("celebration", "done_on"):
        count = counts.setdefault(owner, [0, 0])
        count[0] += done is not None
        count[1] += 1
    told: dict[int, tuple[Celebration, UnitRow, int, int]] = {}
    for plan in plans:
        done_items, whole = counts.get(plan.pk, [0, 0])
        told[plan.pk] = (plan, units[plan.unit_id], done_items, whole)
    known = great_days(Period.year(year))
    rows = [_catalogued(one, [told[plan.pk] for plan in plans if plan.key == key_of(one.day)]) for one in known]
    rows += [
        DayRow(plan.day, plan.name, plan.years, "", plan.years % 5 == 0, (told[plan.pk],))
        for plan in plans
        if not plan.key
    ]
    return sorted(rows, key=lambda row: (row.day, row.name))


def great_day_of(key: str, year: int) -> GreatDay | None:
    """The day of the catalogue with this key (MM-DD) in a year."""
    return next((one for one in great_days(Period.year(year)) if key_of(one.day) == key), None)


def key_of(day: date) -> str:
    """How a great day of the catalogue is named: its month and day."""
    return f"{day:%m-%d}"


def _catalogued(one: GreatDay, plans: list[tuple[Celebration, UnitRow, int, int]]) -> DayRow:
    return DayRow(one.day, one.name, one.years, key_of(one.day), one.is_round, tuple(plans))
