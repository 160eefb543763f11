"""Entries of the ledger as parallel columns: what the roll-up adds up."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.int64]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Grade(IntEnum):
    """Grade of proof, weakest first."""

    DECLARED = 1
    EVIDENCED = 2
    VERIFIED = 3


class FactRow(NamedTuple):
    """One ledger entry. `quantity` is in the indicator's smallest unit; `person` 0 means not named."""

    entry: int
    posting: int
    unit: int
    indicator: int
    day: date | int
    quantity: int
    person: int
    grade: int
    recorded: datetime | int


def ids_of(ids: Collection[int] | Column) -> Column:
    """Ids as a column, in no particular order."""
    return ids.astype(np.int64, copy=False) if isinstance(ids, np.ndarray) else np.fromiter(ids, dtype=np.int64)


def micros(moment: datetime) -> int:
    """Microseconds since 1970-01-01 UTC, exact. ValueError for a moment without time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment of recording needs its time zone")
    return (moment - _EPOCH) // _MICROSECOND


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """Columns of equal length, one line per entry.

    entry, posting, unit, indicator, person: ids (person 0 = not named); day: `date.toordinal()`; quantity: exact
    int64 in the indicator's smallest unit, negative for a reversal; grade: 1 declared, 2 evidenced, 3 verified;
    recorded: microseconds since 1970-01-01 UTC. ValueError when lengths differ, a column holds
    anything but whole numbers, or a grade is none of the three.
    """

    entry: Column
    posting: Column
    unit: Column
    indicator: Column
    day: Column
    quantity: Column
    person: Column
    grade: npt.NDArray[np.int8]
    recorded: Column

    def __post_init__(self) -> None:
        for field in fields(self):
            wanted = np.int8 if field.name == "grade" else np.int64
            column = np.asarray(getattr(self, field.name))
            if column.shape != (len(self.entry),):
                raise ValueError(f"column {field.name} is not as long as column entry")
            # A binary float is refused even when whole: a quantity that may not be exact must never get in.
            if column.size and column.dtype.kind not in "iu":
                raise ValueError(f"column {field.name} does not hold whole numbers")
            if field.name == "grade" and column.size and not (column.min() >= 1 and column.max() <= 3):
                raise ValueError("a grade of proof is 1, 2 or 3")
            object.__setattr__(self, field.name, column.astype(wanted, copy=False))

    @classmethod
    def of(cls, rows: Iterable[FactRow]) -> Self:
        """Columns from rows; days may be dates or ordinals, moments datetimes (with time zone) or microseconds."""
        lines = [
            (
                row.entry,
                row.posting,
                row.unit,
                row.indicator,
                row.day.toordinal() if isinstance(row.day, date) else row.day,
                row.quantity,
                row.person,
                row.grade,
                micros(row.recorded) if isinstance(row.recorded, datetime) else row.recorded,
            )
            for row in rows
        ]
        table = np.array(lines, dtype=np.int64).reshape(len(lines), 9).T
        return cls(*(np.ascontiguousarray(column) for column in table))  # type: ignore[arg-type]

    @classmethod
    def none(cls) -> Self:
        """No facts at all."""
        return cls.of(())

    def __len__(self) -> int:
        return len(self.entry)

    def where(self, mask: npt.NDArray[np.bool_]) -> Self:
        """The lines for which `mask` is true, in their order."""
        return type(self)(*(getattr(self, field.name)[mask] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Where:
    """Which entries count. Each condition given must hold; None asks nothing.

    postings: entries of these postings (a programme's figure is a filter); persons: entries naming one of these
    people (sex, age group, youth group; 0 keeps those that name nobody); grades: entries of these grades of proof, 1
    to 3. Millions of ids are best given as a column.
    """

    postings: Collection[int] | Column | None = None
    persons: Collection[int] | Column | None = None
    grades: Collection[int] | Column | None = None

    def holds(self, facts: Facts) -> npt.NDArray[np.bool_]:
        """A mask over the lines: true where every condition holds."""
        mask = np.ones(len(facts), dtype=np.bool_)
        for wanted, column in (
            (self.postings, facts.posting),
            (self.persons, facts.person),
            (self.grades, facts.grade),
        ):
            if wanted is not None:
                mask &= np.isin(column, ids_of(wanted))
        return mask
