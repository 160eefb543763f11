"""Courses as lists and pages show them: found, counted, opened with their people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet, Sum

from viecthat.courses.choices import CourseState, EnrolmentState, Result
from viecthat.courses.models import Certificate, Course, CourseFee, Enrolment, Meeting, Payment, Presence
from viecthat.courses.rules import AgeGroup, age_group, is_minor
from viecthat.kernel.names import fold
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.units.queries.scope import UnitScope

ORDERS = {
    "ten": ("folded_title", "pk"),
    "-ten": ("-folded_title", "-pk"),
    "ngay": ("start", "pk"),
    "-ngay": ("-start", "-pk"),
}


@dataclass(frozen=True)
class Listed:
    """A course of a list with its unit and its numbers."""

    course: Course
    unit: UnitRow
    learners: int
    waiting: int
    sessions: int
    revenue: int


@dataclass(frozen=True)
class Learner:
    """A place with what came of it. `name` and `born` are the person's, or those written down."""

    row: Enrolment
    name: str
    born: date | None
    minor: bool
    came: int
    paid: int
    certificate: Certificate | None

    @property
    def due(self) -> int:
        """What is still to pay, in đồng."""
        return max(self.row.owed - self.paid, 0)

    @property
    def mark(self) -> str:
        """The mark out of ten as it is written."""
        return "" if self.row.mark is None else f"{self.row.mark / 10:.1f}".replace(".", ",").removesuffix(",0")


@dataclass(frozen=True)
class Opened:
    """One course whole: everybody in it, sessions with how many came, fees."""

    course: Course
    unit: UnitRow
    learners: tuple[Learner, ...]
    waiting: tuple[Learner, ...]
    left: tuple[Learner, ...]
    meetings: tuple[Meeting, ...]
    fees: tuple[CourseFee, ...]

    @property
    def received(self) -> int:
        """Money received and not given back, in đồng."""
        return sum(one.paid for one in (*self.learners, *self.waiting, *self.left))

    @property
    def due(self) -> int:
        """What learners still owe, in đồng."""
        return sum(one.due for one in self.learners)

    @property
    def turns(self) -> int:
        """Attendances at all sessions."""
        return sum(one.came for one in (*self.learners, *self.waiting, *self.left))

    @property
    def came(self) -> int:
        """How many came at least once."""
        return sum(one.came > 0 for one in (*self.learners, *self.waiting, *self.left))

    @property
    def passed(self) -> int:
        """How many passed."""
        return sum(one.row.result == Result.PASSED for one in self.learners)

    @property
    def by_age(self) -> list[tuple[AgeGroup | None, int]]:
        """Learners by age group on the first day, youngest first; those whose age is not known last."""
        counted: dict[str, tuple[AgeGroup | None, int]] = {}
        for one in self.learners:
            group = age_group(one.born, self.course.start)
            key = group.code if group else ""
            counted[key] = (group, counted.get(key, (group, 0))[1] + 1)
        return sorted(counted.values(), key=lambda pair: pair[0].youngest if pair[0] else 999)


def courses_found(
    units: UnitScope, *, text: str = "", kind: str = "", state: str = "", during: Q | None = None
) -> QuerySet[Course]:
    """Courses of these units that fit all that is asked."""
    found = Course.objects.filter(units.of("unit"))
    if during is not None:
        found = found.filter(during)
    if kind:
        found = found.filter(kind=kind)
    found = found.filter(state=state) if state else found.exclude(state=CourseState.WITHDRAWN)
    if wanted := fold(text):
        found = found.filter(folded_title__contains=wanted)
    return found


def listed(courses: Sequence[Course], today: date) -> list[Listed]:
    """These with their units and numbers. Four queries for any number."""
    units = units_by_id({one.unit_id for one in courses}, today)
    ids = [one.pk for one in courses]
    rows = Enrolment.objects.filter(course__in=ids).order_by().values_list("course")
    places = {
        pk: (learners, waiting)
        for pk, learners, waiting in rows.annotate(
            a=Count("pk", filter=Q(state=EnrolmentState.ENROLLED)),
            b=Count("pk", filter=Q(state=EnrolmentState.WAITING)),
        )
    }
    held = dict(Meeting.objects.filter(course__in=ids).order_by().values_list("course").annotate(n=Count("pk")))
    money = dict(
        Payment.objects.filter(enrolment__course__in=ids)
        .order_by()
        .values_list("enrolment__course")
        .annotate(s=Sum("amount"))
    )
    return [
        Listed(one, units[one.unit_id], *places.get(one.pk, (0, 0)), held.get(one.pk, 0), int(money.get(one.pk) or 0))
        for one in courses
    ]


def course_by_id(pk: int) -> Course | None:
    """The course with this id."""
    return Course.objects.filter(pk=pk).first()


def enrolment_by_id(pk: int, course: int) -> Enrolment | None:
    """A place of the course."""
    return Enrolment.objects.filter(pk=pk, course=course).select_related("person", "course").first()


def meeting_by_id(pk: int, course: int) -> Meeting | None:
    """A session of the course."""
    return Meeting.objects.filter(pk=pk, course=course).select_related("course").first()


def opened(course: Course, today: date) -> Opened:
    """The course with everything in it. Seven queries, however many learn."""
    rows = list(Enrolment.objects.filter(course=course).select_related("person").order_by("sort_key", "pk"))
    learners = _learners(rows, course)
    meetings = Meeting.objects.filter(course=course).annotate(came=Count("presences")).order_by("day", "pk")
    by_state = {state: tuple(one for one in learners if one.row.state == state) for state in EnrolmentState}
    return Opened(
        course,
        units_by_id({course.unit_id}, today)[course.unit_id],
        by_state[EnrolmentState.ENROLLED],
        tuple(sorted(by_state[EnrolmentState.WAITING], key=lambda one: (one.row.signed_at, one.row.pk))),
        by_state[EnrolmentState.WITHDRAWN],
        tuple(meetings),
        tuple(CourseFee.objects.filter(course=course).order_by("start")),
    )


def learner_of(row: Enrolment) -> Learner:
    """One place with what came of it. Three queries."""
    return _learners([row], row.course)[0]


def _learners(rows: Collection[Enrolment], course: Course) -> list[Learner]:
    ids = [row.pk for row in rows]
    came = dict(Presence.objects.filter(enrolment__in=ids).order_by().values_list("enrolment").annotate(n=Count("pk")))
    paid = dict(Payment.objects.filter(enrolment__in=ids).order_by().values_list("enrolment").annotate(s=Sum("amount")))
    held = {one.enrolment_id: one for one in Certificate.objects.filter(enrolment__in=ids, revoked_on__isnull=True)}
    learners = []
    for row in rows:
        born = row.person.birth_date if row.person is not None else row.birth_date
        learners.append(
            Learner(
                row,
                row.person.full_name if row.person is not None else row.name,
                born,
                is_minor(born, course.start),
                came.get(row.pk, 0),
                int(paid.get(row.pk) or 0),
                held.get(row.pk),
            )
        )
    return learners
