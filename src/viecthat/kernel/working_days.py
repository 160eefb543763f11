"""Days on which offices work: weekends, public holidays, the days off in their stead, and Saturdays worked instead."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class WorkingDays:
    """`holidays` are those of the law, `off` working days given free and `worked` the weekend days worked for them."""

    holidays: frozenset[date]
    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    _free: frozenset[date] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out the days off in the stead of holidays that fall on a weekend."""
        object.__setattr__(self, "_free", self.holidays | self.off | _in_stead(self.holidays, self.worked))

    def __contains__(self, day: date) -> bool:
        """Whether offices work on this day."""
        if day in self.worked:
            return True
        return day.weekday() < _SATURDAY and day not in self._free

    def from_on(self, day: date) -> date:
        """The day itself, or the next one on which offices work."""
        while day not in self:
            day += _DAY
        return day

    def until(self, day: date) -> date:
        """The day itself, or the last one before it on which offices worked."""
        while day not in self:
            day -= _DAY
        return day


def _in_stead(holidays: Collection[date], worked: Collection[date]) -> frozenset[date]:
    """A holiday on a weekly day of rest is made up for on the next working day (Labour Code 2019, article 111.3)."""
    given: set[date] = set()
    for holiday in sorted(holidays):
        if holiday.weekday() < _SATURDAY or holiday in worked:
            continue
        day = holiday + _DAY
        while day.weekday() >= _SATURDAY or day in holidays or day in given:
            day += _DAY
        given.add(day)
    return frozenset(given)
