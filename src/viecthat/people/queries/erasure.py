"""Requests to be forgotten: one's own, and the list of whoever sees to it that they are carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.people.choices.own import ErasureState
from viecthat.people.models import Erasure, Person
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import units_where

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@dataclass(frozen=True)
class ListedErasure:
    """A request in the list; the name only for those who open the file, and while there is one."""

    row: Erasure
    unit: UnitRow | None
    name: str
    overdue: bool


def erasure_of(person: int) -> Erasure | None:
    """The request in force or done."""
    return Erasure.objects.filter(person=person).exclude(state=ErasureState.CALLED_OFF).first()


def erasures_seen(actor: Account, at: datetime) -> QuerySet[Erasure]:
    """Requests of people of units that `actor` keeps running or whose files they open wholly; waiting ones first."""
    runs, opens = units_where(actor, Capability.APPOINT, at), units_where(actor, Capability.SENSITIVE, at)
    found = Erasure.objects.filter(runs.of("unit") | opens.of("unit"))
    return found.select_related("person").order_by("ended_at", "due_on", "pk")


def listed_erasures(rows: Sequence[Erasure], actor: Account, at: datetime) -> list[ListedErasure]:
    """These requests as the list shows them."""
    opens, today = units_where(actor, Capability.FILES, at), localdate(at)
    units = units_by_id({row.unit_id for row in rows if row.unit_id is not None}, today)
    return [
        ListedErasure(
            row,
            units.get(row.unit_id or 0),
            row.person.full_name if opens.has(row.unit_id) else "",
            row.state == ErasureState.WAITING and row.due_on <= today,
        )
        for row in rows
    ]


def people_of_erasures(rows: Sequence[ListedErasure]) -> list[Person]:
    """Whose names the list shows."""
    return [one.row.person for one in rows if one.name]
