"""What is known of figures, as whoever has a ledger fills it in: one report with its peers, or a whole level at once.

Rows are units and columns are indicators, so that one report and 3,321 communes are the same question. NaN says “not
known”; 0 says “nothing was done”. Moments may be of any zone, days are days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from viecthat.kernel.periods import Period

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bits = NDArray[np.uint64]
Moments = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit on the last day of the period. `size`: its members with all below it; None when nobody knows."""

    id: int
    name: str
    kind: str
    size: int | None = None
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """What is counted. `measure` as in the catalogue: flow, stock, people, turns, coverage or ratio.

    `money`: counted in đồng, where round numbers are nothing special. `members_only`: only members of the unit can be
    counted, so members × days is the most there can be.
    """

    code: str
    name: str
    measure: str
    decimals: int = 0
    money: bool = False
    members_only: bool = False


@dataclass(frozen=True, eq=False)
class Sheet:
    """The figures of one period, units × indicators, and those of the same units in periods before.

    `values`: the figure; of a ratio or a coverage its n. `history`: past × units × indicators, `past` oldest first, all
    of the same length as `period` as far as it goes. `wholes`: N of shares. `percents`: a percentage written beside n
    and N, in percent. `proved`: the part of the figure, 0 to 1, that is evidenced or verified. `goals`: what was to be
    reached in the period. What is left out is not known. ValueError when a shape does not fit.
    """

    period: Period
    units: tuple[UnitFacts, ...]
    indicators: tuple[IndicatorFacts, ...]
    values: Floats
    past: tuple[Period, ...] = ()
    history: Floats | None = None
    wholes: Floats | None = None
    percents: Floats | None = None
    proved: Floats | None = None
    goals: Floats | None = None

    def __post_init__(self) -> None:
        """Check every array against units, indicators and past."""
        shape = (len(self.units), len(self.indicators))
        for name in ("values", "wholes", "percents", "proved", "goals"):
            given = getattr(self, name)
            if given is not None and given.shape != shape:
                raise ValueError(f"{name} is {given.shape}, not units × indicators {shape}")
        if self.history is None and self.past:
            raise ValueError("past periods without history")
        if self.history is not None and self.history.shape != (len(self.past), *shape):
            raise ValueError(f"history is {self.history.shape}, not past × units × indicators")

    @cached_property
    def columns(self) -> dict[str, int]:
        """The column of every indicator, by its code."""
        return {indicator.code: at for at, indicator in enumerate(self.indicators)}

    @cached_property
    def rows(self) -> dict[int, int]:
        """The row of every unit, by its id."""
        return {unit.id: at for at, unit in enumerate(self.units)}


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A figure and what it is made of: men and women, sectors, units below.

    `overlapping`: one may be in two parts (people seen twice), so the whole lies between the greatest part and the sum.
    `complete` false: parts are missing, so that their sum only may not be more than the whole.
    """

    unit: int
    indicator: str
    axis: str
    whole: float
    parts: tuple[tuple[str, float], ...]
    overlapping: bool = False
    complete: bool = True


@dataclass(frozen=True, slots=True)
class SumRule:
    """The sum of `left` is `equal` to or `at_most` `right` × n / of, by `rule` (`catalogue/figure_checks.yaml`)."""

    code: str
    left: tuple[str, ...]
    relation: str
    right: str
    n: int
    of: int
    rule: str


@dataclass(frozen=True, slots=True)
class Companions:
    """A result that cannot come about unless at least one of `any_of` is more than nothing."""

    indicator: str
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work as recorded. None: the form did not ask; 0: it asked and nothing was said.

    `days`: how many days it took; `turns`: attendances; `people`: hands that did it; `cost` in đồng.
    """

    unit: int
    id: int
    name: str
    indicator: str
    result: float
    cost: int | None = None
    people: int | None = None
    turns: int | None = None
    days: int = 1
    members_only: bool = False


@dataclass(frozen=True, slots=True)
class Ratings:
    """Marks given to one subject, each a whole number from `lowest` to `highest`; ValueError for another."""

    unit: int
    subject: str
    marks: tuple[int, ...]
    lowest: int = 1
    highest: int = 5

    def __post_init__(self) -> None:
        """Check the marks against the scale."""
        if self.marks and not self.lowest <= min(self.marks) <= max(self.marks) <= self.highest:
            raise ValueError(f"marks outside {self.lowest} to {self.highest}")


@dataclass(frozen=True, slots=True)
class Prose:
    """A part of the narrative of a report."""

    unit: int
    heading: str
    text: str


@dataclass(frozen=True, eq=False)
class Recordings:
    """Postings of the period, one a place: which unit's, when recorded, for which day of work."""

    unit: Ints
    recorded_at: Moments
    day: Moments

    @classmethod
    def of(cls, rows: Iterable[tuple[int, datetime, date]] = ()) -> Self:
        """From rows of (unit, recorded at, day of the work)."""
        given = list(rows)
        return cls(
            np.array([row[0] for row in given], dtype=np.int64),
            np.array([moment(row[1]) for row in given], dtype="datetime64[s]"),
            np.array([row[2] for row in given], dtype="datetime64[D]"),
        )


@dataclass(frozen=True, eq=False)
class Presences:
    """Named people at work, one a place: who, whose unit's activity, where, from when to when.

    `place` is any number that is the same for the same place. Leave out presences of which only the day is known.
    """

    person: Ints
    unit: Ints
    activity: Ints
    place: Ints
    start: Moments
    end: Moments

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int, int, datetime, datetime]] = ()) -> Self:
        """From rows of (person, unit, activity, place, start, end)."""
        given = list(rows)
        person, unit, activity, place = (np.array([row[at] for row in given], dtype=np.int64) for at in range(4))
        start = np.array([moment(row[4]) for row in given], dtype="datetime64[s]")
        end = np.array([moment(row[5]) for row in given], dtype="datetime64[s]")
        return cls(person, unit, activity, place, start, end)


@dataclass(frozen=True, eq=False)
class Photos:
    """Pictures of activities, one a place. `bits`: a 64-bit difference hash, equal for equal pictures, few bits apart
    for the same picture saved again.
    """

    unit: Ints
    activity: Ints
    bits: Bits

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int]] = ()) -> Self:
        """From rows of (unit, activity, bits); bits may be signed, as a database keeps them."""
        given = list(rows)
        return cls(
            np.array([row[0] for row in given], dtype=np.int64),
            np.array([row[1] for row in given], dtype=np.int64),
            np.array([row[2] & 0xFFFF_FFFF_FFFF_FFFF for row in given], dtype=np.uint64),
        )


@dataclass(frozen=True, eq=False)
class Facts:
    """All that is known for one question. Only `sheet` must be given; what is left out is not tested.

    `asked`: the units whose doubts are wanted, the others are only their peers; None: all. `due`: when the report was
    due.
    """

    sheet: Sheet
    asked: frozenset[int] | None = None
    due: datetime | None = None
    rules: tuple[SumRule, ...] = ()
    companions: tuple[Companions, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    works: tuple[Work, ...] = ()
    ratings: tuple[Ratings, ...] = ()
    prose: tuple[Prose, ...] = ()
    recordings: Recordings = field(default_factory=Recordings.of)
    presences: Presences = field(default_factory=Presences.of)
    photos: Photos = field(default_factory=Photos.of)

    def asks(self, unit: int) -> bool:
        """Whether doubts about this unit are wanted."""
        return self.asked is None or unit in self.asked


def moment(at: datetime) -> np.datetime64:
    """A moment as arrays hold it: UTC when it has a zone, else as it is."""
    return np.datetime64(at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at, "s")
