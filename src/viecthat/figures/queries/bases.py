"""The figures that targets are shared out by: members, young people, or last year's result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from viecthat.kernel.periods import Period
from viecthat.ledger.feed import LedgerSource
from viecthat.ledger.queries import indicator_named, indicators, measure_of
from viecthat.rollup.ask import By, ask
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.rollup.question import Source

MEMBERS = "members"
LAST_YEAR = "last-year"
YOUTH = "youth"
YOUNG_PEOPLE = "young_people"  # counted by each unit once a year; the youth law of 2020: 16 to 30


def weights_of(base: str, indicator: int, units: Sequence[int], day: date, source: Source | None = None) -> list[int]:
    """The base figure of each unit on `day`'s map: its members on that day, the young people it counted in that year
    or, where nobody has yet, the year before, or its result of the year before.
    """
    if base == YOUTH:
        source = source or LedgerSource().hold()
        young = indicator_named(YOUNG_PEOPLE).pk
        now = weights_of(LAST_YEAR, young, units, date(day.year + 1, 1, 1), source)
        return now if any(now) else weights_of(LAST_YEAR, young, units, day, source)
    year = Period.year(day.year - 1)
    if base == MEMBERS:
        asked = indicator_named("members")
        period = Period(day, date.fromordinal(day.toordinal() + 1))
    else:
        asked, period = indicators()[indicator], year
    table = ask(
        {asked.pk: measure_of(asked)},
        units=list(units),
        periods=[period],
        by=By.NONE,
        map=map_on(day),
        source=source or LedgerSource().hold(),
        as_known=None,
    )
    rows = (table.one(unit, asked.pk, period) for unit in units)
    return [max(0, row.value or 0) for row in rows]
