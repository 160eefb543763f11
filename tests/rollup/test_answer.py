import pytest

from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share
from viecthat.rollup.answer import OWN, Grades, Part, Row, Table, Way

YEAR, NEXT = Period.year(2020), Period.year(2021)


def row(unit: int = 1, part: Part = None, key: str = "trees", period: Period = YEAR, value: int = 5) -> Row:
    return Row(unit, part, key, period, value, None, None, None, None, Grades(value), 1, 2, True)


def test_grades_add_and_subtract_by_grade() -> None:
    assert Grades(1, 2, 3) + Grades(10, 20, 30) == Grades(11, 22, 33)
    assert Grades(1, 2, 3) - Grades(3, 2, 1) == Grades(-2, 0, 2)
    assert Grades(1, 2, 3).total == 6


def test_finds_wholes_and_their_parts_in_order() -> None:
    rows = (row(), row(part=8, value=3), row(part=7, value=1), row(part=OWN, value=1), row(period=NEXT), row(unit=2))
    table = Table(rows, Way("x"))
    assert table.one(1, "trees", YEAR) is rows[0]
    assert table.parts(1, "trees", YEAR) == rows[1:4]
    assert table.parts(1, "trees", NEXT) == ()
    assert table.one(2, "trees", YEAR) is rows[5]
    assert list(table) == list(rows)
    assert len(table) == 6


def test_what_was_not_asked_is_refused() -> None:
    table = Table((row(),), Way("x"))
    for place in ((2, "trees", YEAR), (1, "works", YEAR), (1, "trees", NEXT)):
        with pytest.raises(Refused):
            table.one(*place)
        with pytest.raises(Refused):
            table.parts(*place)


def test_says_how_in_either_language() -> None:
    way = Way("quét thẳng {lines} dòng", {"lines": 41_233})
    assert Table((), way).how == str(way) == "quét thẳng 41.233 dòng"
    assert way.text({"quét thẳng {lines} dòng": "plain scan of {lines} lines"}.__getitem__, "en") == (
        "plain scan of 41,233 lines"
    )


def test_a_share_is_carried_undivided() -> None:
    share = Row(1, None, "x", YEAR, None, 2, 3, None, None, Grades(2), 1, 1, True)
    assert share.share == Share(2, 3)
    assert row().share is None
