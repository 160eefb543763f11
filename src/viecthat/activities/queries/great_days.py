"""Great days of the country and of youth: they stand in every unit's calendar (`catalogue/national_days.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from viecthat.catalogue.readers import rows

if TYPE_CHECKING:
    from viecthat.kernel.periods import Period


@dataclass(frozen=True)
class GreatDay:
    """A day to be marked; `years`: its anniversary; `kind`: the kind of activity that usually marks it."""

    day: date
    name: str
    years: int
    kind: str

    @property
    def is_round(self) -> bool:
        """Whether it is kept with more care: every fifth year."""
        return self.years > 0 and self.years % 5 == 0


def great_days(period: Period) -> list[GreatDay]:
    """Those within the period, in order."""
    named = "name_en" if get_language() == "en" else "name"
    found = [
        GreatDay(on, row[named], year - row["since"], row["kind"])
        for year in range(period.start.year, period.last_day.year + 1)
        for row in rows("national_days")
        if period.start <= (on := date(year, row["month"], row["day"])) < period.end and year >= row["since"]
    ]
    return sorted(found, key=lambda one: one.day)
