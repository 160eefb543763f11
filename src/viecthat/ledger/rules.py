"""Who may put what into the ledger, and take it back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from viecthat.accounts.choices import Capability
from viecthat.ledger.choices import PostingKind
from viecthat.units.rules import may, units_reached

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Posting


def may_declare_figure(actor: Account, unit: int, at: datetime) -> bool:
    """Type a total for this unit."""
    return may(actor, Capability.DECLARE, unit, at)


def may_see_figures(actor: Account, unit: int, at: datetime) -> bool:
    """Open the unit's figures down to their entries."""
    return may(actor, Capability.SEE, unit, at)


def may_reverse_posting(actor: Account, posting: Posting, at: datetime) -> bool:
    """Take a posting back: those who may correct at its unit; a reversal itself stays."""
    return posting.kind != PostingKind.REVERSAL and may(actor, Capability.CORRECT, posting.unit_id, at)


def may_verify_posting(actor: Account, posting: Posting, at: datetime) -> bool:
    """Check somebody else's work: nobody verifies what they recorded themselves."""
    return posting.actor_id != actor.pk and may(actor, Capability.VERIFY, posting.unit_id, at)


def postings_visible_to(actor: Account, postings: QuerySet[Posting], at: datetime) -> QuerySet[Posting]:
    """The postings whose unit the actor may see."""
    return postings.filter(unit__in=units_reached(actor, Capability.SEE, at))
