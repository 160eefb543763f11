"""Loan groups, loans and repayments; what is owed is a stock in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Sum

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed
from viecthat.ledger.commands.registers import check_done, post_counted, take_back
from viecthat.support.commands.shared import TAKEN_BACK, WHY, check_may_keep, tell_who
from viecthat.support.models import Loan, LoanGroup, Repayment

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

DEBT, GIVEN, BORROWERS = "loan_debt", "loans_given", "loan_borrowers"


@transaction.atomic
def enter_loan_group(*, unit: int, facts: Mapping[str, Any], actor: Account, at: datetime) -> LoanGroup:
    """A savings-and-loan group that the unit keeps. Raises Refused."""
    check_may_keep(actor, unit, at)
    row = LoanGroup(unit_id=unit)
    row.name = needed(facts["name"], 200, "name", gettext_noop("Ghi tên tổ."))
    row.folded_name = fold(row.name)[:200]
    row.leader = needed(facts["leader"], 120, "leader", gettext_noop("Ghi tên tổ trưởng."))
    row.bank = needed(facts["bank"], 200, "bank", gettext_noop("Ghi ngân hàng hoặc quỹ cho vay."))
    row.founded_on = facts["founded_on"]
    check_done(row.founded_on, at, field="founded_on")
    save_checked(row)
    return row


@transaction.atomic
def end_loan_group(*, group: LoanGroup, day: date, actor: Account, at: datetime) -> LoanGroup:
    """The group is no more; nobody may owe anything. Raises Refused."""
    row = LoanGroup.objects.select_for_update().get(pk=group.pk)
    check_may_keep(actor, row.unit_id, at)
    check_done(day, at)
    if row.ended_on is not None:
        raise Refused(gettext_noop("Tổ này đã giải thể."))
    loans = Loan.objects.filter(loan_group=row, undone_why="")
    lent = loans.aggregate(s=Sum("principal"))["s"] or 0
    back = Repayment.objects.filter(loan__in=loans, undone_why="").aggregate(s=Sum("amount"))["s"] or 0
    if lent > back:
        raise Refused(gettext_noop("Tổ còn dư nợ {debt} đồng; thu hết rồi mới giải thể."), debt=lent - back)
    row.ended_on = day
    save_checked(row)
    return row


@transaction.atomic
def pay_out_loan(*, group: LoanGroup, facts: Mapping[str, Any], actor: Account, at: datetime) -> Loan:
    """A loan is paid out: the debt of the unit grows by it. Raises Refused."""
    held = LoanGroup.objects.select_for_update().get(pk=group.pk)
    check_may_keep(actor, held.unit_id, at)
    if held.ended_on is not None:
        raise Refused(gettext_noop("Tổ này đã giải thể."))
    row = Loan(unit_id=held.unit_id, loan_group=held, recorded_by=actor, recorded_at=at)
    tell_who(row, facts)
    row.purpose = needed(facts["purpose"], 200, "purpose", gettext_noop("Ghi mục đích vay."))
    row.principal, row.day, row.due = facts["principal"], facts["day"], facts["due"]
    check_done(row.day, at, not_before=held.founded_on)
    save_checked(row)
    counted: list[tuple[str, int, int | None]] = [
        (DEBT, row.principal, None), (GIVEN, row.principal, None), (BORROWERS, 1, None),
    ]  # fmt: skip
    row.posting = post_counted(row.unit_id, counted, row.day, reason=_about(held), actor=actor, at=at)
    save_checked(row)
    return row


@transaction.atomic
def repay_loan(*, loan: Loan, day: date, amount: int, actor: Account, at: datetime) -> Repayment:
    """A part is paid back: the debt falls by it, never below nothing. Raises Refused."""
    row = _locked(loan, actor, at)
    check_done(day, at, not_before=row.day)
    owed = debt_of(row)
    if amount > owed:
        raise Refused(gettext_noop("Khoản này còn nợ {owed} đồng; không trả nhiều hơn."), field="amount", owed=owed)
    back = Repayment(loan=row, day=day, amount=amount, recorded_by=actor, recorded_at=at)
    save_checked(back)
    counted: list[tuple[str, int, int | None]] = [(DEBT, -amount, None)]
    back.posting = post_counted(row.unit_id, counted, day, reason=_about(row.loan_group), actor=actor, at=at)
    save_checked(back)
    return back


@transaction.atomic
def undo_repayment(*, repayment: Repayment, reason: str, actor: Account, at: datetime) -> None:
    """It was recorded by mistake: the debt stands again. Raises Refused."""
    back = Repayment.objects.select_for_update().get(pk=repayment.pk)
    _locked(back.loan, actor, at)
    if back.undone_why:
        raise Refused(gettext_noop("Dòng này đã lấy lại."))
    back.undone_why = needed(reason, 300, "reason", WHY)
    take_back(back.posting_id, TAKEN_BACK, actor, at)
    save_checked(back)


@transaction.atomic
def undo_loan(*, loan: Loan, reason: str, actor: Account, at: datetime) -> None:
    """It was recorded by mistake and nothing was paid back. Raises Refused."""
    row = _locked(loan, actor, at)
    if Repayment.objects.filter(loan=row, undone_why="").exists():
        raise Refused(gettext_noop("Khoản này đã có lần trả; lấy lại các lần trả trước."))
    row.undone_why = needed(reason, 300, "reason", WHY)
    take_back(row.posting_id, TAKEN_BACK, actor, at)
    save_checked(row)


def debt_of(loan: Loan) -> int:
    """What is still owed, in đồng."""
    back = Repayment.objects.filter(loan=loan, undone_why="").aggregate(s=Sum("amount"))["s"]
    return 0 if loan.undone_why else loan.principal - int(back or 0)


def _locked(loan: Loan, actor: Account, at: datetime) -> Loan:
    row = Loan.objects.select_for_update(of=("self",)).select_related("loan_group", "person").get(pk=loan.pk)
    check_may_keep(actor, row.unit_id, at)
    if row.undone_why:
        raise Refused(gettext_noop("Khoản vay này đã lấy lại."))
    return row


def _about(group: LoanGroup) -> str:
    return f"Tổ tiết kiệm và vay vốn “{group.name}”"
