"""Quizzes that are not closed follow their unit when it is merged or closed; called by the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from viecthat.learning.choices import QuizState
from viecthat.learning.models import Followed, Quiz
from viecthat.organisation.commands.following import Followers, bring_rows_back, follow_rows


def follow_units(*, decision: int, successors: Mapping[int, int], day: date) -> int:
    """Take what is open to the units that carry theirs on; returns how many rows followed."""
    return follow_rows(followers=_open(), trail=Followed, decision=decision, successors=successors, day=day)


def come_back(*, undone: int, day: date) -> int:
    """What followed the decision stands again as before it; what somebody moved since is left as it is."""
    return bring_rows_back(followers=_open(), trail=Followed, undone=undone)


def _open() -> list[Followers]:
    return [Followers("quiz", Quiz.objects.exclude(state=QuizState.CLOSED))]
