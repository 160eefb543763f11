"""The fee book as it will be closed, what was closed, what waits for the superior, and who owes what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Exists, Min, OuterRef, QuerySet
from django.utils.timezone import make_aware

from viecthat.accounts.choices import Capability
from viecthat.people.models import FeeClosing, FeeClosingLine, FeeMonth, Membership, Person
from viecthat.people.rules.charter import months_later
from viecthat.people.rules.fee import closing_rule, fee_in
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import units_where
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@dataclass(frozen=True)
class OpenBook:
    """What a unit would close now: [start, end), what came in, what is taken off, what was handed up from below."""

    start: date
    end: date
    opens_on: date
    due_on: date
    fees: tuple[FeeMonth, ...]
    backs: tuple[FeeMonth, ...]
    below: tuple[FeeClosing, ...]

    @property
    def total(self) -> int:
        """All of it in đồng; below nought when more is taken off than came in."""
        taken = sum(fee.amount for fee in self.fees) - sum(fee.amount for fee in self.backs)
        return taken + sum(closing.passed for closing in self.below)

    @property
    def passed(self) -> int:
        """What goes to the superior."""
        return fee_in(self.start).shared(max(self.total, 0))[1]

    @property
    def last_day(self) -> date:
        """The last day that belongs to it."""
        return date.fromordinal(self.end.toordinal() - 1)


@dataclass(frozen=True)
class ShownClosing:
    """A closing with its units by name, and how many payments, counter-entries and units below it counted."""

    closing: FeeClosing
    unit: UnitRow
    superior: UnitRow | None

    @property
    def kept(self) -> int:
        """What stayed."""
        return self.closing.total - self.closing.passed

    @property
    def last_day(self) -> date:
        """The last day that belongs to it."""
        return date.fromordinal(self.closing.end.toordinal() - 1)

    @property
    def state(self) -> str:
        """ "undone", "confirmed", "settled" (nothing to hand over) or "waiting"."""
        if self.closing.undone_at is not None:
            return "undone"
        if self.closing.confirmed_at is not None:
            return "confirmed"
        return "waiting" if self.closing.passed else "settled"


@dataclass(frozen=True)
class Arrears:
    """Somebody who owes months, and what they come to."""

    person: Person
    months: tuple[date, ...]
    due: int


def open_book(unit: UnitRow, today: date) -> OpenBook:
    """What the unit would close next. Three queries."""
    rule = closing_rule(unit.kind, today)
    live = FeeClosingLine.objects.filter(closing__undone_at__isnull=True)
    counted = Exists(live.filter(fee=OuterRef("pk"), back=False))
    here = _standing_at(unit.id, today)
    mine = FeeMonth.objects.filter(unit__in=here, exempt=False).select_related("person")
    fees = mine.filter(~counted, undone_at__isnull=True)
    backs = mine.filter(counted & ~Exists(live.filter(fee=OuterRef("pk"), back=True)), undone_at__isnull=False)
    below = FeeClosing.objects.filter(
        ~Exists(live.filter(below=OuterRef("pk"))),
        superior__in=here,
        confirmed_at__isnull=False,
    )
    last = FeeClosing.objects.filter(unit=unit.id, undone_at__isnull=True).order_by("-end").first()
    if last is not None:
        start, end = last.end, rule.period_with(last.end)[1]
    else:
        paid = fees.aggregate(first=Min("paid_on"))["first"]
        handed = below.aggregate(first=Min("received_on"))["first"]
        start, end = rule.period_with(min(filter(None, (paid, handed)), default=today))
    return OpenBook(
        start,
        end,
        rule.opens_on(end),
        rule.due_on(end),
        tuple(fees.filter(paid_on__lt=end).order_by("paid_on", "person__sort_key", "month")),
        tuple(backs.filter(undone_at__lt=_begin(end)).order_by("undone_at", "pk")),
        tuple(below.filter(received_on__lt=end).order_by("received_on", "pk")),
    )


def closings_of(unit: int) -> QuerySet[FeeClosing]:
    """The unit's closings, the last first, undone ones among them."""
    return _with_people(FeeClosing.objects.filter(unit=unit)).order_by("-end", "-pk")


def closing_with_id(pk: int) -> FeeClosing | None:
    """One closing."""
    return _with_people(FeeClosing.objects.filter(pk=pk)).first()


def closings_waiting(actor: Account, at: datetime) -> QuerySet[FeeClosing]:
    """What units below handed up and waits for `actor` to confirm it, the oldest first."""
    scope = units_where(actor, Capability.RECORD, at)
    waiting = FeeClosing.objects.filter(
        scope.of("superior"), confirmed_at__isnull=True, undone_at__isnull=True, passed__gt=0
    )
    return _with_people(waiting.exclude(closed_by=actor)).order_by("end", "pk")


def shown_closings(found: Collection[FeeClosing], today: date) -> list[ShownClosing]:
    """Closings with the names of their units. One query for any number."""
    units = units_by_id(
        {one.unit_id for one in found} | {one.superior_id for one in found if one.superior_id is not None}, today
    )
    return [ShownClosing(one, units[one.unit_id], units.get(one.superior_id or 0)) for one in found]


def counted_in(closing: FeeClosing) -> list[FeeClosingLine]:
    """The lines of a closing: payments, counter-entries, what came from below."""
    lines = FeeClosingLine.objects.filter(closing=closing).select_related("fee__person", "below")
    return list(lines.order_by("back", "fee__paid_on", "fee__person__sort_key", "fee__month", "pk"))


def closed_until(unit: int) -> date | None:
    """The first day that no closing of the unit holds yet; None when it never closed its book."""
    last = FeeClosing.objects.filter(unit=unit, undone_at__isnull=True).order_by("-end").values_list("end", flat=True)
    return last.first()


def arrears_of(unit: int, year: int, today: date) -> list[Arrears]:
    """The members of a branch who owe months of the year, up to the month before today's, the largest debt first."""
    first, until = date(year, 1, 1), min(date(year + 1, 1, 1), today.replace(day=1))
    members = Membership.objects.filter(unit=unit, end__isnull=True, start__lt=until).select_related("person")
    settled = set(
        FeeMonth.objects.filter(
            person__in=members.values("person"), undone_at__isnull=True, month__gte=first, month__lt=until
        ).values_list("person", "month")
    )
    found = []
    for membership in members:
        person = membership.person
        month, owed = max(first, membership.start.replace(day=1)), []
        while month < until:
            if (person.pk, month) not in settled:
                owed.append(month)
            month = months_later(month, 1)
        if owed:
            due = sum(fee_in(one).due(paid=person.paid) for one in owed)
            found.append(Arrears(person, tuple(owed), due))
    return sorted(found, key=lambda one: (-one.due, one.person.sort_key, one.person.pk))


def _standing_at(unit: int, today: date) -> list[int]:
    """The unit and those that ended and stand at it now: their money and what was handed to them went to it."""
    unit_map = map_on(today)
    if unit not in unit_map.tree:
        return [unit]
    place = unit_map.tree.position(unit)
    return [int(one) for one in unit_map.known[np.flatnonzero(unit_map.places == place)]]


def _begin(day: date) -> datetime:
    return make_aware(datetime.combine(day, time()))


def _with_people(found: QuerySet[FeeClosing]) -> QuerySet[FeeClosing]:
    return found.select_related("closed_by", "confirmed_by", "undone_by")
