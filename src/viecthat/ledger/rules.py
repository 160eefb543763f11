"""Who may put what into the ledger, and take it back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
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


def units_with_visible_figures(actor: Account, at: datetime) -> list[int]:
    """The units, ended ones included, for which `may_see_figures` would say yes."""
    return units_reached(actor, Capability.SEE, at)


def units_to_declare_for(actor: Account, at: datetime) -> list[int]:
    """The units at which the actor holds a role that may declare; it reaches everything below them."""
    return sorted(authority_of(actor, at).units_for(Capability.DECLARE))


def is_reversed_by_itself(posting: Posting) -> bool:
    """Whether the posting stands for itself: one that an activity or a register made is taken back there."""
    return posting.kind in {PostingKind.DECLARED, PostingKind.IMPORT}


def may_reverse_posting(actor: Account, posting: Posting, at: datetime) -> bool:
    """Take a posting back: those who may correct at its unit; a reversal itself stays."""
    return posting.kind != PostingKind.REVERSAL and may(actor, Capability.CORRECT, posting.unit_id, at)


def may_verify_posting(actor: Account, posting: Posting, at: datetime) -> bool:
    """Check somebody else's work: nobody verifies what they recorded themselves."""
    return posting.actor_id != actor.pk and may(actor, Capability.VERIFY, posting.unit_id, at)


def postings_visible_to(actor: Account, postings: QuerySet[Posting], at: datetime) -> QuerySet[Posting]:
    """The postings whose unit the actor may see."""
    return postings.filter(unit__in=units_reached(actor, Capability.SEE, at))
