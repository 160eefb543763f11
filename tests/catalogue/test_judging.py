"""The lines of judging by day."""

from datetime import date
from fractions import Fraction

import pytest

from viecthat.catalogue import judging
from viecthat.kernel.judging import USUAL


@pytest.fixture(autouse=True)
def _fresh():
    yield judging.thresholds_on.cache_clear()
    judging.thresholds_on.cache_clear()


def test_the_usual_lines_are_in_the_catalogue():
    assert judging.thresholds_on(date(2026, 1, 1)) == USUAL


def test_a_later_row_holds_from_its_day(monkeypatch):
    known = (
        {"start": date(2000, 1, 1), "promising": "4/5", "far_too_low": 3},
        {"start": date(2027, 1, 1), "promising": "9/10", "far_too_low": 2},
    )
    monkeypatch.setattr(judging, "rows", lambda _name: known)
    assert judging.thresholds_on(date(2026, 12, 31)).promising == Fraction(4, 5)
    later = judging.thresholds_on(date(2027, 1, 1))
    assert (later.promising, later.far_too_low) == (Fraction(9, 10), 2)
    assert judging.thresholds_on(date(1999, 1, 1)) == USUAL
