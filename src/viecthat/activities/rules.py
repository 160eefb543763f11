"""Who records work, who checks it, who sees its proof."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from viecthat.accounts.choices import Capability
from viecthat.activities.choices import State
from viecthat.units.rules import may, units_reached

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.accounts.models import Account
    from viecthat.activities.models import Activity


def may_record_activity(actor: Account, unit: int, at: datetime) -> bool:
    """Record work of this unit."""
    return may(actor, Capability.RECORD, unit, at)


def may_see_activity(actor: Account, activity: Activity, at: datetime) -> bool:
    """Open the activity, its people and its photos."""
    return may(actor, Capability.SEE, activity.unit_id, at)


def may_know_activity(actor: Account, activity: Activity, partners: Iterable[int], at: datetime) -> bool:
    """Learn what was done and what came of it: also those over a unit that took part. Names and photos stay apart."""
    return may_see_activity(actor, activity, at) or any(may(actor, Capability.SEE, unit, at) for unit in partners)


def may_verify_activity(actor: Account, activity: Activity, at: datetime) -> bool:
    """Check somebody else's work; nobody verifies their own."""
    recorded = activity.state == State.RECORDED
    return recorded and activity.recorded_by_id != actor.pk and may(actor, Capability.VERIFY, activity.unit_id, at)


def may_cancel_activity(actor: Account, activity: Activity, at: datetime) -> bool:
    """Take the activity back with a reason."""
    return activity.state != State.CANCELLED and may(actor, Capability.CORRECT, activity.unit_id, at)


def may_document_activity(actor: Account, activity: Activity, at: datetime) -> bool:
    """Add photos and names to what was recorded."""
    return activity.state != State.CANCELLED and may(actor, Capability.RECORD, activity.unit_id, at)


def activities_visible_to(actor: Account, activities: QuerySet[Activity], at: datetime) -> QuerySet[Activity]:
    """The activities of the units the actor may see."""
    return activities.filter(unit__in=units_reached(actor, Capability.SEE, at))
