"""A sheet as lines of CSV: the same columns and rows as the workbook, for programs that read text."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from viecthat.documents.workbook import Sheet, SheetCell
from viecthat.kernel.quantities import Share

BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet takes Vietnamese for another alphabet
LINES_A_PART = 500
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """What csv writes to: it gives the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def to_csv(sheet: Sheet) -> Iterator[str]:
    """The sheet part by part: its head, then a line per row; days as ISO 8601, no totals, no formulas."""
    writer = csv.writer(_Echo())
    part = [BYTE_ORDER_MARK, str(writer.writerow([column.title for column in sheet.columns]))]
    for row in sheet.rows:
        part.append(str(writer.writerow([plain_cell(cell) for cell in row])))
        if len(part) == LINES_A_PART:
            yield "".join(part)
            part = []
    yield "".join(part)


def plain_cell(cell: SheetCell) -> str:
    """A cell of text. A text that a spreadsheet would take for a formula is marked as text."""
    match cell:
        case None:
            return ""
        case str():
            return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
        case date():
            return cell.isoformat()
        case Share():
            return f"{cell.n}/{cell.of}"
        case Fraction():
            return str(Decimal(cell.numerator) / Decimal(cell.denominator))
        case _:
            return str(cell)
