"""Consultations and surveys that are not over follow their units when these are merged or closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from viecthat.opinion.choices import DraftState, SurveyState
from viecthat.opinion.models import Draft, Followed, Survey
from viecthat.organisation.commands.following import Followers, bring_rows_back, follow_rows


def follow_units(*, decision: int, successors: Mapping[int, int], day: date) -> int:
    """Take what is open to the units that carry theirs on; returns how many rows followed."""
    return follow_rows(followers=_open(), trail=Followed, decision=decision, successors=successors, day=day)


def come_back(*, undone: int, day: date) -> int:
    """What followed the decision stands again as before it; what somebody moved since is left as it is."""
    return bring_rows_back(followers=_open(), trail=Followed, undone=undone)


def _open() -> list[Followers]:
    return [
        Followers("draft", Draft.objects.exclude(state=DraftState.ISSUED)),
        Followers("survey", Survey.objects.filter(state__in=[SurveyState.DRAFT, SurveyState.OPEN])),
    ]
