"""Meetings of a council, and what waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from viecthat.commendations.choices import DossierState, NomineeState
from viecthat.commendations.models import Ballot, CouncilMeeting, Nominee
from viecthat.commendations.rules import may_see_meeting, meetings_visible, quorum_of
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@dataclass(frozen=True)
class Meeting:
    """A meeting with how many of its members came, how many nominees it voted on and passed."""

    row: CouncilMeeting
    unit: UnitRow
    members: int
    present: int
    voted: int
    passed: int

    @property
    def quorum(self) -> int:
        """How many had to be there."""
        return quorum_of(self.members, self.row.day)


def waiting_for_council(unit: int) -> QuerySet[Nominee]:
    """Nominees on the desk of the unit that decides them, by form."""
    found = Nominee.objects.filter(
        dossier__desk=unit, dossier__decider=unit, dossier__state=DossierState.SENT, state=NomineeState.PROPOSED
    )
    return found.select_related("dossier__drive", "person").order_by("form", "to", "dossier", "pk")


def meetings_found(actor: Account, at: datetime) -> QuerySet[CouncilMeeting]:
    """Meetings of councils of units in reach, the newest first."""
    return CouncilMeeting.objects.filter(meetings_visible(actor, at)).order_by("-day", "-pk")


def listed_meetings(rows: Sequence[CouncilMeeting], today: date) -> list[Meeting]:
    """These meetings as a list shows them. Three queries for any number."""
    ids = [row.pk for row in rows]
    units = units_by_id({row.unit_id for row in rows}, today)
    seats = CouncilMeeting.objects.filter(pk__in=ids).values_list("pk").annotate(
        n=Count("seats"), here=Count("seats", filter=Q(seats__present=True))
    )  # fmt: skip
    came = {pk: (n, here) for pk, n, here in seats}
    votes = Ballot.objects.filter(meeting__in=ids).values_list("meeting").annotate(
        n=Count("pk"), yes=Count("pk", filter=Q(passed=True))
    )  # fmt: skip
    voted = {pk: (n, yes) for pk, n, yes in votes}
    return [Meeting(row, units[row.unit_id], *came[row.pk], *voted.get(row.pk, (0, 0))) for row in rows]


def meeting_shown(pk: int, actor: Account, at: datetime) -> CouncilMeeting | None:
    """The meeting, for those over its unit."""
    found = CouncilMeeting.objects.filter(pk=pk).first()
    return found if found is not None and may_see_meeting(actor, found.unit_id, at) else None


def ballots_of(meeting: CouncilMeeting) -> dict[int, Ballot]:
    """The counts by nominee. One query."""
    found = meeting.ballots.select_related("nominee__dossier__drive", "nominee__person").order_by("pk")
    return {row.nominee_id: row for row in found}


def seats_of(meeting: CouncilMeeting) -> str:
    """Its members as the form takes them, a line each."""
    return "\n".join(
        f"{seat.name}{', ' if seat.post else ''}{seat.post}{'' if seat.present else '; vắng'}"
        for seat in meeting.seats.all()
    )


def last_seats(unit: int) -> str:
    """The members of the unit's council as they sat last, a line each, for the next meeting's form."""
    last = CouncilMeeting.objects.filter(unit=unit).order_by("-day", "-pk").first()
    seats = last.seats.all() if last is not None else ()
    return "\n".join(f"{seat.name}, {seat.post}" if seat.post else seat.name for seat in seats)
