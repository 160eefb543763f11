"""Who may read texts for figures, and see what was read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from viecthat.ledger.rules import units_to_declare_for

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.accounts.models import Account
    from viecthat.reporting.models import Reading


def may_read_texts(actor: Account, at: datetime) -> bool:
    """Have a text read: whoever may declare a figure for some unit."""
    return bool(units_to_declare_for(actor, at))


def readings_visible_to(actor: Account, readings: QuerySet[Reading]) -> QuerySet[Reading]:
    """One's own: a text is kept as long as its reader works on it, and nobody else was asked to see it."""
    return readings.filter(reader=actor.pk)
