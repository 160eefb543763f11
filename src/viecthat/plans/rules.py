"""Who plans what."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from viecthat.accounts.choices import Capability
from viecthat.units.rules import may

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


def may_adopt_target(actor: Account, unit: int, at: datetime) -> bool:
    """Give this unit a target."""
    return may(actor, Capability.PLAN, unit, at)
