"""Courses a member may sign up for by themselves: those of their unit and of every unit above it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from viecthat.courses.choices import CourseState, EnrolmentState
from viecthat.courses.models import Course, Enrolment
from viecthat.units.queries import ancestors_of

if TYPE_CHECKING:
    from viecthat.people.models import Person


def offered_to(person: Person, today: date) -> QuerySet[Course]:
    """Open courses that still take sign-ups from members, soonest first. Two queries."""
    if person.unit_id is None:
        return Course.objects.none()
    units = [person.unit_id, *(row.id for row in ancestors_of(person.unit_id, today))]
    found = Course.objects.filter(
        Q(sign_up_until__gte=today) | Q(sign_up_until__isnull=True, end__gte=today),
        unit__in=units, state=CourseState.OPEN, open_to_members=True,
    )  # fmt: skip
    return found.order_by("start", "pk")


def places_of(person: int) -> list[Enrolment]:
    """The person's own places, newest first, with course and certificates. Two queries."""
    found = Enrolment.objects.filter(person=person).exclude(state=EnrolmentState.WITHDRAWN)
    return list(found.select_related("course").prefetch_related("certificates").order_by("-course__start", "-pk"))
