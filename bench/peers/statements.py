"""The questions as SQL, for three ways to know a subtree: a closure table, ranges of spots, levels as columns.

The texts are the same for PostgreSQL and DuckDB. Every answer is a row per region, indicator (month, grade) and sum.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from bench.questions import Draw
from bench.sizes import INDICATORS
from viecthat.rollup.ask import By

TODAY, HISTORIC = 0, 1


def closure(draw: Draw, entries: str = "entries", presences: str = "presences") -> str:
    """A closure table (map, unit, spot) joined to the facts."""
    lines = presences if draw.people else entries
    joined = f"closure c JOIN {lines} e ON e.spot = c.spot"
    return _select(draw, "c.unit", joined, [f"c.map = {_map(draw)}", f"c.unit IN ({_list(draw.regions)})"])


def ranges(draw: Draw, entries: str = "entries", presences: str = "presences") -> str:
    """Ranges of spots (map, unit, lo, hi) joined to the facts; one range is written into the statement."""
    lines = presences if draw.people else entries
    joined = f"spans s JOIN {lines} e ON e.spot >= s.lo AND e.spot < s.hi"
    return _select(draw, "s.unit", joined, [f"s.map = {_map(draw)}", f"s.unit IN ({_list(draw.regions)})"])


def levels(draw: Draw, centre: int, entries: str = "entries", presences: str = "presences") -> str:
    """The units above as columns of the fact: l2 province, l3 base unit, old2 the historic province."""
    lines = presences if draw.people else entries
    region, conditions = region_by_level(draw, centre)
    return _select(draw, region, f"{lines} e", conditions)


def region_by_level(draw: Draw, centre: int) -> tuple[str, list[str]]:
    """The column (or number) that names the region, and what limits the facts to the units asked for."""
    if draw.historic:
        return "e.old2", [f"e.old2 IN ({_list(draw.units)})"]
    if draw.by != By.NONE:
        limits = [] if draw.units == (centre,) else [f"e.l2 = {draw.units[0]}"]
        return "e.l3", limits
    if draw.units == (centre,):
        return str(centre), []
    if len(draw.units) > 1:
        return "e.l2", [f"e.l2 IN ({_list(draw.units)})"]
    column = "l3" if draw.question == "Q5" else "l2"
    return str(draw.units[0]), [f"e.{column} = {draw.units[0]}"]


def micros(moment: datetime) -> int:
    """Microseconds since 1970."""
    return int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * 10**6


def _select(draw: Draw, region: str, source: str, conditions: list[str]) -> str:
    if draw.people:
        keys, value = [f"{region} AS region"], "count(DISTINCT e.person)"
    else:
        keys, value = [f"{region} AS region", "e.indicator"], "sum(e.quantity)"
        if draw.by_month:
            keys.append("e.month")
        if draw.by_grade:
            keys.append("e.grade")
        if draw.indicators != INDICATORS:
            conditions = [*conditions, f"e.indicator IN ({_list(draw.indicators)})"]
    conditions = [*conditions, f"e.month BETWEEN {draw.months[0]} AND {draw.months[1]}"]
    if draw.known is not None:
        conditions.append(f"e.recorded <= {micros(draw.known)}")
    grouped = [key.split(" AS ")[0] for key in keys if not key[0].isdigit()]
    statement = f"SELECT {', '.join(keys)}, {value} AS total FROM {source} WHERE {' AND '.join(conditions)}"
    return f"{statement} GROUP BY {', '.join(grouped)}" if grouped else statement


def _map(draw: Draw) -> int:
    return HISTORIC if draw.historic else TODAY


def _list(ids: Iterable[int]) -> str:
    return ", ".join(str(one) for one in ids)
