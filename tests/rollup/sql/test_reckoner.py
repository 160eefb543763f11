"""What SQL must say on figures small enough to add up by hand, and how it says what it did."""

from datetime import date, timedelta
from inspect import getsource, signature
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.rollup import test_ask
from tests.rollup.test_ask import CITY, DISTRICT, FAR, LANE, MOMENT, PEOPLE, THEN, TREES, YEAR, line
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.rollup.answer import OWN, Grades, Table, Way
from viecthat.rollup.ask import By, MemorySource, Where, ask
from viecthat.rollup.facts import FactRow, Facts
from viecthat.rollup.measures import Coverage, Difference, Flow, Measure, People, Stock
from viecthat.rollup.sql.duck import DuckEngine
from viecthat.rollup.sql.parquet import write_part
from viecthat.rollup.sql.reckoner import SqlSource

ENGINE = DuckEngine(threads=1)


def facts(*rows: FactRow) -> Facts:
    return Facts.of([row._replace(entry=number) for number, row in enumerate(rows, 1)])


# Every case of the plain scan that says nothing of the way it goes holds of SQL.
CASES = [
    name
    for name, case in vars(test_ask).items()
    if name.startswith("test_") and not signature(case).parameters and "quét thẳng" not in getsource(case)
]


@pytest.mark.parametrize("name", CASES)
def test_what_holds_of_the_scan_holds_of_sql(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_ask, "MemorySource", lambda held: SqlSource(ENGINE, (), held))
    getattr(test_ask, name)()


def table(measure: Measure, *rows: FactRow, why: Way | None = None, **how: Any) -> Table:
    question = {"units": [CITY], "periods": [YEAR], "map": THEN} | how
    return ask({"x": measure}, source=SqlSource(ENGINE, (), facts(*rows), why), **question)


def test_an_empty_ledger_is_nought() -> None:
    for measure in (Flow(TREES), Stock(TREES), People(TREES), Difference(Stock(TREES), Flow(PEOPLE))):
        (row,) = table(measure)
        assert (row.value, row.entries, row.reported_by) == (0, 0, 0)
    (row,) = table(Coverage(TREES, ("commune",)))
    assert (row.n, row.of) == (0, 3)


def test_months_and_units_are_counted_one_by_one() -> None:
    july = {"day": date(2020, 7, 9)}
    (row,) = table(Flow(TREES), line(LANE, 5), line(LANE, -5, **july))
    assert (row.value, row.reported_by) == (0, 1)
    # Taken back in another month, or at another unit, the person was there all the same.
    (row,) = table(People(TREES), line(LANE, 1, person=8), line(LANE, -1, person=8, **july))
    assert (row.value, row.turns) == (1, 0)
    (row,) = table(People(TREES), line(LANE, 1, person=8), line(FAR, -1, person=8))
    assert (row.value, row.turns) == (1, 0)
    (row,) = table(People(TREES), line(LANE, 1, person=8, grade=1), line(FAR, 1, person=8, grade=3))
    assert row.grades == Grades(0, 0, 1)


def test_sums_too_large_to_be_exact_are_refused() -> None:
    with pytest.raises(Refused, match="quá lớn"):
        table(Flow(TREES), *[line(LANE, 2**62)] * 3)
    # What is too large elsewhere is no matter here.
    rows = [line(FAR, 2**62)] * 3 + [line(99, -(2**63))] * 3 + [line(LANE, 5)]
    answer = table(Flow(TREES), *rows, units=[DISTRICT])
    assert (answer[0].value, answer.outside) == (5, 3)


def test_a_window_of_half_a_month_counts_its_own_days() -> None:
    rows = [line(LANE, 5, day=date(2020, 6, 10)), line(LANE, -5, day=date(2020, 6, 20))]
    whole, first, last = (
        Period.month(2020, 6),
        *(Period(date(2020, 6, a), date(2020, 6, b)) for a, b in ((1, 15), (15, 28))),
    )
    answer = table(Flow(TREES), *rows, periods=[whole, first, last])
    assert [(row.value, row.reported_by, row.entries) for row in answer] == [(0, 0, 2), (5, 1, 1), (-5, 1, 1)]


def test_a_stock_reads_from_ever_and_a_flow_its_days() -> None:
    rows = [line(LANE, 5, day=date(1, 1, 1)), line(LANE, 7), line(LANE, 11, indicator=PEOPLE, day=date(1990, 1, 1))]
    answer = table(Difference(Stock(TREES), Flow(PEOPLE)), *rows)
    assert (answer[0].value, answer[0].entries) == (12, 2)
    assert answer.way.params == {"lines": 2}


