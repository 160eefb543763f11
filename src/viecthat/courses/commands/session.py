"""Sessions of a course with who was there; marks and results."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.courses.choices import EnrolmentState, Result
from viecthat.courses.commands.shared import open_course_locked
from viecthat.courses.models import Certificate, Course, Enrolment, Meeting, Presence
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed
from viecthat.ledger.commands.registers import check_done

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@dataclass(frozen=True)
class Mark:
    """What a learner got: tenths of ten, and passed or not where no mark decides it."""

    mark: int | None
    result: str = ""


@transaction.atomic
def record_meeting(
    *, course: Course, day: date, title: str, present: Collection[int], actor: Account, at: datetime
) -> Meeting:
    """A session was held; `present` are enrolments of the course. Raises Refused."""
    row = open_course_locked(course.pk, actor, at)
    check_done(day, at)
    if not row.start <= day <= row.end:
        raise Refused(
            gettext_noop("Ngày học phải trong thời gian của lớp: {start} – {end}."),
            field="day",
            start=row.start,
            end=row.end,
        )
    meeting = Meeting(course=row, day=day, title=needed(title, 200, "title", gettext_noop("Ghi nội dung buổi học.")))
    save_checked(meeting)
    wanted = set(present)
    if not wanted:
        raise Refused(gettext_noop("Chọn ít nhất một người có mặt."), field="present")
    here = set(
        Enrolment.objects.filter(course=row, state=EnrolmentState.ENROLLED, pk__in=wanted).values_list("pk", flat=True)
    )
    if here != wanted:
        raise Refused(gettext_noop("Danh sách lớp vừa đổi; tải lại trang."), field="present")
    for pk in sorted(here):
        save_checked(Presence(meeting=meeting, enrolment_id=pk))
    return meeting


@transaction.atomic
def drop_meeting(*, meeting: Meeting, actor: Account, at: datetime) -> None:
    """The session was recorded by mistake; history keeps it. Raises Refused."""
    open_course_locked(meeting.course_id, actor, at)
    Meeting.objects.filter(pk=meeting.pk).delete()


@transaction.atomic
def give_marks(*, course: Course, marks: Mapping[int, Mark], actor: Account, at: datetime) -> int:
    """Marks and results by enrolment; returns how many changed. Raises Refused, nothing written.

    Where the course has a pass mark, the mark decides.
    """
    row = open_course_locked(course.pk, actor, at)
    learners = {
        one.pk: one for one in Enrolment.objects.select_for_update().filter(course=row, state=EnrolmentState.ENROLLED)
    }
    held = set(
        Certificate.objects.filter(enrolment__course=row, revoked_on__isnull=True).values_list("enrolment", flat=True)
    )
    changed = 0
    for pk, given in marks.items():
        one = learners.get(pk)
        if one is None:
            raise Refused(gettext_noop("Danh sách lớp vừa đổi; tải lại trang."))
        if given.mark is not None and not 0 <= given.mark <= 100:
            raise Refused(gettext_noop("Điểm từ 0 đến 10."), field=f"mark_{pk}")
        result = given.result
        if row.pass_mark is not None:
            result = "" if given.mark is None else Result.PASSED if given.mark >= row.pass_mark else Result.FAILED
        if pk in held and result != Result.PASSED:
            raise Refused(
                gettext_noop("Có chứng nhận còn hiệu lực; thu hồi trước khi sửa kết quả."), field=f"mark_{pk}"
            )
        if (one.mark, one.result) != (given.mark, result):
            one.mark, one.result = given.mark, result
            save_checked(one)
            changed += 1
    return changed
