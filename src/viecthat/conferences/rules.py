"""Who reads and keeps which conference."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from viecthat.plans.rules import may_keep_directives
from viecthat.reviews.rules import may_read_review
from viecthat.units.queries.scope import units_seen

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.conferences.models import Conference


def may_keep_conferences(actor: Account, unit: int, at: datetime) -> bool:
    """Set up the unit's conferences, invite, keep the door and the record: those who keep its registers."""
    return may_keep_directives(actor, unit, at)


def may_keep_conference(actor: Account, conference: Conference, at: datetime) -> bool:
    """Change this conference and what belongs to it."""
    return may_keep_conferences(actor, conference.unit_id, at)


def may_read_conference(actor: Account, conference: Conference, at: datetime) -> bool:
    """Read this conference: whoever reads its unit's reviews."""
    return may_read_review(actor, conference.unit_id, at)


def conferences_visible(actor: Account, at: datetime) -> Q:
    """The conferences that `may_read_conference` would open: the set for a list."""
    seen = units_seen(actor, at)
    return seen.of("unit") if seen else Q(pk__in=[])
