"""Reads of courses for cadres: the register, one course, and who of those in post was trained in a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from viecthat.kernel.names import fold
from viecthat.kernel.quantities import Share
from viecthat.people.models.course import CadreCourse, CourseAttendance, CourseSession, TrainingFigure
from viecthat.people.models.person import Person
from viecthat.people.models.post import Post
from viecthat.people.queries.post import POST_RANK, UNION_POSTS, HeldPost, held, in_force, told
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import Units, among


@dataclass(frozen=True)
class ListedCourse:
    """A course of the register with its unit and how many attended."""

    course: CadreCourse
    unit: UnitRow
    attended: int
    certificates: int


@dataclass(frozen=True)
class Attendee:
    """Somebody of a course: what they were then, how many sessions they missed."""

    row: CourseAttendance
    person: Person
    unit: UnitRow
    missed: int
    counts: bool


@dataclass(frozen=True)
class SessionHeld:
    """A session and who was not there."""

    row: CourseSession
    absent: tuple[str, ...]


@dataclass(frozen=True)
class OpenCourse:
    """One course with its people and sessions."""

    course: CadreCourse
    unit: UnitRow
    attendees: tuple[Attendee, ...]
    sessions: tuple[SessionHeld, ...]

    @property
    def counted(self) -> int:
        """How many of them count as trained."""
        return sum(one.counts for one in self.attendees)


@dataclass(frozen=True)
class TrainedCadre:
    """Somebody in post on the day, where they count, and the first course of the year; None for nobody trained."""

    person: Person
    unit: UnitRow
    posts: tuple[HeldPost, ...]
    course: CadreCourse | None


def courses_found(units: Units, year: int, text: str = "") -> QuerySet[CadreCourse]:
    """Courses kept by these units that count for the year, the newest first."""
    found = CadreCourse.objects.filter(among(units), end__year=year, withdrawn_why="")
    wanted = text.strip()
    if wanted:
        ids = [pk for pk, title in found.values_list("pk", "title") if fold(wanted) in fold(title)]
        found = found.filter(pk__in=ids)
    return found.order_by("-end", "-pk")


def courses_listed(courses: Sequence[CadreCourse], day: date) -> list[ListedCourse]:
    """These with their units and numbers. Two queries for any number."""
    units = units_by_id({one.unit_id for one in courses}, day)
    rows = CourseAttendance.objects.filter(course__in=list(courses), withdrawn_why="").order_by().values_list("course")
    counts = {
        pk: (everybody, papers)
        for pk, everybody, papers in rows.annotate(n=Count("pk"), papers=Count("pk", filter=~Q(certificate="")))
    }
    return [ListedCourse(one, units[one.unit_id], *counts.get(one.pk, (0, 0))) for one in courses]


def course_by_id(pk: int) -> CadreCourse | None:
    """The course with this id, a withdrawn one too."""
    return CadreCourse.objects.filter(pk=pk).first()


def attendance_by_id(pk: int, course: int) -> CourseAttendance | None:
    """One line of a course's list that was not taken off."""
    found = CourseAttendance.objects.filter(pk=pk, course=course, withdrawn_why="")
    return found.select_related("person").first()


def open_course(course: CadreCourse, day: date) -> OpenCourse:
    """The course with everybody in it. Five queries, however many there are."""
    rows = list(
        _counting(CourseAttendance.objects.filter(course=course, withdrawn_why=""))
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )
    units = units_by_id({course.unit_id, *(row.unit_id for row in rows)}, day)
    sessions = CourseSession.objects.filter(course=course).prefetch_related("absences__attendance__person")
    return OpenCourse(
        course,
        units[course.unit_id],
        tuple(
            Attendee(row, row.person, units[row.unit_id], row.missed, not row.held or row.missed < row.held)  # type: ignore[attr-defined]
            for row in rows
        ),
        tuple(
            SessionHeld(
                one, tuple(a.attendance.person.full_name for a in one.absences.all() if not a.attendance.withdrawn_why)
            )
            for one in sessions.order_by("day", "pk")
        ),
    )


def courses_of_person(person: int) -> list[CourseAttendance]:
    """What one cadre attended, the newest first."""
    found = CourseAttendance.objects.filter(person=person, withdrawn_why="", course__withdrawn_why="")
    return list(found.select_related("course").order_by("-course__end", "-pk"))


