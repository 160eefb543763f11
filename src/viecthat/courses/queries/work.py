"""What units have open and on which days they taught or met, for the floor of the organisation below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from django.db.models import Value

from viecthat.courses.choices import ClubState, CourseState
from viecthat.courses.models import Club, ClubMeeting, Course, Meeting
from viecthat.kernel.errors import gettext_noop
from viecthat.kernel.periods import Period
from viecthat.organisation.queries.effects import Held
from viecthat.units.queries.scope import among


def open_work_of(units: Collection[int]) -> list[Held]:
    """Courses not confirmed yet, and clubs at work. One query."""
    here = list(units)
    courses = Course.objects.filter(unit__in=here, state=CourseState.OPEN).values_list(Value("course"), "pk")
    clubs = Club.objects.filter(unit__in=here, state=ClubState.ACTIVE).values_list(Value("club"), "pk")
    found = Counter(what for what, _pk in courses.union(clubs, all=True))
    return [
        Held(gettext_noop("Lớp chưa xác nhận kết quả: lớp còn học thì theo sang đơn vị nhận"), found["course"]),
        Held(gettext_noop("Câu lạc bộ đang sinh hoạt: theo sang đơn vị nhận"), found["club"]),
    ]


def days_of_work(units: Collection[int], period: Period) -> list[tuple[int, date]]:
    """(unit, day) of each session of a course and each meeting of a club in the period. One query."""
    taught = Meeting.objects.filter(among(units, "course__unit"), day__gte=period.start, day__lt=period.end).exclude(
        course__state=CourseState.WITHDRAWN
    )
    met = ClubMeeting.objects.filter(
        among(units, "club__unit"), day__gte=period.start, day__lt=period.end, undone_why=""
    )
    return list(taught.values_list("course__unit", "day").union(met.values_list("club__unit", "day"), all=True))
