"""Who plans what, and who keeps and reads which documents."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.plans.models import Delivery
from viecthat.units.rules import may, units_reached
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.models import Directive, Target

KEEPING = (Capability.RECORD, Capability.PLAN)


def may_adopt_target(actor: Account, unit: int, at: datetime) -> bool:
    """Give this unit a target."""
    return may(actor, Capability.PLAN, unit, at)


def may_see_targets(actor: Account, unit: int, at: datetime) -> bool:
    """See this unit's targets and how they are shared out: those of the unit, above it, and those it works under."""
    return may(actor, Capability.SEE, unit, at) or unit in units_above(actor, at)


def may_see_target(actor: Account, target: Target, at: datetime) -> bool:
    """See this target; a draft only those who may adopt it."""
    return may_adopt_target(actor, target.unit_id, at) if target.draft else may_see_targets(actor, target.unit_id, at)


def may_undertake(actor: Account, unit: int, at: datetime) -> bool:
    """Say for the unit what it undertakes of its own."""
    return may(actor, Capability.DECLARE, unit, at) or may(actor, Capability.PLAN, unit, at)


def may_keep_directives(actor: Account, unit: int, at: datetime) -> bool:
    """Keep the unit's register of documents: enter, send, receive."""
    return any(may(actor, capability, unit, at) for capability in KEEPING)


def units_keeping(actor: Account, at: datetime) -> list[int]:
    """Units whose register `actor` may keep: the set for a list."""
    return sorted({unit for capability in KEEPING for unit in units_reached(actor, capability, at)})


def units_above(actor: Account, at: datetime) -> set[int]:
    """The units above those where `actor` holds a role that sees, on today's map."""
    today = map_on(localdate(at))
    above: set[int] = set()
    for unit in authority_of(actor, at).units_for(Capability.SEE):
        stands, _how = today.stands_at(unit)
        if stands is not None:
            above |= set(today.tree.ancestors(stands))
    return above


def directives_visible(actor: Account, at: datetime) -> Q:
    """Documents that units in reach issued, keep or were sent, and those from above that are open below."""
    held = authority_of(actor, at).units_for(Capability.SEE)
    if not held:
        return Q(pk__in=[])
    seen = units_reached(actor, Capability.SEE, at)
    from_above = Q(open_below=True, issuer__in=units_above(actor, at))
    own = Q(issuer__in=seen) | Q(kept_by__in=seen)
    return from_above | own | Q(pk__in=_sent_to(seen))


def may_see_directive(actor: Account, directive: Directive, at: datetime) -> bool:
    """Read this document: see `directives_visible`."""
    return type(directive).objects.filter(directives_visible(actor, at), pk=directive.pk).exists()


def may_keep_directive(actor: Account, directive: Directive, at: datetime) -> bool:
    """Change this document's record: those who keep the register it was entered in."""
    keeper = directive.kept_by_id or directive.issuer_id
    return keeper is not None and may_keep_directives(actor, keeper, at)


def _sent_to(units: list[int]) -> Any:
    return Delivery.objects.filter(unit__in=units).values("directive")
