from tests.doubts.sheets import codes, report
from viecthat.doubts.facts import Ratings

QUIET = report([1.0])


def rated(*marks: int, subject: str = "Tập huấn") -> Ratings:
    return Ratings(7, subject, marks)


def test_marks_all_the_same():
    assert codes(QUIET, ratings=(rated(*[5] * 40),)) == ["same_marks"]
    assert codes(QUIET, ratings=(rated(*[5] * 10),)) == []
    assert codes(QUIET, ratings=(rated(*[5] * 30, *[4] * 10),)) == []
    loved = tuple(rated(*[5] * 38, 4, 4, subject=f"Buổi {at}") for at in range(6))
    assert codes(QUIET, ratings=(*loved, rated(*[5] * 40))) == []  # where nearly all agree, all agreeing is nothing


def test_marks_drawn_from_a_hat():
    assert codes(QUIET, ratings=(rated(*[1, 2, 3, 4, 5] * 12),)) == ["even_marks"]
    assert codes(QUIET, ratings=(rated(*[1, 2, 3, 4, 5] * 4),)) == []
    assert codes(QUIET, ratings=(rated(*[3, 4, 5] * 20),)) == []
