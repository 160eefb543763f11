from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from viecthat.kernel.errors import Refused
from viecthat.kernel.judging import Thresholds, Verdict, is_far_too_low, judge, progress

BEST_FIRST = [Verdict.EXCEEDED, Verdict.MET, Verdict.ON_PACE, Verdict.PROMISING, Verdict.PUSH]
results = st.fractions(0, 4, max_denominator=100)
times = st.fractions(0, 1, max_denominator=60)
amounts = st.integers(0, 10**7)


def rank(verdict):
    return BEST_FIRST.index(verdict)


@pytest.mark.parametrize(
    ("result", "goal", "elapsed", "verdict"),
    [
        (505_880, 5_000_000, Fraction(1, 10), Verdict.ON_PACE),
        (262, 200, Fraction(1), Verdict.EXCEEDED),
        (200, 200, Fraction(1, 2), Verdict.MET),
        (199, 200, Fraction(1), Verdict.PROMISING),
        (50, 100, Fraction(1, 2), Verdict.ON_PACE),
        (49, 100, Fraction(1, 2), Verdict.PROMISING),
        (40, 100, Fraction(1, 2), Verdict.PROMISING),
        (39, 100, Fraction(1, 2), Verdict.PUSH),
        (0, 100, Fraction(1, 2), Verdict.PUSH),
        (0, 100, Fraction(0), Verdict.ON_PACE),
    ],
)
def test_judge(result, goal, elapsed, verdict):
    assert judge(progress(result, goal), elapsed) is verdict


@given(results, results, times)
def test_a_better_result_is_never_judged_worse(one, other, elapsed):
    low, high = sorted((one, other))
    assert rank(judge(high, elapsed)) <= rank(judge(low, elapsed))


@given(results, times, times)
def test_the_same_result_later_is_never_judged_better(result, one, other):
    early, late = sorted((one, other))
    assert rank(judge(result, early)) <= rank(judge(result, late))


@given(amounts, amounts, st.integers(1, 10**7), times)
def test_under_a_ceiling_less_is_never_judged_worse(one, other, goal, elapsed):
    few, many = sorted((one, other))
    better, worse = (judge(progress(result, goal, at_most=True), elapsed) for result in (few, many))
    # A result of nothing is met by agreement, whatever the little above nothing would be.
    assert few == 0 or rank(better) <= rank(worse)


def test_a_ceiling_is_judged_the_other_way():
    assert progress(50, 100, at_most=True) == 2
    assert progress(200, 100, at_most=True) == Fraction(1, 2)
    assert judge(progress(0, 100, at_most=True), Fraction(1, 2)) is Verdict.MET
    assert judge(progress(0, 0, at_most=True), Fraction(1)) is Verdict.MET
    assert judge(progress(3, 0, at_most=True), Fraction(1, 2)) is Verdict.PUSH


def test_nothing_known_yet():
    assert judge(None, Fraction(1, 2)) is Verdict.NOT_YET
    assert not is_far_too_low(None)


@pytest.mark.parametrize(("goal", "at_most"), [(0, False), (-5, False), (-5, True)])
def test_a_goal_that_cannot_be_divided_by_is_refused(goal, at_most):
    with pytest.raises(Refused, match="Chỉ tiêu phải lớn hơn 0") as caught:
        progress(5, goal, at_most=at_most)
    assert caught.value.field == "goal"


def test_thresholds_are_a_setting():
    strict = Thresholds(promising=Fraction(9, 10), far_too_low=Fraction(2))
    assert judge(Fraction(42, 100), Fraction(1, 2)) is Verdict.PROMISING
    assert judge(Fraction(42, 100), Fraction(1, 2), strict) is Verdict.PUSH
    assert is_far_too_low(Fraction(5, 2), strict)
    assert not is_far_too_low(Fraction(5, 2))


def test_a_goal_is_far_too_low_above_three_hundred_percent():
    assert not is_far_too_low(progress(300, 100))
    assert is_far_too_low(progress(329_115, 90_000))


def test_verdicts_have_codes_and_labels():
    assert [(verdict.value, verdict.label) for verdict in Verdict] == [
        ("exceeded", "vượt"),
        ("met", "đạt"),
        ("on-pace", "đúng tiến độ"),
        ("promising", "có triển vọng"),
        ("push", "cần đẩy mạnh"),
        ("not-yet", "chưa có số liệu"),
    ]
    assert Verdict("on-pace") is Verdict.ON_PACE
