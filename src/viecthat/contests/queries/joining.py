"""A contest of the register that was recorded as an activity too: which, and which of both counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.activities.queries.activity import activity_whole
from viecthat.activities.queries.kinds import versions_of
from viecthat.activities.queries.listing import activities_of
from viecthat.activities.queries.results import live_results_of
from viecthat.contests.choices import ContestState, SubmissionState
from viecthat.contests.models import Contest, Entrant

if TYPE_CHECKING:
    from viecthat.activities.models import Activity

HELD, TURNS = "contests_held", "contest_turns"
LOOKED_AT = 200  # activities of one unit in the days of one contest


@dataclass(frozen=True)
class Joined:
    """What the desk says: the activity joined, whether it counts the contest, and activities that may be the same.

    lost: the contest was held and neither counts it. turns: those of the register while the activity is the one to
    count turns and has none yet; else 0.
    """

    activity: Activity | None
    counts: bool
    lost: bool
    alike: tuple[Activity, ...]
    turns: int = 0


def counting(activities: Collection[int], *codes: str) -> set[int]:
    """Which of these activities count one of these indicators now. Two queries, none for nothing."""
    if not activities:
        return set()
    return {
        pk
        for pk, live in live_results_of(activities).items()
        if any(one.indicator.code in codes and one.quantity > 0 for one in live.results)
    }


def yields_turns(contest: Contest) -> bool:
    """Whether turns are the joined activity's to count: work of its kind can, whether it has any by now or not.

    So whatever is recorded there later counts no turn of the register again. Two queries, none where none is joined.
    """
    joined = contest.activity
    return joined is not None and any(TURNS in version.indicators for version in versions_of(joined.kind_id))


def days_of(contest: Contest) -> tuple[date, date] | None:
    """From the first day of its rounds to the last, or to the day its results came out. One query."""
    rounds = list(contest.rounds.values_list("start", "last_day"))
    if not rounds:
        return None
    last = max(day for _start, day in rounds)
    if contest.published_at is not None:
        last = max(last, localdate(contest.published_at))
    return min(start for start, _day in rounds), last


def alike(contest: Contest) -> list[Activity]:
    """Activities of the unit in the days of the contest that count a contest or turns (a creativity fair) and that no
    contest was joined with.

    The newest first; four queries at most.
    """
    days = days_of(contest)
    if days is None:
        return []
    joined = Contest.objects.filter(activity__isnull=False).exclude(pk=contest.pk).values("activity")
    found = activities_of([contest.unit_id]).filter(day__lte=days[1], last_day__gte=days[0]).exclude(pk__in=joined)
    rows = list(found[:LOOKED_AT])
    counted = counting([one.pk for one in rows], HELD, TURNS)
    return [one for one in rows if one.pk in counted]


def joined_with(contest: Contest) -> Joined:
    """The activity the contest was joined with, or those it may be."""
    if contest.activity_id is None:
        return Joined(None, counts=False, lost=False, alike=tuple(alike(contest)))
    joined = [contest.activity_id]
    waits = yields_turns(contest) and not counting(joined, TURNS)
    turns = Entrant.objects.filter(submission__contest=contest, submission__state=SubmissionState.ACCEPTED).count()
    counts = bool(counting(joined, HELD))
    lost = not counts and contest.state == ContestState.ENDED and contest.posting_id is None
    return Joined(activity_whole(joined[0]), counts=counts, lost=lost, alike=(), turns=turns if waits else 0)
