"""Who reads which review."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from viecthat.accounts.choices import Capability
from viecthat.plans.rules import may_undertake
from viecthat.units.rules import may, units_reached

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


def may_read_review(actor: Account, unit: int, at: datetime) -> bool:
    """Open the unit's review and every figure in it."""
    return may(actor, Capability.SEE, unit, at)


def may_open_review(actor: Account, unit: int, at: datetime) -> bool:
    """Set up a review of the unit: those who give it its targets."""
    return may(actor, Capability.PLAN, unit, at)


def units_with_readable_reviews(actor: Account, at: datetime) -> list[int]:
    """The units whose reviews `may_read_review` would open."""
    return units_reached(actor, Capability.SEE, at)


def may_audit_targets(actor: Account, unit: int, at: datetime) -> bool:
    """Say for the unit how its targets stand and sign it: whoever speaks for what it undertakes."""
    return may_undertake(actor, unit, at)
