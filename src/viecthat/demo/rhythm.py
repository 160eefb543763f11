"""When work is done and when it is written down: Youth Month, summer, week-ends, Tết, the spring of 2020."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from django.utils.timezone import get_default_timezone

from viecthat.kernel.periods import Period

_TET = (date(2018, 2, 16), date(2019, 2, 5), date(2020, 1, 25), date(2022, 2, 1))
_TET_REST = timedelta(days=4)
# Gatherings were restricted, then forbidden, then slowly allowed.
_EPIDEMIC = {(2020, 2): 0.5, (2020, 3): 0.35, (2020, 4): 0.05, (2020, 5): 0.6}
_DELAYS = ((0, 70), (1, 9), (2, 6), (4, 5), (9, 5), (20, 3), (45, 2))  # days until written down, weight


class Rhythm:
    """The days of a period, each as likely as work of a kind is on it."""

    def __init__(
        self, period: Period, months: Sequence[float], weekend: float, years: Mapping[int, float] | None = None
    ) -> None:
        years = years or {}
        self.days = [period.start + timedelta(days=n) for n in range(period.days)]
        weights = [
            months[day.month - 1]
            * (weekend if day.weekday() >= 5 else 1.0)
            * years.get(day.year, 1.0)
            * _EPIDEMIC.get((day.year, day.month), 1.0)
            * (0.0 if _at_rest(day) else 1.0)
            for day in self.days
        ]
        self._cumulative = list(accumulate(weights))

    def day(self, random: Random) -> date:
        """A day."""
        return random.choices(self.days, cum_weights=self._cumulative)[0]


def written_down(done: date, latest: date, random: Random) -> datetime:
    """The moment of recording: most often the same evening, sometimes days or weeks later, never after `latest`."""
    delay = random.choices([days for days, _ in _DELAYS], [weight for _, weight in _DELAYS])[0]
    if delay > 1:
        delay += random.randrange(delay)
    day = min(done + timedelta(days=delay), max(latest, done))
    return moment(day, random, 18 * 60, 22 * 60)


def checked(done: date, recorded: datetime, random: Random) -> datetime:
    """The moment of the check: the same afternoon, or one of the mornings until it was recorded."""
    wait = min((recorded.date() - done).days, 4)
    day = done + timedelta(days=random.randint(0, wait))
    return moment(day, random, 14 * 60 if day == done else 8 * 60, 17 * 60)


def moment(day: date, random: Random, first_minute: int, last_minute: int) -> datetime:
    """A moment of that day, between two minutes counted from midnight, where the Union works."""
    minute = random.randrange(first_minute, last_minute)
    return datetime.combine(day, time(minute // 60, minute % 60), get_default_timezone())


def _at_rest(day: date) -> bool:
    return any(tet - _TET_REST <= day <= tet + _TET_REST for tet in _TET)
