"""Who keeps what of an emulation bloc: the bloc has no authority, its members have their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.units.rules import may, reaches
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


def may_see_bloc(actor: Account, members: Iterable[int], at: datetime) -> bool:
    """Read what the bloc undertook and how it scored: everybody who sees one of its members."""
    return bool(_reached(actor, Capability.SEE, members, at))


def may_lead_bloc(actor: Account, leaders: Iterable[int], at: datetime) -> bool:
    """Write contract, criteria, key tasks and ranking: for the head unit or its deputy."""
    return bool(units_spoken_for(actor, leaders, at))


def may_speak_for(actor: Account, unit: int, at: datetime) -> bool:
    """Score, and report progress, for this member."""
    return may(actor, Capability.DECLARE, unit, at)


def units_spoken_for(actor: Account, members: Iterable[int], at: datetime) -> set[int]:
    """The members for which `may_speak_for` would say yes: the set for a list. Two queries for any number."""
    return _reached(actor, Capability.DECLARE, members, at)


def _reached(actor: Account, capability: Capability, units: Iterable[int], at: datetime) -> set[int]:
    held = authority_of(actor, at).units_for(capability)
    if not held:
        return set()
    today = map_on(localdate(at))
    return {unit for unit in units if reaches(held, unit, today)}
