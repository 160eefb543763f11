"""Works, houses and relief under way follow their unit when it is merged or closed; called by the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from viecthat.organisation.commands.following import Followers, bring_rows_back, follow_rows
from viecthat.works.choices import HOUSE_UNDER_WAY, WORK_UNDER_WAY
from viecthat.works.models import CharityHouse, Followed, ReliefDrive, YouthWork


def follow_units(*, decision: int, successors: Mapping[int, int], day: date) -> int:
    """Take what is under way to the units that carry theirs on; returns how many rows followed."""
    return follow_rows(followers=_open(), trail=Followed, decision=decision, successors=successors, day=day)


def come_back(*, undone: int, day: date) -> int:
    """What followed the decision stands again as before it; what somebody moved since is left as it is."""
    return bring_rows_back(followers=_open(), trail=Followed, undone=undone)


def _open() -> list[Followers]:
    """What was recognised, handed over or closed counts where it was done, and is read there."""
    once, named = ("folded", "start"), ("title", "folded")
    return [
        Followers("work", YouthWork.objects.filter(state__in=WORK_UNDER_WAY), once=once, named=named),
        Followers("house", CharityHouse.objects.filter(state__in=HOUSE_UNDER_WAY)),
        Followers("drive", ReliefDrive.objects.filter(closed_on__isnull=True), once=once, named=named),
    ]
