"""Who reads which review."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.organisation.rules.bloc import may_lead_bloc, may_see_bloc
from viecthat.plans.rules import may_undertake
from viecthat.reviews.models import ProposalStep
from viecthat.units.queries.scope import UnitScope, scope_held, units_seen
from viecthat.units.rules import may
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.reviews.models import Limit, Proposal


def may_read_review(actor: Account, unit: int, at: datetime) -> bool:
    """Open the unit's review and every figure in it."""
    return may(actor, Capability.SEE, unit, at)


def may_open_review(actor: Account, unit: int, at: datetime) -> bool:
    """Set up a review of the unit: those who give it its targets."""
    return may(actor, Capability.PLAN, unit, at)


def may_write_review(actor: Account, unit: int, at: datetime) -> bool:
    """Write under the headings of the unit's review and name its key tasks: whoever speaks for what it undertakes."""
    return may_undertake(actor, unit, at)


def units_with_readable_reviews(actor: Account, at: datetime) -> UnitScope:
    """The units whose reviews `may_read_review` would open."""
    return units_seen(actor, at)


def reviews_reached(actor: Account, at: datetime) -> tuple[UnitScope, bool]:
    """The units of `units_with_readable_reviews`, and whether the actor opens reviews at any of them."""
    held = authority_of(actor, at)
    return scope_held(held.units_for(Capability.SEE), at), bool(held.units_for(Capability.PLAN))


def may_open_bloc_review(actor: Account, leaders: Iterable[int], at: datetime) -> bool:
    """Hold the review of an emulation bloc and set its tasks: whoever speaks for its head or deputy."""
    return may_lead_bloc(actor, leaders, at)


def may_read_bloc_review(actor: Account, members: Iterable[int], at: datetime) -> bool:
    """Read the review of an emulation bloc: whoever sees one of its members, for they judge each other."""
    return may_see_bloc(actor, members, at)


def may_judge_departments(actor: Account, unit: int, at: datetime) -> bool:
    """Say how the departments of the unit's office worked: its standing committee and those who plan for it."""
    return may(actor, Capability.PLAN, unit, at)


def may_audit_targets(actor: Account, unit: int, at: datetime) -> bool:
    """Say for the unit how its targets stand and sign it: whoever speaks for what it undertakes."""
    return may_undertake(actor, unit, at)


def may_keep_limits(actor: Account, unit: int, at: datetime) -> bool:
    """Write down the unit's limits and say how they stand, raise its proposals: whoever speaks for it."""
    return may_undertake(actor, unit, at)


def may_answer_limit(actor: Account, limit: Limit, at: datetime) -> bool:
    """Say how a limit stands: the unit's own people, those of the unit that is to mend it, and who answers for it."""
    if limit.person_id == actor.pk or may_keep_limits(actor, limit.unit_id, at):
        return True
    return limit.owner_id is not None and may_undertake(actor, limit.owner_id, at)


def limits_visible(actor: Account, at: datetime) -> Q:
    """Limits that units in reach have or are to mend, and those the reader answers for."""
    seen = units_seen(actor, at)
    own = Q(person=actor)
    return own | seen.of("unit") | seen.of("owner") if seen else own


def may_answer_proposal(actor: Account, proposal: Proposal, at: datetime) -> bool:
    """Take up, answer or pass on: whoever speaks for the addressee, and never whoever sent it."""
    return proposal.made_by_id != actor.pk and may_undertake(actor, proposal.addressee_id, at)


def proposals_visible(actor: Account, at: datetime) -> Q:
    """Proposals of units in reach, and those that are or were with them."""
    seen = units_seen(actor, at)
    if not seen:
        return Q(pk__in=[])
    with_them = ProposalStep.objects.filter(seen.of("unit")).values("proposal")
    return seen.of("unit") | seen.of("addressee") | Q(pk__in=with_them)


def units_appraising(actor: Account, unit: int, at: datetime) -> list[int]:
    """The units above `unit`, the highest first, for which the actor may write remarks on its review on that day."""
    today = map_on(localdate(at))
    place, _how = today.stands_at(unit)
    if place is None:
        return []
    above = list(today.tree.ancestors(place))
    held = authority_of(actor, at).units_for(Capability.ACCEPT)
    stand = {today.stands_at(one)[0] for one in held}
    return [one for one in above if one in stand]
