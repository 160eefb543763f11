"""Registrations as either side sees them: found, opened, waiting."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.kernel.names import fold
from viecthat.people.queries.membership import members_now
from viecthat.residence.choices import OPEN_LETTERS, RegistrationState
from viecthat.residence.models import Registration
from viecthat.residence.rules import may_see_registration, setting
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import UnitScope, units_where

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

ORDERS: dict[str, tuple[str | OrderBy, ...]] = {
    "ten": ("person__sort_key", "pk"),
    "-ten": ("-person__sort_key", "-pk"),
    "ngay": (F("start").asc(nulls_last=True), "pk"),
    "-ngay": ("-opened_at", "-pk"),
}
NEWEST = "-ngay"
_CHUNK = 500


@dataclass(frozen=True)
class Sides:
    """Whose members, and which places of residence, somebody reaches."""

    home: UnitScope
    there: UnitScope

    def __bool__(self) -> bool:
        return bool(self.home) or bool(self.there)

    def of(self, side: str = "") -> Q:
        """The condition on registrations: both sides, or one (`home`, `there`)."""
        home = self.home.of("person__unit")
        there = self.there.of("branch") | (Q(branch__isnull=True) & self.there.of("commune"))
        return {"home": home, "there": there}.get(side, home | there)


@dataclass(frozen=True)
class Listed:
    """A registration in a list, units as they are named today."""

    registration: Registration
    home: UnitRow | None
    commune: UnitRow
    branch: UnitRow | None
    late: bool
    over: bool  # temporary residence past its end
    left: bool  # a member no longer


def sides_of(actor: Account, at: datetime, *, within: int | None = None) -> Sides:
    """What `actor` may read; only of the unit `within` and those below it when given."""
    scope = units_where(actor, Capability.FILES, at, within=within)
    return Sides(scope, scope)


def registrations_found(
    sides: Sides, *, side: str = "", state: str = "", group: str = "", text: str = "", order: str = NEWEST
) -> QuerySet[Registration]:
    """Registrations in reach that fit all that is asked, with `member_now`."""
    found = Registration.objects.filter(sides.of(side)).select_related("person")
    found = found.annotate(member_now=Exists(members_now(OuterRef("person"))))
    if state:
        found = found.filter(state=state)
    if group:
        found = found.filter(group=group)
    if wanted := fold(text):
        found = found.filter(person__folded_name__contains=wanted)
    return found.order_by(*ORDERS[order])


def listed(rows: Sequence[Registration], today: date) -> list[Listed]:
    """These rows of `registrations_found` as a list shows them. One query."""
    ids = {unit for row in rows for unit in (row.home_id, row.commune_id, row.branch_id) if unit is not None}
    units = units_by_id(ids, today)
    return [_listed(row, units, today) for row in rows]


def listed_in_chunks(found: QuerySet[Registration], today: date) -> Iterator[Listed]:
    """All of them, a few hundred at a time."""
    for page in Paginator(found, _CHUNK):
        yield from listed(list(page.object_list), today)


def _listed(row: Registration, units: dict[int, UnitRow], today: date) -> Listed:
    sent = row.introduced_on or row.start
    waiting = row.state in OPEN_LETTERS and sent is not None
    return Listed(
        registration=row,
        home=None if row.state == RegistrationState.ARRIVED else units[row.home_id],
        commune=units[row.commune_id],
        branch=units.get(row.branch_id or 0),
        late=waiting and sent is not None and sent + timedelta(days=setting("letter_answer_days", sent)) < today,
        over=row.state == RegistrationState.REGISTERED and row.until is not None and row.until <= today,
        left=row.state == RegistrationState.REGISTERED and not getattr(row, "member_now", True),
    )


def registration_with_id(pk: int, actor: Account, at: datetime) -> Registration | None:
    """The registration, for its two sides; None for anybody else, as for one that never was."""
    found = Registration.objects.select_related("person", "opened_by", "answered_by").filter(pk=pk).first()
    return found if found is not None and may_see_registration(actor, found, at) else None


def registrations_of(person: int) -> list[Registration]:
    """Every registration of a person, the newest first."""
    return list(Registration.objects.filter(person=person).order_by("-opened_at", "-pk"))


def letters_to(commune: int) -> QuerySet[Registration]:
    """Letters that wait for the commune's answer, by name."""
    found = Registration.objects.filter(commune=commune, state=RegistrationState.WAITING).select_related("person")
    return found.order_by("person__sort_key", "pk")


def residents_of(branch: int) -> QuerySet[Registration]:
    """Who takes part in this branch now, by name."""
    found = Registration.objects.filter(branch=branch, state=RegistrationState.REGISTERED).select_related("person")
    return found.order_by("person__sort_key", "pk")


def residents_in(branch: int, year: int) -> QuerySet[Registration]:
    """Who took part in this branch at some time of the year, by name."""
    found = Registration.objects.filter(
        branch=branch, state__in=[RegistrationState.REGISTERED, RegistrationState.ENDED],
        start__lt=date(year + 1, 1, 1),
    ).exclude(end__lte=date(year, 1, 1)).exclude(continued_by__start__lt=date(year + 1, 1, 1))  # fmt: skip
    return found.select_related("person").order_by("person__sort_key", "pk")


def introduced_already(people: Collection[int]) -> set[int]:
    """Those of these people who have a letter waiting or are registered somewhere."""
    open_now = [*OPEN_LETTERS, RegistrationState.REGISTERED]
    found = Registration.objects.filter(person__in=list(people), state__in=open_now)
    return set(found.values_list("person_id", flat=True))


@dataclass(frozen=True)
class Due:
    """What waits for somebody: letters to answer, arrivals to confirm, temporary stays past their end."""

    letters: int
    arrivals: int
    over: int


def due_of(actor: Account, at: datetime) -> Due:
    """What waits for `actor` as a keeper of books. Three queries."""
    scope = units_where(actor, Capability.RECORD, at)
    rows = Registration.objects.all()
    return Due(
        letters=rows.filter(scope.of("commune"), state=RegistrationState.WAITING).count(),
        arrivals=rows.filter(scope.of("person__unit"), state=RegistrationState.ARRIVED).count(),
        over=rows.filter(scope.of("branch"), state=RegistrationState.REGISTERED, until__lte=localdate(at)).count(),
    )
