"""Who holds inspections, who knows of them, who answers a recommendation."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from viecthat.accounts.choices import Capability
from viecthat.units.rules import may

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.inspections.models import Recommendation


def may_keep_inspection(actor: Account, unit: int, at: datetime) -> bool:
    """Hold inspections of the unit: its officers, and whoever verifies for it."""
    return any(may(actor, capability, unit, at) for capability in (Capability.RECORD, Capability.VERIFY))


def may_see_inspection(actor: Account, unit: int, at: datetime) -> bool:
    """Read the unit's inspections."""
    return may(actor, Capability.SEE, unit, at)


def may_reopen(actor: Account, unit: int, at: datetime) -> bool:
    """Take a conclusion up again, beside keeping it: who may correct figures, for what it counted is taken back."""
    return may(actor, Capability.CORRECT, unit, at)


def may_answer(actor: Account, row: Recommendation, at: datetime) -> bool:
    """Answer a recommendation: for the unit it went to; for a body outside whoever keeps the inspection."""
    if row.to_unit_id is None:
        return may_keep_inspection(actor, row.inspection.unit_id, at)
    return may(actor, Capability.RECORD, row.to_unit_id, at) or may_keep_inspection(actor, row.inspection.unit_id, at)


def may_close(actor: Account, row: Recommendation, at: datetime) -> bool:
    """Say that a recommendation is carried out, send it back, drop it: the inspecting unit, not who answers."""
    return may_keep_inspection(actor, row.inspection.unit_id, at)
