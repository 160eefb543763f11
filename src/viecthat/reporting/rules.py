"""Who may read texts for figures; who writes, signs, takes and reads reports."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability, Role
from viecthat.accounts.rules import authority_of
from viecthat.ledger.rules import units_to_declare_for
from viecthat.reporting.models import FigureTable, SigningDelegation
from viecthat.units.queries import head_unit
from viecthat.units.queries.scope import units_seen
from viecthat.units.rules import may, units_reached
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.accounts.models import Account
    from viecthat.reporting.models import Reading, Report, ReportCall, ReportForm

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


def may_read_reports(actor: Account, unit: int, at: datetime) -> bool:
    """Read what the unit has sent up."""
    return may(actor, Capability.SEE, unit, at)


def may_write_report(actor: Account, unit: int, at: datetime) -> bool:
    """Write the unit's report, and read it before it is sent: whoever may declare a figure for the unit."""
    return may(actor, Capability.DECLARE, unit, at)


def may_sign_report(actor: Account, unit: int, at: datetime) -> bool:
    """Sign and send for the unit: who holds a signing role at this very unit, not above it, or signs for one who does.

    For a unit that has ended, those of its successor.
    """
    return signs_for_unit(actor, unit, at) or delegation_to(actor, unit, at) is not None


def signs_for_unit(actor: Account, unit: int, at: datetime) -> bool:
    """Whether the actor holds a signing role at this very unit."""
    today = map_on(localdate(at))
    stands, _how = today.stands_at(unit)
    return stands is not None and any(
        grant.role in SIGNING_ROLES and today.stands_at(grant.unit)[0] == stands
        for grant in authority_of(actor, at).grants
    )


def delegation_to(actor: Account, unit: int, at: datetime) -> SigningDelegation | None:
    """What lets the actor sign for somebody of the unit who is away and still holds the role."""
    day = localdate(at)
    if not may_write_report(actor, unit, at):
        return None
    held = SigningDelegation.objects.filter(unit=unit, deputy=actor, start__lte=day, end__gt=day)
    for delegation in held.select_related("signer"):
        if signs_for_unit(delegation.signer, unit, at):
            return delegation
    return None


def may_accept_report(actor: Account, report: Report, at: datetime) -> bool:
    """Accept or return it: above the unit, within the call, and nobody takes what they signed or wrote themselves.

    Whoever speaks for the unit that called takes that unit's own, for there is nobody above it in the call.
    """
    today = map_on(localdate(at))
    stands, _how = today.stands_at(report.unit_id)
    caller, _how = today.stands_at(report.call.unit_id)
    if stands is None or caller is None:
        return False
    for held in authority_of(actor, at).units_for(Capability.ACCEPT):
        above, _how = today.stands_at(held)
        if above is None or not today.tree.covers(above, stands):
            continue
        if above != stands or stands == caller:
            return not _signed_by(report, actor)
    return False


def _signed_by(report: Report, actor: Account) -> bool:
    last = report.editions.order_by("-number").values_list("signed_by", "signed_for").first()
    return last is not None and actor.pk in last


def may_bring_tables(actor: Account, at: datetime) -> bool:
    """Bring tables in: whoever may declare a figure for some unit."""
    return bool(units_to_declare_for(actor, at))


def tables_visible_to(actor: Account, at: datetime) -> QuerySet[FigureTable]:
    """Tables of units the actor may declare for, newest first."""
    found = FigureTable.objects.filter(unit__in=units_reached(actor, Capability.DECLARE, at))
    return found.select_related("brought_by", "undone_by").order_by("-brought_at", "-pk")
