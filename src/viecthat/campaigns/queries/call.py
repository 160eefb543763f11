"""Calls for volunteers, who answered, and the register of volunteers with their hours."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Count, Max, Q, QuerySet
from django.utils.timezone import localdate

from viecthat.activities.queries.hours import stayed_at
from viecthat.campaigns.choices import SignUpState
from viecthat.campaigns.models import Call, SignUp, Team, TeamActivity, TeamMember
from viecthat.kernel.names import fold
from viecthat.people.queries.person import people_by_id
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.people.models import Person
    from viecthat.units.queries.scope import UnitScope

CALL_ORDERS: dict[str, tuple[str, ...]] = {
    "han": ("deadline", "pk"),
    "-han": ("-deadline", "-pk"),
    "ngay": ("start", "pk"),
    "-ngay": ("-start", "-pk"),
    "ten": ("folded", "pk"),
    "-ten": ("-folded", "-pk"),
}
SOONEST = "han"
VOLUNTEER_ORDERS: dict[str, tuple[str, ...]] = {
    "ten": ("person__sort_key", "person"),
    "-ten": ("-person__sort_key", "-person"),
    "doi": ("teams", "person"),
    "-doi": ("-teams", "-person"),
    "ngay": ("last", "person"),
    "-ngay": ("-last", "-person"),
}
BY_NAME = "ten"
_CHUNK = 500


@dataclass(frozen=True)
class ListedCall:
    """A call in a list: by whom, how many signed up and were chosen, where the reader stands."""

    call: Call
    unit: UnitRow
    signed: int
    chosen: int
    mine: SignUp | None
    is_open: bool


def calls_found(
    today: date,
    *,
    text: str = "",
    scope: UnitScope | None = None,
    is_open: bool | None = True,
    digital: bool = False,
    campaign: int | None = None,
    order: str = SOONEST,
) -> QuerySet[Call]:
    """Calls that fit all that is asked; every member may read them."""
    found = Call.objects.select_related("campaign")
    if scope is not None:
        found = found.filter(scope.of("unit"))
    running = Q(closed_on__isnull=True, deadline__gte=today)
    if is_open is not None:
        found = found.filter(running if is_open else ~running)
    if digital:
        found = found.filter(digital=True)
    if campaign is not None:
        found = found.filter(campaign=campaign)
    if wanted := fold(text):
        found = found.filter(folded__contains=wanted)
    return found.order_by(*CALL_ORDERS[order])


def listed_calls(calls: Sequence[Call], today: date, person: int | None = None) -> list[ListedCall]:
    """These calls as a list shows them. Three queries for any number."""
    units = units_by_id({call.unit_id for call in calls}, today)
    ids = [call.pk for call in calls]
    gone = [SignUpState.WITHDRAWN, SignUpState.DECLINED]
    rows = SignUp.objects.filter(call__in=ids).exclude(state__in=gone).values_list("call")
    counts = {
        call: (signed, chosen)
        for call, signed, chosen in rows.annotate(
            n=Count("pk"), chosen=Count("pk", filter=Q(state=SignUpState.SELECTED))
        )
    }
    own = SignUp.objects.filter(call__in=ids, person=person).order_by("pk") if person else []
    mine = {row.call_id: row for row in own}
    return [
        ListedCall(call, units[call.unit_id], *counts.get(call.pk, (0, 0)), mine.get(call.pk), is_open(call, today))
        for call in calls
    ]


def is_open(call: Call, today: date) -> bool:
    """Whether one may sign up."""
    return call.closed_on is None and call.deadline >= today


def call_with_id(pk: int) -> Call | None:
    """A call with its campaign and team."""
    return Call.objects.select_related("campaign__programme", "team").filter(pk=pk).first()


def sign_ups_of(call: Call, today: date) -> list[tuple[SignUp, UnitRow | None]]:
    """Who answered, in the order they did: those who wait for an answer first. Two queries."""
    order = {SignUpState.APPLIED: 0, SignUpState.WAITING: 1, SignUpState.SELECTED: 2}
    rows = list(call.sign_ups.select_related("person").order_by("signed_at", "pk"))
    rows.sort(key=lambda row: order.get(SignUpState(row.state), 3))
    units = units_by_id({row.person.unit_id for row in rows if row.person.unit_id}, today)
    return [(row, units.get(row.person.unit_id or 0)) for row in rows]


def sign_up_of(call: Call, person: int) -> SignUp | None:
    """The person's latest answer to the call."""
    return call.sign_ups.filter(person=person).order_by("-pk").first()


