"""A sheet to be filled in away from the network: names and headings locked, every box checked by the sheet itself."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, time

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell  # type: ignore[import-untyped]

from viecthat.documents import text

_FACE = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
_HEAD = {"bold": True, "bg_color": "#E8F0FD", "font_color": "#14479F", "align": "center", "text_wrap": True}
_LONGEST_CELL = 1_500  # what readers keep of a cell
_LARGEST = 10**12


@dataclass(frozen=True, slots=True)
class FillColumn:
    """A column of boxes. `decimals` None: whole numbers. `of`: the place of the column whose number it can't exceed."""

    title: str
    decimals: int | None = None
    of: int | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FillIn:
    """The sheet: its first columns are a running number and `names`; `seal` is kept on a hidden sheet of `seal_name`.

    `error` is what Excel says of a number that can't be; `of_error` of one larger than its whole.
    """

    name: str
    title: str
    notes: tuple[str, ...]
    heads: tuple[str, str]
    names: tuple[str, ...]
    columns: tuple[FillColumn, ...]
    total: str
    error: str
    of_error: str
    seal: str
    seal_name: str
    day: date

    @property
    def first(self) -> int:
        """The number of the first row of boxes."""
        return len(self.notes) + 4


def to_fill_in(form: FillIn) -> bytes:
    """The sheet as an Excel file; equal forms give equal bytes. No password: what is locked guards against slips."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": text.clean(form.title)[:255], "created": datetime.combine(form.day, time())})
    sheet = book.add_worksheet(text.clean(form.name)[:31])
    border = {"border": 1, "border_color": "#C6D0DD"}
    head = book.add_format({**_FACE, **_HEAD, **border})
    locked = book.add_format({**_FACE, **border, "text_wrap": True})
    bold = book.add_format({**_FACE, **border, "bold": True, "num_format": "#,##0.##"})
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 36)
    sheet.set_column(2, 1 + len(form.columns), 16)
    sheet.write_string(0, 0, text.clean(form.title), book.add_format({**_FACE, "bold": True, "font_size": 15}))
    for at, note in enumerate(form.notes, 1):
        sheet.write_string(at, 0, text.clean(note), book.add_format({**_FACE, "italic": True}))
    first = form.first - 1
    last = first + len(form.names) - 1
    for place, words in enumerate((*form.heads, *(column.title for column in form.columns))):
        sheet.write_string(first - 1, place, text.clean(words), head)
    sheet.set_row(first - 1, 60)
    for at, name in enumerate(form.names):
        sheet.write_number(first + at, 0, at + 1, locked)
        sheet.write_string(first + at, 1, text.clean(name), locked)
    sheet.write_string(last + 1, 1, form.total, bold)
    for place, column in enumerate(form.columns, 2):
        places = f".{'0' * column.decimals}" if column.decimals else ""
        box = book.add_format({**_FACE, **border, "locked": False, "num_format": f"#,##0{places}"})
        for at in range(first, last + 1):
            sheet.write_blank(at, place, None, box)
        _check(sheet, form, column, place, first, last)
        sheet.write_formula(last + 1, place, f"=SUM({xl_range(first, place, last, place)})", bold, 0)
    sheet.freeze_panes(first, 2)
    sheet.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first - 1)
    hidden = book.add_worksheet(form.seal_name)
    for at in range(0, len(form.seal), _LONGEST_CELL):
        hidden.write_string(at // _LONGEST_CELL, 0, form.seal[at : at + _LONGEST_CELL])
    hidden.protect()
    hidden.very_hidden()
    book.close()
    return packed.getvalue()


def _check(
    sheet: xlsxwriter.worksheet.Worksheet, form: FillIn, column: FillColumn, place: int, first: int, last: int
) -> None:
    if last < first:
        return
    rule: dict[str, object] = (
        {"input_title": column.title[:32], "input_message": column.hint[:255]} if column.hint else {}
    )
    if column.of is not None:
        mine, whole = xl_rowcol_to_cell(first, place), xl_rowcol_to_cell(first, column.of + 2)
        formula = f'=AND(ISNUMBER({mine}),{mine}>=0,{mine}=INT({mine}),OR({whole}="",{mine}<={whole}))'
        rule |= {"validate": "custom", "value": formula, "error_message": form.of_error[:255]}
    else:
        kind = "decimal" if column.decimals else "integer"
        rule |= {"validate": kind, "criteria": "between", "minimum": 0, "maximum": _LARGEST}
        rule |= {"error_message": form.error[:255]}
    sheet.data_validation(first, place, last, place, rule)
