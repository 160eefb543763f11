"""Loan groups, partners and placements follow their units that are merged or closed; called by the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from viecthat.organisation.commands.following import Followers, bring_rows_back, follow_rows
from viecthat.support.choices import PlacementState
from viecthat.support.models import Followed, Loan, LoanGroup, Partner, Placement


def follow_units(*, decision: int, successors: Mapping[int, int], day: date) -> int:
    """Take what is open to the units that carry theirs on; returns how many rows followed."""
    return follow_rows(followers=_open(day), trail=Followed, decision=decision, successors=successors, day=day)


def come_back(*, undone: int, day: date) -> int:
    """What followed the decision stands again as before it; what somebody moved since is left as it is."""
    return bring_rows_back(followers=_open(day), trail=Followed, undone=undone)


def _open(_day: date) -> list[Followers]:
    going_on = (PlacementState.REFERRED, PlacementState.PLACED)
    return [
        Followers(
            "group",
            LoanGroup.objects.filter(ended_on__isnull=True),
            once=("folded_name",),
            named=("name", "folded_name"),
        ),
        Followers("partner", Partner.objects.all(), once=("folded_name",), named=("name", "folded_name")),
        Followers("loan", Loan.objects.filter(loan_group__ended_on__isnull=True)),
        Followers("placement", Placement.objects.filter(state__in=going_on)),
    ]
