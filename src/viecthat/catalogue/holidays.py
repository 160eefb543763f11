"""On which days offices work, by the public holidays in the catalogue."""

from datetime import date, timedelta
from functools import cache

from viecthat.catalogue.readers import day, rows
from viecthat.kernel.working_days import WorkingDays


@cache
def working_days() -> WorkingDays:
    """Vietnam's working days, as far as their holidays are known (holidays.yaml)."""
    holidays: set[date] = set()
    off: set[date] = set()
    worked: set[date] = set()
    for row in rows("holidays"):
        if (first := day(row, "first")) and (last := day(row, "last")):
            holidays.update(first + timedelta(days=n) for n in range((last - first).days + 1))
        if (free := day(row, "free")) and (instead := day(row, "worked")):
            off.add(free)
            worked.add(instead)
    return WorkingDays(frozenset(holidays), frozenset(off), frozenset(worked))
