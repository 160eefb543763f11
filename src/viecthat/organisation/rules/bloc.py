"""Who keeps what of an emulation bloc: the bloc has no authority, its members have their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from viecthat.accounts.choices import Capability
from viecthat.units.rules import may

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


def may_see_bloc(actor: Account, members: Iterable[int], at: datetime) -> bool:
    """Read what the bloc undertook and how it scored: everybody who sees one of its members."""
    return any(may(actor, Capability.SEE, unit, at) for unit in members)


def may_lead_bloc(actor: Account, leaders: Iterable[int], at: datetime) -> bool:
    """Write contract, criteria, key tasks and ranking: for the head unit or its deputy."""
    return any(may(actor, Capability.DECLARE, unit, at) for unit in leaders)


def may_speak_for(actor: Account, unit: int, at: datetime) -> bool:
    """Score, and report progress, for this member."""
    return may(actor, Capability.DECLARE, unit, at)
