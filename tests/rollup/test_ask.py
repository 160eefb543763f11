"""ask() on figures small enough to add up by hand."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.rollup.answer import OWN, Grades, Row, Table
from viecthat.rollup.ask import By, MemorySource, Where, ask
from viecthat.rollup.facts import FactRow, Facts
from viecthat.rollup.measures import Coverage, Difference, Flow, Measure, People, Ratio, Stock, Turns
from viecthat.rollup.placement import Succession, UnitMap, place_units
from viecthat.rollup.question import Question, Reckoner, Window
from viecthat.rollup.tree import Node, encode_tree

YEAR = Period.year(2020)
MERGER = date(2025, 7, 1)
MOMENT = datetime(2020, 12, 31, tzinfo=UTC)

CITY, DISTRICT, OTHER, LANE, HAMLET, FAR, MERGED = 1, 2, 3, 4, 5, 6, 7
TREES, PEOPLE = 11, 12

BEFORE = [
    Node(CITY, None, "province"),
    Node(DISTRICT, CITY, "district"),
    Node(OTHER, CITY, "district"),
    Node(LANE, DISTRICT, "commune"),
    Node(HAMLET, DISTRICT, "commune"),
    Node(FAR, OTHER, "commune"),
]
AFTER = [Node(CITY, None, "province"), Node(MERGED, CITY, "commune"), Node(FAR, CITY, "commune")]
SUCCESSIONS = [
    Succession(LANE, MERGED, MERGER),
    Succession(HAMLET, MERGED, MERGER),
    Succession(DISTRICT, MERGED, MERGER),
    Succession(DISTRICT, FAR, MERGER),
]


def map_of(day: date) -> UnitMap:
    nodes = AFTER if day >= MERGER else BEFORE
    return place_units(encode_tree(nodes, day), range(1, 8), SUCCESSIONS)


THEN, NOW = map_of(date(2020, 12, 31)), map_of(date(2026, 1, 1))


def line(unit: int, quantity: int = 1, **other: Any) -> FactRow:
    row = FactRow(0, 1, unit, TREES, date(2020, 6, 25), quantity, 0, 1, MOMENT)
    return row._replace(**other)


def table(measure: Measure, *rows: FactRow, units: Collection[int] = (CITY,), map: UnitMap = THEN, **how: Any) -> Table:
    numbered = [row._replace(entry=number) for number, row in enumerate(rows, 1)]
    question = {"periods": [YEAR]} | how
    return ask({"x": measure}, units=list(units), map=map, source=MemorySource(Facts.of(numbered)), **question)


def one(measure: Measure, *rows: FactRow, **how: Any) -> Row:
    (row,) = table(measure, *rows, **how)
    return row


def by_part(answer: Table, name: str = "value") -> dict[Any, Any]:
    return {row.part: getattr(row, name) for row in answer}


def test_a_flow_is_the_sum_of_its_period() -> None:
    row = one(
        Flow(TREES),
        line(LANE, 5),
        line(FAR, 7, grade=2),
        line(CITY, 1, grade=3),
        line(LANE, 100, day=date(2019, 12, 31)),
        line(LANE, 100, day=date(2021, 1, 1)),
        line(LANE, 1000, indicator=PEOPLE),
    )
    assert row == Row(CITY, None, "x", YEAR, 13, None, None, None, None, Grades(5, 7, 1), 3, 3, True)


def test_both_ends_of_a_period_are_days_of_it() -> None:
    first, last = date(2020, 1, 1), date(2020, 12, 31)
    assert one(Flow(TREES), line(LANE, 5, day=first), line(LANE, 7, day=last)).value == 12


def test_every_indicator_keeps_to_its_own_lines() -> None:
    rows = [line(LANE, 5), line(LANE, 7, day=date(2019, 1, 1)), line(LANE, 11, indicator=PEOPLE)]
    rows += [line(LANE, 13, indicator=PEOPLE, day=date(2021, 1, 1)), line(LANE, 17, indicator=PEOPLE)]
    row = one(Ratio(Flow(TREES), Flow(PEOPLE)), *rows, periods=[YEAR])
    assert (row.n, row.of, row.entries) == (5, 28, 3)
    assert [r.n for r in table(Ratio(Flow(PEOPLE), Flow(TREES)), *rows, periods=[YEAR, Period.year(2021)])] == [28, 13]


def test_a_stock_is_everything_before_the_end() -> None:
    rows = line(LANE, 5, day=date(1990, 1, 1)), line(LANE, -2), line(LANE, 100, day=date(2021, 1, 1))
    row = one(Stock(TREES), *rows)
    assert (row.value, row.entries) == (3, 2)


def test_a_regrade_moves_the_split_and_not_the_figure() -> None:
    row = one(Flow(TREES), line(LANE, 5), line(LANE, -5), line(LANE, 5, grade=3))
    assert (row.value, row.grades, row.entries, row.reported_by) == (5, Grades(0, 0, 5), 3, 1)


def test_a_cancelled_unit_has_not_reported() -> None:
    row = one(Flow(TREES), line(LANE, 5), line(LANE, -5), line(FAR, 2))
    assert (row.value, row.reported_by, row.entries) == (2, 1, 3)
    assert one(Flow(TREES), line(LANE, -5)).reported_by == 1
    assert one(Flow(TREES), line(LANE, 0)).reported_by == 0
    assert one(Flow(TREES), line(LANE, 0)).entries == 1


def test_sums_are_exact_beyond_what_binary_floats_hold() -> None:
    assert one(Flow(TREES), line(LANE, 2**53), line(LANE, 1), line(FAR, 1)).value == 2**53 + 2


def test_sums_too_large_to_be_exact_are_refused() -> None:
    with pytest.raises(Refused, match="quá lớn"):
        table(Flow(TREES), *[line(LANE, 2**62)] * 3)


def test_one_person_in_two_communes_is_one_person_of_the_city() -> None:
    rows = [line(LANE, person=8), line(FAR, person=8), line(FAR, person=8), line(FAR, person=9), line(CITY, 30)]
    answer = table(People(TREES), *rows, by=By.CHILDREN)
    assert by_part(answer) == {None: 32, DISTRICT: 1, OTHER: 2, OWN: 30}
    assert by_part(answer, "people") == by_part(answer)
    assert by_part(answer, "turns") == {None: 34, DISTRICT: 1, OTHER: 3, OWN: 30}
    assert answer.additive("x") is False
    assert not any(row.additive for row in answer)


def test_one_person_on_both_sides_of_the_parts_is_one_person_of_what_is_left() -> None:
    # What is left of the city lies in pieces, between the communes.
    lines = [line(CITY, indicator=PEOPLE, person=5), line(OTHER, indicator=PEOPLE, person=5)]
    found = table(People(PEOPLE), *lines, units=(CITY, DISTRICT, OTHER), by=By.kind("commune"))
    assert [(row.unit, row.part, row.people) for row in found if row.people] == [
        (CITY, None, 1),
        (CITY, OWN, 1),
        (OTHER, None, 1),
        (OTHER, OWN, 1),
    ]


def test_a_person_counts_at_the_best_proof_that_still_stands() -> None:
    rows = [line(LANE, person=8, grade=1), line(FAR, person=8, grade=2), line(FAR, person=8, grade=3)]
    assert one(People(TREES), *rows).grades == Grades(0, 0, 1)
    taken_back = line(FAR, -1, person=8, grade=3)
    assert one(People(TREES), *rows, taken_back).grades == Grades(0, 1, 0)
    assert one(People(TREES), rows[0], line(LANE, -1, person=8)).value == 0
    assert one(People(TREES), rows[0], *[line(LANE, -1, person=8)] * 2).value == 0
    twice = line(LANE, 2, person=8, grade=1)
    assert one(People(TREES), twice, line(LANE, -1, person=8, grade=3)).grades == Grades(1, 0, 0)
    assert one(People(TREES), line(LANE, 1, person=8, grade=2), line(LANE, -1, person=8, grade=1)).value == 0


def test_turns_are_the_plain_sum() -> None:
    row = one(Turns(TREES), line(LANE, person=8), line(FAR, person=8), line(FAR, 20))
    assert (row.value, row.turns, row.people) == (22, 22, None)


def test_coverage_counts_units_that_reach_it_among_all_that_there_are() -> None:
    rows = line(LANE, 3, grade=3), line(FAR, 1, grade=2), line(FAR, 2, grade=1), line(DISTRICT, 50)
    communes = Coverage(TREES, ("commune",), at_least=3)
    answer = table(communes, *rows, by=By.CHILDREN)
    assert by_part(answer, "n") == {None: 2, DISTRICT: 1, OTHER: 1, OWN: 0}
    assert by_part(answer, "of") == {None: 3, DISTRICT: 2, OTHER: 1, OWN: 0}
    assert by_part(answer, "grades")[None] == Grades(1, 0, 1)
    assert answer.one(CITY, "x", YEAR).value is None
    # The district reaches it by its own work and its lane's; the communes under it do not.
    assert by_part(table(Coverage(TREES, ("district",), 53), *rows, by=By.kind("district")), "n") == {
        None: 1,
        DISTRICT: 1,
        OTHER: 0,
        OWN: 0,
    }


def test_coverage_needs_the_total_not_only_its_proved_part() -> None:
    rows = line(LANE, 5, grade=3), line(LANE, -4, grade=1)
    assert one(Coverage(TREES, ("commune",), 5), *rows).n == 0
    assert one(Coverage(TREES, ("commune",), 1), *rows).grades == Grades(0, 0, 1)
    rows = line(LANE, 2, grade=3), line(LANE, 3, grade=2), line(FAR, 9, grade=1), line(FAR, -1, grade=2)
    assert one(Coverage(TREES, ("commune",), 5), *rows).grades == Grades(1, 1, 0)


def test_a_ratio_carries_both_numbers() -> None:
    rows = [line(LANE, 2, grade=2), line(LANE, 3, indicator=PEOPLE), line(FAR, 97, indicator=PEOPLE)]
    answer = table(Ratio(Flow(TREES), Flow(PEOPLE)), *rows, by=By.CHILDREN)
    assert by_part(answer, "n") == {None: 2, DISTRICT: 2, OTHER: 0, OWN: 0}
    assert by_part(answer, "of") == {None: 100, DISTRICT: 3, OTHER: 97, OWN: 0}
    row = answer.one(CITY, "x", YEAR)
    assert (row.value, row.grades, row.reported_by, row.entries) == (None, Grades(0, 2, 0), 2, 3)


def test_a_ratio_of_one_indicator_counts_its_lines_once() -> None:
    old = line(LANE, 5, day=date(2019, 1, 1))
    row = one(Ratio(Flow(TREES), Stock(TREES)), old, line(LANE, 3))
    assert (row.n, row.of, row.entries, row.reported_by) == (3, 8, 2, 1)
    row = one(Ratio(Stock(TREES), Flow(TREES)), old, line(LANE, 3))
    assert (row.n, row.of, row.entries, row.reported_by) == (8, 3, 2, 1)


def test_a_difference_subtracts_grade_by_grade() -> None:
    rows = line(LANE, 5, grade=3), line(LANE, 7, indicator=PEOPLE)
    row = one(Difference(Flow(TREES), Flow(PEOPLE)), *rows)
    assert (row.value, row.grades) == (-2, Grades(-7, 0, 5))


def test_a_merger_moves_figures_without_losing_any() -> None:
    rows = [line(LANE, 5), line(HAMLET, 7), line(FAR, 1), line(CITY, 2), line(DISTRICT, 100)]
    assert by_part(table(Flow(TREES), *rows, by=By.CHILDREN)) == {None: 115, DISTRICT: 112, OTHER: 1, OWN: 2}
    # The district became part of two communes and named no heir: its own work stays with the city.
    after = table(Flow(TREES), *rows, map=NOW, by=By.CHILDREN)
    assert by_part(after) == {None: 115, MERGED: 12, FAR: 1, OWN: 102}
    assert by_part(after, "reported_by") == {None: 5, MERGED: 2, FAR: 1, OWN: 2}
    communes = one(Coverage(TREES, ("commune",)), *rows[-1:], map=NOW)
    assert (communes.n, communes.of, communes.entries) == (0, 2, 1)


def test_one_person_in_two_communes_that_merged_is_one_person_of_the_new_one() -> None:
    rows = line(LANE, person=8), line(HAMLET, person=8)
    assert one(People(TREES), *rows, units=[MERGED], map=NOW).value == 1


def test_as_known_leaves_out_what_was_recorded_later() -> None:
    rows = line(LANE, 5), line(LANE, 7, recorded=MOMENT + timedelta(microseconds=1))
    assert one(Flow(TREES), *rows, as_known=MOMENT).value == 5
    assert one(Flow(TREES), *rows, as_known=MOMENT + timedelta(microseconds=1)).value == 12
    with pytest.raises(ValueError, match="time zone"):
        table(Flow(TREES), *rows, as_known=MOMENT.replace(tzinfo=None))


def test_where_is_a_filter() -> None:
    rows = line(LANE, 5, posting=1), line(LANE, 7, posting=2)
    assert one(Flow(TREES), *rows, where=Where(postings={2})).value == 7


def test_without_entries_a_figure_is_nought_and_says_so() -> None:
    measures = {"flow": Flow(TREES), "communes": Coverage(TREES, ("commune",)), "ratio": Ratio(Flow(1), Flow(2))}
    source = MemorySource(Facts.none())
    answer = ask(measures, units=[CITY], periods=[YEAR], map=THEN, source=source)
    assert [(row.value, row.n, row.of, row.entries) for row in answer] == [
        (0, None, None, 0),
        (None, 0, 3, 0),
        (None, 0, 0, 0),
    ]
    assert answer.how == "quét thẳng 0 dòng"


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(Refused, match="Đơn vị số 7 không có trong bản đồ tổ chức ngày 31/12/2020"):
        table(Flow(TREES), units=[CITY, MERGED])


def test_nothing_asked_is_nothing_answered() -> None:
    assert len(table(Flow(TREES), line(LANE), units=[])) == 0
    assert len(table(Flow(TREES), line(LANE), periods=[])) == 0
    assert len(ask({}, units=[CITY], periods=[YEAR], map=THEN, source=MemorySource(Facts.none()))) == 0


def test_rows_come_unit_by_unit_then_measure_then_period_then_part() -> None:
    half = Period.half(2020, 1)
    answer = ask(
        {"b": Flow(TREES), "a": Flow(PEOPLE)},
        units=[OTHER, DISTRICT, OTHER],
        periods=[YEAR, half, YEAR],
        by=By.CHILDREN,
        map=THEN,
        source=MemorySource(Facts.none()),
    )
    assert [(row.unit, row.key, row.period, row.part) for row in answer] == [
        (unit, key, period, part)
        for unit, parts in ((OTHER, (None, FAR, OWN)), (DISTRICT, (None, LANE, HAMLET, OWN)))
        for key in ("b", "a")
        for period in (YEAR, half)
        for part in parts
    ]


def test_counts_what_stands_nowhere_in_the_map() -> None:
    rows = [line(99, 5), line(99, 5, day=date(2019, 5, 5)), line(99, 5, indicator=PEOPLE), line(LANE, 1)]
    answer = table(Flow(TREES), *rows)
    assert (answer.outside, answer.one(CITY, "x", YEAR).value) == (1, 1)
    assert table(Stock(TREES), *rows).outside == 2


def test_asks_the_source_only_for_what_it_needs() -> None:
    asked: list[Question] = []

    class Source:
        def reckoner(self, question: Question) -> Reckoner:
            asked.append(question)
            return MemorySource(Facts.none()).reckoner(question)

    measures = {"x": Ratio(Flow(TREES), Stock(PEOPLE)), "y": Flow(TREES)}
    half = Period.half(2019, 1)
    ask(measures, units=[CITY], periods=[YEAR, half, YEAR], map=THEN, source=Source(), as_known=MOMENT)
    (question,) = asked
    assert question.as_known == MOMENT
    assert question.periods == (YEAR, half)
    assert question.reads == {
        (TREES, Window(YEAR.start.toordinal(), YEAR.end.toordinal())),
        (TREES, Window(half.start.toordinal(), half.end.toordinal())),
        (PEOPLE, Window(0, YEAR.end.toordinal())),
        (PEOPLE, Window(0, half.end.toordinal())),
    }


def test_a_grid_shows_the_same_figures_as_the_rows() -> None:
    answer = table(People(TREES), line(LANE, person=8, grade=2), line(FAR, 3), by=By.CHILDREN)
    grid = answer.grid("x")
    assert tuple(answer.regions) == ((CITY, None), (CITY, DISTRICT), (CITY, OTHER), (CITY, OWN))
    assert grid.totals[:, 0].tolist() == [row.value for row in answer] == [4, 1, 3, 0]
    assert grid.turns is not None
    assert grid.turns[:, 0].tolist() == [row.turns for row in answer]
    assert grid.grades[0, 0].tolist() == [3, 1, 0]
    assert (grid.people, grid.of) == (True, None)


def test_cancelling_in_another_month_is_a_report_of_its_own() -> None:
    february = date(2020, 2, 3)
    row = one(Flow(TREES), line(LANE, 5), line(LANE, -5, day=february))
    assert (row.value, row.reported_by) == (0, 1)
    half = Period(date(2020, 2, 1), date(2020, 2, 4))
    assert (
        one(Flow(TREES), line(LANE, 5, day=february), line(LANE, -5, day=date(2020, 2, 4)), periods=[half]).value == 5
    )


def test_rows_are_values() -> None:
    row = one(Flow(TREES), line(LANE, 5))
    assert row._replace(value=6) != row
    with pytest.raises(AttributeError):
        row.value = 6  # type: ignore[misc]
