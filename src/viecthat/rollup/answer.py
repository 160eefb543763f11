"""The answer to a question: typed rows, never bare floats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.numbers import format_number
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share

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


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    unit, part: the unit asked for, and None for its whole, a unit id for that part of it, or "own" for what stands
    at the unit itself, is kept apart there, or falls under no part.
    key, period: which measure of the question, over which period.
    value: the figure in the indicator's smallest unit; None for a ratio or coverage, which have n and of instead.
    people: distinct people, for People only; turns: attendances, for People and Turns. Never add one to the other.
    grades: the split of value, or of n, by grade of proof; adds to it exactly.
    reported_by: distinct units, as recorded, whose entries in scope do not cancel to zero.
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
class Way:
    """How a question was answered: a Vietnamese msgid with {params}; whole numbers are set as the language writes."""

    message: str
    params: Mapping[str, int] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str, lang: str = "vi") -> str:
        """The sentence, through the page's gettext when given."""
        return translate(self.message).format(**{k: format_number(v, lang=lang) for k, v in self.params.items()})

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of one question: unit by unit as asked, then measure, then period; the whole before its parts.

    outside: ledger lines the measures would read, whoever is asked about, that stand nowhere in this map.
    """

    rows: tuple[Row, ...]
    way: Way
    outside: int = 0
    _wholes: dict[tuple[int, Any, Period], Row] = field(default_factory=dict, repr=False, compare=False)
    _parts: dict[tuple[int, Any, Period], list[Row]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for row in self.rows:
            place = (row.unit, row.key, row.period)
            if row.part is None:
                self._wholes[place] = row
            else:
                self._parts.setdefault(place, []).append(row)

    @property
    def how(self) -> str:
        """How the answer was found, in Vietnamese: "quét thẳng 41.233 dòng"."""
        return self.way.text()

    def one(self, unit: int, key: Any, period: Period) -> Row:
        """The whole figure of a unit. Refused when it was not part of the question."""
        try:
            return self._wholes[unit, key, period]
        except KeyError:
            raise Refused(
                gettext_noop("Bảng số liệu này không có {key} của đơn vị số {unit} trong kỳ đã chọn."),
                unit=unit,
                key=key,
            ) from None

    def parts(self, unit: int, key: Any, period: Period) -> tuple[Row, ...]:
        """The parts of that figure in tree order, "own" last; empty when the question asked for none."""
        self.one(unit, key, period)
        return tuple(self._parts.get((unit, key, period), ()))

    def additive(self, key: Any) -> bool:
        """Whether the parts of this measure add to the whole: False where one person may stand in two parts."""
        return all(row.additive for row in self.rows if row.key == key)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)
