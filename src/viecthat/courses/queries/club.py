"""Clubs and referrals as lists and pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q, QuerySet

from viecthat.courses.choices import ClubState
from viecthat.courses.models import Club, ClubMeeting, ClubMember, Referral
from viecthat.kernel.names import fold
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.units.queries.scope import UnitScope

ORDERS = {
    "ten": ("folded_name", "pk"),
    "-ten": ("-folded_name", "-pk"),
    "ngay": ("founded_on", "pk"),
    "-ngay": ("-founded_on", "-pk"),
}
REFERRAL_ORDERS = {"ngay": ("day", "pk"), "-ngay": ("-day", "-pk")}


@dataclass(frozen=True)
class ListedClub:
    """A club of a list with its unit, members now, meetings and the last one."""

    club: Club
    unit: UnitRow
    members: int
    meetings: int
    last: date | None


def clubs_found(
    units: UnitScope, *, text: str = "", field: str = "", state: str = "", year: int | None = None
) -> QuerySet[Club]:
    """Clubs of these units that fit all that is asked; of a year: founded by its end and not ended before it."""
    found = Club.objects.filter(units.of("unit"))
    found = found.filter(state=state) if state else found.exclude(state=ClubState.ENDED)
    if field:
        found = found.filter(field=field)
    if year:
        found = found.filter(founded_on__year__lte=year).exclude(state=ClubState.ENDED, state_on__year__lt=year)
    if wanted := fold(text):
        found = found.filter(folded_name__contains=wanted)
    return found


def clubs_listed(clubs: Sequence[Club], today: date) -> list[ListedClub]:
    """These with their units and numbers. Three queries."""
    units = units_by_id({one.unit_id for one in clubs}, today)
    ids = [one.pk for one in clubs]
    members = dict(
        ClubMember.objects.filter(club__in=ids, until__isnull=True)
        .order_by()
        .values_list("club")
        .annotate(n=Count("pk"))
    )
    met = {
        pk: (n, last)
        for pk, n, last in ClubMeeting.objects.filter(club__in=ids, undone_why="")
        .order_by()
        .values_list("club")
        .annotate(n=Count("pk"), last=Max("day"))
    }
    return [ListedClub(one, units[one.unit_id], members.get(one.pk, 0), *met.get(one.pk, (0, None))) for one in clubs]


def club_by_id(pk: int) -> Club | None:
    """The club with this id."""
    return Club.objects.filter(pk=pk).first()


def members_of(club: Club) -> list[ClubMember]:
    """Who belongs to it now, by name."""
    found = ClubMember.objects.filter(club=club, until__isnull=True).select_related("person", "club")
    return list(found.order_by("sort_key", "pk"))


def member_by_id(pk: int, club: int) -> ClubMember | None:
    """A member of the club."""
    return ClubMember.objects.filter(pk=pk, club=club).select_related("person", "club").first()


def meetings_of(club: Club) -> list[ClubMeeting]:
    """Its meetings, the newest first."""
    return list(ClubMeeting.objects.filter(club=club, undone_why="").order_by("-day", "-pk"))


def meeting_of(pk: int, club: int) -> ClubMeeting | None:
    """A meeting of the club that was not taken back."""
    return ClubMeeting.objects.filter(pk=pk, club=club, undone_why="").select_related("club").first()


def referrals_found(
    units: UnitScope, *, text: str = "", concern: str = "", state: str = "", during: Q | None = None
) -> QuerySet[Referral]:
    """Children's cases of these units; `text` is the child's sign."""
    found = Referral.objects.filter(units.of("unit")).select_related("club")
    if during is not None:
        found = found.filter(during)
    if concern:
        found = found.filter(concern=concern)
    if state:
        found = found.filter(state=state)
    if text.strip():
        found = found.filter(child__icontains=text.strip())
    return found


def referral_by_id(pk: int) -> Referral | None:
    """The case with this id."""
    return Referral.objects.filter(pk=pk).select_related("club", "recorded_by").first()
