"""What units have open and on which days they looked at conduct, for the floor of the organisation below."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from viecthat.kernel.errors import gettext_noop
from viecthat.kernel.periods import Period
from viecthat.learning.choices import QuizState
from viecthat.learning.models import ConductCheck, Quiz
from viecthat.organisation.queries.effects import Held
from viecthat.units.queries.scope import among


def open_work_of(units: Collection[int]) -> list[Held]:
    """Quizzes that are open. One query."""
    running = Quiz.objects.filter(among(units), state=QuizState.OPEN).count()
    return [Held(gettext_noop("Bài trắc nghiệm đang mở: theo sang đơn vị nhận"), running)]


def days_of_work(units: Collection[int], period: Period) -> list[tuple[int, date]]:
    """(unit, day) of each look at conduct in the period. One query."""
    found = ConductCheck.objects.filter(among(units), day__gte=period.start, day__lt=period.end, undone_why="")
    return list(found.values_list("unit", "day"))
