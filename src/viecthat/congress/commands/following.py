"""Congresses yet to be held follow their units when these are merged or closed; called by the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from viecthat.congress.models import Congress, Followed
from viecthat.organisation.commands.following import Followers, bring_rows_back, follow_rows


def follow_units(*, decision: int, successors: Mapping[int, int], day: date) -> int:
    """Take congresses in preparation to the units that carry theirs on; returns how many."""
    return follow_rows(followers=_open(), trail=Followed, decision=decision, successors=successors, day=day)


def come_back(*, undone: int, day: date) -> int:
    """What followed the decision stands again as before it."""
    return bring_rows_back(followers=_open(), trail=Followed, undone=undone)


def _open() -> list[Followers]:
    return [
        Followers(
            "congress",
            Congress.objects.filter(held_on__isnull=True),
            once=("line", "first_year"),
            named=("name", "folded"),
        )
    ]
