"""What units have done and have not finished, for the floor of the organisation below."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from viecthat.activities.choices import COUNTED, State
from viecthat.activities.models import Activity
from viecthat.kernel.errors import gettext_noop
from viecthat.kernel.periods import Period
from viecthat.organisation.queries.effects import Held
from viecthat.units.queries.scope import among


def open_work_of(units: Collection[int]) -> list[Held]:
    """Activities recorded and neither verified nor cancelled. One query."""
    waiting = Activity.objects.filter(among(units), state=State.RECORDED).count()
    return [Held(gettext_noop("Hoạt động chưa xác minh: đứng ở đơn vị cũ, đơn vị nhận xác minh tiếp"), waiting)]


def days_of_work(units: Collection[int], period: Period) -> list[tuple[int, date]]:
    """(unit, day) of each activity that was not cancelled, in the period. One query."""
    found = Activity.objects.filter(among(units), day__gte=period.start, day__lt=period.end)
    return list(found.filter(state__in=COUNTED).order_by().values_list("unit", "day"))
