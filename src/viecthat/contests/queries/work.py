"""What units have open and on which days they held contests, for the floor of the organisation below."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.timezone import localdate

from viecthat.contests.choices import ContestState
from viecthat.contests.models import Contest
from viecthat.kernel.errors import gettext_noop
from viecthat.kernel.periods import Period
from viecthat.organisation.queries.effects import Held
from viecthat.units.queries.scope import among


def open_work_of(units: Collection[int]) -> list[Held]:
    """Contests that are not over. One query."""
    running = Contest.objects.filter(among(units), state=ContestState.OPEN).count()
    return [Held(gettext_noop("Cuộc thi đang diễn ra: theo đơn vị nhận"), running)]


def days_of_work(units: Collection[int], period: Period) -> list[tuple[int, date]]:
    """(unit, day) of each contest whose results came out in the period. One query."""
    found = Contest.objects.filter(
        among(units),
        state=ContestState.ENDED,
        published_at__date__gte=period.start,
        published_at__date__lt=period.end,
    )
    return [(unit, localdate(at)) for unit, at in found.values_list("unit", "published_at") if at is not None]
