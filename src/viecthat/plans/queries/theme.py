"""Themes of the year, seen from a unit: its own, those of the levels above, the Party's beside each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from viecthat.plans.choices import TermLine
from viecthat.plans.models import YearTheme
from viecthat.units.queries import UnitRow, ancestors_of, units_by_id

_LINES = list(TermLine.values)


@dataclass(frozen=True)
class ThemeRow:
    """A theme and the level it is of."""

    theme: YearTheme
    unit: UnitRow
    own: bool


@dataclass(frozen=True)
class ThemeYear:
    """The themes of one year, the highest level first."""

    year: int
    rows: tuple[ThemeRow, ...]


def theme_years(unit: int, day: date) -> list[ThemeYear]:
    """Every year with a theme of the unit or above it, the newest first. Three queries."""
    rows = {row.id: row for row in ancestors_of(unit, day)} | units_by_id({unit}, day)
    order = list(rows)
    themes = sorted(
        YearTheme.objects.filter(unit__in=order).select_related("directive"),
        key=lambda theme: (order.index(theme.unit_id), _LINES.index(theme.line)),
    )
    found: dict[int, list[ThemeRow]] = {}
    for theme in themes:
        found.setdefault(theme.year, []).append(ThemeRow(theme, rows[theme.unit_id], theme.unit_id == unit))
    return [ThemeYear(year, tuple(found[year])) for year in sorted(found, reverse=True)]


def themes_in(unit: int, year: int, day: date) -> tuple[ThemeRow, ...]:
    """The themes of one year, the highest level first. Three queries."""
    return next((one.rows for one in theme_years(unit, day) if one.year == year), ())


def theme_numbered(pk: int) -> YearTheme | None:
    """A theme."""
    return YearTheme.objects.filter(pk=pk).first()
