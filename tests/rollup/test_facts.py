from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pytest

from viecthat.rollup.facts import FactRow, Facts, Where, micros

ROW = FactRow(1, 10, 100, 5, date(2020, 6, 25), 371_893, 0, 1, datetime(2020, 6, 25, 10, tzinfo=UTC))


def test_of_rows_keeps_every_column_exactly() -> None:
    held = Facts.of([ROW, FactRow(2, 11, 101, 6, 737_600, -(2**62), 7, 3, 1_593_079_200_000_001)])
    assert len(held) == 2
    assert held.entry.tolist() == [1, 2]
    assert held.posting.tolist() == [10, 11]
    assert held.unit.tolist() == [100, 101]
    assert held.indicator.tolist() == [5, 6]
    assert held.day.tolist() == [date(2020, 6, 25).toordinal(), 737_600]
    assert held.quantity.tolist() == [371_893, -(2**62)]
    assert held.person.tolist() == [0, 7]
    assert held.grade.tolist() == [1, 3]
    assert held.recorded.tolist() == [1_593_079_200_000_000, 1_593_079_200_000_001]
    assert held.grade.dtype == np.int8
    assert held.quantity.dtype == np.int64


def test_a_moment_is_the_same_in_every_zone() -> None:
    hanoi = timezone(timedelta(hours=7))
    assert micros(datetime(2020, 6, 25, 17, tzinfo=hanoi)) == micros(ROW.recorded)
    with pytest.raises(ValueError, match="time zone"):
        micros(datetime(2020, 6, 25, 17))  # noqa: DTZ001 – the missing zone is what is tested


def test_where_keeps_the_lines_of_the_mask() -> None:
    held = Facts.of([ROW._replace(entry=n) for n in range(4)])
    assert held.where(held.entry >= 2).entry.tolist() == [2, 3]
    assert len(Facts.none()) == 0


@pytest.mark.parametrize("grade", [0, 4, 257, -1])
def test_a_grade_is_one_of_three(grade: int) -> None:
    with pytest.raises(ValueError, match="grade"):
        Facts.of([ROW._replace(grade=grade)])


def test_binary_floats_and_ragged_columns_are_refused() -> None:
    held = Facts.of([ROW])
    columns = {name: getattr(held, name) for name in Facts.__dataclass_fields__}
    with pytest.raises(ValueError, match="quantity does not hold whole numbers"):
        Facts(**columns | {"quantity": np.array([1.0])})
    with pytest.raises(ValueError, match="person is not as long"):
        Facts(**columns | {"person": np.array([1, 2])})


def test_a_quantity_beyond_64_bits_is_refused() -> None:
    with pytest.raises(OverflowError):
        Facts.of([ROW._replace(quantity=2**63)])


def test_conditions_hold_together() -> None:
    held = Facts.of(
        [
            ROW._replace(entry=1, posting=1, person=1, grade=1),
            ROW._replace(entry=2, posting=1, person=2, grade=2),
            ROW._replace(entry=3, posting=2, person=2, grade=3),
        ]
    )

    def kept(where: Where) -> list[int]:
        return held.where(where.holds(held)).entry.tolist()

    assert kept(Where()) == [1, 2, 3]
    assert kept(Where(postings={1})) == [1, 2]
    assert kept(Where(persons=(2,))) == [2, 3]
    assert kept(Where(grades=[2, 3])) == [2, 3]
    assert kept(Where(postings={1}, persons={2}, grades={2, 3})) == [2]
    assert kept(Where(postings=())) == []
