"""Campaigns as programmes with their teams, calls and weekly figures; every figure read from the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from viecthat.activities.queries import Activity, Live, activities_of, live_results_of
from viecthat.activities.queries.hours import stayed_at
from viecthat.activities.queries.sums import sums_by_day
from viecthat.campaigns.models import Call, Campaign, Team, TeamActivity, TeamMember
from viecthat.kernel.names import fold
from viecthat.kernel.quantities import unscaled
from viecthat.plans.choices import ProgrammeKind
from viecthat.plans.queries.programme import ProgrammeFilter, latest_programmes, parts_of, programmes_found
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from decimal import Decimal

    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Indicator
    from viecthat.plans.models import Programme

ORDERS: dict[str, tuple[str, ...]] = {
    "ten": ("folded", "pk"),
    "-ten": ("-folded", "-pk"),
    "ngay": ("start", "pk"),
    "-ngay": ("-start", "-pk"),
}
NEWEST = "-ngay"
MOST_WEEKS = 26
MOST_OFFERED = 100
_CHUNK = 100


@dataclass(frozen=True)
class ListedCampaign:
    """A programme of kind campaign; `campaign` is missing until it is set up."""

    programme: Programme
    unit: UnitRow
    campaign: Campaign | None
    teams: int
    volunteers: int
    calls: int


@dataclass(frozen=True)
class Figure:
    """So much of an indicator, in the unit people say."""

    indicator: Indicator
    amount: Decimal


@dataclass(frozen=True)
class Week:
    """A team's week: what it did, as the ledger has it."""

    start: date
    end: date  # inclusive
    activities: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class TeamRow:
    """A team with its members, its sums and its weeks; `silent`: works this week and has recorded nothing in it."""

    team: Team
    unit: UnitRow
    members: int
    activities: int
    weeks: tuple[Week, ...]
    figures: tuple[Figure, ...]
    silent: bool


def campaigns_found(
    actor: Account, at: datetime, *, text: str = "", year: int | None = None, order: str = NEWEST
) -> QuerySet[Programme]:
    """Programmes of kind campaign that the reader may see, of their own units and those above."""
    wanted = ProgrammeFilter(kind=ProgrammeKind.CAMPAIGN, year=year, text=text)
    return programmes_found(wanted, actor, at).order_by(*ORDERS[order])


def listed(programmes: Sequence[Programme], today: date) -> list[ListedCampaign]:
    """These programmes as a list shows them. Five queries for any number."""
    units = units_by_id({one.unit_id for one in programmes}, today)
    found = {row.programme_id: row for row in Campaign.objects.filter(programme__in=[p.root for p in programmes])}
    ids = [row.pk for row in found.values()]
    teams = dict(Team.objects.filter(campaign__in=ids).values_list("campaign").annotate(n=Count("pk")))
    members = TeamMember.objects.filter(team__campaign__in=ids).values_list("team__campaign")
    people = dict(members.annotate(n=Count("person", distinct=True)))
    calls = dict(Call.objects.filter(campaign__in=ids).values_list("campaign").annotate(n=Count("pk")))
    rows = []
    for one in programmes:
        campaign = found.get(one.root)
        pk = campaign.pk if campaign else 0
        rows.append(
            ListedCampaign(one, units[one.unit_id], campaign, teams.get(pk, 0), people.get(pk, 0), calls.get(pk, 0))
        )
    return rows


def campaign_with_id(pk: int) -> Campaign | None:
    """The campaign with its programme's first version."""
    return Campaign.objects.select_related("programme").filter(pk=pk).first()


def campaign_of(programme: Programme) -> Campaign | None:
    """What was set up for this programme."""
    return Campaign.objects.select_related("programme").filter(programme=programme.root).first()


def programme_of(campaign: Campaign) -> Programme:
    """The programme as it stands now."""
    return latest_programmes([campaign.programme_id])[campaign.programme_id]


def thrusts_of(campaign: Campaign) -> list[tuple[Programme, Campaign | None]]:
    """The sub-campaigns: parts of the programme, with what was set up for each. Two queries."""
    parts = [part for part in parts_of(campaign.programme) if part.kind == ProgrammeKind.CAMPAIGN]
    found = {row.programme_id: row for row in Campaign.objects.filter(programme__in=[part.root for part in parts])}
    return [(part, found.get(part.root)) for part in parts]


def team_with_id(pk: int) -> Team | None:
    """A team with its campaign and programme."""
    return Team.objects.select_related("campaign__programme").filter(pk=pk).first()


def within(campaign: Campaign) -> list[int]:
    """The campaign and its thrusts, by id. One query."""
    parts = Campaign.objects.filter(programme__parent=campaign.programme_id, programme__kind=ProgrammeKind.CAMPAIGN)
    return [campaign.pk, *parts.values_list("pk", flat=True)]


def teams_found(campaigns: Collection[int], text: str = "") -> QuerySet[Team]:
    """Teams of these campaigns by name."""
    found = Team.objects.filter(campaign__in=list(campaigns)).select_related("campaign")
    if wanted := fold(text):
        found = found.filter(folded__contains=wanted)
    return found.order_by("folded", "pk")


