"""Courses for cadres: entered, corrected, certified; and the yearly ratio they put into the ledger."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, post_entries, reverse_posting
from viecthat.ledger.queries import entries_of, indicators
from viecthat.people.choices.course import CourseSubject
from viecthat.people.commands.body import check_may_give, decision_number
from viecthat.people.models.course import CadreCourse, CourseAttendance, CourseSession, SessionAbsence, TrainingFigure
from viecthat.people.models.person import Person
from viecthat.people.queries.course import first_courses, main_units, training_day, units_during
from viecthat.people.rules.post import units_with_managed_cadres
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_HOURS, MOST_DAYS = 2_000, 730
TRAINED, IN_POST = "cadres_trained_count", "cadres_in_post_count"
LONGEST = 200


@transaction.atomic
def register_course(
    *,
    unit: int,
    title: str,
    subject: str,
    organiser: str,
    place: str,
    start: date,
    end: date,
    hours: int,
    decision: str,
    actor: Account,
    at: datetime,
) -> CadreCourse:
    """A course that was held; `end` is its last day. Raises Refused."""
    check_may_give(actor, unit, at)
    course = CadreCourse(unit_id=unit)
    _fill(course, title, subject, organiser, place, (start, end), hours, decision, at)
    save_checked(course)
    return course


@transaction.atomic
def correct_course(
    *,
    course: CadreCourse,
    title: str,
    subject: str,
    organiser: str,
    place: str,
    start: date,
    end: date,
    hours: int,
    decision: str,
    actor: Account,
    at: datetime,
) -> CadreCourse:
    """What was entered wrongly is put right; history keeps the old, the ratio follows. Raises Refused."""
    course = _locked(course, actor, at)
    before = course.end.year
    _fill(course, title, subject, organiser, place, (start, end), hours, decision, at)
    people = list(_attendances(course).values_list("person", flat=True))
    if people and len(units_during(people, start, end)) != len(set(people)):
        raise Refused(gettext_noop("Có người trong danh sách không giữ chức vụ vào những ngày ấy."), field="start")
    save_checked(course)
    for year in {before, course.end.year}:
        _settle_people(people, year, f"Sửa lớp “{course.title}”", actor, at)
    return course


@transaction.atomic
def withdraw_course(*, course: CadreCourse, reason: str, actor: Account, at: datetime) -> None:
    """It was entered by mistake and counts no longer. Raises Refused."""
    course = _locked(course, actor, at)
    course.withdrawn_why = _reason(reason)
    save_checked(course)
    people = list(_attendances(course).values_list("person", flat=True))
    _settle_people(people, course.end.year, f"Rút lớp “{course.title}”", actor, at)


@transaction.atomic
def add_attendees(*, course: CadreCourse, people: Sequence[int], actor: Account, at: datetime) -> int:
    """These cadres attended; all of them or, when one can't have, none. Returns how many came new. Raises Refused."""
    course = _locked(course, actor, at)
    wanted = list(dict.fromkeys(people))
    if not wanted:
        raise Refused(gettext_noop("Chọn ít nhất một cán bộ đã dự lớp."), field="people")
    main = units_during(wanted, course.start, course.end)
    reached = units_with_managed_cadres(actor, at)
    known = Person.objects.in_bulk(wanted)
    for pk in wanted:
        if pk not in known or (pk in main and main[pk] not in reached):
            raise Refused(gettext_noop("Có người ngoài phạm vi bạn quản lý cán bộ; tải lại trang."), field="people")
        if pk not in main:
            raise Refused(
                gettext_noop("{name} không giữ chức vụ nào của Đoàn trong thời gian học."),
                field="people",
                name=known[pk].full_name,
            )
    already = set(_attendances(course).filter(person__in=wanted).values_list("person", flat=True))
    new = [pk for pk in wanted if pk not in already]
    for pk in new:
        save_checked(CourseAttendance(course=course, person_id=pk, unit_id=main[pk]))
    _settle_people(new, course.end.year, f"Lớp “{course.title}”", actor, at)
    return len(new)


