"""A report fills itself: each line asked of the ledger just now, beside what came accepted from below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Sum
from django.utils.timezone import localdate

from viecthat.kernel.made_up import MadeUp
from viecthat.ledger.choices import MeasureKind
from viecthat.ledger.feed import HeldLedger, LedgerSource
from viecthat.ledger.queries import made_up_behind, measure_of
from viecthat.people.queries.groups import GroupedBy, group_names, people_groups, unknown_name
from viecthat.reporting.choices import Breakdown, ReportState
from viecthat.reporting.models import FormLine, Report, ReportCall, ReportFigure
from viecthat.reporting.queries.content import ContentLine, Coverage, Part
from viecthat.reporting.queries.expected import Expected
from viecthat.rollup.answer import OWN
from viecthat.rollup.ask import By, ask
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.kernel.periods import Period
    from viecthat.ledger.models import Indicator
    from viecthat.rollup.answer import Row, Table

# Sums of accepted reports are only shown where adding is right: nobody is in two units' sums of these.
_ADDING = frozenset({MeasureKind.FLOW, MeasureKind.STOCK, MeasureKind.TURNS, MeasureKind.RATIO})
_GROUPED = {Breakdown.SEX: GroupedBy.SEX, Breakdown.AGE: GroupedBy.AGE, Breakdown.GROUP: GroupedBy.GROUP}


@dataclass(frozen=True)
class ChildReport:
    """A unit that reports straight here, and how its report stands; `report` is None until somebody opened it."""

    unit: int
    name: str
    due: date
    report: Report | None

    @property
    def state(self) -> str:
        """The state, or "missing"."""
        return self.report.state if self.report is not None else MISSING

    @property
    def is_in(self) -> bool:
        """Whether an edition of it was accepted and counts."""
        return self.report is not None and self.report.accepted_id is not None


MISSING = "missing"


@dataclass(frozen=True)
class Filled:
    """A report as of now: its lines, who stands behind them, how much is made up, and what it was asked of.

    before, year_before: the lines of the period before and of the same period a year earlier, where they were asked.
    """

    lines: tuple[ContentLine, ...]
    children: tuple[ChildReport, ...]
    coverage: Coverage
    made_up: MadeUp
    source: HeldLedger
    map_day: date
    before: tuple[ContentLine, ...] = ()
    year_before: tuple[ContentLine, ...] = ()


def children_of_report(expected: Expected, unit: int) -> tuple[ChildReport, ...]:
    """The units that report straight to this one with their reports, in tree order. Two queries."""
    below = expected.below(unit)
    if not below:
        return ()
    reports = {
        report.unit_id: report
        for report in Report.objects.filter(call=expected.call, unit__in=below).select_related("accepted")
    }
    names = units_by_id(below, expected.unit_map.day)
    return tuple(ChildReport(one, names[one].name, expected.due(one), reports.get(one)) for one in below)


def coverage_of(children: Sequence[ChildReport]) -> Coverage:
    """How many of them are in, how many wait, and who is missing by name."""
    waiting = {ReportState.SENT, ReportState.RETURNED}
    return Coverage(
        expected=len(children),
        accepted=sum(child.is_in for child in children),
        sent=sum(not child.is_in and child.state in waiting for child in children),
        missing=tuple(child.name for child in children if not child.is_in and child.state not in waiting),
    )


def filled_report(
    call: ReportCall,
    unit: int,
    *,
    expected: Expected,
    figures: Mapping[int, ReportFigure],
    pending: bool = True,
    earlier: bool = False,
) -> Filled:
    """The unit's report for a call as it would be signed now.

    call: with its form as kept (`form.kept_form`), or every line is asked for its indicator. figures: what the unit
    said, by the line of the form; with `pending` what it typed besides stands as if it were in
    the ledger already, in place of what an earlier edition put there, and is shown as declared. earlier: what the
    figures were in periods before is asked in the same question.
    """
    lines = list(call.form.lines.all())
    source = LedgerSource().hold()
    then = (call.period.before(), call.period.year_before()) if earlier and unit in expected.tree else ()
    answers = _asked(lines, then, call, unit, expected, source)
    children = children_of_report(expected, unit)
    below = _sums_below(children)
    posted = _posted(figures) if pending else {}
    rows: list[ContentLine] = []
    ids = [line.indicator_id for line in lines]
    for line in lines:
        indicator = line.indicator
        row = answers.whole.one(unit, indicator.pk, call.period)
        adds = _adds(indicator, figures.get(line.pk), posted.get(line.pk, {})) if pending else _Adds()
        rows.append(_line(line, indicator, row, figures.get(line.pk), below, answers.parts_of(line, unit), adds))
    start = min(call.start, date(call.start.year, 1, 1))
    made_up = made_up_behind([i for line in lines for i in _parts(line.indicator)], start, call.end)
    past = [
        tuple(_then(line, answers.whole.one(unit, of, one)) for line, of in zip(rows, ids, strict=True)) for one in then
    ]
    before, year_before = past if then else ((), ())
    return Filled(
        lines=tuple(rows),
        children=children,
        coverage=coverage_of(children),
        made_up=MadeUp.among(dataset.made_up for dataset in made_up),
        source=source,
        map_day=expected.unit_map.day,
        before=before,
        year_before=year_before,
    )


def _then(line: ContentLine, row: Row) -> ContentLine:
    return replace(
        line, value=row.value, n=row.n, of=row.of, entries=row.entries, turns=row.turns, reported_by=row.reported_by,
        grades=(row.grades.declared, row.grades.evidenced, row.grades.verified), typed=None, typed_of=None, reason="",
        explanation="", below=None, below_of=None, parts=(),
    )  # fmt: skip


@dataclass(frozen=True)
class _Answers:
    whole: Table
    by_child: Table | None
    by_group: Mapping[str, Table]
    names: Mapping[int, str]
    call: ReportCall

    def parts_of(self, line: FormLine, unit: int) -> tuple[Part, ...]:
        if line.breakdown == Breakdown.CHILDREN and self.by_child is not None:
            rows = self.by_child.parts(unit, line.indicator_id, self.call.period)
            return tuple(
                Part(
                    name="" if row.part == OWN else self.names[int(row.part)],
                    value=row.value, n=row.n, of=row.of,
                    unit=None if row.part == OWN else int(row.part),
                )
                for row in rows
                if row.part is not None and (row.part != OWN or row.entries)
            )  # fmt: skip
        table = self.by_group.get(line.breakdown)
        if table is None:
            return ()
        groups = [(one.key, one.name) for one in group_names(_GROUPED[Breakdown(line.breakdown)])]
        parts: list[Part] = []
        for key, name in [*groups, (None, unknown_name())]:
            row = table.one(unit, (line.indicator_id, key), self.call.period)
            if row.entries or key is not None:
                parts.append(Part(name=name, value=row.value))
        return tuple(parts)


def _asked(
    lines: Sequence[FormLine],
    then: Sequence[Period],
    call: ReportCall,
    unit: int,
    expected: Expected,
    source: HeldLedger,
) -> _Answers:
    def put(wanted: Iterable[FormLine], *periods: Period, **more: Any) -> Table:
        measures = {line.indicator_id: measure_of(line.indicator) for line in wanted}
        asked = [call.period, *periods]
        return ask(measures, units=[unit], periods=asked, map=expected.unit_map, source=source, **more)

    opened = [line for line in lines if line.breakdown == Breakdown.CHILDREN]
    by_child = put(opened, by=By.CHILDREN) if opened else None
    children = list(expected.tree.children(unit)) if opened else []
    by_group = {
        breakdown.value: put(grouped, by=By.NONE, groups=people_groups(by))
        for breakdown, by in _GROUPED.items()
        if (grouped := [line for line in lines if line.breakdown == breakdown])
    }
    names = {one: row.name for one, row in units_by_id(children, expected.unit_map.day).items()} if children else {}
    return _Answers(put(lines, *then, by=By.NONE), by_child, by_group, names, call)


@dataclass(frozen=True, slots=True)
class _Adds:
    """What a signature would add to a figure, and to the number of its lines."""

    quantity: int = 0
    of: int = 0
    entries: int = 0


def _posted(figures: Mapping[int, ReportFigure]) -> dict[int, dict[int, tuple[int, int]]]:
    """By line and indicator: what an earlier edition put into the ledger, and in how many lines. At most one query."""
    posted = [row.pk for row in figures.values() if row.posting_id is not None]
    if not posted:
        return {}
    found: dict[int, dict[int, tuple[int, int]]] = {}
    rows = ReportFigure.objects.filter(pk__in=posted).values_list("line", "posting__entries__indicator")
    for line, indicator, quantity, count in rows.annotate(Sum("posting__entries__quantity"), Count("posting__entries")):
        found.setdefault(line, {})[indicator] = (quantity or 0, count)
    return found


def _adds(indicator: Indicator, said: ReportFigure | None, posted: Mapping[int, tuple[int, int]]) -> _Adds:
    if said is None or (said.typed is None and not posted):
        return _Adds()
    counted = indicator.numerator_id if indicator.is_share else indicator.pk
    before, _count = posted.get(counted or 0, (0, 0))
    before_of, _count = posted.get(indicator.denominator_id or 0, (0, 0))
    return _Adds(
        quantity=(said.typed or 0) - before,
        of=(said.typed_of or 0) - before_of,
        entries=(1 if said.typed else 0) - sum(count for _quantity, count in posted.values()),
    )


def _line(
    line: FormLine,
    indicator: Indicator,
    row: Row,
    said: ReportFigure | None,
    below: Mapping[str, tuple[int, int]],
    parts: tuple[Part, ...],
    adds: _Adds,
) -> ContentLine:
    typed = said.typed if said is not None else None
    typed_of = said.typed_of if said is not None else None
    value, n, of = row.value, row.n, row.of
    if indicator.is_share:
        n, of = (n or 0) + adds.quantity, (of or 0) + adds.of
    elif value is not None:
        value += adds.quantity
    under, under_of = below.get(indicator.code, (0, 0))
    has_below = indicator.code in below and indicator.measure in _ADDING
    return ContentLine(
        line=line.pk,
        code=indicator.code,
        name=indicator.name,
        name_en=indicator.name_en,
        measured_in=indicator.unit_of_measure,
        measured_in_en=indicator.unit_of_measure_en,
        measure=indicator.measure,
        decimals=indicator.decimals,
        area=indicator.area,
        value=value,
        n=n,
        of=of,
        entries=max(0, row.entries + adds.entries),
        reported_by=row.reported_by,
        grades=(row.grades.declared + adds.quantity, row.grades.evidenced, row.grades.verified),
        turns=row.turns,
        required=line.required,
        register=indicator.register,
        typed=typed,
        typed_of=typed_of,
        reason=said.reason if said is not None else "",
        explanation=said.explanation if said is not None else "",
        below=under if has_below else None,
        below_of=under_of if has_below and indicator.is_share else None,
        parts=parts,
    )


def _sums_below(children: Sequence[ChildReport]) -> dict[str, tuple[int, int]]:
    """By indicator: the sum of the values (or n and `of`) in the editions that were accepted."""
    sums: dict[str, tuple[int, int]] = {}
    for child in children:
        if child.report is None or child.report.accepted is None:
            continue
        for line in child.report.accepted.content["lines"]:
            if not line["entries"]:
                continue
            first = line["value"] if line["value"] is not None else line["n"] or 0
            held = sums.get(line["code"], (0, 0))
            sums[line["code"]] = (held[0] + first, held[1] + (line["of"] or 0))
    return sums


def _parts(indicator: Indicator) -> set[int]:
    return {indicator.pk, indicator.numerator_id or indicator.pk, indicator.denominator_id or indicator.pk}


def today_or_end(call: ReportCall, at: datetime) -> date:
    """The last day that figures of the call may be dated: the period's last, or today while it runs."""
    return min(call.period.last_day, localdate(at))
