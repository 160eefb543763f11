"""Opening a figure: unit by unit, down to the ledger lines, activities and proof whose sum it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np

from viecthat.activities.queries import activities_behind, evidence_of
from viecthat.kernel.periods import Period
from viecthat.ledger.feed import HeldLedger, LedgerSource
from viecthat.ledger.queries import entries_behind, measure_of
from viecthat.rollup.answer import Row
from viecthat.rollup.ask import By, ask
from viecthat.rollup.measures import Stock
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.activities.models import Activity, Evidence
    from viecthat.ledger.models import Entry, Indicator, Posting
    from viecthat.rollup.placement import UnitMap

MOST_LINES = 50


@dataclass(frozen=True)
class OpenedPart:
    """A unit below, with its share of the figure; width: percent of its largest sister, for bars."""

    unit: UnitRow
    row: Row
    width: int


@dataclass(frozen=True)
class OpenedLine:
    """A ledger line that stands at the unit itself: who recorded it then, from what, how much."""

    entry: Entry
    posting: Posting
    unit: UnitRow
    activity: Activity | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Opened:
    """A figure opened at one unit: its whole, its parts, its own lines. `lines` and `rest` sum to the own part.

    cancelled: lines left out together with their exact reversals, which add to nothing.
    """

    unit: UnitRow
    trail: tuple[UnitRow, ...]
    indicator: Indicator
    counted: Indicator
    period: Period
    row: Row
    parts: tuple[OpenedPart, ...]
    own: Row | None
    lines: tuple[OpenedLine, ...]
    rest_lines: int
    rest_quantity: int
    cancelled: int


def opened_figure(
    top: UnitRow,
    unit: UnitRow,
    indicator: Indicator,
    period: Period,
    *,
    map_day: date,
    as_known: datetime | None = None,
    most_lines: int | None = MOST_LINES,
    source: HeldLedger | None = None,
) -> Opened:
    """The figure of `unit`, somewhere under `top`, opened one level; `most_lines` None lists every line.

    Raises Refused when the unit does not stand in the map.
    """
    unit_map = map_on(map_day)
    table = ask(
        {indicator.pk: measure_of(indicator)},
        units=[unit.id],
        periods=[period],
        by=By.CHILDREN,
        map=unit_map,
        source=source or LedgerSource().hold(),
        as_known=as_known,
    )
    parts = table.parts(unit.id, indicator.pk, period)
    below = [p for p in parts if p.part != "own" and (p.entries or p.of)]
    own = next((p for p in parts if p.part == "own"), None)
    counted = indicator.numerator if indicator.numerator is not None else indicator
    standing = _standing_at(unit.id, unit_map)
    start = None if isinstance(measure_of(counted), Stock) else period.start
    found = list(entries_behind(indicator=counted.pk, units=standing, start=start, end=period.end, as_known=as_known))
    live, cancelled = _without_cancelled(found)
    live.sort(key=lambda e: (-abs(e.quantity), e.pk))
    shown = live if most_lines is None else live[:most_lines]
    rest = live[len(shown) :]
    behind = activities_behind({e.posting_id for e in shown})
    shows = evidence_of({activity.pk for activity in behind.values()})
    trail = _trail(top.id, unit.id, unit_map)
    names = units_by_id({*(p.part for p in below if isinstance(p.part, int)), *trail}, map_day)
    recorded_by = units_by_id({e.unit_id for e in shown}, period.last_day)
    largest = max((_size(p) for p in below), default=0) or 1
    opened = [OpenedPart(names[p.part], p, 100 * _size(p) // largest) for p in below if isinstance(p.part, int)]
    return Opened(
        unit=unit,
        trail=tuple(names[u] for u in trail),
        indicator=indicator,
        counted=counted,
        period=period,
        row=table.one(unit.id, indicator.pk, period),
        parts=tuple(sorted(opened, key=lambda p: -_size(p.row))),
        own=own,
        lines=tuple(_line(e, recorded_by[e.unit_id], behind.get(e.posting_id), shows) for e in shown),
        rest_lines=len(rest),
        rest_quantity=sum(e.quantity for e in rest),
        cancelled=cancelled,
    )


def _size(row: Row) -> int:
    return abs(row.value if row.value is not None else row.n or 0)


def _line(entry: Entry, unit: UnitRow, activity: Activity | None, shows: Mapping[int, list[Evidence]]) -> OpenedLine:
    evidence = tuple(shows.get(activity.pk, ())) if activity is not None else ()
    return OpenedLine(entry, entry.posting, unit, activity, evidence)


def _standing_at(unit: int, unit_map: UnitMap) -> list[int]:
    """Every unit ever known whose entries stand at this very unit under the map."""
    here: list[int] = unit_map.known[np.flatnonzero(unit_map.places == unit_map.tree.position(unit))].tolist()
    return here


def _without_cancelled(entries: Sequence[Entry]) -> tuple[list[Entry], int]:
    """Drop postings that appear together with their reversal: their lines add to nothing."""
    present = {e.posting_id for e in entries}
    reversed_here = {e.posting.reverses_id for e in entries if e.posting.reverses_id in present}
    gone = {e.posting_id for e in entries if e.posting_id in reversed_here or e.posting.reverses_id in reversed_here}
    live = [e for e in entries if e.posting_id not in gone]
    return live, len(entries) - len(live)


def _trail(top: int, unit: int, unit_map: UnitMap) -> list[int]:
    """The units from `top` down to `unit`, both included; just the unit when it does not stand under `top`."""
    if top not in unit_map.tree or not unit_map.tree.covers(top, unit):
        return [unit]
    above = unit_map.tree.ancestors(unit)
    return [u for u in [*above, unit] if unit_map.tree.covers(top, u)]
