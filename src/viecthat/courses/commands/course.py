"""Courses: opened, corrected, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.courses.choices import CourseState
from viecthat.courses.commands.fee import set_fee
from viecthat.courses.commands.shared import WHY, check_may_keep, open_course_locked
from viecthat.courses.commands.waiting import fill_places
from viecthat.courses.models import Course, Enrolment, Meeting, Payment
from viecthat.courses.rules import course_kinds
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, one_line

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_DAYS = 800


@transaction.atomic
def open_course(*, unit: int, facts: Mapping[str, Any], fee: int | None = None, actor: Account, at: datetime) -> Course:
    """A course that people may sign up for; `facts` by field of the table, `fee` in đồng from today on.

    Raises Refused.
    """
    check_may_keep(actor, unit, at)
    course = Course(unit_id=unit, recorded_by=actor, recorded_at=at)
    _fill(course, facts)
    save_checked(course)
    if fee:
        set_fee(course=course, start=min(localdate(at), course.start), amount=fee, decision="", actor=actor, at=at)
    return course


@transaction.atomic
def correct_course(*, course: Course, facts: Mapping[str, Any], actor: Account, at: datetime) -> Course:
    """What was entered wrongly or changed since; more places take people off the waiting list. Raises Refused."""
    row = open_course_locked(course.pk, actor, at)
    _fill(row, facts)
    if Meeting.objects.filter(course=row).exclude(day__range=(row.start, row.end)).exists():
        raise Refused(gettext_noop("Có buổi đã ghi ngoài những ngày này; xem lại."), field="start")
    save_checked(row)
    fill_places(row)
    return row


@transaction.atomic
def withdraw_course(*, course: Course, reason: str, actor: Account, at: datetime) -> None:
    """It is not held. Money that was taken must have been given back. Raises Refused."""
    row = open_course_locked(course.pk, actor, at)
    row.reason = needed(reason, 300, "reason", WHY)
    held = sum(Payment.objects.filter(enrolment__course=row).values_list("amount", flat=True))
    if held:
        raise Refused(gettext_noop("Lớp còn giữ {money} đồng học phí; trả lại hết rồi mới huỷ."), money=held)
    row.state = CourseState.WITHDRAWN
    save_checked(row)


def _fill(course: Course, facts: Mapping[str, Any]) -> None:
    kind = course_kinds().get(facts["kind"])
    if kind is None:
        raise Refused(gettext_noop("Chọn loại lớp."), field="kind")
    course.kind = kind.code
    course.title = needed(facts["title"], 200, "title", gettext_noop("Ghi tên lớp."))
    course.folded_title = fold(course.title)[:200]
    course.place = needed(facts["place"], 200, "place", gettext_noop("Ghi nơi học, hoặc “trực tuyến”."))
    course.teacher = one_line(facts.get("teacher") or "", 200, field="teacher")
    course.safety = (facts.get("safety") or "").strip()
    if kind.guarded and not course.safety:
        raise Refused(gettext_noop("Lớp cho trẻ em thì ghi phương án an toàn: ai trực, y tế, đưa đón."), field="safety")
    start: date = facts["start"]
    end: date = facts["end"]
    if not 0 <= (end - start).days <= MOST_DAYS:
        raise Refused(gettext_noop("Ngày kết thúc không trước ngày bắt đầu, và lớp không quá hai năm."), field="end")
    course.start, course.end = start, end
    for name in ("capacity", "sign_up_until", "pass_mark"):
        setattr(course, name, facts.get(name))
    course.open_to_members = bool(facts.get("open_to_members"))
    taken = Enrolment.objects.filter(course=course, state="enrolled").count() if course.pk else 0
    if course.capacity is not None and course.capacity < taken:
        raise Refused(
            gettext_noop("Lớp đã có {taken} học viên; số chỗ không được ít hơn."), field="capacity", taken=taken
        )
