"""The answer to a question: typed rows, never bare floats. Held as columns, so that a row costs nothing until read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.numbers import format_number
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share

Numbers = npt.NDArray[np.int64]
Part = int | Literal["own"] | None
OWN: Literal["own"] = "own"


@dataclass(frozen=True, slots=True)
class Grades:
    """How much of a figure is of which grade of proof; the three add to the figure."""

    declared: int = 0
    evidenced: int = 0
    verified: int = 0

    @property
    def total(self) -> int:
        """The figure that is split."""
        return self.declared + self.evidenced + self.verified

    def __add__(self, other: Grades) -> Grades:
        return Grades(
            self.declared + other.declared,
            self.evidenced + other.evidenced,
            self.verified + other.verified,
        )

    def __sub__(self, other: Grades) -> Grades:
        return Grades(
            self.declared - other.declared,
            self.evidenced - other.evidenced,
            self.verified - other.verified,
        )


class Row(NamedTuple):
    """One figure. A tuple, for a page makes thousands of them.

    unit, part: the unit asked for, and None for its whole, a unit id for that part of it, or "own" for what stands
    at the unit itself, is kept apart there, or falls under no part.
    key, period: which measure of the question, over which period.
    value: the figure in the indicator's smallest unit; None for a ratio or coverage, which have n and of instead.
    people: distinct people, for People only; turns: attendances, for People and Turns. Never add one to the other.
    grades: the split of value, or of n, by grade of proof; adds to it exactly.
    reported_by: distinct units, as recorded, whose entries of some calendar month in scope do not cancel to zero.
    entries: ledger lines in scope; 0 means that there are no figures yet, which is not the figure zero.
    additive: whether the parts of this figure add to its whole.
    """

    unit: int
    part: Part
    key: Any
    period: Period
    value: int | None
    n: int | None
    of: int | None
    people: int | None
    turns: int | None
    grades: Grades
    reported_by: int
    entries: int
    additive: bool

    @property
    def share(self) -> Share | None:
        """n of `of`, undivided; None for a plain figure."""
        return None if self.n is None or self.of is None else Share(self.n, self.of)


@dataclass(frozen=True, slots=True)
class Grid:
    """All figures of one measure as columns over (region, period), for those who show thousands of cells.

    grades has a third axis, one column per grade of proof; totals, the figures themselves or n, are their sums. `of` is
    there for ratios and coverages, `turns` for people and turns.
    """

    grades: Numbers
    totals: Numbers
    reported_by: Numbers
    entries: Numbers
    additive: bool
    of: Numbers | None = None
    people: bool = False
    turns: Numbers | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """How a question was answered: a Vietnamese msgid with {params}; whole numbers are set as the language writes.

    steps: what was done, one after the other, when the question asked to explain; sql: the statements, where SQL was
    run.
    """

    message: str
    params: Mapping[str, int] = field(default_factory=dict)
    steps: tuple[Way, ...] = ()
    sql: tuple[str, ...] = ()

    def text(self, translate: Callable[[str], str] = str, lang: str = "vi") -> str:
        """The sentence, through the page's gettext when given."""
        return translate(self.message).format(**{k: format_number(v, lang=lang) for k, v in self.params.items()})

    def __str__(self) -> str:
        return self.text()


class RegionNames:
    """Of which unit each region is, and which part of it; held as arrays, for there may be a region per base unit.

    units: the units asked about. starts: the region of each one's whole, and at the end the number of regions.
    parts: the unit id of a part, WHOLE for a unit's whole, REST for what is left beside its parts.
    """

    __slots__ = ("parts", "starts", "units")

    WHOLE = -1
    REST = -2

    def __init__(self, units: Sequence[int], starts: Sequence[int], parts: Numbers) -> None:
        self.units = tuple(units)
        self.starts = tuple(starts)
        self.parts = parts

    @classmethod
    def of(cls, names: Sequence[tuple[int, Part]]) -> RegionNames:
        """From (unit, part) pairs in the order of the regions."""
        codes = [cls.WHOLE if part is None else cls.REST if part == OWN else part for _, part in names]
        starts = [number for number, code in enumerate(codes) if code == cls.WHOLE]
        return cls([names[start][0] for start in starts], [*starts, len(names)], np.array(codes, dtype=np.int64))

    def part(self, region: int) -> Part:
        """None for a whole, "own" for what is left, else the unit id."""
        return self.part_coded(int(self.parts[region]))

    @classmethod
    def part_coded(cls, code: int) -> Part:
        """The same, as `parts` holds it."""
        return None if code == cls.WHOLE else OWN if code == cls.REST else code

    def __len__(self) -> int:
        return len(self.parts)

    def __iter__(self) -> Iterator[tuple[int, Part]]:
        for unit, start, stop in zip(self.units, self.starts, self.starts[1:], strict=False):
            for region in range(start, stop):
                yield unit, self.part(region)


