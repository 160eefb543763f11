"""Teams and calls that are not over follow their units when these are merged or closed; called by the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from viecthat.campaigns.models import Call, Followed, Team
from viecthat.organisation.commands.following import Followers, bring_rows_back, follow_rows


def follow_units(*, decision: int, successors: Mapping[int, int], day: date) -> int:
    """Take what is open to the units that carry theirs on; returns how many rows followed."""
    return follow_rows(followers=_open(day), trail=Followed, decision=decision, successors=successors, day=day)


def come_back(*, undone: int, day: date) -> int:
    """What followed the decision stands again as before it; what somebody moved since is left as it is."""
    return bring_rows_back(followers=_open(day), trail=Followed, undone=undone)


def _open(day: date) -> list[Followers]:
    return [
        Followers("team", Team.objects.filter(end__gte=day), once=("campaign_id", "folded"), named=("name", "folded")),
        Followers("call", Call.objects.filter(end__gte=day, closed_on__isnull=True)),
    ]
