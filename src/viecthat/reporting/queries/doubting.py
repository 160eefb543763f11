"""A report's doubts: what is known of its figures, filled in from the ledger, and what the tests ask about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

import numpy as np
from django.utils.timezone import get_current_timezone

from viecthat.activities.queries.doubting import photos_told, presences_told, works_told
from viecthat.doubts.combine import doubts_of
from viecthat.doubts.doubt import Doubt
from viecthat.doubts.facts import Facts, IndicatorFacts, Prose, Recordings, Sheet, UnitFacts
from viecthat.doubts.limits import companions, members_only, sum_rules
from viecthat.kernel.periods import Period
from viecthat.ledger.queries import known_indicators, measure_of, recordings_of
from viecthat.reporting.models import DoubtAnswer, Report, ReportCall
from viecthat.reporting.queries.content import SignedDoubt
from viecthat.rollup.ask import By, ask
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.ledger.feed import HeldLedger
    from viecthat.ledger.models import Indicator
    from viecthat.reporting.models import ReportText
    from viecthat.reporting.queries.content import ContentLine
    from viecthat.reporting.queries.expected import Expected
    from viecthat.rollup.answer import Table

PAST = 8  # periods of the same length before
MOST_LOOKED_INTO = 400  # units at or below: works, hours and photos of more are looked at where they were reported
_MEMBERS = "members"


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


def doubts_on(
    report: Report,
    expected: Expected,
    lines: Sequence[ContentLine],
    source: HeldLedger,
    texts: Mapping[int, ReportText],
) -> list[ReportDoubt]:
    """What is doubtful about a report as its lines and texts stand, the most doubtful first, with the unit's answers.

    Peers are the units that report to the same one. Ten queries at most, whatever the size.
    """
    if not lines or report.unit_id not in expected.tree:
        return []
    facts = _facts(report.call, report.unit_id, expected, lines, source, _prose(report, texts))
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
) -> Facts:
    superior = expected.superior(unit)
    units = expected.below(superior) if superior is not None else [unit]
    units = units if unit in units else [unit, *units]
    known = {one.code: one for one in known_indicators().values()}
    past = periods_before(call.period)
    measures = {line.code: measure_of(known[line.code]) for line in lines if line.code in known}
    if _MEMBERS in known:
        measures.setdefault(_MEMBERS, measure_of(known[_MEMBERS]))
    table = ask(measures, units=units, periods=[*past, call.period], by=By.NONE, map=expected.unit_map, source=source)
    asked = [line for line in lines if line.code in known]
    sheet = _sheet(call.period, past, units, asked, known, table, expected)
    _put_own(sheet, unit, asked)
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
        recordings=Recordings.of(recordings_of(looked_into, call.period)) if looked_into else Recordings.of(),
        presences=presences_told(looked_into, call.period) if looked_into else presences_told([], call.period),
        photos=photos_told(looked_into, call.period) if looked_into else photos_told([], call.period),
    )


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
