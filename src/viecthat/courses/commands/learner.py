"""Signing up for a course, by the unit or by oneself; withdrawing; what must be known to keep a learner safe."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.courses.choices import CourseState, EnrolmentState, LookedAt
from viecthat.courses.commands.fee import fee_on
from viecthat.courses.commands.shared import WHY, note_look, open_course_locked
from viecthat.courses.commands.waiting import fill_places, has_place
from viecthat.courses.models import Certificate, Course, Enrolment, HealthNote, Presence
from viecthat.courses.queries.offer import offered_to
from viecthat.courses.rules import course_kinds, is_minor, may_see_restricted
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed, one_line, person_sort_key
from viecthat.ledger.commands.registers import check_done
from viecthat.people.commands.person import plain_phone
from viecthat.people.queries import people_by_id
from viecthat.people.queries.own import person_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Person

EARLIEST_BIRTH = date(1900, 1, 1)


@transaction.atomic
def sign_up(
    *,
    course: Course,
    day: date,
    person: int | None = None,
    name: str = "",
    phone: str = "",
    birth_date: date | None = None,
    guardian: str = "",
    guardian_phone: str = "",
    consent_on: date | None = None,
    health: str = "",
    emergency: str = "",
    actor: Account,
    at: datetime,
) -> Enrolment:
    """The unit signs up a member (`person`) or an outsider. With no place left they wait.

    Raises Refused for a minor without a guardian's consent, a course for minors without the birth date, anything
    missing.
    """
    row = open_course_locked(course.pk, actor, at)
    check_done(day, at)
    member = people_by_id([person]).get(person) if person else None
    if person and member is None:
        raise Refused(gettext_noop("Không tìm thấy người này; chọn lại."), field="person")
    born = member.birth_date if member is not None else birth_date
    enrolment = Enrolment(
        course=row,
        person=member,
        name=""
        if member is not None
        else needed(name, 120, "name", gettext_noop("Ghi họ và tên, hoặc chọn đoàn viên.")),
        phone=plain_phone(phone),
        birth_date=birth_date if member is None else None,
        guardian=one_line(guardian, 120, field="guardian"),
        guardian_phone=plain_phone(guardian_phone, field="guardian_phone"),
        consent_on=consent_on,
    )
    _check_guarded(row, enrolment, born, day)
    _place(row, enrolment, member, day, actor, at)
    if health.strip() or emergency.strip():
        note = HealthNote(
            enrolment=enrolment, health=health.strip(), emergency=one_line(emergency, 200, field="emergency")
        )
        save_checked(note)
    return enrolment


@transaction.atomic
def sign_up_self(*, course: Course, actor: Account, at: datetime) -> Enrolment:
    """A member signs up by themselves for a course of their unit or of one above. Raises Refused.

    A minor goes to the unit with a guardian.
    """
    person = person_of(actor)
    if person is None:
        raise Refused(gettext_noop("Tài khoản này chưa gắn với hồ sơ đoàn viên nào."))
    row = Course.objects.select_for_update().get(pk=course.pk)
    today = localdate(at)
    if not offered_to(person, today).filter(pk=row.pk).exists():
        raise Refused(gettext_noop("Lớp này không còn nhận đăng ký trên mạng; hỏi đơn vị mở lớp."))
    if is_minor(person.birth_date, row.start) or course_kinds()[row.kind].guarded:
        raise Refused(gettext_noop("Người dưới 18 tuổi đăng ký tại đơn vị, có cha mẹ hoặc người giám hộ đồng ý."))
    enrolment = Enrolment(course=row, person=person)
    _place(row, enrolment, person, today, actor, at)
    return enrolment


@transaction.atomic
def withdraw_learner(*, enrolment: Enrolment, day: date, reason: str, actor: Account, at: datetime) -> list[Enrolment]:
    """Somebody takes part no longer; whoever waited longest moves up. Returns who did. Raises Refused."""
    course = open_course_locked(enrolment.course_id, actor, at)
    row = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    check_done(day, at)
    return _withdraw(course, row, day, needed(reason, 300, "reason", WHY))


@transaction.atomic
def withdraw_self(*, course: Course, reason: str = "", actor: Account, at: datetime) -> None:
    """A member who signed up gives the place back: before the course begins as they like, while it runs with a reason.

    What they came to stays counted. Raises Refused after the last day: a result is not escaped from.
    """
    person = person_of(actor)
    row = Course.objects.select_for_update().get(pk=course.pk)
    found = Enrolment.objects.select_for_update().filter(course=row, person=person).exclude(
        state=EnrolmentState.WITHDRAWN
    )  # fmt: skip
    enrolment = found.first() if person is not None else None
    if enrolment is None:
        raise Refused(gettext_noop("Bạn không có trong lớp này."))
    today = localdate(at)
    if row.state != CourseState.OPEN or row.end < today:
        raise Refused(gettext_noop("Lớp đã học xong; có gì chưa đúng thì báo đơn vị mở lớp."))
    why = needed(reason, 300, "reason", WHY) if row.start <= today else one_line(reason, 300, field="reason")
    _withdraw(row, enrolment, today, why or "Tự rút")


@transaction.atomic
def open_health_note(*, enrolment: Enrolment, actor: Account, at: datetime) -> HealthNote:
    """What is known of a learner's health, and a note that it was read; empty when nothing was told. Raises Refused."""
    if not may_see_restricted(actor, enrolment.course.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền mở phần hạn chế của hồ sơ này."))
    note_look(what=LookedAt.HEALTH, record=enrolment.pk, actor=actor, at=at)
    return HealthNote.objects.filter(enrolment=enrolment).first() or HealthNote(enrolment=enrolment)


@transaction.atomic
def change_health_note(*, enrolment: Enrolment, health: str, emergency: str, actor: Account, at: datetime) -> None:
    """Write what must be known of a learner's health; emptied it is gone. Raises Refused."""
    open_course_locked(enrolment.course_id, actor, at)
    note = open_health_note(enrolment=enrolment, actor=actor, at=at)
    note.health, note.emergency = health.strip(), one_line(emergency, 200, field="emergency")
    save_checked(note)


def _place(
    course: Course, enrolment: Enrolment, member: Person | None, day: date, actor: Account, at: datetime
) -> None:
    if day > course.end:
        raise Refused(gettext_noop("Lớp đã kết thúc ngày {end}."), field="day", end=course.end)
    enrolment.sort_key = member.sort_key if member is not None else person_sort_key(enrolment.name)
    enrolment.signed_on, enrolment.signed_at, enrolment.signed_by = day, at, actor
    enrolment.fee = fee_on(course, day)
    enrolment.state = EnrolmentState.ENROLLED if has_place(course) else EnrolmentState.WAITING
    save_checked(enrolment)


def _check_guarded(course: Course, enrolment: Enrolment, born: date | None, day: date) -> None:
    guarded = course_kinds()[course.kind].guarded
    if born is not None and not EARLIEST_BIRTH <= born <= day:
        raise Refused(gettext_noop("Ngày sinh chắc là gõ nhầm."), field="birth_date")
    if born is None and guarded:
        raise Refused(gettext_noop("Lớp cho trẻ em thì ghi ngày sinh của từng học viên."), field="birth_date")
    if is_minor(born, course.start) and not enrolment.guardian:
        raise Refused(
            gettext_noop("Học viên dưới 18 tuổi: ghi cha mẹ hoặc người giám hộ, số điện thoại và ngày đồng ý."),
            field="guardian",
        )
    if enrolment.consent_on is not None and enrolment.consent_on > day:
        raise Refused(gettext_noop("Ngày đồng ý không được sau ngày đăng ký."), field="consent_on")


def _withdraw(course: Course, row: Enrolment, day: date, why: str) -> list[Enrolment]:
    if row.state == EnrolmentState.WITHDRAWN:
        raise Refused(gettext_noop("Người này đã rút khỏi lớp."))
    if day < row.signed_on:
        raise Refused(gettext_noop("Ngày rút không được trước ngày đăng ký."), field="day")
    if Certificate.objects.filter(enrolment=row, revoked_on__isnull=True).exists():
        raise Refused(gettext_noop("Người này có chứng nhận còn hiệu lực; thu hồi trước."))
    Presence.objects.filter(enrolment=row, meeting__day__gt=day).delete()
    row.state, row.withdrawn_on, row.withdrawn_why = EnrolmentState.WITHDRAWN, day, why
    save_checked(row)
    return fill_places(course)
