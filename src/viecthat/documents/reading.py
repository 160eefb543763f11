"""Read a spreadsheet that somebody sends back: the cells of its first sheet."""

from __future__ import annotations

from viecthat.documents.sheets import open_sheets
from viecthat.kernel.errors import Refused


def first_sheet(content: bytes, *, field: str | None = None) -> list[list[object]]:
    """Rows of cells as far as they are filled: text, numbers as floats, days. Refused when it is no spreadsheet."""
    try:
        return [list(row.cells) for row in open_sheets(content).rows()]
    except Refused as refused:
        raise Refused(refused.message, field=field, **refused.params) from refused
