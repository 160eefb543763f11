"""Initiatives at work: declared by the unit, confirmed by the place of work; only then do they count."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.ideas.choices import ConfirmedWay, InitiativeState
from viecthat.ideas.commands.shared import check_may_keep, paragraphs
from viecthat.ideas.commands.steps import keep_proof
from viecthat.ideas.models import Initiative
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, normalise, one_line
from viecthat.ledger.commands.registers import check_done, post_counted, take_back
from viecthat.people.queries import people_by_id
from viecthat.plans.commands.calendar import digest_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

CONFIRMED, BENEFIT, HOURS = "initiatives_confirmed", "initiative_benefit", "initiative_hours"
_BYTES = 12


@dataclass(frozen=True)
class Said:
    """What the place of work says: who, and how much of the benefit is real. Amounts of a year."""

    by: str
    money: int = 0
    hours: int = 0
    material: int = 0
    answer: str = ""


@transaction.atomic
def declare_initiative(*, unit: int, facts: Mapping[str, Any], actor: Account, at: datetime) -> Initiative:
    """An initiative enters the register; nothing is counted. Raises Refused."""
    check_may_keep(actor, unit, at)
    row = Initiative(unit_id=unit, recorded_by=actor, recorded_at=at)
    _fill(row, facts, at)
    save_checked(row)
    return row


@transaction.atomic
def correct_initiative(*, initiative: Initiative, facts: Mapping[str, Any], actor: Account, at: datetime) -> Initiative:
    """What was written wrong, before it is confirmed; a link sent out asks for what stands then. Raises Refused."""
    row = _locked(initiative, actor, at)
    _must_wait(row)
    _fill(row, facts, at)
    save_checked(row)
    return row


@transaction.atomic
def make_link(*, initiative: Initiative, actor: Account, at: datetime) -> str:
    """The code of an address where the place of work confirms; told this once, the one before holds no more."""
    row = _locked(initiative, actor, at)
    _must_wait(row)
    code = secrets.token_urlsafe(_BYTES)
    row.code = digest_of(code)
    save_checked(row)
    return code


@transaction.atomic
def confirm_by_link(*, initiative: Initiative, said: Said, at: datetime) -> Initiative:
    """The place of work confirms behind its link, which then holds no more. Raises Refused."""
    row = Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    if not row.code:
        raise Refused(gettext_noop("Đường liên kết này đã dùng xong."))
    return _confirm(row, said, ConfirmedWay.LINK, localdate(at), None, at)


@transaction.atomic
def reject_by_link(*, initiative: Initiative, said: Said, at: datetime) -> Initiative:
    """The place of work says that it is not so. Raises Refused."""
    row = Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    _must_wait(row)
    row.state, row.way, row.code = InitiativeState.REJECTED, ConfirmedWay.LINK, ""
    row.confirmed_by = needed(said.by, 200, "by", gettext_noop("Ghi họ tên, chức vụ người xác nhận."))
    row.answer = needed(said.answer, 500, "answer", gettext_noop("Ghi vì sao không xác nhận."))
    row.confirmed_on = localdate(at)
    save_checked(row)
    return row


@transaction.atomic
def confirm_on_paper(
    *,
    initiative: Initiative,
    said: Said,
    day: date,
    content: bytes,
    file_name: str,
    actor: Account,
    at: datetime,
) -> Initiative:
    """The place of work signed a paper, which is kept. Raises Refused."""
    row = _locked(initiative, actor, at)
    check_done(day, at, not_before=row.applied_on)
    if not content:
        raise Refused(gettext_noop("Gửi kèm giấy xác nhận có ký, đóng dấu."), field="file")
    row.paper_id = keep_proof(content, at)
    row.paper_name = normalise(file_name)[-200:] or "giay-xac-nhan"
    return _confirm(row, said, ConfirmedWay.PAPER, day, actor, at)


@transaction.atomic
def take_back_initiative(*, initiative: Initiative, reason: str, actor: Account, at: datetime) -> Initiative:
    """It was not so, or not twice: what was counted is reversed. Raises Refused."""
    row = _locked(initiative, actor, at)
    if row.state == InitiativeState.TAKEN_BACK:
        raise Refused(gettext_noop("Sáng kiến này đã rút."))
    row.undone_why = needed(reason, 300, "reason", gettext_noop("Ghi lý do để người sau hiểu."))
    posting, row.posting = row.posting_id, None
    row.state, row.code = InitiativeState.TAKEN_BACK, ""
    row.real_money = row.real_hours = row.real_material = 0
    take_back(posting, "Lấy lại trong sổ sáng kiến", actor, at)
    save_checked(row)
    return row


def _confirm(
    row: Initiative, said: Said, way: ConfirmedWay, day: date, actor: Account | None, at: datetime
) -> Initiative:
    _must_wait(row)
    row.confirmed_by = needed(said.by, 200, "by", gettext_noop("Ghi họ tên, chức vụ người xác nhận."))
    amounts = (("money", said.money), ("hours", said.hours), ("material", said.material))
    for name, amount in amounts:
        if amount > getattr(row, name):
            raise Refused(
                gettext_noop("Không xác nhận nhiều hơn số tác giả kê khai; sửa bản kê khai trước."), field=name
            )
        setattr(row, f"real_{name}", amount)
    row.answer = one_line(said.answer, 500, field="answer")
    row.state, row.way, row.confirmed_on, row.code = InitiativeState.CONFIRMED, way, day, ""
    counted: list[tuple[str, int, int | None]] = [
        (CONFIRMED, 1, None), (BENEFIT, row.real_money, None), (HOURS, row.real_hours, None),
    ]  # fmt: skip
    row.posting = post_counted(
        row.unit_id, counted, day, reason="Sáng kiến được nơi áp dụng xác nhận", actor=actor, at=at
    )
    save_checked(row)
    return row


def _must_wait(row: Initiative) -> None:
    if row.state != InitiativeState.DECLARED:
        raise Refused(gettext_noop("Sáng kiến này đã có câu trả lời; rút lại rồi ghi bản mới nếu sai."))


def _locked(initiative: Initiative, actor: Account, at: datetime) -> Initiative:
    row = Initiative.objects.select_for_update(of=("self",)).select_related("person").get(pk=initiative.pk)
    check_may_keep(actor, row.unit_id, at)
    return row


def _fill(row: Initiative, facts: Mapping[str, Any], at: datetime) -> None:
    row.title = needed(facts["title"], 200, "title", gettext_noop("Ghi tên sáng kiến."))
    row.employer = needed(facts["employer"], 200, "employer", gettext_noop("Ghi nơi áp dụng."))
    row.folded = fold(f"{row.title} {row.employer}")[:400]
    row.field, row.partner_id = facts["field"], facts.get("partner")
    person = facts.get("person")
    row.person = people_by_id([person]).get(person) if person else None
    row.author = one_line(facts.get("author") or "", 200, field="author")
    row.text, row.effect = paragraphs(facts["text"]), paragraphs(facts.get("effect") or "")
    row.applied_on = facts["applied_on"]
    check_done(row.applied_on, at, field="applied_on")
    row.money, row.hours, row.material = (int(facts.get(name) or 0) for name in ("money", "hours", "material"))
    row.material_unit = one_line(facts.get("material_unit") or "", 60, field="material_unit")
    if not (row.money or row.hours or row.material or row.effect):
        raise Refused(gettext_noop("Ghi lợi ích: tiền, giờ công, vật tư, hoặc năng suất, chất lượng trước và sau."),
                      field="money")  # fmt: skip
    if facts.get("content"):
        row.file_id = keep_proof(facts["content"], at)
        row.file_name = normalise(facts.get("file_name") or "")[-200:] or "minh-chung"
