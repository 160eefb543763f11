"""Who signs in whose place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import localdate

from viecthat.accounts.queries import grants_at
from viecthat.accounts.rules import authority_of
from viecthat.reporting.models import SigningDelegation
from viecthat.reporting.rules import SIGNING_ROLES
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_SHOWN = 50


@dataclass(frozen=True)
class Delegated:
    """A delegation with the unit's name."""

    row: SigningDelegation
    unit: UnitRow

    @property
    def last_day(self) -> date:
        """The last day of it."""
        return self.row.end - timedelta(days=1)


def units_signed_for(actor: Account, at: datetime) -> list[UnitRow]:
    """The units whose reports the actor signs by a role of their own, by name. Two queries."""
    today = map_on(localdate(at))
    held = {today.stands_at(grant.unit)[0] for grant in authority_of(actor, at).grants if grant.role in SIGNING_ROLES}
    return sorted(
        units_by_id({unit for unit in held if unit is not None}, localdate(at)).values(), key=lambda unit: unit.name
    )


def delegations_of(actor: Account, units: Sequence[int], at: datetime) -> list[Delegated]:
    """Delegations in these units, by the actor and to them; the newest first."""
    found = SigningDelegation.objects.filter(Q(unit__in=units) | Q(signer=actor) | Q(deputy=actor))
    rows = list(found.select_related("signer", "deputy").order_by("-end", "-pk")[:MOST_SHOWN])
    names = units_by_id({row.unit_id for row in rows}, localdate(at)) if rows else {}
    return [Delegated(row, names[row.unit_id]) for row in rows]


def may_stand_in(actor: Account, units: Sequence[int], at: datetime) -> list[Account]:
    """Others who hold a role at these very units: likely deputies, to choose from. One query."""
    if not units:
        return []
    found = {grant.account_id: grant.account for grant in grants_at(list(units), at)}
    return [account for pk, account in found.items() if pk != actor.pk]


def delegation_by_id(pk: int) -> SigningDelegation | None:
    """One delegation."""
    return SigningDelegation.objects.filter(pk=pk).first()
