"""Partners, and people placed with them in jobs or trades; asked again after three and six months."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, one_line
from viecthat.ledger.commands.registers import check_done, post_counted, take_back
from viecthat.support.choices import PartnerKind, PlacementKind, PlacementState, Still
from viecthat.support.commands.shared import TAKEN_BACK, WHY, check_may_keep, tell_who
from viecthat.support.models import Partner, Placement
from viecthat.support.rules import FIRST_ASKED, LAST_ASKED, asked_again_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def enter_partner(*, unit: int, facts: Mapping[str, Any], actor: Account, at: datetime) -> Partner:
    """A partner of the unit. Raises Refused; a firm that sends workers abroad needs a licence."""
    check_may_keep(actor, unit, at)
    row = Partner(unit_id=unit)
    _fill_partner(row, facts)
    save_checked(row)
    return row


@transaction.atomic
def correct_partner(*, partner: Partner, facts: Mapping[str, Any], actor: Account, at: datetime) -> Partner:
    """What changed of a partner, the end of working together too. Raises Refused."""
    row = Partner.objects.select_for_update().get(pk=partner.pk)
    check_may_keep(actor, row.unit_id, at)
    _fill_partner(row, facts)
    save_checked(row)
    return row


@transaction.atomic
def refer(*, unit: int, facts: Mapping[str, Any], actor: Account, at: datetime) -> Placement:
    """Somebody is referred to a partner. Nothing is counted until they are taken on. Raises Refused."""
    check_may_keep(actor, unit, at)
    row = Placement(unit_id=unit, recorded_by=actor, recorded_at=at)
    tell_who(row, facts)
    partner = Partner.objects.filter(pk=facts["partner"], unit=unit).first()
    if partner is None:
        raise Refused(gettext_noop("Đối tác này không có trong sổ của đơn vị."), field="partner")
    if facts["kind"] == PlacementKind.ABROAD and partner.kind not in {PartnerKind.EXPORT, PartnerKind.STATE}:
        raise Refused(
            gettext_noop("Việc làm ở nước ngoài chỉ giới thiệu qua doanh nghiệp có giấy phép hoặc cơ quan nhà nước."),
            field="partner",
        )
    row.partner, row.kind, row.day = partner, facts["kind"], facts["day"]
    check_done(row.day, at, not_before=partner.since)
    row.what = needed(facts["what"], 200, "what", gettext_noop("Ghi công việc hoặc nghề."))
    save_checked(row)
    return row


@transaction.atomic
def take_on(*, placement: Placement, day: date, actor: Account, at: datetime) -> Placement:
    """They were taken on: one more person placed, in the ledger. Raises Refused."""
    row = _locked(placement, actor, at)
    if row.state != PlacementState.REFERRED:
        raise Refused(gettext_noop("Lượt giới thiệu này đã có kết quả."))
    check_done(day, at, not_before=row.day)
    row.state, row.placed_on = PlacementState.PLACED, day
    codes = ["trained_or_placed"] if row.kind == PlacementKind.VOCATIONAL else ["trained_or_placed", "jobs_found"]
    counted = [(code, 1, row.person_id) for code in codes]
    row.posting = post_counted(row.unit_id, counted, day, reason="Giới thiệu việc làm, học nghề", actor=actor, at=at)
    save_checked(row)
    return row


@transaction.atomic
def turn_down(*, placement: Placement, reason: str, actor: Account, at: datetime) -> Placement:
    """They were not taken on. Raises Refused."""
    row = _locked(placement, actor, at)
    if row.state != PlacementState.REFERRED:
        raise Refused(gettext_noop("Lượt giới thiệu này đã có kết quả."))
    row.state, row.reason = PlacementState.FAILED, needed(reason, 300, "reason", WHY)
    save_checked(row)
    return row


@transaction.atomic
def ask_again(*, placement: Placement, months: int, still: str, day: date, actor: Account, at: datetime) -> Placement:
    """Whether they are still at work three or six months after; who is after six counts. Raises Refused."""
    row = _locked(placement, actor, at)
    if row.state != PlacementState.PLACED or row.placed_on is None:
        raise Refused(gettext_noop("Người này chưa được nhận."))
    if months not in {FIRST_ASKED, LAST_ASKED}:
        raise Refused(gettext_noop("Hỏi lại sau 3 tháng hoặc 6 tháng."), field="months")
    check_done(day, at, not_before=asked_again_on(row.placed_on, months))
    setattr(row, f"after_{months}", Still(still))
    setattr(row, f"after_{months}_on", day)
    if months == LAST_ASKED:
        take_back(row.kept_posting_id, "Hỏi lại", actor, at)
        row.kept_posting = None
        if still == Still.YES and row.kind != PlacementKind.VOCATIONAL:
            counted: list[tuple[str, int, int | None]] = [("jobs_kept_half_year", 1, None)]
            row.kept_posting = post_counted(
                row.unit_id, counted, day, reason="Còn việc sau 6 tháng", actor=actor, at=at
            )
    save_checked(row)
    return row


@transaction.atomic
def undo_placement(*, placement: Placement, reason: str, actor: Account, at: datetime) -> Placement:
    """They were not taken on after all: what was counted is reversed. Raises Refused."""
    row = _locked(placement, actor, at)
    if row.state != PlacementState.PLACED:
        raise Refused(gettext_noop("Người này chưa được nhận."))
    why = needed(reason, 300, "reason", WHY)
    take_back(row.kept_posting_id, TAKEN_BACK, actor, at)
    take_back(row.posting_id, TAKEN_BACK, actor, at)
    row.state, row.placed_on, row.reason = PlacementState.FAILED, None, why
    row.posting, row.kept_posting = None, None
    row.after_3, row.after_3_on, row.after_6, row.after_6_on = "", None, "", None
    save_checked(row)
    return row


def _locked(placement: Placement, actor: Account, at: datetime) -> Placement:
    row = Placement.objects.select_for_update(of=("self",)).select_related("partner", "person").get(pk=placement.pk)
    check_may_keep(actor, row.unit_id, at)
    return row


def _fill_partner(row: Partner, facts: Mapping[str, Any]) -> None:
    row.name = needed(facts["name"], 200, "name", gettext_noop("Ghi tên đối tác."))
    row.folded_name = fold(row.name)[:200]
    row.kind, row.since, row.until = facts["kind"], facts["since"], facts.get("until")
    row.licence = one_line(facts.get("licence") or "", 120, field="licence")
    row.contact = one_line(facts.get("contact") or "", 200, field="contact")