@transaction.atomic
def withdraw_attendance(*, attendance: CourseAttendance, reason: str, actor: Account, at: datetime) -> None:
    """This person did not attend after all. Raises Refused."""
    course = _locked(attendance.course, actor, at)
    row = CourseAttendance.objects.select_for_update().get(pk=attendance.pk)
    if row.withdrawn_why:
        raise Refused(gettext_noop("Người này đã được rút khỏi danh sách; tải lại trang."))
    row.withdrawn_why = _reason(reason)
    save_checked(row)
    _settle_people([row.person_id], course.end.year, f"Rút khỏi lớp “{course.title}”", actor, at)


@transaction.atomic
def record_course_session(
    *, course: CadreCourse, day: date, title: str, absent: Collection[int], actor: Account, at: datetime
) -> CourseSession:
    """A session was held; `absent` are lines of the course's list. Raises Refused."""
    course = _locked(course, actor, at)
    if not course.start <= day <= course.end:
        raise Refused(
            gettext_noop("Ngày học phải trong thời gian của lớp: {start} – {end}."),
            field="day",
            start=course.start,
            end=course.end,
        )
    name = one_line(title, LONGEST, field="title")
    if not name:
        raise Refused(gettext_noop("Ghi chuyên đề của buổi học."), field="title")
    session = CourseSession(course=course, day=day, title=name)
    save_checked(session)
    rows = list(_attendances(course))
    missing = [row for row in rows if row.pk in set(absent)]
    if len(missing) != len(set(absent)):
        raise Refused(gettext_noop("Danh sách lớp vừa đổi; tải lại trang."), field="absent")
    for row in missing:
        save_checked(SessionAbsence(session=session, attendance=row))
    _settle_people([row.person_id for row in rows], course.end.year, f"Điểm danh lớp “{course.title}”", actor, at)
    return session


@transaction.atomic
def give_certificates(*, course: CadreCourse, numbers: Mapping[int, str], actor: Account, at: datetime) -> int:
    """Numbers of certificates by line of the list; a blank one takes it away. Raises Refused."""
    course = _locked(course, actor, at)
    rows = {row.pk: row for row in _attendances(course).select_for_update(of=("self",))}
    changed = 0
    seen: dict[str, int] = {}
    for pk, text in numbers.items():
        row = rows.get(pk)
        if row is None:
            raise Refused(gettext_noop("Danh sách lớp vừa đổi; tải lại trang."))
        number = one_line(text, 80, field=f"number_{pk}")
        if number and seen.setdefault(number, pk) != pk:
            raise Refused(gettext_noop("Hai người không cùng một số chứng chỉ."), field=f"number_{pk}")
        if number != row.certificate:
            row.certificate = number
            save_checked(row)
            changed += 1
    return changed


@transaction.atomic
def settle_training(*, units: Collection[int], year: int, actor: Account, at: datetime, reason: str) -> int:
    """Put the year's ratio of these units into the ledger as the register has it now; returns how many changed.

    A unit's cadres are those whose highest post stands there on the last day of the year, today in the running one;
    everybody counts once. What was posted before is reversed, that of units merged into these too. Raises Refused.
    """
    managed = units_with_managed_cadres(actor, at)
    if not all(unit in managed for unit in units):
        raise Refused(gettext_noop("Bạn chưa được giao quyền quản lý cán bộ của đơn vị này."))
    return _settle(set(units), year, reason, actor, at)


def _settle_people(people: Collection[int], year: int, reason: str, actor: Account, at: datetime) -> None:
    """Settle the units where these people count; somebody else's units are left to those who keep them."""
    day = training_day(year, localdate(at))
    managed = units_with_managed_cadres(actor, at)
    units = set(main_units(managed, day, people).values())
    figures = TrainingFigure.objects.filter(
        year=year, unit__in=CourseAttendance.objects.filter(person__in=list(people)).values("unit")
    )
    units |= {unit for unit in figures.values_list("unit", flat=True) if unit in managed}
    _settle(units, year, reason, actor, at)


