"""Channels and series that go on follow their unit when it is merged or closed; called by the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from viecthat.media.models import Channel, Followed, Series
from viecthat.organisation.commands.following import Followers, bring_rows_back, follow_rows


def follow_units(*, decision: int, successors: Mapping[int, int], day: date) -> int:
    """Take what goes on to the units that carry theirs on; returns how many rows followed."""
    return follow_rows(followers=_open(day), trail=Followed, decision=decision, successors=successors, day=day)


def come_back(*, undone: int, day: date) -> int:
    """What followed the decision stands again as before it; what somebody moved since is left as it is."""
    return bring_rows_back(followers=_open(day), trail=Followed, undone=undone)


def _open(day: date) -> list[Followers]:
    """What was published stays where it was published."""
    return [
        Followers("channel", Channel.objects.filter(closed_on__isnull=True)),
        Followers(
            "series",
            Series.objects.filter(Q(last_day__isnull=True) | Q(last_day__gte=day)),
            once=("folded_title", "start"),
            named=("title", "folded_title"),
        ),
    ]
