"""A workbook as data: sheets of typed columns, with totals and shares that stay live formulas."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from viecthat.documents.model import Lang
from viecthat.kernel.quantities import Share

Kind = Literal["text", "whole", "decimal", "percent", "day", "money"]
# A percent is given as a ratio (867/1000, Share(867, 1000)); money in đồng; None leaves the cell empty.
SheetCell = str | int | Decimal | Fraction | Share | date | None


@dataclass(frozen=True, slots=True)
class ShareOf:
    """n / of, from two columns of the same row; in the total row from their totals, so ratios are never averaged."""

    n: str
    of: str


@dataclass(frozen=True, slots=True)
class SumOf:
    """The sum of some columns of the same row."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column; `width` in letters. Formulas name columns by `key`; under a formula the rows give None.

    `total` adds the column up in the total row. `decimals` applies to decimal (2 when None) and percent (1).
    """

    title: str
    kind: Kind = "text"
    width: float = 14
    key: str = ""
    formula: ShareOf | SumOf | None = None
    total: bool = False
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `name` is on its tab, `title` above its table, `notes` between them.

    `rows` may be an iterator: it is read once and never held whole. `freeze` is the number of columns that
    stay in sight beside the head, which always does.
    """

    name: str
    columns: tuple[SheetColumn, ...]
    rows: Iterable[tuple[SheetCell, ...]]
    title: str = ""
    notes: tuple[str, ...] = ()
    freeze: int = 0
    landscape: bool = False

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("a sheet has columns")
        keys = [column.key for column in self.columns if column.key]
        if len(set(keys)) < len(keys):
            raise ValueError(f"two columns with one key in {keys}")
        for column in self.columns:
            wanted = _named(column.formula)
            if missing := [key for key in wanted if key not in keys]:
                raise ValueError(f"the formula of {column.title!r} names no column: {missing}")

    @property
    def has_total(self) -> bool:
        return any(column.total for column in self.columns)


@dataclass(frozen=True, slots=True)
class Workbook:
    """Sheets with the file's properties; `day` is its date of making."""

    sheets: tuple[Sheet, ...]
    title: str
    author: str
    day: date
    lang: Lang = "vi"


def _named(formula: ShareOf | SumOf | None) -> tuple[str, ...]:
    match formula:
        case ShareOf(n=n, of=of):
            return (n, of)
        case SumOf(parts=parts):
            return parts
    return ()
