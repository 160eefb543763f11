"""The question everybody asks: measures of units over periods, under a map, as known at a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from viecthat.kernel.errors import gettext_noop
from viecthat.kernel.periods import Period
from viecthat.rollup.answer import RegionNames, Table, Way
from viecthat.rollup.facts import Where, micros
from viecthat.rollup.figures import grids_of
from viecthat.rollup.measures import Measure
from viecthat.rollup.people_groups import PeopleGroups, PersonSource, grouped_grids
from viecthat.rollup.placement import UnitMap
from viecthat.rollup.question import Question, Source
from viecthat.rollup.regions import By, regions_of
from viecthat.rollup.scan import MemorySource

__all__ = ["By", "MemorySource", "Source", "Where", "ask"]


def ask(
    measures: Mapping[Any, Measure],
    *,
    units: Sequence[int],
    periods: Sequence[Period],
    by: By = By.NONE,
    map: UnitMap,
    source: Source,
    as_known: datetime | None = None,
    where: Where | None = None,
    explain: bool = False,
    groups: PeopleGroups | None = None,
) -> Table:
    """Every measure of every unit over every period, opened `by` parts.

    Entries count where their unit stands in `map`; `as_known` leaves out what was recorded after that moment (which
    needs its time zone: ValueError). Refused when a unit does not stand in the map. Units and periods may overlap;
    one asked twice is answered once. Sums are exact; the parts of an additive measure add to the whole. The table
    says how it was answered; `explain` adds the steps.

    groups: every measure opened by groups of people; the keys of the table are then (key, group), with group None for
    whom none can be told. Only for sums and stocks, without `where`, from a source that can give lines (TypeError).
    """
    regions = regions_of(map.tree, units, by)
    asked_periods = tuple(dict.fromkeys(periods))
    if not (measures and asked_periods and regions.count):
        return Table(RegionNames.of(()), (), {}, Way(gettext_noop("không có gì để tính")))
    if as_known is not None:
        micros(as_known)
    question = Question(measures, asked_periods, map, regions, as_known, where)
    reckoner = source.reckoner(question)
    if groups is None:
        grids = grids_of(question, reckoner)
    elif where is None and isinstance(source, PersonSource):
        grids = grouped_grids(question, reckoner, source, groups)
    else:
        raise TypeError("groups of people are told from lines, and of all of them")
    way = reckoner.way if explain else replace(reckoner.way, steps=(), sql=())
    return Table(regions.names, asked_periods, grids, way, reckoner.outside)
