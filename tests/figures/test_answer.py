"""Answers of the explorer: what stands where, how it is summed, how well proved, against what."""

from datetime import date

import pytest

from tests.figures.asking import answer, question, table
from viecthat.figures.choices import CHILDREN, Against, Counting, ProofLevel
from viecthat.figures.queries import question as asking
from viecthat.figures.queries.periods import end_of
from viecthat.figures.queries.question import year_before
from viecthat.kernel.errors import Refused
from viecthat.kernel.judging import Verdict
from viecthat.kernel.periods import Period

pytestmark = pytest.mark.usefixtures("city")
NOW = date(2026, 3, 27)


def test_a_unit_with_its_children_what_stands_at_itself_and_the_whole():
    assert table(answer("trees_planted", by=CHILDREN)) == {
        ("huyen-ba-vi", 0): (120_000, None),
        ("quan-tay-ho", 0): (30_000, None),
        ("ha-noi own", 0): (6_835, None),
        ("ha-noi whole", 0): (156_835, None),
    }


def test_under_today_s_map_the_same_whole_in_other_parts():
    found = table(answer("trees_planted", by="commune", map_day=NOW))
    assert found["xa-suoi-hai", 0] == (100_000, None)
    assert found["ha-noi whole", 0] == (156_835, None)
    # What was recorded at districts that are no more stands at the city.
    assert found["ha-noi own", 0] == (26_835, None)


def test_as_known_before_the_last_trees_were_recorded():
    assert table(answer("trees_planted", as_known=end_of(date(2020, 6, 30)))) == {("ha-noi", 0): (151_835, None)}


def test_periods_side_by_side():
    years = [Period.year(2018), Period.year(2019)]
    assert table(answer("trees_planted", periods=years)) == {
        ("ha-noi", 0): (26_835, None),
        ("ha-noi", 1): (95_000, None),
    }


def test_units_apart_are_summed_and_units_within_each_other_are_not():
    apart = table(answer("trees_planted", units=("huyen-ba-vi", "quan-tay-ho")))
    assert apart["sum", 0] == (150_000, None)
    assert ("sum", 0) not in table(answer("trees_planted", units=("ha-noi", "huyen-ba-vi")))


def test_people_are_not_summed_over_units_and_the_overlap_is_told():
    picked = answer("career_advised", units=("huyen-ba-vi", "quan-tay-ho"))
    assert ("sum", 0) not in table(picked)
    opened = answer("career_advised", by=CHILDREN)
    unit = opened.question.units[0]
    # One person stood in two districts.
    assert opened.overlap(opened.question.indicators[0], unit, 0) == 1


def test_people_or_turns():
    as_people = table(answer("career_advised"))["ha-noi", 0][0]
    assert table(answer("career_advised", counting=Counting.TURNS))["ha-noi", 0][0] == as_people + 1


def test_only_what_is_proved_well_enough():
    assert table(answer("trees_planted", proof=ProofLevel.EVIDENCED))["ha-noi", 0] == (126_835, None)
    assert table(answer("trees_planted", proof=ProofLevel.VERIFIED))["ha-noi", 0] == (26_835, None)
    every = answer("trees_planted", proof=ProofLevel.VERIFIED)
    assert every.columns[every.question.indicators[0].pk].grades_at(0, 0).total == 156_835


def test_shares_keep_both_numbers():
    assert table(answer("cadres_trained"))["ha-noi", 0] == (5_821, 7_200)
    assert table(answer("communes_with_model", by=CHILDREN))["ha-noi whole", 0] == (3, 4)


def test_a_goal_of_the_term_is_set_against_everything_since_its_first_day():
    found = answer("trees_planted", periods=[Period.year(2019)], against=frozenset({Against.TARGET}))
    (attained,) = found.attained.values()
    assert attained.span == Period(date(2017, 10, 1), date(2020, 1, 1))
    assert (attained.row.value, attained.target.goal) == (121_835, 200_000)
    assert attained.verdict is Verdict.ON_PACE


def test_a_yearly_goal_is_judged_year_by_year_and_not_by_less():
    years = [Period.year(2018), Period.half(2019, 1)]
    found = answer("cadres_trained", periods=years, against=frozenset({Against.TARGET}))
    ((place, indicator, period),) = found.attained
    assert (place, period) == (0, 0)
    # 2.700 of 3.600 against 80 %.
    assert found.attained[place, indicator, period].verdict is Verdict.PROMISING


def test_against_the_same_days_a_year_earlier():
    found = answer("trees_planted", periods=[Period.year(2019)], against=frozenset({Against.LAST_YEAR}))
    before = found.before[found.question.indicators[0].pk]
    assert before.counted.tolist() == [[26_835]]


def test_a_leap_day_a_year_earlier():
    leap = Period(date(2020, 2, 29), date(2020, 3, 1))
    assert year_before(leap) == Period(date(2019, 2, 28), date(2019, 3, 1))


def test_few_people_of_units_beyond_reach_are_kept_back():
    tay_ho = question("career_advised", units=("quan-tay-ho",)).units[0].id
    shown = answer("trees_planted", "career_advised", by=CHILDREN, beyond_reach={tay_ho}, fewest_people=100_000)
    people = shown.columns[shown.question.indicators[1].pk]
    at = [p.unit.code for p in shown.places if not p.is_total and not p.is_own].index("quan-tay-ho")
    assert people.hidden[at].all()
    assert people.hidden.sum() == 1
    assert not shown.columns[shown.question.indicators[0].pk].hidden.any()
    assert not shown.places[at].opens


def test_a_unit_that_is_not_on_the_map_is_refused():
    with pytest.raises(Refused, match="không có trong bản đồ"):
        answer("trees_planted", units=("xa-suoi-hai",))


def test_too_many_cells_and_too_many_periods_are_refused(monkeypatch):
    monkeypatch.setattr(asking, "MOST_CELLS", 8)
    with pytest.raises(Refused, match="Câu hỏi có 10 ô") as cells:
        answer("trees_planted", "youth_works", by=CHILDREN)
    assert cells.value.field == "indicators"
    with pytest.raises(Refused, match="Có 121 kỳ") as periods:
        answer("trees_planted", periods=[Period.month(2010 + n // 12, n % 12 + 1) for n in range(121)])
    assert periods.value.field == "periods"