def _settle(units: set[int], year: int, reason: str, actor: Account, at: datetime) -> int:
    known = {one.code: one.pk for one in indicators().values()}
    if not {TRAINED, IN_POST} <= known.keys() or not units:
        return 0
    _one_at_a_time(year)
    day = training_day(year, localdate(at))
    in_post: dict[int, list[int]] = {}
    for person, unit in main_units(units, day).items():
        in_post.setdefault(unit, []).append(person)
    trained = first_courses(year, day)
    figures = {one.unit_id: one for one in TrainingFigure.objects.filter(year=year).select_related("posting")}
    unit_map = map_on(day)
    over = {unit for unit in figures if unit not in unit_map.tree and unit_map.stands_at(unit)[0] in units}
    posted = _posted([figures[unit].posting_id for unit in (units | over) & figures.keys()])
    changed = 0
    for unit in sorted((units & (in_post.keys() | figures.keys())) | over):
        here = in_post.get(unit, [])
        heads = sorted(person for person in here if person in trained)
        figure = figures.get(unit)
        if figure is not None and posted.get(figure.posting_id) == (len(here), heads):
            continue
        if figure is not None:
            reverse_posting(posting=figure.posting, reason=reason[:500], actor=actor, at=at)
            figure.delete()
        if here:
            lines = [Line(unit, known[IN_POST], day, len(here), Grade.EVIDENCED)]
            lines += [Line(unit, known[TRAINED], day, 1, Grade.EVIDENCED, person) for person in heads]
            posting = post_entries(
                kind=PostingKind.REGISTER, unit=unit, lines=lines, reason=reason[:500], actor=actor, at=at
            )
            TrainingFigure.objects.create(unit_id=unit, year=year, day=day, posting=posting)
        changed += 1
    return changed


def _posted(postings: Collection[int]) -> dict[int, tuple[int, list[int]]]:
    """Of each posting: how many in post, and the people trained."""
    found: dict[int, tuple[int, list[int]]] = {}
    for entry in entries_of(list(postings)):
        count, heads = found.setdefault(entry.posting_id, (0, []))
        if entry.person_id is None:
            found[entry.posting_id] = (count + entry.quantity, heads)
        else:
            heads.append(entry.person_id)
    return {pk: (count, sorted(heads)) for pk, (count, heads) in found.items()}


def _fill(
    course: CadreCourse,
    title: str,
    subject: str,
    organiser: str,
    place: str,
    days: tuple[date, date],
    hours: int,
    decision: str,
    at: datetime,
) -> None:
    start, end = days
    if end > localdate(at):
        raise Refused(gettext_noop("Lớp chưa xong; ghi vào sổ sau ngày học cuối."), field="end")
    if end < start or (end - start).days > MOST_DAYS:
        raise Refused(gettext_noop("Xem lại hai ngày: một lớp dài từ một ngày đến hai năm."), field="end")
    if not 1 <= hours <= MOST_HOURS:
        raise Refused(gettext_noop("Số giờ từ 1 đến {most}."), field="hours", most=MOST_HOURS)
    if subject not in CourseSubject.values:
        raise Refused(gettext_noop("Chọn nội dung trong danh sách."), field="subject")
    for name, text in (("title", title), ("organiser", organiser), ("place", place)):
        line = one_line(text, LONGEST, field=name)
        if not line:
            raise Refused(gettext_noop("Không để trống mục này."), field=name)
        setattr(course, name, line)
    course.subject, course.start, course.end, course.hours = subject, start, end, hours
    course.decision = decision_number(decision, field="decision") if decision.strip() else ""


def _locked(course: CadreCourse, actor: Account, at: datetime) -> CadreCourse:
    row = CadreCourse.objects.select_for_update().get(pk=course.pk)
    check_may_give(actor, row.unit_id, at)
    if row.withdrawn_why:
        raise Refused(gettext_noop("Lớp này đã rút khỏi sổ; không sửa được nữa."))
    return row


def _attendances(course: CadreCourse) -> QuerySet[CourseAttendance]:
    return CourseAttendance.objects.filter(course=course, withdrawn_why="").order_by("pk")


def _reason(text: str) -> str:
    line = one_line(text, 300, field="reason")
    if not line:
        raise Refused(gettext_noop("Ghi lý do để người sau hiểu."), field="reason")
    return line


def _one_at_a_time(year: int) -> None:
    """Two who settle the same year at once would both find the old posting; the second waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"cadres trained in {year}"])
