"""Fees of a course by day, and the money that learners pay or get back."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum

from viecthat.audit.rows import save_checked
from viecthat.courses.choices import EnrolmentState
from viecthat.courses.commands.shared import open_course_locked
from viecthat.courses.models import Course, CourseFee, Enrolment, Payment
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.ledger.commands.registers import check_done

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def set_fee(*, course: Course, start: date, amount: int, decision: str, actor: Account, at: datetime) -> CourseFee:
    """The fee of who signs up from `start` on, in đồng; who signed up before owes what they owed. Raises Refused."""
    row = open_course_locked(course.pk, actor, at)
    if start > row.end:
        raise Refused(gettext_noop("Lớp kết thúc ngày {end}; chọn ngày trước đó."), field="start", end=row.end)
    fee = CourseFee(course=row, start=start, amount=amount, decision=one_line(decision, 120, field="decision"))
    save_checked(fee)
    return fee


@transaction.atomic
def let_off(*, enrolment: Enrolment, percent: int, reason: str, actor: Account, at: datetime) -> Enrolment:
    """Let off a part of the fee; 0 takes that back. Raises Refused."""
    open_course_locked(enrolment.course_id, actor, at)
    row = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if not 0 <= percent <= 100:
        raise Refused(gettext_noop("Miễn, giảm từ 0 đến 100%."), field="percent")
    row.exempt = percent
    row.exempt_reason = one_line(reason, 200, field="reason") if percent else ""
    if percent and not row.exempt_reason:
        raise Refused(gettext_noop("Ghi vì sao miễn, giảm: hộ nghèo, con gia đình chính sách …"), field="reason")
    save_checked(row)
    return row


@transaction.atomic
def take_payment(
    *, enrolment: Enrolment, day: date, amount: int, receipt: str, actor: Account, at: datetime
) -> Payment:
    """Money received, or given back (negative), in đồng. Raises Refused for more than is owed or was received."""
    open_course_locked(enrolment.course_id, actor, at)
    row = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    check_done(day, at)
    if row.state == EnrolmentState.WAITING and amount > 0:
        raise Refused(gettext_noop("Người này còn trong danh sách chờ; có chỗ rồi mới thu học phí."), field="amount")
    paid = paid_by(row)
    if amount > 0 and paid + amount > row.owed:
        raise Refused(
            gettext_noop("Học phí phải nộp là {owed} đồng, đã nộp {paid} đồng; số này vượt quá."),
            field="amount",
            owed=row.owed,
            paid=paid,
        )
    if paid + amount < 0:
        raise Refused(gettext_noop("Mới nhận {paid} đồng; không trả lại nhiều hơn."), field="amount", paid=paid)
    payment = Payment(
        enrolment=row, day=day, amount=amount, receipt=one_line(receipt, 60, field="receipt"),
        taken_by=actor, taken_at=at,
    )  # fmt: skip
    save_checked(payment)
    return payment


def paid_by(enrolment: Enrolment) -> int:
    """What was received from the learner and not given back, in đồng."""
    total = Payment.objects.filter(enrolment=enrolment).aggregate(total=Sum("amount"))["total"]
    return int(total or 0)


def fee_on(course: Course, day: date) -> int:
    """What the course costs who signs up on the day, in đồng."""
    fee = CourseFee.objects.filter(course=course, start__lte=day).order_by("-start").first()
    return fee.amount if fee is not None else 0
