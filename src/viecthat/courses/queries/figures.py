"""What courses came to in a year: by kind and by age, small cells withheld from those who don't keep them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Sum

from viecthat.courses.choices import CourseState
from viecthat.courses.models import Course, Enrolment, Meeting, Payment, Presence
from viecthat.courses.rules import AgeGroup, Kind, age_group, age_groups, course_kinds, setting

if TYPE_CHECKING:
    from viecthat.units.queries.scope import UnitScope


@dataclass(frozen=True)
class KindFigures:
    """Confirmed courses of a kind in a year: courses, sessions, learners by age, attendances, revenue in đồng.

    `ages` follow `age_groups()`, the last one are those whose age is not known; None: withheld.
    """

    kind: Kind
    courses: int
    sessions: int
    learners: int
    turns: int
    revenue: int
    ages: tuple[int | None, ...]


def year_figures(units: UnitScope, year: int, *, whole: bool) -> list[KindFigures]:
    """By kind, in the catalogue's order, kinds without a course left out. Five queries.

    Learners are places taken by somebody who came: who took two courses of a kind counts twice here, once in the
    ledger. Unless `whole`, ages with fewer people than the setting says are withheld, and the next smallest with them.
    """
    courses = Course.objects.filter(units.of("unit"), state=CourseState.CONFIRMED, end__year=year)
    counted = dict(courses.order_by().values_list("kind").annotate(n=Count("pk")))
    sessions = dict(_by_kind(Meeting.objects.filter(course__in=courses), "course").annotate(n=Count("pk")))
    turns = dict(
        _by_kind(Presence.objects.filter(meeting__course__in=courses), "meeting__course").annotate(n=Count("pk"))
    )
    money = dict(
        _by_kind(Payment.objects.filter(enrolment__course__in=courses), "enrolment__course").annotate(n=Sum("amount"))
    )
    came = Enrolment.objects.filter(Exists(Presence.objects.filter(enrolment=OuterRef("pk"))), course__in=courses)
    groups = age_groups()
    places = {group.code: place for place, group in enumerate(groups)}
    ages: dict[str, list[int]] = {}
    for kind, start, own, written in came.values_list(
        "course__kind", "course__start", F("person__birth_date"), "birth_date"
    ):
        row = ages.setdefault(kind, [0] * (len(groups) + 1))
        group: AgeGroup | None = age_group(own or written, start)
        row[places[group.code] if group else len(groups)] += 1
    least = setting("small_cell", date(year, 12, 31))
    return [
        KindFigures(
            kind,
            counted[code],
            sessions.get(code, 0),
            sum(ages.get(code, ())),
            turns.get(code, 0),
            int(money.get(code) or 0),
            tuple(ages.get(code, [0] * (len(groups) + 1))) if whole else withheld(ages.get(code, []), least),
        )
        for code, kind in course_kinds().items()
        if code in counted
    ]


def withheld(cells: list[int], least: int) -> tuple[int | None, ...]:
    """The cells without those of fewer than `least` people; a single one would follow from the sum, so that the
    smallest other one goes with it."""
    hidden = {place for place, n in enumerate(cells) if 0 < n < least}
    if len(hidden) == 1:
        others = [place for place, n in enumerate(cells) if n >= least]
        if others:
            hidden.add(min(others, key=lambda place: cells[place]))
    return tuple(None if place in hidden else n for place, n in enumerate(cells))


def _by_kind(found: QuerySet[Any], path: str) -> QuerySet[Any, Any]:
    return found.order_by().values_list(f"{path}__kind")