class Table(Sequence[Row]):
    """The answer to one question: a row per unit as asked, then measure, then period; the whole before its parts.

    regions: the first axis of every grid. periods: the second axis.
    outside: ledger lines the measures would read, whoever is asked about, that stand nowhere in this map.
    """

    def __init__(
        self,
        regions: RegionNames,
        periods: Sequence[Period],
        grids: Mapping[Any, Grid],
        way: Way,
        outside: int = 0,
    ) -> None:
        self.regions = regions
        self.periods = tuple(periods)
        self.way = way
        self.outside = outside
        self._grids = dict(grids)
        self._keys = tuple(self._grids)
        self._period = {period: number for number, period in enumerate(self.periods)}
        spans = zip(regions.starts, regions.starts[1:], strict=False)
        self._unit: dict[int, tuple[int, int]] = dict(zip(regions.units, spans, strict=True))

    @property
    def keys(self) -> tuple[Any, ...]:
        """The measures of the question."""
        return self._keys

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row, made now."""
        return tuple(self)

    @property
    def how(self) -> str:
        """How the answer was found, in Vietnamese: "quét thẳng 41.233 dòng"."""
        return self.way.text()

    def grid(self, key: Any) -> Grid:
        """The columns of one measure. Refused when it was not part of the question."""
        if key not in self._grids:
            raise Refused(gettext_noop("Bảng số liệu này không có {key}."), key=key)
        grid: Grid = self._grids[key]
        return grid

    def one(self, unit: int, key: Any, period: Period) -> Row:
        """The whole figure of a unit. Refused when it was not part of the question."""
        (start, _), number = self._place(unit, key, period)
        (row,) = self._rows(unit, np.array([start]), key, number)
        return row

    def parts(self, unit: int, key: Any, period: Period, at: Sequence[int] | None = None) -> tuple[Row, ...]:
        """The parts of that figure in tree order, "own" last; empty when the question asked for none.

        at: only those at these places among the parts, in this order.
        """
        (start, stop), number = self._place(unit, key, period)
        regions = np.arange(start + 1, stop)
        return tuple(self._rows(unit, regions if at is None else regions[np.fromiter(at, np.intp)], key, number))

    def additive(self, key: Any) -> bool:
        """Whether the parts of this measure add to the whole: False where one person may stand in two parts."""
        return self.grid(key).additive

    def __len__(self) -> int:
        return len(self.regions) * len(self._keys) * len(self.periods)

    def __iter__(self) -> Iterator[Row]:
        for unit, (start, stop) in self._unit.items():
            for key in self._keys:
                for number in range(len(self.periods)):
                    yield from self._rows(unit, np.arange(start, stop), key, number)

    def __getitem__(self, at: Any) -> Any:
        return self.rows[at]

    def _place(self, unit: int, key: Any, period: Period) -> tuple[tuple[int, int], int]:
        if unit not in self._unit or key not in self._grids or period not in self._period:
            raise Refused(
                gettext_noop("Bảng số liệu này không có {key} của đơn vị số {unit} trong kỳ đã chọn."),
                unit=unit,
                key=key,
            )
        return self._unit[unit], self._period[period]

    def _rows(self, unit: int, regions: Numbers, key: Any, period: int) -> Iterator[Row]:
        """Rows of one measure and period; a column is taken out of its array once, not a number at a time."""
        grid, told, missing = self._grids[key], self.periods[period], [None] * len(regions)
        ofs, turns = (missing if one is None else one[regions, period].tolist() for one in (grid.of, grid.turns))
        columns = (
            self.regions.parts[regions].tolist(),
            grid.grades[regions, period].tolist(),
            ofs,
            turns,
            grid.reported_by[regions, period].tolist(),
            grid.entries[regions, period].tolist(),
        )
        for part, split, of, turned, reported_by, entries in zip(*columns, strict=True):
            grades = Grades(*split)
            total = grades.total
            yield Row(
                unit,
                self.regions.part_coded(part),
                key,
                told,
                total if of is None else None,
                None if of is None else total,
                of,
                total if grid.people else None,
                turned,
                grades,
                reported_by,
                entries,
                grid.additive,
            )