def silent_teams(campaigns: Collection[int], today: date) -> QuerySet[Team]:
    """Teams that work in this week and have recorded nothing in it."""
    monday = today - timedelta(days=today.weekday())
    done = TeamActivity.objects.filter(team=OuterRef("pk"), activity__day__gte=monday, activity__day__lte=today)
    working = teams_found(campaigns).filter(start__lte=today, end__gte=monday)
    return working.exclude(Exists(done.exclude(activity__state="cancelled")))


def rows_in_chunks(found: QuerySet[Team], today: date) -> Iterator[TeamRow]:
    """All of them, a hundred at a time."""
    for page in Paginator(found, _CHUNK):
        yield from rows_of(list(page.object_list), today)


def rows_of(teams: Sequence[Team], today: date) -> list[TeamRow]:
    """These teams with their members and weeks; figures are the live lines of their activities in the ledger."""
    units = units_by_id({team.unit_id for team in teams}, today)
    ids = [team.pk for team in teams]
    current = TeamMember.objects.filter(team__in=ids, left_on__isnull=True)
    members = dict(current.values_list("team").annotate(n=Count("pk")))
    links = list(TeamActivity.objects.filter(team__in=ids).values_list("team", "activity", "activity__day"))
    live = live_results_of([activity for _team, activity, _day in links])
    done: dict[int, list[tuple[date, int]]] = {}
    for team_id, activity, day in links:
        done.setdefault(team_id, []).append((day, activity))
    rows = []
    for team in teams:
        work = [(day, pk) for day, pk in done.get(team.pk, []) if live[pk].results]
        weeks = tuple(
            Week(start, end, sum(start <= d <= end for d, _ in work), _figures(work, live, start, end))
            for start, end in weeks_of(team.start, min(team.end, today))
        )
        this = today - timedelta(days=today.weekday())
        works_now = team.start <= today and team.end >= this
        silent = works_now and not any(this <= day <= today for day, _pk in work)
        whole = _figures(work, live, date.min, date.max)
        rows.append(TeamRow(team, units[team.unit_id], members.get(team.pk, 0), len(work), weeks, whole, silent))
    return rows


def weeks_of(start: date, end: date) -> list[tuple[date, date]]:
    """The weeks from Monday to Sunday that the days from `start` to `end` touch, the last ones when there are many."""
    monday = start - timedelta(days=start.weekday())
    found = []
    while monday <= end:
        found.append((monday, monday + timedelta(days=6)))
        monday += timedelta(days=7)
    return found[-MOST_WEEKS:]


def _figures(work: list[tuple[date, int]], live: Mapping[int, Live], start: date, end: date) -> tuple[Figure, ...]:
    sums: dict[int, int] = {}
    known: dict[int, Indicator] = {}
    for day, pk in work:
        if start <= day <= end:
            for result in live[pk].results:
                known[result.indicator.pk] = result.indicator
                sums[result.indicator.pk] = sums.get(result.indicator.pk, 0) + result.quantity
    return tuple(Figure(known[pk], unscaled(sums[pk], known[pk].decimals)) for pk in sorted(sums))


@dataclass(frozen=True)
class Sum:
    """What all teams of a campaign made of an indicator, in the week and altogether."""

    indicator: Indicator
    this_week: Decimal
    whole: Decimal


def sums_of(campaigns: Collection[int], today: date) -> list[Sum]:
    """What all teams of these campaigns did, this week and altogether, added up by the database. Two queries."""
    monday = today - timedelta(days=today.weekday())
    work = TeamActivity.objects.filter(team__campaign__in=list(campaigns)).values("activity")
    known: dict[int, Indicator] = {}
    week: dict[int, int] = {}
    whole: dict[int, int] = {}
    for row in sums_by_day(work):
        pk = row.indicator.pk
        known[pk] = row.indicator
        whole[pk] = whole.get(pk, 0) + row.quantity
        week[pk] = week.get(pk, 0) + (row.quantity if row.day >= monday else 0)
    return [
        Sum(one, unscaled(week[pk], one.decimals), unscaled(whole[pk], one.decimals))
        for pk, one in sorted(known.items())
    ]


@dataclass(frozen=True)
class MemberRow:
    """Somebody in a team, with how often and how long they took part in what it did."""

    member: TeamMember
    times: int
    minutes: int


def members_of(team: Team, at: datetime) -> list[MemberRow]:
    """Those in the team now, by name. Four queries."""
    found = list(team.members.filter(left_on__isnull=True).select_related("person").order_by("person__sort_key", "pk"))
    activities = list(team.activities.values_list("activity", flat=True))
    times: dict[int, int] = {}
    minutes: dict[int, int] = {}
    for one in stayed_at(activities, at, people=[row.person_id for row in found]):
        times[one.person] = times.get(one.person, 0) + 1
        minutes[one.person] = minutes.get(one.person, 0) + (one.minutes or 0)
    return [MemberRow(row, times.get(row.person_id, 0), minutes.get(row.person_id, 0)) for row in found]


def activities_of_team(team: Team) -> list[Activity]:
    """What the team did, the newest first."""
    linked = TeamActivity.objects.filter(team=team).values("activity")
    return list(activities_of([team.unit_id]).filter(pk__in=linked))


def activities_to_link(team: Team) -> list[Activity]:
    """Activities of the unit within the team's days that are no team's yet."""
    taken = TeamActivity.objects.values("activity")
    found = activities_of([team.unit_id]).filter(Q(day__gte=team.start), day__lte=team.end).exclude(pk__in=taken)
    return list(found.exclude(state="cancelled")[:MOST_OFFERED])
