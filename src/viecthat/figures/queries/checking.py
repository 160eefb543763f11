"""The same figures as plain SQL on the ledger's tables, for whoever wants to check them without this program.

Written apart from the roll-up on purpose: the statement follows the definitions of the measures, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from viecthat.figures.choices import ProofLevel
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.rollup.measures import Coverage, Flow, Measure, People, Ratio, Stock, Turns

if TYPE_CHECKING:
    from viecthat.figures.queries.answer import Answer, Place
    from viecthat.kernel.periods import Period
    from viecthat.ledger.models import Indicator
    from viecthat.rollup.placement import UnitMap

MOST_MEMBERS = 5_000

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Ground:
    """A line of the answer as SQL knows it: every unit ever known that stands there, and the units of the map there."""

    name: str
    units: list[int]
    positions: Mask


def check_sql(answer: Answer, indicator: Indicator, places: Sequence[int] | None = None) -> str:
    """One read-only statement that gives the indicator's figures of the answer; `places` limits it to some of them.

    Units are listed as ranges of their ids, ended ones included, as they stand in the map asked for. Raises Refused
    when a coverage counts more units than a statement can list.
    """
    numbers = range(len(answer.places)) if places is None else places
    grounds = [_ground(answer, answer.places[n]) for n in numbers if answer.places[n].of is not None]
    question = answer.question
    measure = question.measure(indicator)
    body = _body(measure, answer.unit_map, grounds, question.proof)
    ctes = [
        _values("place (no, name, units)", (_place(no, ground) for no, ground in enumerate(grounds, 1))),
        _values("period (no, name, first_day, next_day)", (_period(n, p) for n, p in enumerate(question.periods, 1))),
        *(_lines(name, of, question.as_known) for name, of in _reads(measure)),
        *body.ctes,
    ]
    known = "" if question.as_known is None else f", as known at {question.as_known.isoformat()}"
    head = f"-- {_comment(indicator.code)}, units on the map of {question.map_day.isoformat()}{known}. Reads only.\n"
    return head + "WITH " + ",\n".join(ctes) + "\n" + body.select + ";\n"


@dataclass(frozen=True)
class _Body:
    ctes: tuple[str, ...]
    select: str


_HEAD = "SELECT place.name AS place, period.name AS period"
_TAIL = "GROUP BY place.no, place.name, period.no, period.name\nORDER BY place.no, period.no"
_CROSS = "FROM place CROSS JOIN period"
_WITHIN = "line.unit_id <@ place.units AND line.day >= period.first_day AND line.day < period.next_day"
_EVER = "line.unit_id <@ place.units AND line.day < period.next_day"


def _body(measure: Measure, unit_map: UnitMap, grounds: Sequence[_Ground], proof: ProofLevel) -> _Body:
    lowest = proof.lowest + 1
    match measure:
        case People():
            return _people(lowest)
        case Coverage(_, kinds, at_least):
            return _coverage(unit_map, grounds, kinds, at_least, lowest)
        case Ratio():
            of = _WITHIN.replace("line.", "whole.")
            select = (
                f"{_HEAD},\n  (SELECT coalesce(sum(line.quantity) FILTER (WHERE line.grade >= {lowest}), 0)"
                f" FROM line WHERE {_WITHIN}) AS figure,\n"
                f"  (SELECT coalesce(sum(whole.quantity), 0) FROM whole WHERE {of}) AS out_of\n{_CROSS}\n"
                "ORDER BY place.no, period.no"
            )
            return _Body((), select)
        case _:
            when = _EVER if isinstance(measure, Stock) else _WITHIN
            select = (
                f"{_HEAD},\n  coalesce(sum(line.quantity) FILTER (WHERE line.grade >= {lowest}), 0) AS figure,\n"
                f"  count(line.id) AS lines\n{_CROSS} LEFT JOIN line ON {when}\n{_TAIL}"
            )
            return _Body((), select)


def _people(lowest: int) -> _Body:
    """Present at a unit in a month: a net above zero there. Each once, at the best proof of any presence."""
    presence = (
        "presence AS (\n  SELECT place.no AS place_no, period.no AS period_no, line.person_id,\n"
        "    CASE WHEN sum(line.quantity) FILTER (WHERE line.grade = 3) > 0 THEN 3\n"
        "         WHEN sum(line.quantity) FILTER (WHERE line.grade = 2) > 0 THEN 2 ELSE 1 END AS grade\n"
        f"  {_CROSS} JOIN line ON {_WITHIN}\n  WHERE line.person_id IS NOT NULL\n"
        "  GROUP BY place.no, period.no, line.person_id, line.unit_id, date_trunc('month', line.day)\n"
        "  HAVING sum(line.quantity) > 0\n)"
    )
    person = (
        "person AS (\n  SELECT place_no, period_no, person_id, max(grade) AS grade FROM presence\n"
        "  GROUP BY place_no, period_no, person_id\n)"
    )
    select = (
        f"{_HEAD},\n"
        "  (SELECT count(*) FROM person WHERE person.place_no = place.no AND person.period_no = period.no"
        f" AND person.grade >= {lowest})\n"
        f"  + (SELECT coalesce(sum(line.quantity), 0) FROM line WHERE {_WITHIN} AND line.person_id IS NULL"
        f" AND line.grade >= {lowest}) AS figure\n{_CROSS}\nORDER BY place.no, period.no"
    )
    return _Body((presence, person), select)


def _coverage(unit_map: UnitMap, grounds: Sequence[_Ground], kinds: Sequence[str], at_least: int, lowest: int) -> _Body:
    tree = unit_map.tree
    of_kind = np.zeros(tree.size, dtype=np.bool_)
    of_kind[tree.positions_of(kinds)] = True
    members: list[str] = []
    for no, ground in enumerate(grounds, 1):
        for position in np.flatnonzero(of_kind & ground.positions).tolist():
            inside = np.zeros(tree.size, dtype=np.bool_)
            inside[position : tree.ends[position]] = True
            members.append(f"({no}, {tree.units[position]}, {_multirange(_standing(unit_map, inside))})")
        if len(members) > MOST_MEMBERS:
            raise Refused(
                gettext_noop("Độ phủ này đếm hơn {most} đơn vị, câu SQL dài quá; hỏi từng đơn vị trực thuộc."),
                most=MOST_MEMBERS,
            )
    # Without a member the statement must still stand.
    member = _values("member (place_no, id, units)", members or ["(0, 0, '{}'::int8multirange)"])
    total = (
        "total AS (\n  SELECT member.place_no, member.id, period.no AS period_no,\n"
        "    coalesce(sum(line.quantity), 0) AS every,\n"
        f"    coalesce(sum(line.quantity) FILTER (WHERE line.grade >= {lowest}), 0) AS proved\n"
        f"  FROM member CROSS JOIN period LEFT JOIN line ON {_WITHIN.replace('place.', 'member.')}\n"
        "  GROUP BY member.place_no, member.id, period.no\n)"
    )
    select = (
        f"{_HEAD},\n"
        f"  count(total.id) FILTER (WHERE total.every >= {at_least} AND total.proved >= {at_least}) AS figure,\n"
        f"  count(total.id) AS out_of\n{_CROSS}\n"
        f"LEFT JOIN total ON total.place_no = place.no AND total.period_no = period.no\n{_TAIL}"
    )
    return _Body((member, total), select)


def _reads(measure: Measure) -> list[tuple[str, int]]:
    match measure:
        case Ratio(n=Flow(n), of=Flow(of)):
            return [("line", n), ("whole", of)]
        case Flow(indicator) | Stock(indicator) | People(indicator) | Turns(indicator) | Coverage(indicator):
            return [("line", indicator)]
        case _:
            raise TypeError(f"no indicator is measured by {measure}")


def _lines(name: str, indicator: int, as_known: datetime | None) -> str:
    known = "" if as_known is None else f" AND p.recorded_at <= TIMESTAMPTZ '{as_known.isoformat()}'"
    return (
        f"{name} AS (\n  SELECT e.id, e.unit_id, e.day, e.quantity, e.person_id, e.grade\n"
        "  FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id\n"
        f"  WHERE e.indicator_id = {indicator}{known}\n)"
    )


def _ground(answer: Answer, place: Place) -> _Ground:
    unit_map, unit = answer.unit_map, place.unit
    if unit is None:
        raise ValueError("a sum of units stands nowhere")
    tree = unit_map.tree
    positions = np.zeros(tree.size, dtype=np.bool_)
    lo, hi = tree.span(unit.id)
    positions[lo:hi] = True
    if place.is_own:
        for other in answer.places:
            if other.of == place.of and other.unit is not None and not other.is_own and not other.is_total:
                start, end = tree.span(other.unit.id)
                positions[start:end] = False
    name = f"{unit.name} ({unit.code})" + (" *" if place.is_own else "")
    return _Ground(name, _standing(unit_map, positions), positions)


def _standing(unit_map: UnitMap, positions: Mask) -> list[int]:
    placed = unit_map.places >= 0
    here = np.zeros(len(unit_map.known), dtype=np.bool_)
    here[placed] = positions[unit_map.places[placed]]
    found: list[int] = unit_map.known[here].tolist()
    return found


def _multirange(units: Sequence[int]) -> str:
    """Sorted ids as a PostgreSQL multirange: '{[3,9),[12,13)}'."""
    ranges: list[list[int]] = []
    for unit in units:
        if ranges and ranges[-1][1] == unit:
            ranges[-1][1] = unit + 1
        else:
            ranges.append([unit, unit + 1])
    return "'{" + ",".join(f"[{first},{after})" for first, after in ranges) + "}'::int8multirange"


def _values(name: str, rows: Iterable[str]) -> str:
    return f"{name} AS (VALUES\n  " + ",\n  ".join(rows) + "\n)"


def _place(number: int, ground: _Ground) -> str:
    return f"({number}, {_text(ground.name)}, {_multirange(ground.units)})"


def _period(number: int, period: Period) -> str:
    return f"({number}, {_text(period.code)}, DATE '{period.start.isoformat()}', DATE '{period.end.isoformat()}')"


def _text(words: str) -> str:
    """A string literal; no text of ours needs a backslash escape."""
    return "'" + words.replace("'", "''") + "'"


def _comment(words: str) -> str:
    return words.replace("\n", " ")
