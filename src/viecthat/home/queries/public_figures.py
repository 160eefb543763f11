"""Figures of the whole organisation that everybody reads (`catalogue/public_figures.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.catalogue.readers import rows
from viecthat.kernel.made_up import MadeUp
from viecthat.kernel.periods import Period
from viecthat.ledger.queries import datasets_behind, known_indicators
from viecthat.news.queries.figures import figures_now
from viecthat.units.queries import head_unit, units_by_id
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from datetime import datetime

    from viecthat.news.queries.figures import FigureTold
    from viecthat.units.queries import UnitRow

_CATALOGUE = "public_figures"


@dataclass(frozen=True)
class PublicFigures:
    """Figures in the order of the catalogue, of which days, of the unit at the head; none where there is no unit."""

    period: Period
    unit: UnitRow | None
    figures: tuple[FigureTold, ...]
    made_up: MadeUp = MadeUp.NOTHING

    def named(self, code: str) -> FigureTold | None:
        """The figure of this indicator."""
        return next((one for one in self.figures if one.row.indicator.code == code), None)


def public_period(today: date) -> Period:
    """From the first day of the year to the end of the last month; in January the year before."""
    if today.month == 1:
        return Period.year(today.year - 1)
    return Period(date(today.year, 1, 1), today.replace(day=1))


def public_figures(at: datetime, lang: str) -> PublicFigures:
    """The figures as they are now: one question of the roll-up."""
    today = localdate(at)
    period, head = public_period(today), head_unit(tree_on(today))
    if head is None:
        return PublicFigures(period, None, ())
    by_code = {one.code: one for one in known_indicators().values()}
    chosen = [by_code[row["code"]] for row in rows(_CATALOGUE) if row["code"] in by_code]
    figures = figures_now(chosen, head, period, at, lang) if chosen else []
    counted = {one.row.indicator.pk for one in figures}
    behind = datasets_behind(counted, period.start, period.end) if counted else ()
    return PublicFigures(
        period, units_by_id([head], today)[head], tuple(figures), MadeUp.among(one.made_up for one in behind)
    )
