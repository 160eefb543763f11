"""Who may read texts for figures; who writes, signs, takes and reads reports."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability, Role
from viecthat.accounts.rules import Authority, authority_of
from viecthat.ledger.rules import units_to_declare_for
from viecthat.reporting.models import FigureTable, SigningDelegation
from viecthat.units.queries import head_unit
from viecthat.units.queries.scope import units_seen, units_where
from viecthat.units.rules import may, reaches, units_reached
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.accounts.models import Account
    from viecthat.reporting.models import Reading, Report, ReportCall, ReportForm
    from viecthat.rollup.placement import UnitMap

# Secretaries and their deputies, who hold the same role: “TM. BAN THƯỜNG VỤ” is theirs to sign (layout guidance 29-HD).
SIGNING_ROLES = frozenset({Role.BRANCH_SECRETARY, Role.SECRETARY})


def may_read_texts(actor: Account, at: datetime) -> bool:
    """Have a text read: whoever may declare a figure for some unit."""
    return bool(units_to_declare_for(actor, at))


def readings_visible_to(actor: Account, readings: QuerySet[Reading]) -> QuerySet[Reading]:
    """One's own: a text is kept as long as its reader works on it, and nobody else was asked to see it."""
    return readings.filter(reader=actor.pk)


def may_keep_form(actor: Account, form: ReportForm, at: datetime) -> bool:
    """Change a form: those who plan for the unit that keeps it; the organisation's own, those who plan for its root."""
    keeper = form.unit_id if form.unit_id is not None else head_unit(map_on(localdate(at)).tree)
    return keeper is not None and may(actor, Capability.PLAN, keeper, at)


def may_call(actor: Account, unit: int, at: datetime) -> bool:
    """Call for reports from the unit and all below it."""
    return may(actor, Capability.PLAN, unit, at)


def units_to_remind(actor: Account, at: datetime) -> list[int]:
    """The units that the actor may remind to send: those whose reports they take."""
    return units_reached(actor, Capability.ACCEPT, at)


def calls_visible_to(actor: Account, calls: QuerySet[ReportCall], at: datetime) -> QuerySet[ReportCall]:
    """Calls of units in reach, and those of the units above them, which the reader's own units answer."""
    today = map_on(localdate(at))
    above: set[int] = set()
    for held in authority_of(actor, at).units_for(Capability.SEE):
        stands, _how = today.stands_at(held)
        if stands is not None:
            above.update(today.tree.ancestors(stands))
    return calls.filter(units_seen(actor, at).of("unit") | Q(unit__in=above))


@dataclass(frozen=True)
class Rights:
    """The roles of one account on one day, looked up once for all that is asked of them about a unit's reports."""

    actor: Account
    authority: Authority
    today: UnitMap
    at: datetime

    def may(self, capability: Capability, unit: int) -> bool:
        """Whether some role with the capability reaches the unit."""
        held = self.authority.units_for(capability)
        return bool(held) and reaches(held, unit, self.today)

    def read(self, unit: int) -> bool:
        """Read what the unit has sent up."""
        return self.may(Capability.SEE, unit)

    def write(self, unit: int) -> bool:
        """Write the unit's report, and read it before it is sent: whoever may declare a figure for the unit."""
        return self.may(Capability.DECLARE, unit)

    def sign(self, unit: int) -> bool:
        """Sign and send for the unit: who holds a signing role at this very unit, or signs for one who does."""
        return self.hold_signature(unit) or self.delegation(unit) is not None

    def hold_signature(self, unit: int) -> bool:
        """Whether the actor holds a signing role at this very unit, not above it; of an ended one, at its successor."""
        stands, _how = self.today.stands_at(unit)
        return stands is not None and any(
            grant.role in SIGNING_ROLES and self.today.stands_at(grant.unit)[0] == stands
            for grant in self.authority.grants
        )

    def delegation(self, unit: int) -> SigningDelegation | None:
        """What lets the actor sign for somebody of the unit who is away and still holds the role."""
        if not self.write(unit):
            return None
        day = localdate(self.at)
        held = SigningDelegation.objects.filter(unit=unit, deputy=self.actor, start__lte=day, end__gt=day)
        for delegation in held.select_related("signer"):
            if replace(self, authority=authority_of(delegation.signer, self.at)).hold_signature(unit):
                return delegation
        return None

    def accept(self, report: Report, signed_by: Collection[int | None] | None = None) -> bool:
        """Accept or return it: above the unit, within the call, and nobody takes what they signed or wrote themselves.

        Whoever speaks for the unit that called takes that unit's own, for there is nobody above it in the call.
        signed_by: who signed its last edition and for whom, where that is known already; else it takes a query.
        """
        stands, _how = self.today.stands_at(report.unit_id)
        caller, _how = self.today.stands_at(report.call.unit_id)
        if stands is None or caller is None:
            return False
        for held in self.authority.units_for(Capability.ACCEPT):
            above, _how = self.today.stands_at(held)
            if above is None or not self.today.tree.covers(above, stands):
                continue
            if above != stands or stands == caller:
                return self.actor.pk not in (_signers(report) if signed_by is None else signed_by)
        return False


def rights_of(actor: Account, at: datetime) -> Rights:
    """What the actor may do with reports on the day of `at`. Two queries."""
    return Rights(actor, authority_of(actor, at), map_on(localdate(at)), at)


def may_read_reports(actor: Account, unit: int, at: datetime) -> bool:
    """Read what the unit has sent up."""
    return rights_of(actor, at).read(unit)


def may_write_report(actor: Account, unit: int, at: datetime) -> bool:
    """Write the unit's report, and read it before it is sent: whoever may declare a figure for the unit."""
    return rights_of(actor, at).write(unit)


def may_sign_report(actor: Account, unit: int, at: datetime) -> bool:
    """Sign and send for the unit, by a role at this very unit or for one who holds it."""
    return rights_of(actor, at).sign(unit)


def may_accept_report(actor: Account, report: Report, at: datetime) -> bool:
    """Accept or return it: above the unit, within the call, and nobody what they signed themselves."""
    return rights_of(actor, at).accept(report)


def _signers(report: Report) -> tuple[int | None, ...]:
    return report.editions.order_by("-number").values_list("signed_by", "signed_for").first() or ()


def may_bring_tables(actor: Account, at: datetime) -> bool:
    """Bring tables in: whoever may declare a figure for some unit."""
    return bool(units_to_declare_for(actor, at))


def tables_visible_to(actor: Account, at: datetime) -> QuerySet[FigureTable]:
    """Tables of units the actor may declare for, newest first."""
    found = FigureTable.objects.filter(units_where(actor, Capability.DECLARE, at).of("unit"))
    return found.select_related("brought_by", "undone_by").order_by("-brought_at", "-pk")
