"""The clock of congress terms: which year of which term it is, and how much of it is gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from viecthat.kernel.periods import Period
from viecthat.plans.choices import TermLine
from viecthat.plans.models import Term
from viecthat.units.queries import UnitRow, ancestors_of, units_by_id

_LINES = list(TermLine.values)


@dataclass(frozen=True)
class Clock:
    """A term on a day. `nth`: 1 in the first twelve months since the congress; 0 before it, after it none counts on."""

    term: Term
    unit: UnitRow
    day: date

    @property
    def period(self) -> Period:
        """The whole term."""
        return Period(self.term.start, self.term.end)

    @property
    def state(self) -> str:
        """ahead, running or over."""
        if self.day < self.term.start:
            return "ahead"
        return "running" if self.day < self.term.end else "over"

    @property
    def nth(self) -> int:
        """Which year of the term it is, by anniversaries of its first day."""
        return min(max(0, _years(self.term.start, self.day) + 1), self.years)

    @property
    def years(self) -> int:
        """How many years the term has, a begun one counted."""
        last = self.period.last_day
        return _years(self.term.start, last) + 1

    @property
    def gone(self) -> Fraction:
        """The part of the term that is over at the end of the day."""
        return self.period.elapsed(date.fromordinal(self.day.toordinal() + 1))

    @property
    def days_left(self) -> int:
        """Days until the next term."""
        return max(0, (self.term.end - self.day).days - 1)


def clocks_of(unit: int, day: date) -> list[Clock]:
    """The terms that run on the day for the unit: of those above it first, then its own; the Union's, the Party's, the
    association's. Three queries.
    """
    return [clock for clock in _clocks(unit, day, above=True) if clock.state == "running"]


def terms_known(unit: int, day: date) -> list[Clock]:
    """Every term of the unit's own level, of any line, the newest first. Two queries."""
    return sorted(_clocks(unit, day, above=False), key=lambda clock: (-clock.term.start.toordinal(), clock.term.line))


def _clocks(unit: int, day: date, *, above: bool) -> list[Clock]:
    rows = {row.id: row for row in ancestors_of(unit, day)} if above else {}
    rows |= units_by_id({unit}, day)
    order = list(rows)
    terms = list(Term.objects.filter(unit__in=order))
    terms.sort(key=lambda term: (order.index(term.unit_id), _LINES.index(term.line), term.start))
    return [Clock(term, rows[term.unit_id], day) for term in terms]


def _years(first: date, day: date) -> int:
    """Whole years from one day to the other."""
    return day.year - first.year - ((day.month, day.day) < (first.month, first.day))
