import numpy as np
import pytest

from tests.doubts.sheets import PERIOD, UNIT, asked, codes, one, report
from viecthat.doubts.facts import Breakdown, Companions, IndicatorFacts, Sheet, SumRule, Work

QUIET = report([1.0])


def breakdown(whole: float, *parts: float, **given: bool) -> Breakdown:
    return Breakdown(7, "i0", "khối", whole, tuple((f"phần {at}", part) for at, part in enumerate(parts)), **given)


@pytest.mark.parametrize(
    ("whole", "parts", "wrong"),
    [
        (11, (5, 4), True),  # Khánh Hòa: nine of eleven targets classed
        (435, (161, 108, 28, 132, 16), True),  # delegates of a city's congress by sector
        (435, (273, 162), False),  # the same by sex
        (44_700, (20_300, 24_300), False),  # 44.600 of 44.700: rounded to hundreds
        (44_700, (20_301, 24_300), True),  # counted to the unit, the same gap is none of rounding
        (100.0, (60.1, 39.1), True),  # shares of 99.2 %
        (100.0, (33.3, 33.3, 33.3), False),
    ],
)
def test_parts_fit_the_whole_but_for_rounding(whole, parts, wrong):
    assert codes(QUIET, breakdowns=(breakdown(whole, *parts),)) == ["parts_and_whole"] * wrong


def test_parts_that_overlap_lie_between_the_greatest_and_the_sum():
    for whole, wrong in ((39, True), (40, False), (75, False), (90, True)):
        assert bool(codes(QUIET, breakdowns=(breakdown(whole, 40, 35, overlapping=True),))) is wrong
    assert codes(QUIET, breakdowns=(breakdown(90, 40, 35, complete=False),)) == []
    assert codes(QUIET, breakdowns=(breakdown(70, 40, 35, complete=False),)) == ["parts_and_whole"]


def test_the_sum_is_told_with_its_parts():
    (doubt,) = asked(QUIET, breakdowns=(breakdown(435, 161, 108, 28, 132, 16),))
    assert "các phần cộng lại là 445, số chung là 435" in doubt.words()
    assert [piece.shown() for piece in doubt.evidence] == ["161", "108", "28", "132", "16", "445", "435"]


def test_n_of_n_and_its_percentage():
    share = IndicatorFacts("taught", "Đoàn viên được học", "ratio")
    assert codes(one(15_190, indicator=share, wholes=15_187)) == ["more_than_all"]
    assert codes(one(5_773, indicator=share, wholes=5_773)) == []
    assert codes(one(867, indicator=share, wholes=1_000, percents=86.7)) == []
    assert codes(one(866, indicator=share, wholes=1_001, percents=87)) == []  # rounded to whole percents
    (doubt,) = asked(one(867, indicator=share, wholes=1_000, percents=91.2))
    assert doubt.words().startswith("867/1.000 là 86,7\u00a0%, còn tỷ lệ ghi là 91,2 %.")
    assert codes(one(12, indicator=share, wholes=10, percents=90)) == ["more_than_all"]  # one root, one doubt


def test_rules_between_figures():
    rule = SumRule("part", ("i0",), "at_most", "i1", 1, 1, "Kết nạp không quá số đã giới thiệu")
    third = SumRule("third", ("i0",), "at_most", "i1", 1, 3, "Không quá một phần ba")
    both = SumRule("both", ("i0", "i1"), "equal", "i2", 1, 1, "Cộng lại bằng")
    assert codes(report([5, 4]), rules=(rule,)) == ["sum_rule"]
    assert codes(report([4, 5]), rules=(rule,)) == []
    assert codes(report([5, 15]), rules=(third,)) == []
    assert codes(report([5, 14]), rules=(third,)) == ["sum_rule"]
    assert codes(report([9, 13, 23]), rules=(both,)) == ["sum_rule"]
    assert codes(report([np.nan, 13, 23]), rules=(both,)) == []  # not known is not nothing


def test_results_have_somebody_who_did_them():
    needs = (Companions("i0", ("i1", "i2")),)
    assert codes(report([5_000, 0, np.nan]), companions=needs) == ["results_alone"]
    assert codes(report([5_000, np.nan, np.nan]), companions=needs) == []
    assert codes(report([5_000, 0, 3]), companions=needs) == []
    alone = Work(7, 1, "Trồng cây", "i0", 40.0, cost=0, people=0)
    assert codes(QUIET, works=(alone, Work(7, 2, "Dọn rác", "i0", 4.0, cost=None, people=12))) == ["results_alone"]
    assert codes(QUIET, works=(Work(7, 1, "Trồng cây", "i0", 40.0),)) == []  # the form asked for neither


def test_members_come_at_most_once_a_day():
    turns = IndicatorFacts("education_turns", "Lượt học", "turns", members_only=True)
    days = PERIOD.days
    assert codes(one(1_000 * days, indicator=turns)) == []
    assert codes(one(1_000 * days + 1, indicator=turns)) == ["more_turns"]
    work = Work(7, 1, "Sinh hoạt", "i0", 1.0, people=10, turns=2_001, days=2, members_only=True)
    (doubt,) = asked(QUIET, works=(work,))
    assert doubt.words().startswith("2.001 lượt, nhiều hơn 1.000 đoàn viên × 2 ngày = 2.000.")
    nobody_knows = Sheet(PERIOD, (type(UNIT)(7, "x", "commune"),), QUIET.indicators, QUIET.values)
    assert codes(nobody_knows, works=(work,)) == []
