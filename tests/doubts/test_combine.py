"""All tests over a small made-up nation: what is planted is found, what is honest is left alone, order is nothing."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from bench.doubts.judge import Judged, rates, tally
from bench.doubts.planting import WAYS, plant
from bench.doubts.world import make_world
from tests.doubts.sheets import PAST, PERIOD, one
from viecthat.doubts.combine import doubts_of
from viecthat.doubts.explained import EXPLAINED
from viecthat.doubts.facts import Breakdown, Companions, Facts, IndicatorFacts, Sheet, SumRule, UnitFacts


@pytest.fixture(scope="module")
def nation():
    return make_world(11, 500)


@pytest.fixture(scope="module")
def honest(nation):
    return doubts_of(nation.facts())


@pytest.fixture(scope="module")
def planted(nation, honest):
    return plant(nation, 4)


@pytest.fixture(scope="module")
def doubts(nation, planted):
    return doubts_of(nation.facts())


def test_honest_reports_are_seldom_asked_about(honest):
    assert len(honest) <= 500 * 0.05


def test_every_kind_of_fault_is_found(planted, doubts):
    judged = Judged()
    tally(judged, doubts, planted)
    recall, precision = rates(judged)
    assert recall >= 0.9
    assert precision >= 0.8
    assert set(judged.found) == set(WAYS)
    assert min(judged.found.values()) >= 1


def test_every_doubt_can_be_said_and_explained(doubts):
    assert [doubt.score for doubt in doubts] == sorted((doubt.score for doubt in doubts), reverse=True)
    assert len({doubt.key for doubt in doubts}) == len(doubts)
    for doubt in doubts:
        assert 0.5 <= doubt.score <= 1
        assert doubt.code in EXPLAINED
        assert doubt.words().endswith("?")
        assert "{" not in doubt.words()
    page = Path("docs/doubts.md").read_text(encoding="utf-8")
    assert [code for code in EXPLAINED if f"`{code}`" not in page] == []


def test_the_order_of_units_and_indicators_is_nothing(nation, doubts):
    facts = nation.facts()
    rng = np.random.default_rng(0)
    rows, columns = rng.permutation(len(facts.sheet.units)), rng.permutation(len(facts.sheet.indicators))
    sheet = facts.sheet
    shuffled = Sheet(
        sheet.period,
        tuple(sheet.units[row] for row in rows),
        tuple(sheet.indicators[column] for column in columns),
        sheet.values[np.ix_(rows, columns)],
        sheet.past,
        sheet.history[:, rows][:, :, columns],
        *(given[np.ix_(rows, columns)] for given in (sheet.wholes, sheet.percents, sheet.proved, sheet.goals)),
    )
    again = doubts_of(replace(facts, sheet=shuffled))
    assert {(doubt.key, round(doubt.score, 9)) for doubt in again} == {(d.key, round(d.score, 9)) for d in doubts}


def test_asked_for_one_unit_it_says_what_it_says_among_all(nation, doubts):
    unit = doubts[0].unit
    asked = doubts_of(replace(nation.facts(), asked=frozenset({unit})))
    assert asked == [doubt for doubt in doubts if doubt.unit == unit]


def test_one_root_is_one_doubt():
    sheet = one(6_780_000, [6_500, 6_900, 6_100, 7_000])
    parts = Breakdown(7, "trees_planted", "khối", 6_780_000, (("Trường học", 3_280), ("Nông thôn", 3_500)))
    (doubt,) = doubts_of(Facts(sheet, breakdowns=(parts,)))
    assert doubt.code == "thousand_off"
    assert set(doubt.also) == {"far_from_history", "parts_and_whole"}


def test_an_empty_report_and_wrong_shapes():
    nothing = np.full((1, 1), np.nan)
    empty = one(0)
    assert doubts_of(Facts(Sheet(PERIOD, empty.units, empty.indicators, nothing))) == []
    with pytest.raises(ValueError, match="proved"):
        replace(empty, proved=np.zeros((2, 2)))


FIGURES = st.one_of(
    st.just(float("nan")),
    st.integers(0, 30).map(float),
    st.sampled_from([0.5, 12.25, 777.0, 12_345.0, 6.78e6, 3e12, 9e15, -4.0]),
)


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_whatever_is_given_it_answers_in_whole_sentences(data):
    units, indicators, past = (data.draw(st.integers(0, most)) for most in (14, 6, 5))
    measures = st.sampled_from(["flow", "stock", "people", "turns", "ratio", "coverage"])

    def figures(*shape: int) -> np.ndarray:
        number = math.prod(shape)
        return np.array(data.draw(st.lists(FIGURES, min_size=number, max_size=number)), dtype=float).reshape(shape)

    sheet = Sheet(
        PERIOD,
        tuple(
            UnitFacts(at, f"Xã {at}", "commune", data.draw(st.sampled_from([None, 0, 300])), 1) for at in range(units)
        ),
        tuple(
            IndicatorFacts(f"i{at}", f"Chỉ số {at}", data.draw(measures), decimals=at % 3, members_only=at == 1)
            for at in range(indicators)
        ),
        figures(units, indicators),
        PAST[:past],
        figures(past, units, indicators),
        **{name: figures(units, indicators) for name in ("wholes", "percents", "proved", "goals")},
    )
    rules = (SumRule("r", ("i0",), "at_most", "i1", 1, 3, "không quá một phần ba"),)
    doubts = doubts_of(Facts(sheet, rules=rules, companions=(Companions("i0", ("i1", "i2")),)))
    assert all(0.5 <= doubt.score <= 1 and doubt.words().endswith("?") for doubt in doubts)
    assert len({doubt.key for doubt in doubts}) == len(doubts)
