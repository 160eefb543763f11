"""Courses that go on and clubs follow their units when these are merged or closed; called by the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from viecthat.courses.choices import ClubState, CourseState
from viecthat.courses.models import Club, Course, Followed
from viecthat.organisation.commands.following import Followers, bring_rows_back, follow_rows


def follow_units(*, decision: int, successors: Mapping[int, int], day: date) -> int:
    """Take what is open to the units that carry theirs on; returns how many rows followed."""
    return follow_rows(followers=_open(day), trail=Followed, decision=decision, successors=successors, day=day)


def come_back(*, undone: int, day: date) -> int:
    """What followed the decision stands again as before it; what somebody moved since is left as it is."""
    return bring_rows_back(followers=_open(day), trail=Followed, undone=undone)


def _open(day: date) -> list[Followers]:
    """A course that ended before the day counts where it was taught, also when it is confirmed later."""
    return [
        Followers(
            "course",
            Course.objects.filter(state=CourseState.OPEN, end__gte=day),
            once=("folded_title", "start"),
            named=("title", "folded_title"),
        ),
        Followers(
            "club", Club.objects.exclude(state=ClubState.ENDED), once=("folded_name",), named=("name", "folded_name")
        ),
    ]
