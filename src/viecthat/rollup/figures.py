"""From sums to figures: what each measure makes of them, for all regions at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from viecthat.kernel.periods import Period
from viecthat.rollup.answer import Grid
from viecthat.rollup.coverage import members_of
from viecthat.rollup.measures import (
    Counted,
    Coverage,
    Difference,
    Flow,
    Measure,
    People,
    Ratio,
    Stock,
    Turns,
    is_additive,
)
from viecthat.rollup.question import (
    GRADES,
    Numbers,
    Question,
    Reckoner,
    Window,
    history_of,
    over_grades,
    scope_of,
    window_of,
)
from viecthat.rollup.regions import Regions


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums of many indicators over one window, and where each stands in them."""

    place: Mapping[int, int]
    grades: Numbers
    entries: Numbers


@dataclass(frozen=True, slots=True)
class _Figure:
    """One measure over one period: arrays over regions, `grades` with a column per grade."""

    grades: Numbers
    reported_by: Numbers
    entries: Numbers
    of: Numbers | None = None
    turns: Numbers | None = None


def grids_of(question: Question, reckoner: Reckoner) -> dict[Any, Grid]:
    """Every measure of the question as columns over (region, period)."""
    sums = _sums(question, reckoner)
    flows = _flows(question, reckoner, sums)
    grids: dict[Any, Grid] = {}
    for key, measure in question.measures.items():
        if isinstance(measure, Flow):
            grids[key] = flows[measure.indicator]
            continue
        figures = [_figure(measure, period, reckoner, sums, question.regions) for period in question.periods]
        grades = _beside([figure.grades for figure in figures])
        grids[key] = Grid(
            grades=grades,
            totals=over_grades(grades),
            reported_by=_beside([figure.reported_by for figure in figures]),
            entries=_beside([figure.entries for figure in figures]),
            additive=is_additive(measure),
            of=_beside(of) if (of := [f.of for f in figures if f.of is not None]) else None,
            people=isinstance(measure, People),
            turns=_beside(turns) if (turns := [f.turns for f in figures if f.turns is not None]) else None,
        )
    return grids


def _flows(question: Question, reckoner: Reckoner, sums: Mapping[Window, _Sums]) -> dict[int, Grid]:
    """Plain sums, the usual measure, of which there may be thousands: all indicators at once."""
    indicators = sorted({measure.indicator for measure in question.measures.values() if isinstance(measure, Flow)})
    if not indicators:
        return {}
    grades, entries, reported = [], [], []
    for period in question.periods:
        window = window_of(period)
        found = sums[window]
        at = [found.place[indicator] for indicator in indicators]
        whole = len(at) == len(found.place)
        grades.append(found.grades if whole else found.grades[at])
        entries.append(found.entries if whole else found.entries[at])
        reported.append(reckoner.reporters_each(indicators, window))
    # By (indicator, region, period).
    columns = [
        parts[0][:, :, np.newaxis] if len(parts) == 1 else np.stack(parts, axis=2)
        for parts in (grades, reported, entries)
    ]
    quantities, reporters, lines = columns
    totals = over_grades(quantities)
    rows = zip(quantities, totals, reporters, lines, strict=True)
    return {indicator: Grid(*row, additive=True) for indicator, row in zip(indicators, rows, strict=True)}


def _beside(columns: list[Numbers]) -> Numbers:
    """Columns of regions side by side, one per period; a single one is looked at, not copied."""
    return columns[0][:, np.newaxis] if len(columns) == 1 else np.stack(columns, axis=1)


def _sums(question: Question, reckoner: Reckoner) -> dict[Window, _Sums]:
    """One call of the reckoner for each window, whatever the number of measures."""
    wanted: dict[Window, dict[int, int]] = {}
    for indicator, window in sorted(question.reads):
        places = wanted.setdefault(window, {})
        places[indicator] = len(places)
    return {window: _Sums(places, *reckoner.sums(list(places), window)) for window, places in wanted.items()}


def _figure(
    measure: Measure, period: Period, reckoner: Reckoner, sums: Mapping[Window, _Sums], regions: Regions
) -> _Figure:
    """The measure over one period, for every region."""
    window = window_of(period)
    scope = scope_of(measure, period)
    lines = [sums[read].entries[sums[read].place[indicator]] for indicator, read in scope.items()]
    entries = lines[0] if len(lines) == 1 else np.sum(lines, axis=0)
    if not entries.any():
        return _nothing(measure, entries, regions)
    reported_by = reckoner.reporters(scope.items())
    match measure:
        case Coverage(indicator, kinds, at_least):
            n, of = reckoner.coverage(indicator, window, kinds, at_least)
            return _Figure(n, reported_by, entries, of=of)
        case Ratio(n=above, of=below):
            total = over_grades(_counted(below, period, reckoner, sums))
            return _Figure(_counted(above, period, reckoner, sums), reported_by, entries, of=total)
        case People(indicator) | Turns(indicator):
            turns = over_grades(sums[window].grades[sums[window].place[indicator]])
            return _Figure(_counted(measure, period, reckoner, sums), reported_by, entries, turns=turns)
        case _:
            return _Figure(_counted(measure, period, reckoner, sums), reported_by, entries)


def _nothing(measure: Measure, none: Numbers, regions: Regions) -> _Figure:
    """A figure without a line. A review asks for every indicator there is, and most units work at some."""
    grades = np.zeros((len(none), GRADES), dtype=np.int64)
    match measure:
        case Coverage(_, kinds):
            return _Figure(grades, none, none, of=members_of(regions, kinds).count)
        case Ratio():
            return _Figure(grades, none, none, of=none)
        case People() | Turns():
            return _Figure(grades, none, none, turns=none)
        case _:
            return _Figure(grades, none, none)


def _counted(measure: Counted, period: Period, reckoner: Reckoner, sums: Mapping[Window, _Sums]) -> Numbers:
    """A plain count by (region, grade)."""
    match measure:
        case Difference(a, b):
            return _counted(a, period, reckoner, sums) - _counted(b, period, reckoner, sums)
        case People(indicator):
            return reckoner.people(indicator, window_of(period))
        case Stock(indicator):
            of = sums[history_of(period)]
        case Flow(indicator) | Turns(indicator):
            of = sums[window_of(period)]
    counted: Numbers = of.grades[of.place[indicator]]
    return counted
