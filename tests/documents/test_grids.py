"""Whole sheets: what another program saved is read like our own."""

import pytest

from tests.reporting.sheets import messy_sheet
from viecthat.documents.grids import open_grids
from viecthat.kernel.errors import Refused


def told(grid):
    return [(row.number, [cell for cell in row.cells if cell is not None]) for row in grid.rows]


def test_an_old_workbook_is_read_cell_by_cell_like_the_new_one(convert):
    content, _cells = messy_sheet()
    new, old = open_grids(content), open_grids(convert({"bang.xlsx": content}, "xls")["bang.xls"])
    assert (old.kind, [sheet.name for sheet in old.sheets]) == ("xls", [sheet.name for sheet in new.sheets])
    assert told(old.grid()) == told(new.grid())
    assert sorted(old.grid().merges) == sorted(new.grid().merges)


def test_what_only_looks_like_an_old_workbook_is_refused():
    with pytest.raises(Refused, match="kiểu cũ"):
        open_grids(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
