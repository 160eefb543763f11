"""What the writes of courses share: the course held fast, words asked for, days that can't be, lines of the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection

from viecthat.courses.choices import CourseState, LookedAt
from viecthat.courses.models import Course, Look
from viecthat.courses.rules import may_keep_courses
from viecthat.kernel.errors import Refused, gettext_noop

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

NOT_YOURS = gettext_noop("Bạn chưa được giao quyền ghi việc cho đơn vị này.")
WHY = gettext_noop("Ghi lý do để người sau hiểu.")


def check_may_keep(actor: Account, unit: int, at: datetime) -> None:
    """Raises Refused for who may not keep the courses and clubs of the unit."""
    if not may_keep_courses(actor, unit, at):
        raise Refused(NOT_YOURS)


def open_course_locked(course: int, actor: Account, at: datetime) -> Course:
    """The course, held fast until the end of the transaction. Raises Refused when nothing in it may change now."""
    row = Course.objects.select_for_update().get(pk=course)
    check_may_keep(actor, row.unit_id, at)
    if row.state == CourseState.CONFIRMED:
        raise Refused(gettext_noop("Kết quả lớp đã xác nhận và vào sổ việc; mở lại lớp rồi mới sửa."))
    if row.state == CourseState.WITHDRAWN:
        raise Refused(gettext_noop("Lớp này đã huỷ."))
    return row


def one_at_a_time(what: str) -> None:
    """Wait for whoever is about the same thing just now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"courses: {what}"])


def note_look(*, what: LookedAt, record: int, actor: Account, at: datetime) -> None:
    """Note that `actor` opened what is not for everybody."""
    Look.objects.create(what=what, record=record, account=actor, at=at)
