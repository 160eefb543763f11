"""A report's doubts: what is known of its figures, filled in from the ledger, and what the tests ask about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import TYPE_CHECKING

import numpy as np
from django.utils.timezone import get_current_timezone

from viecthat.activities.queries.doubting import photos_told, presences_told, works_told
from viecthat.doubts.combine import doubts_of
from viecthat.doubts.doubt import Doubt
from viecthat.doubts.explained import EXPLAINED
from viecthat.doubts.facts import Breakdown, Facts, IndicatorFacts, Prose, Recordings, Sheet, UnitFacts
from viecthat.doubts.limits import companions, members_only, sum_rules
from viecthat.doubts.peers import choose_peers
from viecthat.kernel.errors import gettext_noop
from viecthat.kernel.periods import Period
from viecthat.ledger.queries import known_indicators, measure_of, recordings_of
from viecthat.plans.queries import targets_under_review
from viecthat.reporting.models import DoubtAnswer, Report, ReportCall
from viecthat.reporting.queries.content import SignedDoubt
from viecthat.rollup.ask import By, ask
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.doubts.facts import Floats
    from viecthat.ledger.feed import HeldLedger
    from viecthat.ledger.models import Indicator
    from viecthat.reporting.models import ReportText
    from viecthat.reporting.queries.content import ContentLine
    from viecthat.reporting.queries.expected import Expected
    from viecthat.reporting.queries.filling import ChildReport
    from viecthat.rollup.answer import Table

PAST = 8  # periods of the same length before
MOST_LOOKED_INTO = 400  # units at or below: works, hours and photos of more are looked at where they were reported
_MEMBERS = "members"
_POOL_ENOUGH, _POOL_MOST = 200, 600  # units of the kind, near by, among whom those of the same size are looked for
_BELOW = gettext_noop("đơn vị cấp dưới")


@dataclass(frozen=True)
class ReportDoubt:
    """A doubt with what the unit answered to it."""

    doubt: Doubt
    line: int | None
    answer: str = ""

    @property
    def percent(self) -> int:
        """The score in a hundred."""
        return round(self.doubt.score * 100)

    @property
    def name(self) -> str:
        """What the test is called: a msgid."""
        return EXPLAINED[self.doubt.code].name

    @property
    def ready(self) -> tuple[str, ...]:
        """What may well explain it, to be given as the answer: msgids."""
        return EXPLAINED[self.doubt.code].innocent


def doubts_on(
    report: Report,
    expected: Expected,
    lines: Sequence[ContentLine],
    source: HeldLedger,
    texts: Mapping[int, ReportText],
    children: Sequence[ChildReport] = (),
) -> list[ReportDoubt]:
    """What is doubtful about a report as its lines and texts stand, the most doubtful first, with the unit's answers.

    Peers are the units that report to the same one, and those of its kind and size near by (`peers_of`). children:
    what came accepted from below is held against the whole. Ten queries at most, whatever the size.
    """
    if not lines or report.unit_id not in expected.tree:
        return []
    prose = _prose(report, texts)
    facts = _facts(report.call, report.unit_id, expected, lines, source, prose, _breakdowns(report, lines, children))
    of_code = {line.code: line.line for line in lines}
    answers = dict(DoubtAnswer.objects.filter(report=report).values_list("key", "answer"))
    return [ReportDoubt(doubt, of_code.get(doubt.indicator), answers.get(doubt.key, "")) for doubt in doubts_of(facts)]


def signed_doubts(found: Sequence[ReportDoubt]) -> tuple[SignedDoubt, ...]:
    """The doubts as an edition keeps them."""
    return tuple(SignedDoubt(one.doubt.code, one.line, one.percent, one.doubt.words("vi"), one.answer) for one in found)


def periods_before(period: Period, count: int = PAST) -> tuple[Period, ...]:
    """So many periods of the same length just before, the oldest first; whole months stay whole months."""
    found = [period]
    for _ in range(count):
        found.append(found[-1].before())
    return tuple(reversed(found[1:]))


def _facts(
    call: ReportCall,
    unit: int,
    expected: Expected,
    lines: Sequence[ContentLine],
    source: HeldLedger,
    prose: tuple[Prose, ...],
    breakdowns: tuple[Breakdown, ...],
) -> Facts:
    known = {one.code: one for one in known_indicators().values()}
    units = peers_of(unit, call.period, expected, source, known.get(_MEMBERS))
    past = periods_before(call.period)
    measures = {line.code: measure_of(known[line.code]) for line in lines if line.code in known}
    if _MEMBERS in known:
        measures.setdefault(_MEMBERS, measure_of(known[_MEMBERS]))
    table = ask(measures, units=units, periods=[*past, call.period], by=By.NONE, map=expected.unit_map, source=source)
    asked = [line for line in lines if line.code in known]
    sheet = _sheet(call.period, past, units, asked, known, table, expected)
    _put_own(sheet, unit, asked)
    if prose:  # goals are only held against words
        sheet = replace(sheet, goals=_goals(call.period, sheet, unit, asked))
    under = expected.unit_map.known[_within(expected, unit)].tolist()
    looked_into = under if len(under) <= MOST_LOOKED_INTO else []
    due = datetime.combine(expected.due(unit), time.max, tzinfo=get_current_timezone())
    return Facts(
        sheet=sheet,
        asked=frozenset([unit, *looked_into]),
        due=due,
        rules=sum_rules(),
        companions=companions(),
        works=works_told(looked_into, call.period) if looked_into else (),
        prose=prose,
        breakdowns=breakdowns,
        recordings=Recordings.of(recordings_of(looked_into, call.period)) if looked_into else Recordings.of(),
        presences=presences_told(looked_into, call.period) if looked_into else presences_told([], call.period),
        photos=photos_told(looked_into, call.period) if looked_into else photos_told([], call.period),
    )


def peers_of(unit: int, period: Period, expected: Expected, source: HeldLedger, members: Indicator | None) -> list[int]:
    """With whom a unit is compared: itself, those that report where it does, and the eighty of its kind nearest in
    size among those near by (`choose_peers`). members: what tells the size; without it nobody is near.
    """
    superior = expected.superior(unit)
    brothers = expected.below(superior) if superior is not None else []
    found = dict.fromkeys([unit, *brothers])
    if members is None:
        return list(found)
    kind = expected.tree.kind(unit)
    pool = [*dict.fromkeys([unit, *_near_by(unit, kind, expected)])]
    table = ask(
        {_MEMBERS: measure_of(members)}, units=pool, periods=[period], by=By.NONE, map=expected.unit_map, source=source
    )
    grid, place = table.grid(_MEMBERS), dict(zip(table.regions.units, table.regions.starts, strict=False))
    facts = [UnitFacts(one, "", kind, int(grid.totals[place[one], 0]) or None) for one in pool]
    return list(found | dict.fromkeys(one.id for one in choose_peers(facts, facts[0])))


def _near_by(unit: int, kind: str, expected: Expected) -> Sequence[int]:
    """Units of the kind under the nearest unit above that has enough of them; in a crowd those nearest in the tree."""
    pool: tuple[int, ...] = ()
    for above in reversed(expected.tree.ancestors(unit)):
        pool = expected.tree.units_of_kind(kind, above)
        if len(pool) >= _POOL_ENOUGH:
            break
    if len(pool) <= _POOL_MOST:
        return pool
    begin = max(0, min(pool.index(unit) - _POOL_MOST // 2, len(pool) - _POOL_MOST))
    return pool[begin : begin + _POOL_MOST]


def _breakdowns(report: Report, lines: Sequence[ContentLine], children: Sequence[ChildReport]) -> tuple[Breakdown, ...]:
    """What was accepted from below beside the whole. A unit also works itself, so the parts may only not be more."""
    told = {
        child.name: {line["code"]: line for line in child.report.accepted.content["lines"] if line["entries"]}
        for child in children
        if child.report is not None and child.report.accepted is not None
    }
    found = []
    for line in lines:
        if line.below is None or line.is_share or not line.has_figure:
            continue
        parts = tuple(
            (name, figures[line.code]["value"] / 10**line.decimals)
            for name, figures in told.items()
            if line.code in figures and figures[line.code]["value"] is not None
        )
        whole = (line.value or 0) / 10**line.decimals
        found.append(Breakdown(report.unit_id, line.code, _BELOW, whole, parts, complete=False))
    return tuple(found)


def _goals(period: Period, sheet: Sheet, unit: int, lines: Sequence[ContentLine]) -> Floats:
    """What the unit was to reach: by the target of the period itself, else of the shortest span that holds it."""
    goals = np.full(sheet.values.shape, np.nan)
    columns = {line.code: (column, line.decimals) for column, line in enumerate(lines) if not line.is_share}
    targets = [one for one in targets_under_review(unit, period) if one.start <= period.start and one.end >= period.end]
    for target in sorted(targets, key=lambda one: one.start - one.end):  # the longest first, so that the shortest stays
        if target.indicator.code in columns and target.goal_of is None and target.floor is None:
            column, decimals = columns[target.indicator.code]
            goals[sheet.rows[unit], column] = target.goal / 10**decimals
    return goals


def _sheet(
    period: Period,
    past: tuple[Period, ...],
    units: list[int],
    lines: Sequence[ContentLine],
    known: Mapping[str, Indicator],
    table: Table,
    expected: Expected,
) -> Sheet:
    shape = (len(units), len(lines))
    values, wholes, proved = np.full(shape, np.nan), np.full(shape, np.nan), np.full(shape, np.nan)
    history = np.full((len(past), *shape), np.nan)
    place = dict(zip(table.regions.units, table.regions.starts, strict=False))
    rows = np.array([place[unit] for unit in units])
    for column, line in enumerate(lines):
        # A region per unit and a column per period: read as arrays, since a province has thousands of cells.
        grid = table.grid(line.code)
        entries, figures = grid.entries[rows], grid.totals[rows]
        told = np.where(entries > 0, figures / 10**line.decimals, np.nan)
        values[:, column] = told[:, -1]
        history[:, :, column] = told[:, :-1].T
        totals, declared = figures[:, -1], grid.grades[rows, -1, 0]
        some = (entries[:, -1] > 0) & (totals != 0)
        proved[some, column] = 1 - declared[some] / totals[some]
        if grid.of is not None:
            wholes[:, column] = np.where(entries[:, -1] > 0, grid.of[rows, -1] / 10**line.decimals, np.nan)
    names = units_by_id(units, expected.unit_map.day)
    sizes = {unit: table.one(unit, _MEMBERS, period).value or None for unit in units} if _MEMBERS in known else {}
    return Sheet(
        period=period,
        units=tuple(
            UnitFacts(unit, names[unit].name, names[unit].kind, sizes.get(unit), expected.superior(unit))
            for unit in units
        ),
        indicators=tuple(
            IndicatorFacts(
                line.code, line.name, line.measure, line.decimals, line.measured_in == "đồng",
                line.code in members_only(),
            )
            for line in lines
        ),
        values=values,
        past=past,
        history=history,
        wholes=wholes,
        proved=proved,
    )  # fmt: skip


def _put_own(sheet: Sheet, unit: int, lines: Sequence[ContentLine]) -> None:
    """The unit's own figures with what it typed and has not signed yet."""
    row = sheet.rows[unit]
    for column, line in enumerate(lines):
        if not line.has_figure:
            continue
        total = line.value if line.value is not None else line.n or 0
        sheet.values[row, column] = total / 10**line.decimals
        if sheet.proved is not None and total:
            sheet.proved[row, column] = 1 - line.grades[0] / total
        if sheet.wholes is not None and line.of is not None:
            sheet.wholes[row, column] = line.of / 10**line.decimals


def _within(expected: Expected, unit: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    lo, hi = expected.tree.span(unit)
    places = expected.unit_map.places
    return (places >= lo) & (places < hi)


def _prose(report: Report, texts: Mapping[int, ReportText]) -> tuple[Prose, ...]:
    headings = {section.pk: section.heading for section in report.call.form.sections.all()}
    return tuple(Prose(report.unit_id, headings[section], row.text) for section, row in texts.items() if row.text)