def main_units(units: Units, day: date, people: Collection[int] | None = None) -> dict[int, int]:
    """Of everybody in post on `day`, the unit of their highest post of the Union, when it is one of these.

    Somebody with posts in several units counts in one of them. Two queries at most.
    """
    here = Post.objects.filter(among(units), in_force(day), kind__in=UNION_POSTS)
    if people is not None:
        here = here.filter(person__in=list(people))
    rows = Post.objects.filter(in_force(day), kind__in=UNION_POSTS, person__in=here.values("person"))
    main: dict[int, int] = {}
    for person, unit in rows.order_by("person", POST_RANK, "start", "pk").values_list("person", "unit"):
        main.setdefault(person, unit)
    return {person: unit for person, unit in main.items() if unit in units}


def first_courses(year: int, until: date, people: Collection[int] | None = None) -> dict[int, int]:
    """Of everybody who attended a course that ended in the year by `until`: the first one. Who missed every session
    did not attend. One query."""
    found = _counting(
        CourseAttendance.objects.filter(
            withdrawn_why="", course__withdrawn_why="", course__end__year=year, course__end__lte=until
        )
    ).filter(Q(held=0) | Q(missed__lt=F("held")))
    if people is not None:
        found = found.filter(person__in=list(people))
    first: dict[int, int] = {}
    for person, course in found.order_by("course__end", "pk").values_list("person", "course"):
        first.setdefault(person, course)
    return first


def training_day(year: int, today: date) -> date:
    """The day on which those in post are counted for a year: its last one, today in the year that runs."""
    return min(date(year, 12, 31), today)


def trained_share(units: Units, year: int, today: date) -> Share:
    """Of those in post in these units, how many were trained in the year: straight from the register."""
    day = training_day(year, today)
    main = main_units(units, day)
    trained = first_courses(year, day)
    return Share(sum(person in trained for person in main), len(main))


def posted_share(units: Units, year: int) -> tuple[int, date | None]:
    """How many of these units have their ratio of the year in the ledger, and the last day it was taken at."""
    rows = list(TrainingFigure.objects.filter(among(units), year=year).values_list("day", flat=True))
    return len(rows), max(rows, default=None)


def units_with_cadres(units: Units, day: date) -> dict[int, int]:
    """Units where somebody counts on the day, with how many."""
    return dict(Counter(main_units(units, day).values()))


def trained_cadres(units: Units, year: int, today: date, *, trained: bool | None = None, text: str = "") -> list[int]:
    """Ids of those in post who were (True), were not (False) trained in the year, by name."""
    day = training_day(year, today)
    main, courses = main_units(units, day), first_courses(year, day)
    wanted = [person for person in main if trained is None or (person in courses) == trained]
    found = Person.objects.filter(pk__in=wanted)
    if text.strip():
        found = found.filter(folded_name__contains=fold(text))
    return list(found.order_by("sort_key", "pk").values_list("pk", flat=True))


def trained_listed(people: Sequence[int], units: Units, year: int, today: date) -> list[TrainedCadre]:
    """These with their posts and course of the year. Six queries for any number."""
    day = training_day(year, today)
    main, courses = main_units(units, day, people), first_courses(year, day, people)
    rows = Person.objects.in_bulk(list(people))
    named = units_by_id(set(main.values()), day)
    by_person: dict[int, list[HeldPost]] = {}
    posts = Post.objects.filter(in_force(day), person__in=list(people), unit__in=set(main.values()))
    for one in held(posts.select_related("person", "body").order_by(POST_RANK, "start", "pk"), day):
        by_person.setdefault(one.post.person_id, []).append(one)
    known = CadreCourse.objects.in_bulk(set(courses.values()))
    return [
        TrainedCadre(
            rows[pk],
            named[main[pk]],
            told(by_person.get(pk, ())),
            known[courses[pk]] if pk in courses else None,
        )
        for pk in people
        if pk in main
    ]


def in_post_during(people: Iterable[int], start: date, end: date) -> set[int]:
    """Those of these people who held a post of the Union on some day from `start` to `end`."""
    found = Post.objects.filter(person__in=list(people), kind__in=UNION_POSTS, start__lte=end)
    found = found.filter(Q(end__isnull=True) | Q(end__gt=start))
    return set(found.values_list("person", flat=True))


def units_during(people: Collection[int], start: date, end: date) -> dict[int, int]:
    """The unit of each person's highest post of the Union between these days."""
    found = Post.objects.filter(person__in=list(people), kind__in=UNION_POSTS, start__lte=end)
    found = found.filter(Q(end__isnull=True) | Q(end__gt=start))
    main: dict[int, int] = {}
    for person, unit in found.order_by("person", POST_RANK, "-start", "pk").values_list("person", "unit"):
        main.setdefault(person, unit)
    return main


def _counting(found: QuerySet[CourseAttendance]) -> QuerySet[CourseAttendance]:
    return found.annotate(
        held=Count("course__sessions", distinct=True),
        missed=Count("absences", distinct=True),
    )
