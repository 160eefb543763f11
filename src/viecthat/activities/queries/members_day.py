"""Members' Day: the list of one branch, and which branches have held the day in a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import get_language

from viecthat.activities.choices import COUNTED
from viecthat.activities.models import Activity, Participation
from viecthat.catalogue.readers import rows
from viecthat.people.queries.card import cards_at, handed_over_on
from viecthat.people.queries.fee import collected_on, fee_book
from viecthat.people.queries.membership import branches_seen
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import units_seen

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import FeeMonth, MemberCard, Person

MEMBERS_DAY = "members_day"
MOST_MISSING = 200  # branches without the day that a page names


@dataclass(frozen=True)
class DayRow:
    """A member on the day: there, what is due for the month, what was paid, the card."""

    person: Person
    present: bool
    due: int
    fee: FeeMonth | None
    card: MemberCard | None

    @property
    def gets_card(self) -> bool:
        """There is a card that was not handed over."""
        return self.card is not None and self.card.handed_over_on is None


@dataclass(frozen=True)
class HeldDay:
    """A branch's day: how many came, what was collected and handed over on it."""

    activity: Activity
    unit: UnitRow
    present: int
    collected: int
    cards: int


def guidance_of(kind: str) -> str:
    """What the catalogue says a kind of activity is for, in the reader's language."""
    name = "guidance_en" if get_language() == "en" else "guidance"
    return next((str(row.get(name, "")) for row in rows("activity_kinds") if row["code"] == kind), "")


def members_day_rows(activity: Activity) -> list[DayRow]:
    """The members of the branch by name. Five queries."""
    book = fee_book(activity.unit_id, activity.day.replace(day=1))
    cards = {person.pk: card for person, card in cards_at(activity.unit_id)}
    there = set(Participation.objects.filter(activity=activity).values_list("person", flat=True))
    return [
        DayRow(row.person, row.person.pk in there, row.due, row.entered, cards.get(row.person.pk)) for row in book.rows
    ]


def members_days(actor: Account, at: datetime, *, year: int) -> QuerySet[Activity]:
    """The days held in the year by units that `actor` sees, the newest first."""
    found = Activity.objects.filter(units_seen(actor, at).of("unit"), kind=MEMBERS_DAY, day__year=year)
    found = found.filter(state__in=COUNTED).annotate(present=Count("participations"))
    return found.order_by("-day", "-pk")


def held_days(activities: Sequence[Activity], at: datetime) -> list[HeldDay]:
    """These days with what was collected and handed over on each. Three queries for any number."""
    wanted = [(activity.unit_id, activity.day) for activity in activities]
    fees, cards = collected_on(wanted), handed_over_on(wanted)
    units = units_by_id({activity.unit_id for activity in activities}, localdate(at))
    return [
        HeldDay(
            one,
            units[one.unit_id],
            max(getattr(one, "present", 0), one.head_count),
            fees.get((one.unit_id, one.day), 0),
            cards.get((one.unit_id, one.day), 0),
        )
        for one in activities
    ]


def branches_without_day(actor: Account, at: datetime, *, year: int) -> tuple[int, int, list[UnitRow]]:
    """How many branches `actor` sees today, how many have held the day, and the first of those that have not."""
    branches = branches_seen(actor, at)
    held = set(members_days(actor, at, year=year).order_by().values_list("unit", flat=True))
    missing = [unit for unit in branches if unit not in held]
    shown = units_by_id(missing[:MOST_MISSING], localdate(at))
    return len(branches), len(branches) - len(missing), [shown[unit] for unit in missing[:MOST_MISSING]]
