"""Figures against targets: what is in scope, what is counted, how it is judged."""

from datetime import date
from fractions import Fraction

import pytest

from tests import factories as make
from viecthat.kernel.judging import Verdict
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share
from viecthat.ledger.commands import declare_figure
from viecthat.plans.commands import adopt_target
from viecthat.plans.models import Cadence
from viecthat.reviews.queries import figures_under_review, review_table, target_figures
from viecthat.units.queries import unit_with_code
from viecthat.units.tree import map_on

pytestmark = pytest.mark.django_db
Y2025 = Period.year(2025)


def under_review(unit, period, **more):
    return figures_under_review(unit.pk, period, unit_map=map_on(make.TODAY), as_known=None, today=make.TODAY, **more)


def undertake(unit, indicator, goal, period, cadence=Cadence.WHOLE):
    return adopt_target(
        unit=unit.pk, indicator=indicator.pk, period=period, goal=goal, cadence=cadence, actor=None, at=make.AT
    )


@pytest.mark.parametrize(
    ("done", "verdict"),
    [
        (1001, Verdict.EXCEEDED),
        (1000, Verdict.MET),
        (999, Verdict.PROMISING),
        (799, Verdict.PUSH),
        (0, Verdict.NOT_YET),
    ],
)
def test_a_finished_year_is_judged_by_its_result(done, verdict):
    tree, trees = make.make_tree(), make.make_indicator()
    officer = make.make_officer("secretary", tree.city)
    undertake(tree.city, trees, 1000, Y2025)
    if done:
        make.declare(tree.commune, officer, done, indicator=trees, day=date(2025, 5, 1))
    (figure,) = under_review(tree.city, Y2025)
    assert figure.verdict is verdict
    assert figure.row.value == done


def test_a_term_target_is_counted_from_its_first_day_to_the_last_of_the_review():
    tree, trees = make.make_tree(), make.make_indicator()
    officer = make.make_officer("secretary", tree.city)
    undertake(tree.city, trees, 100, Period(date(2021, 1, 1), date(2026, 1, 1)))
    for day, quantity in [
        (date(2020, 12, 31), 1),
        (date(2021, 1, 1), 10),
        (date(2023, 6, 30), 20),
        (date(2023, 7, 1), 40),
    ]:
        make.declare(tree.branch, officer, quantity, indicator=trees, day=day)
    (figure,) = under_review(tree.city, Period.half(2023, 1))
    assert (figure.row.value, figure.elapsed, figure.verdict) == (30, Fraction(1, 2), Verdict.PUSH)


def test_a_target_that_ended_within_a_longer_time_belongs_to_another_review():
    tree, trees = make.make_tree(), make.make_indicator()
    undertake(tree.city, trees, 100, Period(date(2020, 10, 1), date(2025, 10, 1)))
    assert under_review(tree.city, Y2025) == []


def test_a_ratio_is_reached_against_a_goal_in_percent():
    tree, trained = make.make_tree(), make.make_ratio()
    officer = make.make_officer("secretary", tree.city)
    undertake(tree.city, trained, Share(80, 100), Y2025)
    for unit, share in [(tree.commune, Share(3, 10)), (tree.neighbour, Share(80, 90))]:
        declare_figure(
            unit=unit.pk, indicator=trained, quantity=share, day=date(2025, 5, 1), reason="x", actor=officer, at=make.AT
        )
    (figure,) = [f for f in under_review(tree.city, Y2025) if f.target]
    assert (figure.row.n, figure.row.of) == (83, 100)
    assert figure.reached == Fraction(83, 80)
    assert figure.verdict is Verdict.EXCEEDED


def test_a_yearly_target_is_judged_by_its_last_whole_year_with_figures():
    tree, trees = make.make_tree(), make.make_indicator()
    officer = make.make_officer("secretary", tree.city)
    undertake(tree.city, trees, 100, Period(date(2022, 10, 1), date(2027, 10, 1)), Cadence.YEARLY)
    for year, quantity in [(2022, 500), (2023, 100), (2024, 50)]:
        make.declare(tree.branch, officer, quantity, indicator=trees, day=date(year, 11, 1))
    (figure,) = under_review(tree.city, Period(date(2022, 10, 1), date(2026, 1, 1)))
    assert [(y.period.start.year, y.row.value, y.verdict) for y in figure.years] == [
        (2023, 100, Verdict.MET),
        (2024, 50, Verdict.PUSH),
        (2025, 0, Verdict.NOT_YET),
    ]
    assert (figure.period, figure.row.value, figure.verdict) == (Period.year(2024), 50, Verdict.PUSH)


def test_a_goal_far_too_low_is_flagged_and_not_forbidden():
    tree, trees = make.make_tree(), make.make_indicator()
    officer = make.make_officer("secretary", tree.city)
    undertake(tree.city, trees, 100, Y2025)
    make.declare(tree.city, officer, 301, indicator=trees, day=date(2025, 5, 1))
    (figure,) = under_review(tree.city, Y2025)
    assert figure.goal_far_too_low


def test_figures_without_target_are_shown_only_where_something_was_recorded():
    tree, trees = make.make_tree(), make.make_indicator()
    make.make_indicator("swimming", name="Dạy bơi")
    officer = make.make_officer("secretary", tree.city)
    make.declare(tree.branch, officer, 7, indicator=trees, day=date(2025, 5, 1))
    assert [f.indicator.code for f in under_review(tree.commune, Y2025)] == [trees.code]
    assert under_review(tree.neighbour, Y2025) == []


def test_what_was_recorded_later_was_not_known_then():
    tree, trees = make.make_tree(), make.make_indicator()
    officer = make.make_officer("secretary", tree.city)
    early, late = (make.AT.replace(day=d) for d in (1, 20))
    make.declare(tree.branch, officer, 7, indicator=trees, day=date(2025, 5, 1), at=early)
    make.declare(tree.branch, officer, 5, indicator=trees, day=date(2025, 5, 2), at=late)
    city = unit_with_code("hn", make.TODAY)

    def known(as_known):
        table = review_table(city, Y2025, map_name="now", today=make.TODAY, as_known=as_known)
        return [f.row.value for f in table.figures]

    assert known(None) == [12]
    assert known(early) == [7]
    assert known(make.AT.replace(month=2)) == []


def test_targets_in_force_today_for_the_workbench():
    tree, trees = make.make_tree(), make.make_indicator()
    officer = make.make_officer("secretary", tree.city)
    make.make_target(tree.commune, trees, goal=100)
    make.make_target(tree.neighbour, trees, goal=100, start=date(2025, 1, 1), end=date(2026, 1, 1))
    make.declare(tree.branch, officer, 25, indicator=trees, day=make.TODAY)
    found = target_figures([tree.commune.pk, tree.neighbour.pk], make.TODAY)
    assert {unit: [f.row.value for f in figures] for unit, figures in found.items()} == {tree.commune.pk: [25]}
    assert found[tree.commune.pk][0].verdict is Verdict.ON_PACE
