"""Inspections follow their units when these are merged or closed: somebody has to see them through."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from viecthat.inspections.models import Followed, Inspection
from viecthat.organisation.commands.following import Followers, bring_rows_back, follow_rows


def follow_units(*, decision: int, successors: Mapping[int, int], day: date) -> int:
    """Take inspections to the units that carry theirs on; returns how many followed."""
    return follow_rows(followers=_all(), trail=Followed, decision=decision, successors=successors, day=day)


def come_back(*, undone: int, day: date) -> int:
    """What followed the decision stands again as before it; what somebody moved since is left as it is."""
    return bring_rows_back(followers=_all(), trail=Followed, undone=undone)


def _all() -> list[Followers]:
    # Concluded ones too: their recommendations are followed up for years.
    return [Followers("inspection", Inspection.objects.all())]
