"""Who keeps channels and series, who publishes in them, who sees them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.units.rules import may
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.media.models import Series


def may_keep_media(actor: Account, unit: int, at: datetime) -> bool:
    """Keep the unit's channels and publish for it."""
    return may(actor, Capability.RECORD, unit, at)


def may_see_media(actor: Account, unit: int, at: datetime) -> bool:
    """Know the unit's channels and what it published."""
    return may(actor, Capability.SEE, unit, at)


def is_for(series: Series, unit: int, at: datetime) -> bool:
    """Whether the series is the unit's own or of one above it."""
    today = map_on(localdate(at))
    here, above = today.stands_at(unit)[0], today.stands_at(series.unit_id)[0]
    return here is not None and above is not None and today.tree.covers(above, here)