def test_filters_may_be_columns_of_many_ids() -> None:
    rows = [line(LANE, 1, person=2**40), line(LANE, 1, person=7), line(LANE, 3), line(FAR, 1, person=7, posting=2)]
    wanted = np.append(np.arange(10, 100_000), [2**40, 0])
    assert table(People(TREES), *rows, where=Where(persons=wanted))[0].value == 4
    assert table(People(TREES), *rows, where=Where(persons=[7], postings=np.array([2])))[0].entries == 1
    assert table(People(TREES), *rows, where=Where(grades=np.array([2, 3])))[0].entries == 0
    assert table(People(TREES), *rows, where=Where(grades=[]))[0].entries == 0
    assert table(People(TREES), *rows, where=Where(persons=set()))[0].entries == 0


def test_parts_and_tail_are_one_ledger(tmp_path: Path) -> None:
    rows = [line(LANE, 5), line(FAR, 7, grade=3), line(99, 1), line(LANE, -5, grade=1)]
    held = facts(*rows)
    part = tmp_path / "a.parquet"
    write_part(part, held.where(held.entry <= 2))
    question: Any = {"units": [CITY], "periods": [YEAR], "by": By.CHILDREN, "map": THEN}
    source = SqlSource(ENGINE, [part], held.where(held.entry > 2))
    answer = ask({"x": Flow(TREES)}, source=source, **question)
    assert answer.rows == ask({"x": Flow(TREES)}, source=MemorySource(held), **question).rows
    assert answer.one(CITY, "x", YEAR).grades == Grades(0, 0, 7)
    assert answer.outside == 1
    assert {row.part: row.entries for row in answer} == {None: 3, DISTRICT: 2, 3: 1, OWN: 0}


def test_a_part_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        ask(
            {"x": Flow(TREES)},
            units=[CITY],
            periods=[YEAR],
            map=THEN,
            source=SqlSource(ENGINE, [tmp_path / "gone.parquet"]),
        )
    # The engine serves the next question all the same.
    assert table(Flow(TREES), line(LANE, 5))[0].value == 5


def test_says_how_in_a_sentence_and_in_steps() -> None:
    why = Way("câu hỏi có điều kiện lọc")
    asked: Any = {"why": why, "as_known": MOMENT + timedelta(days=1), "by": By.CHILDREN}
    answer = table(People(TREES), line(LANE, 1, person=8), line(99, 1), **asked)
    assert answer.how == "tính bằng SQL trên DuckDB, đọc 2 dòng"
    assert (answer.way.steps, answer.way.sql) == ((), ())
    way = table(People(TREES), line(LANE, 1, person=8), line(99, 1), explain=True, **asked).way
    assert [step.text() for step in way.steps] == [
        "câu hỏi có điều kiện lọc",
        "đọc 0 tệp Parquet và 2 dòng chưa gộp vào tệp",
        "chỉ giữ những dòng hợp với điều kiện lọc và ngày biết đến",
        "xếp 7 đơn vị vào 3 ô theo bản đồ, 366 ngày vào các kỳ",
        "cộng theo chỉ số, quãng ngày, ô và mức minh chứng: 1 nhóm",
        "đếm đơn vị có số liệu trong tháng nào đó, cho 1 phạm vi",
        "đếm mỗi người một lần, cho 1 phạm vi",
    ]
    sums, reporters, people = way.sql
    assert "l.indicator = 11 AND l.day >= 737425 AND l.day < 737791" in sums
    assert "l.recorded <= 1609459200000000 /* 2021-01-01T00:00:00+00:00 */" in sums
    assert "HAVING sum(l.quantity) <> 0" in reporters
    assert "l.person <> 0" in people


def test_a_few_statements_whatever_is_asked() -> None:
    """One statement for every kind of sum, for any number of measures, periods and units."""
    measures: dict[Any, Measure] = {("flow", i): Flow(i) for i in range(30)} | {("p", i): People(i) for i in range(5)}
    measures |= {("stock", i): Stock(i) for i in range(30)} | {"c": Coverage(1, ("commune",)), "d": Coverage(2, ("x",))}
    periods = [Period.month(2020, month) for month in range(1, 13)]
    source = SqlSource(ENGINE, (), facts(line(LANE, 5)))
    units = THEN.tree.units.tolist()
    answer = ask(measures, units=units, periods=periods, map=THEN, source=source, by=By.CHILDREN, explain=True)
    assert len(answer.way.sql) == 5
