"""What units have open and on which days they advised, for the floor of the organisation below."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from viecthat.kernel.errors import gettext_noop
from viecthat.kernel.periods import Period
from viecthat.organisation.queries.effects import Held
from viecthat.support.models import AdviceCase, AdviceSession, LoanGroup
from viecthat.units.queries.scope import among


def open_work_of(units: Collection[int]) -> list[Held]:
    """Loan groups that are not ended. One query."""
    groups = LoanGroup.objects.filter(among(units), ended_on__isnull=True).count()
    return [Held(gettext_noop("Tổ tiết kiệm và vay vốn: theo sang đơn vị nhận"), groups)]


def days_of_work(units: Collection[int], period: Period) -> list[tuple[int, date]]:
    """(unit, day) of each advice in the period. One query."""
    wanted = among(units) & Q(day__gte=period.start, day__lt=period.end, undone_why="")
    cases, held = AdviceCase.objects.filter(wanted), AdviceSession.objects.filter(wanted)
    return list(cases.values_list("unit", "day").union(held.values_list("unit", "day"), all=True))