def sign_up_with_id(call: Call, pk: int) -> SignUp | None:
    """One answer to the call."""
    return call.sign_ups.select_related("call", "person").filter(pk=pk).first()


def own_sign_ups(person: int) -> list[SignUp]:
    """Everything somebody signed up for, the newest first."""
    return list(SignUp.objects.filter(person=person).select_related("call__campaign").order_by("-signed_at", "-pk"))


def own_teams(person: int, at: datetime) -> list[tuple[TeamMember, int, int]]:
    """The teams somebody was in, each with how often and how many minutes they took part. Four queries."""
    rows = list(TeamMember.objects.filter(person=person).select_related("team").order_by("-joined_on", "-pk"))
    times, minutes = _taken_part([person], [row.team_id for row in rows], at)
    return [(row, times.get((person, row.team_id), 0), minutes.get((person, row.team_id), 0)) for row in rows]


@dataclass(frozen=True)
class Volunteer:
    """Somebody in the register: in how many teams, how often, for how long, when last."""

    person: Person
    unit: UnitRow | None
    teams: int
    times: int
    minutes: int
    last: date


def volunteers_found(
    scope: UnitScope, *, text: str = "", digital: bool = False, year: int | None = None, order: str = BY_NAME
) -> QuerySet[TeamMember, dict[str, Any]]:
    """People of the units in scope who were in a team, a row each with `teams` and `last`."""
    found = TeamMember.objects.filter(scope.of("person__unit"))
    if digital:
        found = found.filter(Q(team__campaign__digital=True) | Q(team__calls__digital=True))
    if year is not None:
        found = found.filter(joined_on__lt=date(year + 1, 1, 1)).exclude(left_on__lt=date(year, 1, 1))
        found = found.filter(team__end__gte=date(year, 1, 1))
    if wanted := fold(text):
        found = found.filter(person__folded_name__contains=wanted)
    rows: QuerySet[TeamMember, Any] = found.order_by().values("person", "person__sort_key")
    return rows.annotate(teams=Count("team", distinct=True), last=Max("joined_on")).order_by(*VOLUNTEER_ORDERS[order])


def listed_volunteers(rows: Sequence[dict[str, Any]], at: datetime) -> list[Volunteer]:
    """These rows of `volunteers_found` as a list shows them. Six queries for any number."""
    ids = [row["person"] for row in rows]
    people = people_by_id(ids)
    today = localdate(at)
    units = units_by_id({one.unit_id for one in people.values() if one.unit_id}, today)
    teams = set(TeamMember.objects.filter(person__in=ids).values_list("team", flat=True))
    times, minutes = _taken_part(ids, teams, at)
    return [
        Volunteer(
            people[row["person"]],
            units.get(people[row["person"]].unit_id or 0),
            row["teams"],
            sum(n for (person, _team), n in times.items() if person == row["person"]),
            sum(n for (person, _team), n in minutes.items() if person == row["person"]),
            row["last"],
        )
        for row in rows
    ]


def volunteers_in_chunks(found: QuerySet[TeamMember, dict[str, Any]], at: datetime) -> Iterator[Volunteer]:
    """All of them, a few hundred at a time."""
    for page in Paginator(found, _CHUNK):
        yield from listed_volunteers(list(page.object_list), at)


def teams_to_choose(unit: int, campaign: int) -> list[tuple[str, str]]:
    """Teams of the unit in the campaign, as a form lists them."""
    found = Team.objects.filter(campaign=campaign, unit=unit).order_by("folded", "pk")
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")]


def _taken_part(
    people: Collection[int], teams: Collection[int], at: datetime
) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]]:
    """How often, and how many minutes, by person and team."""
    team_of = dict(TeamActivity.objects.filter(team__in=list(teams)).values_list("activity", "team"))
    times: dict[tuple[int, int], int] = {}
    minutes: dict[tuple[int, int], int] = {}
    for one in stayed_at(list(team_of), at, people=people):
        key = (one.person, team_of[one.activity])
        times[key] = times.get(key, 0) + 1
        minutes[key] = minutes.get(key, 0) + (one.minutes or 0)
    return times, minutes
