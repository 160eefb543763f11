"""The question everybody asks: measures of units over periods, under a map, as known at a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from viecthat.kernel.errors import gettext_noop
from viecthat.kernel.periods import Period
from viecthat.rollup.answer import Row, Table, Way
from viecthat.rollup.facts import Facts, FactSource, MemorySource, Where, micros
from viecthat.rollup.figures import figure_of, reads_of
from viecthat.rollup.measures import Measure, indicators_of
from viecthat.rollup.placement import UnitMap
from viecthat.rollup.regions import By, regions_of
from viecthat.rollup.scan import Scan

__all__ = ["By", "FactSource", "MemorySource", "Where", "ask"]


def ask(
    measures: Mapping[Any, Measure],
    *,
    units: Sequence[int],
    periods: Sequence[Period],
    by: By = By.NONE,
    map: UnitMap,
    source: FactSource,
    as_known: datetime | None = None,
    where: Where | None = None,
) -> Table:
    """Every measure of every unit over every period, opened `by` parts.

    Entries count where their unit stands in `map`; `as_known` leaves out what was recorded after that moment (which
    needs its time zone: ValueError). Refused when a unit does not stand in the map. Units and periods may overlap;
    one asked twice is answered once. Sums are exact; the parts of an additive measure add to the whole.
    """
    regions = regions_of(map.tree, units, by)
    asked_periods = tuple(dict.fromkeys(periods))
    if not (measures and asked_periods and regions.count):
        return Table((), Way(gettext_noop("không có gì để tính")))
    indicators = frozenset[int]().union(*(indicators_of(measure) for measure in measures.values()))
    reads = {read for measure in measures.values() for period in asked_periods for read in reads_of(measure, period)}
    until = max(period.end for period in asked_periods)
    facts = source.facts(indicators, until, as_known)
    scan = Scan(_counted(facts, as_known, where), reads, map, regions)

    rows: dict[int, list[Row]] = {unit: [] for unit, _ in regions.names}
    for key, measure in measures.items():
        for period in asked_periods:
            for row in figure_of(measure, period, scan).rows(key, period, regions.names):
                rows[row.unit].append(row)
    way = Way(gettext_noop("quét thẳng {lines} dòng"), {"lines": len(facts)})
    return Table(tuple(row for of_unit in rows.values() for row in of_unit), way, scan.outside)


def _counted(facts: Facts, as_known: datetime | None, where: Where | None) -> Facts:
    if as_known is not None:
        known = facts.recorded <= micros(as_known)
        facts = facts if known.all() else facts.where(known)
    return facts if where is None else facts.where(where.holds(facts))
