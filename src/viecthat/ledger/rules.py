"""Who may put what into the ledger, and take it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.ledger.choices import PostingKind
from viecthat.units.queries.reach import owned_for
from viecthat.units.queries.scope import UnitScope, units_seen
from viecthat.units.rules import may

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Indicator, Posting


def may_declare_figure(actor: Account, unit: int, at: datetime) -> bool:
    """Type a total for this unit."""
    return may(actor, Capability.DECLARE, unit, at)


def may_see_figures(actor: Account, unit: int, at: datetime) -> bool:
    """Open the unit's figures down to their entries."""
    return may(actor, Capability.SEE, unit, at)


def indicators_visible_to(actor: Account, found: Iterable[Indicator], at: datetime) -> list[Indicator]:
    """The catalogue's, and of units' own those that hold where the actor looks: from above, there, and below."""
    given = list(found)
    if all(one.unit_id is None for one in given):
        return given
    reach = units_with_visible_figures(actor, at)
    above = {one.pk for one in owned_for(given, authority_of(actor, at).units_for(Capability.SEE), localdate(at))}
    return [one for one in given if one.pk in above or one.unit_id in reach]


def units_with_visible_figures(actor: Account, at: datetime) -> UnitScope:
    """The units, ended ones included, for which `may_see_figures` would say yes."""
    return units_seen(actor, at)


def may_define_indicators(actor: Account, unit: int, at: datetime) -> bool:
    """Say what the unit counts of its own: who sets its targets."""
    return may(actor, Capability.PLAN, unit, at)


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
    return postings.filter(units_seen(actor, at).of("unit"))
