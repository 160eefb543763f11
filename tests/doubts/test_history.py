import numpy as np
import pytest

from tests.doubts.sheets import PAST, PERIOD, TREES, asked, codes, one
from viecthat.doubts.combine import doubts_of
from viecthat.doubts.facts import Facts, Sheet, UnitFacts

USUAL = [210, 480, 190, 520, 230, 470, 205, 510]  # twice as much in every second half


def test_far_from_the_same_season_of_earlier_years():
    assert codes(one(260, USUAL)) == []
    assert codes(one(520, USUAL)) == []
    (doubt,) = asked(one(2_900, USUAL))
    assert doubt.code == "far_from_history"
    assert "gấp 14 lần mức thường thấy" in doubt.words()
    assert [piece.shown() for piece in doubt.evidence[:3]] == ["207", "510", "205"]


def test_figures_with_proof_must_lie_further_off():
    assert codes(one(2_900, USUAL, proved=0.0)) == ["far_from_history"]
    assert codes(one(2_900, USUAL, proved=1.0)) == []


def test_a_fall_is_asked_about_only_when_it_is_deep():
    assert codes(one(60, USUAL)) == []
    assert codes(one(40, [2_100, 2_300, 1_900, 2_200, 2_050, 2_400])) == ["far_from_history"]


@pytest.mark.parametrize(
    ("value", "usual", "words"),
    [(6_780_000, 6_500, "6.780.000 hay 6.780"), (7, 6_500, "7 hay 7.000")],
)
def test_a_thousand_off(value, usual, words):
    (doubt,) = asked(one(value, [usual * part for part in (0.9, 1.0, 1.1, 1.05, 0.95, 1.2)]))
    assert doubt.code == "thousand_off"
    assert doubt.also == ("far_from_history",)
    assert words in doubt.words()


def test_too_short_a_past_says_nothing():
    assert codes(one(2_900, USUAL[-2:])) == []
    assert codes(one(2_900)) == []


def test_what_everybody_did_is_not_odd():
    rng = np.random.default_rng(5)
    units = tuple(UnitFacts(at, f"Xã {at}", "commune", 500, 1) for at in range(30))
    history = np.round(rng.lognormal(5, 0.3, (8, 30, 1)))
    everybody = np.round(rng.lognormal(5, 0.3, (30, 1)) * 12)
    assert doubts_of(Facts(Sheet(PERIOD, units, (TREES,), everybody, PAST, history))) == []
    only_one = np.round(rng.lognormal(5, 0.3, (30, 1)))
    only_one[3] *= 20
    (doubt,) = doubts_of(Facts(Sheet(PERIOD, units, (TREES,), only_one, PAST, history)))
    assert (doubt.unit, doubt.code) == (3, "far_from_history")
