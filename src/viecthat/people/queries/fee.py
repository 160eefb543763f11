"""The fee book of a branch: a year of months for each member, and the sums of a month."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from viecthat.people.models import FeeMonth, Membership, Person
from viecthat.people.rules.charter import months_later
from viecthat.people.rules.fee import Fee, fee_in


@dataclass(frozen=True)
class FeeRow:
    """A member, what is due for the month, what was entered for it, and which months of its year are settled."""

    person: Person
    due: int
    entered: FeeMonth | None
    settled: tuple[FeeMonth | None, ...]


@dataclass(frozen=True)
class FeeBook:
    """A branch's month: its members, what came in, what stays and what is passed up."""

    month: date
    fee: Fee
    rows: tuple[FeeRow, ...]
    collected: int

    @property
    def kept(self) -> int:
        """What the branch keeps."""
        return self.fee.shared(self.collected)[0]

    @property
    def passed(self) -> int:
        """What it passes up."""
        return self.fee.shared(self.collected)[1]

    @property
    def owing(self) -> tuple[FeeRow, ...]:
        """Who has neither paid nor is exempt."""
        return tuple(row for row in self.rows if row.entered is None)


def fee_book(unit: int, month: date) -> FeeBook:
    """The book of one month (its first day). Two queries."""
    fee = fee_in(month)
    members = Membership.objects.filter(unit=unit, end__isnull=True, start__lt=months_later(month, 1))
    people = [row.person for row in members.select_related("person").order_by("person__sort_key", "person__pk")]
    entered: dict[tuple[int, date], FeeMonth] = {}
    collected = 0
    for row in FeeMonth.objects.filter(unit=unit, month__year=month.year, undone_at__isnull=True):
        entered[row.person_id, row.month] = row
        collected += row.amount if row.month == month else 0
    months = [date(month.year, number, 1) for number in range(1, 13)]
    rows = tuple(
        FeeRow(
            person,
            fee.due(paid=person.paid),
            entered.get((person.pk, month)),
            tuple(entered.get((person.pk, one)) for one in months),
        )
        for person in people
    )
    return FeeBook(month, fee, rows, collected)


def collected_on(wanted: Collection[tuple[int, date]]) -> dict[tuple[int, date], int]:
    """What these units collected on these days, in đồng. One query."""
    units, days = {unit for unit, _day in wanted}, {day for _unit, day in wanted}
    found = FeeMonth.objects.filter(unit__in=units, paid_on__in=days, undone_at__isnull=True)
    rows = found.values_list("unit", "paid_on").annotate(total=Sum("amount")).order_by()
    return {(unit, day): total for unit, day, total in rows if (unit, day) in set(wanted)}


def fee_entered(pk: int, unit: int) -> FeeMonth | None:
    """One line of the branch's book."""
    return FeeMonth.objects.select_related("person").filter(pk=pk, unit=unit).first()
