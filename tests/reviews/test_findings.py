"""A second look at a review: what is missing, at which pace it could be done, what a figure rests on line by line."""

from datetime import date
from fractions import Fraction
from operator import itemgetter

import pytest

from tests.reviews.city import AT
from viecthat.kernel.judging import Verdict
from viecthat.reviews.cli.asking import asked_for
from viecthat.reviews.queries import explaining
from viecthat.reviews.queries.explaining import explained_figure
from viecthat.reviews.queries.findings import (
    declared_share,
    judged,
    nested_pairs,
    remaining,
    silent_children,
    weakly_proved,
)

MAPS = [("then", None), ("now", None), ("then", date(2020, 6, 25)), ("now", date(2020, 6, 25))]


def ask_for(period="2017-2020", *, map="then", as_known=None, unit="ha-noi"):
    return asked_for(unit, period, map=map, as_known=as_known, at=AT)


@pytest.fixture(scope="module")
def table(standing):
    return ask_for().table()


def codes(figures):
    return [figure.indicator.code for figure in figures]


def test_what_is_still_to_be_done_and_at_which_pace(table):
    left = {rest.figure.indicator.code: rest for rest in remaining(table)}
    assert set(left) == {
        *("communes_with_model", "trees_planted", "youth_works", "trained_or_placed", "needy_children_helped"),
        *("outstanding_introduced", "outstanding_admitted"),
    }
    trees = left["trees_planted"]
    assert (trees.quantity, trees.months, trees.a_month) == (43_165, 27, 1_599)
    assert 26 * trees.a_month < trees.quantity <= 27 * trees.a_month
    assert (left["communes_with_model"].quantity, left["communes_with_model"].a_month) == (1, None)
    assert left["needy_children_helped"].quantity == 15_000


def test_nothing_remains_of_a_target_whose_time_is_over(standing):
    whole = ask_for("nhiệm kỳ 2017 – 2022").table()
    assert remaining(whole) == []
    assert "trees_planted" in codes(judged(whole, Verdict.PUSH))


def test_a_begun_month_counts_by_its_days(standing):
    (trees,) = (r for r in remaining(ask_for("01/10/2017 - 15/06/2020").table()) if r.quantity == 43_165)
    assert trees.months == 27 + Fraction(1, 2)


def test_weak_proof_silent_units_and_nested_targets(table):
    assert codes(weakly_proved(table)) == ["youth_works", "ideas_proposed"]
    assert declared_share(weakly_proved(table)[0]) == Fraction(280, 680)
    assert [unit.name for unit in silent_children(table)] == ["Huyện đoàn Sóc Sơn"]
    (pair,) = nested_pairs(table)
    assert (pair.first.indicator.code, pair.then.indicator.code) == ("outstanding_introduced", "outstanding_admitted")
    assert pair.passed_on == Fraction(12_000, 25_206)


@pytest.mark.parametrize(("map_name", "as_known"), MAPS)
def test_every_figure_is_the_sum_of_its_lines_under_any_map(standing, map_name, as_known):
    asked = ask_for(map=map_name, as_known=as_known)
    figures = [figure for figure in asked.table().figures if figure.has_figures]
    assert len(figures) == 15
    for figure in figures:
        explained = explained_figure(
            asked.unit, figure.indicator, figure.period, map_day=asked.map_day, as_known=asked.as_known
        )
        assert explained.proof.holds, figure.indicator.code
        assert explained.tree.row == figure.row
        _adds_up(explained.tree)


def _adds_up(node):
    """Units below, the rest of them, and what stands at the unit itself come to the unit's figure."""
    if not node.opened:
        return
    parts = [child.row for child in node.below] + ([node.rest] if node.rest else []) + ([node.own] if node.own else [])
    if node.row.value is not None:
        assert sum(part.value for part in parts) - node.overlap == node.row.value
    else:
        assert sum(part.n for part in parts) == node.row.n
        assert sum(part.of for part in parts) == node.row.of
    if node.own is not None and node.overlap == 0:
        shown = sum(line.entry.quantity for line in node.lines) + node.rest_quantity
        assert shown == (node.own.value if node.own.value is not None else node.own.n) or node.row.value is None
    for child in node.below:
        _adds_up(child)


def test_a_person_seen_twice_is_counted_once_and_the_proof_says_so(standing):
    asked = ask_for()
    figure = next(f for f in asked.table().figures if f.indicator.code == "career_advised")
    explained = explained_figure(asked.unit, figure.indicator, figure.period, map_day=asked.map_day)
    assert (explained.tree.row.value, explained.tree.row.turns, explained.tree.overlap) == (371_893, 371_894, 1)
    assert (explained.proof.total, explained.proof.named, explained.proof.lines) == (371_893, 1, 4)


def test_a_figure_that_is_not_the_sum_of_its_lines_is_found_out(standing, monkeypatch):
    asked = ask_for()
    for code in ("trees_planted", "cadres_trained", "communes_with_model", "career_advised"):
        figure = next(f for f in asked.table().figures if f.indicator.code == code)
        true = explaining._lines
        # Without its largest line.
        monkeypatch.setattr(
            explaining, "_lines", lambda *asked, true=true: sorted(true(*asked), key=itemgetter(2))[:-1]
        )
        explained = explained_figure(asked.unit, figure.indicator, figure.period, map_day=asked.map_day)
        monkeypatch.undo()
        assert not explained.proof.holds, code


def test_many_units_are_listed_by_their_largest_and_the_rest_still_sums(standing, monkeypatch):
    monkeypatch.setattr(explaining, "MOST_UNITS", (0,))
    asked = ask_for()
    figure = next(f for f in asked.table().figures if f.indicator.code == "trees_planted")
    explained = explained_figure(asked.unit, figure.indicator, figure.period, map_day=asked.map_day, depth=1)
    assert explained.tree.below == ()
    assert (explained.tree.rest.units, explained.tree.rest.value) == (2, 150_000)
    _adds_up(explained.tree)


def test_lines_are_listed_largest_first_with_their_activity_and_proof(standing):
    asked = ask_for(unit="xa-ba-trai")
    figure = next(f for f in asked.table().figures if f.indicator.code == "trees_planted")
    explained = explained_figure(asked.unit, figure.indicator, figure.period, map_day=asked.map_day)
    first, second = explained.tree.lines
    assert (first.entry.quantity, first.activity) == (35_000, None)
    assert (second.entry.quantity, second.activity.title, len(second.evidence)) == (5_000, "Trồng rừng đầu nguồn", 2)
