import numpy as np
import pytest

from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share
from viecthat.rollup.answer import OWN, Grades, Grid, Part, RegionNames, Row, Table, Way

YEAR, NEXT = Period.year(2020), Period.year(2021)


def grid(*values: list[int]) -> Grid:
    """Declared figures: a list over periods for each region."""
    totals = np.array(values, dtype=np.int64)
    grades = np.stack([totals, 0 * totals, 0 * totals], axis=-1)
    return Grid(grades, totals, np.ones_like(totals), 2 * np.ones_like(totals), additive=True)


def row(unit: int = 1, part: Part = None, key: str = "trees", period: Period = YEAR, value: int = 5) -> Row:
    return Row(unit, part, key, period, value, None, None, None, None, Grades(value), 1, 2, True)


def test_grades_add_and_subtract_by_grade() -> None:
    assert Grades(1, 2, 3) + Grades(10, 20, 30) == Grades(11, 22, 33)
    assert Grades(1, 2, 3) - Grades(3, 2, 1) == Grades(-2, 0, 2)
    assert Grades(1, 2, 3).total == 6


def test_finds_wholes_and_their_parts_in_order() -> None:
    regions = [(1, None), (1, 8), (1, 7), (1, OWN), (2, None)]
    table = Table(
        RegionNames.of(regions), [YEAR, NEXT], {"trees": grid([5, 0], [3, 0], [1, 0], [1, 0], [9, 6])}, Way("x")
    )
    parts = (row(part=8, value=3), row(part=7, value=1), row(part=OWN, value=1))
    assert table.one(1, "trees", YEAR) == row()
    assert table.parts(1, "trees", YEAR) == parts
    assert [part.value for part in table.parts(1, "trees", NEXT)] == [0, 0, 0]
    assert table.one(2, "trees", NEXT) == row(unit=2, period=NEXT, value=6)
    assert table.parts(2, "trees", NEXT) == ()
    assert list(table)[:4] == [row(), *parts]
    assert [(r.unit, r.period) for r in table][4:] == [(1, NEXT)] * 4 + [(2, YEAR), (2, NEXT)]
    assert len(table) == len(table.rows) == 10
    assert table[0] == row()


def test_what_was_not_asked_is_refused() -> None:
    table = Table(RegionNames.of([(1, None)]), [YEAR], {"trees": grid([5])}, Way("x"))
    for place in ((2, "trees", YEAR), (1, "works", YEAR), (1, "trees", NEXT)):
        with pytest.raises(Refused):
            table.one(*place)
        with pytest.raises(Refused):
            table.parts(*place)
    with pytest.raises(Refused):
        table.grid("works")


def test_says_how_in_either_language() -> None:
    way = Way("quét thẳng {lines} dòng", {"lines": 41_233})
    assert Table(RegionNames.of(()), (), {}, way).how == str(way) == "quét thẳng 41.233 dòng"
    assert way.text({"quét thẳng {lines} dòng": "plain scan of {lines} lines"}.__getitem__, "en") == (
        "plain scan of 41,233 lines"
    )


def test_a_share_is_carried_undivided() -> None:
    share = Row(1, None, "x", YEAR, None, 2, 3, None, None, Grades(2), 1, 1, True)
    assert share.share == Share(2, 3)
    assert row().share is None
