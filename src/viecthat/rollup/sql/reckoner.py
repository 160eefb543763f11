"""A question's sums by SQL: a few statements, whatever the number of measures, periods and units."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.rollup.answer import Way
from viecthat.rollup.coverage import coverage_of
from viecthat.rollup.facts import Facts, ids_of
from viecthat.rollup.question import FROM_EVER, GRADES, LARGEST_SUM, Numbers, Question, Read, Window, scope_of
from viecthat.rollup.ranks import Ranks
from viecthat.rollup.sql import statements
from viecthat.rollup.sql.dimensions import OUTSIDE, Calendar, Cells, Columns
from viecthat.rollup.sql.engine import Engine, Rows, Session


@dataclass(frozen=True, slots=True)
class SqlSource:
    """A source over Parquet parts and a tail of facts not yet among them, asked by SQL.

    why: what led here, to be said first among the steps.
    """

    engine: Engine
    parts: Sequence[Path] = ()
    tail: Facts = field(default_factory=Facts.none)
    why: Way | None = None

    def reckoner(self, question: Question) -> SqlReckoner:
        """Run the statements of the question. Refused when its quantities are too large to be added exactly."""
        with self.engine.session(self.parts, self.tail) as session:
            reckoner = SqlReckoner(question, self.engine, session)
        read = Way(
            gettext_noop("đọc {parts} tệp Parquet và {tail} dòng chưa gộp vào tệp"),
            {"parts": len(self.parts), "tail": len(self.tail)},
        )
        steps = (*([self.why] if self.why else ()), read, *reckoner.steps)
        reckoner.way = Way(self.engine.message, {"lines": reckoner.lines}, steps, tuple(reckoner.sql))
        return reckoner


class SqlReckoner:
    """The sums of one question, as rows by cell; they are brought together by region when asked for.

    lines: how many lines of the ledger were read, outside ones included.
    """

    way: Way

    def __init__(self, question: Question, engine: Engine, session: Session) -> None:
        self._question = question
        self._session = session
        self._indicators = np.array(sorted({indicator for indicator, _ in question.reads}), dtype=np.int64)
        self._selected = statements.Lines.of(question)
        self._cells = Cells(question.map, question.regions)
        self.sql: list[str] = []
        self.steps: list[Way] = []
        self._register_filters()
        self._calendar = self._read_calendar()
        self._register("days", self._calendar.days)
        self._register("units", self._cells.units)
        self._say(
            gettext_noop("xếp {units} đơn vị vào {cells} ô theo bản đồ, {days} ngày vào các kỳ"),
            units=len(self._cells.units["unit"]),
            cells=self._cells.count,
            days=len(self._calendar.days["day"]),
        )
        self._read_sums(engine.exact_sum)
        self._read_reporters()
        self._read_people()
        self._read_places()
        del self._session

    def sums(self, indicators: Sequence[int], window: Window) -> tuple[Numbers, Numbers]:
        """Quantities by (indicator, region, grade), and lines by (indicator, region)."""
        rows = _between(self._sums, "span", self._calendar.spans(window))
        number = np.full(len(self._indicators), len(indicators))
        number[np.searchsorted(self._indicators, indicators)] = np.arange(len(indicators))
        which = number[rows["indicator"]]
        shape = (len(indicators) + 1, GRADES)
        totals = self._by_region(rows["cell"], which * GRADES + rows["grade"], rows["total"], shape)
        entries = self._by_region(rows["cell"], which, rows["entries"], shape[:1])
        return np.moveaxis(totals[:, :-1], 1, 0), entries[:, :-1].T

    def reporters(self, scope: Collection[Read]) -> Numbers:
        """Distinct recording units that, in some calendar month of some window, have entries that do not cancel."""
        number = self._scopes[frozenset(scope)]
        rows = _between(self._reporters, "scope", (number, number + 1))
        return self._by_region(rows["cell"], 0, rows["units"], ())

    def reporters_each(self, indicators: Sequence[int], window: Window) -> Numbers:
        """The same of each indicator alone, by (indicator, region)."""
        return np.stack([self.reporters(((indicator, window),)) for indicator in indicators])

    def people(self, indicator: int, window: Window) -> Numbers:
        """Distinct people by (region, grade), unnamed head counts included."""
        rows = _between(self._sums, "span", self._calendar.spans(window))
        here = rows["indicator"] == np.searchsorted(self._indicators, indicator)
        unnamed = {name: rows[name][here] for name in ("cell", "grade", "unnamed")}
        people = self._by_region(unnamed["cell"], unnamed["grade"], unnamed["unnamed"], (GRADES,))
        number = self._heads[indicator, window]
        named = _between(self._people, "head", (number, number + 1))
        people[named["region"], named["grade"]] += named["people"]
        return people

    def coverage(
        self, indicator: int, window: Window, kinds: Collection[str], at_least: int
    ) -> tuple[Numbers, Numbers]:
        """Units of the kinds whose total reaches `at_least`, by (region, grade), and all of the kinds, by region."""
        rows = _between(self._places, "span", self._calendar.spans(window))
        here = rows["indicator"] == indicator
        by_place = np.zeros((self._question.map.tree.size, GRADES), dtype=np.int64)
        np.add.at(by_place, (rows["place"][here], rows["grade"][here]), rows["total"][here])
        return coverage_of(by_place, self._question.regions, kinds, at_least)

    # The statements

    def _register_filters(self) -> None:
        where = self._question.where
        for name, column, wanted in (
            ("postings", "posting", None if where is None else where.postings),
            ("persons", "person", None if where is None else where.persons),
        ):
            if wanted is not None:
                self._register(name, {column: ids_of(wanted)})
        if where is not None or self._question.as_known is not None:
            self._say(gettext_noop("chỉ giữ những dòng hợp với điều kiện lọc và ngày biết đến"))

    def _read_calendar(self) -> Calendar:
        windows = {window for _, window in self._question.reads}
        first = FROM_EVER
        if any(window.start == FROM_EVER for window in windows):
            (day,) = np.ma.filled(self._run(statements.earliest(self._selected))["day"], -1).tolist()
            first = max(window.stop for window in windows) if day < 0 else day
        return Calendar(windows, first)

    def _read_sums(self, exact_sum: str) -> None:
        rows = self._run(statements.sums(self._selected, exact_sum, unnamed=bool(self._question.heads)))
        rows["indicator"] = Ranks(self._indicators).of(rows["indicator"])
        read = np.zeros((len(self._indicators), int(rows["span"].max(initial=0)) + 1), dtype=np.bool_)
        for indicator, window in self._question.reads:
            read[np.searchsorted(self._indicators, indicator), slice(*self._calendar.spans(window))] = True
        rows = _only(rows, read[rows["indicator"], rows["span"]])
        self.lines = int(rows["entries"].sum())
        self.outside = int(rows["entries"][rows["cell"] == OUTSIDE].sum())
        rows = _only(rows, rows["cell"] >= 0)
        if rows.pop("size").sum() >= LARGEST_SUM:
            raise Refused(gettext_noop("Các số liệu quá lớn, cộng lại không còn chính xác; hãy xem lại đơn vị tính."))
        self._sums = _sorted(rows, "span")
        self._say(
            gettext_noop("cộng theo chỉ số, quãng ngày, ô và mức minh chứng: {rows} nhóm"), rows=len(rows["cell"])
        )

    def _read_reporters(self) -> None:
        scopes = {
            frozenset(scope_of(measure, period).items())
            for measure in self._question.measures.values()
            for period in self._question.periods
        }
        self._scopes = {scope: number for number, scope in enumerate(sorted(scopes, key=sorted))}
        reads = [(number, read) for scope, number in self._scopes.items() for read in sorted(scope)]
        self._register("scopes", self._calendar.wanted("scope", reads))
        rows = self._run(statements.reporters(self._selected, self._indicators.tolist()))
        self._reporters = _sorted(rows, "scope")
        self._say(gettext_noop("đếm đơn vị có số liệu trong tháng nào đó, cho {scopes} phạm vi"), scopes=len(scopes))

    def _read_people(self) -> None:
        self._heads = {read: number for number, read in enumerate(sorted(self._question.heads))}
        self._people: Columns = {}
        if self._heads:
            heads = [(number, read) for read, number in self._heads.items()]
            self._register("heads", self._calendar.wanted("head", heads))
            self._register("cells", self._cells.table())
            rows = self._run(statements.people(self._selected, {indicator for indicator, _ in self._heads}))
            self._people = _sorted(rows, "head")
            self._say(gettext_noop("đếm mỗi người một lần, cho {heads} phạm vi"), heads=len(heads))

    def _read_places(self) -> None:
        indicators = {coverage.indicator for coverage, _ in self._question.coverages}
        self._places: Columns = {}
        if indicators:
            rows = self._run(statements.places(self._selected, indicators))
            self._places = _sorted(rows, "span")
            self._say(gettext_noop("cộng theo từng đơn vị để tính độ phủ: {rows} nhóm"), rows=len(rows["place"]))

    def _register(self, name: str, columns: Columns) -> None:
        self._session.table(name, columns)

    def _run(self, statement: str) -> Rows:
        self.sql.append(statement)
        rows = self._session.rows(statement)
        if "grade" in rows:
            rows["grade"] = rows["grade"].astype(np.int64) - 1
        return rows

    def _say(self, message: str, **params: int) -> None:
        self.steps.append(Way(message, params))

    def _by_region(self, cell: Numbers, column: Numbers | int, value: Numbers, shape: tuple[int, ...]) -> Numbers:
        """Values by cell and column, added up by region."""
        width = math.prod(shape)
        by_cell = np.zeros(self._cells.count * width, dtype=np.int64)
        np.add.at(by_cell, cell * width + column, value)
        return self._cells.by_region(by_cell.reshape(-1, *shape))


def _sorted(rows: Rows, by: str) -> Columns:
    order = np.argsort(rows[by], kind="stable")
    return {name: np.ma.getdata(column)[order].astype(np.int64) for name, column in rows.items()}


def _only(rows: Rows, mask: npt.NDArray[np.bool_]) -> Rows:
    return {name: column[mask] for name, column in rows.items()}


def _between(rows: Columns, by: str, bounds: tuple[int, int]) -> Columns:
    """The rows with lo <= `by` < hi; they are sorted by it."""
    lo, hi = np.searchsorted(rows[by], bounds)
    return {name: column[lo:hi] for name, column in rows.items()}
