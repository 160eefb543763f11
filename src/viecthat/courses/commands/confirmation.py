"""A finished course is confirmed: its results enter the ledger once. Reopened, they are reversed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.courses.choices import CourseState
from viecthat.courses.commands.shared import WHY, open_course_locked
from viecthat.courses.models import Course, Enrolment, Meeting, Payment, Presence
from viecthat.courses.rules import course_kinds, may_reopen_course
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed
from viecthat.ledger.commands.registers import post_counted, take_back

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def confirm_course(*, course: Course, actor: Account, at: datetime) -> Course:
    """Put what came of a finished course into the ledger, for its last day. Raises Refused.

    Learners are people who came at least once, members by name; turns are attendances; revenue is what was received
    and not given back.
    """
    row = open_course_locked(course.pk, actor, at)
    if row.end > localdate(at):
        raise Refused(gettext_noop("Lớp học đến ngày {end}; học xong rồi mới xác nhận."), end=row.end)
    if not Presence.objects.filter(meeting__course=row).exists():
        raise Refused(gettext_noop("Chưa điểm danh buổi nào; ghi buổi học rồi mới xác nhận."))
    row.posting = post_counted(row.unit_id, _results(row), row.end, reason=f"Lớp “{row.title}”", actor=actor, at=at)
    row.state, row.confirmed_by, row.confirmed_at = CourseState.CONFIRMED, actor, at
    save_checked(row)
    return row


@transaction.atomic
def reopen_course(*, course: Course, reason: str, actor: Account, at: datetime) -> Course:
    """Take the results back to put something right; confirmed again they are posted anew. Raises Refused."""
    row = Course.objects.select_for_update().get(pk=course.pk)
    if row.state != CourseState.CONFIRMED:
        raise Refused(gettext_noop("Lớp này chưa xác nhận kết quả."))
    if not may_reopen_course(actor, row, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền đính chính số liệu của đơn vị này."))
    row.reason = needed(reason, 300, "reason", WHY)
    take_back(row.posting_id, row.reason, actor, at)
    row.state, row.posting, row.confirmed_by, row.confirmed_at = CourseState.OPEN, None, None, None
    save_checked(row)
    return row


def _results(course: Course) -> Iterator[tuple[str, int, int | None]]:
    came = Enrolment.objects.filter(course=course, presences__isnull=False).distinct()
    members = sorted(pk for pk in came.values_list("person", flat=True) if pk is not None)
    outsiders = came.filter(person__isnull=True).count()
    own = course_kinds()[course.kind].posts
    for code in filter(None, ("class_learners", own)):
        yield from ((code, 1, person) for person in members)
        yield code, outsiders, None
    yield "classes_held", 1, None
    yield "class_sessions", Meeting.objects.filter(course=course).count(), None
    yield "class_turns", Presence.objects.filter(meeting__course=course).count(), None
    money = Payment.objects.filter(enrolment__course=course).aggregate(total=Sum("amount"))["total"]
    yield "class_revenue", int(money or 0), None
