"""The waiting list: whoever signed up first comes first when a place is free."""

from __future__ import annotations

from viecthat.audit.rows import save_checked
from viecthat.courses.choices import EnrolmentState
from viecthat.courses.models import Course, Enrolment


def has_place(course: Course) -> bool:
    """Whether one more may be enrolled; the course is held fast by the caller."""
    if course.capacity is None:
        return True
    return Enrolment.objects.filter(course=course, state=EnrolmentState.ENROLLED).count() < course.capacity


def fill_places(course: Course) -> list[Enrolment]:
    """Enrol those who wait while there are places; returns who moved up. The course is held fast by the caller."""
    moved = []
    for row in Enrolment.objects.filter(course=course, state=EnrolmentState.WAITING).order_by("signed_at", "pk"):
        if not has_place(course):
            break
        row.state = EnrolmentState.ENROLLED
        save_checked(row)
        moved.append(row)
    return moved
