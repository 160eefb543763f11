"""Tables as files: our own form to be filled in, and what is to be put right in a table that was sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from django.utils.translation import gettext

from viecthat.documents.fill_in import FillColumn, FillIn, to_fill_in
from viecthat.documents.workbook import Sheet, SheetCell, SheetColumn, Workbook
from viecthat.documents.xlsx import to_xlsx
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.periods import Period
from viecthat.ledger.queries import Indicator
from viecthat.reporting.models import FigureTable
from viecthat.reporting.queries.table import (
    OF,
    SEAL_SHEET,
    SEAL_VERSION,
    N,
    cell_address,
    fault_words,
    rows_of,
    seal_of,
)
from viecthat.units.queries import UnitRow, children_of

Lang = Literal["vi", "en"]
MOST_BOXES = 100_000


def offline_form(*, unit: UnitRow, indicators: Sequence[Indicator], period: Period, day: date, lang: Lang) -> bytes:
    """A sheet of the unit's children (of itself, where it has none) with a column for each indicator, two for a share.

    Its hidden sheet says whose it is, of which period and what each cell counts, so that it is known again. Refused
    without indicators, or when it would be too large to fill in.
    """
    if not indicators:
        raise Refused(gettext_noop("Chọn ít nhất một chỉ số cho mẫu."), field="indicators")
    units = [(child.unit.code, child.name) for child in children_of(unit.id, day)] or [(unit.code, unit.name)]
    columns: list[FillColumn] = []
    keys: list[tuple[str, str]] = []
    for indicator in indicators:
        measure = f" ({indicator.measured_in})" if indicator.measured_in else ""
        if not indicator.is_share:
            columns.append(FillColumn(f"{indicator}{measure}", indicator.decimals or None))
            keys.append((indicator.code, columns[-1].title))
            continue
        whole = len(columns) + 1
        hint = gettext("Không lớn hơn tổng số ở cột bên phải.")
        columns.append(FillColumn(gettext("{name}: số đạt").format(name=indicator), of=whole, hint=hint))
        keys.append((indicator.code + N, columns[-1].title))
        columns.append(FillColumn(gettext("{name}: tổng số").format(name=indicator)))
        keys.append((indicator.code + OF, columns[-1].title))
    if len(units) * len(columns) > MOST_BOXES:
        raise Refused(gettext_noop("Mẫu sẽ có hơn {most} ô; chọn ít chỉ số hơn."), field="indicators", most=MOST_BOXES)
    notes = (
        unit.name,
        period.name(lang),
        gettext(
            "Chỉ ghi số vào các ô trắng; tên đơn vị và tiêu đề đã khoá. Không có thì để trống. Gửi lại cả tệp này."
        ),
    )
    first = len(notes) + 4
    seal = {
        "version": SEAL_VERSION,
        "unit": unit.code,
        "period": period.code,
        "first": first,
        "last": first + len(units) - 1,
        "rows": {str(first + at): [code, name] for at, (code, name) in enumerate(units)},
        "columns": [[place, key, title] for place, (key, title) in enumerate(keys, 2)],
    }
    return to_fill_in(
        FillIn(
            name=gettext("Số liệu"),
            title=gettext("Biểu số liệu"),
            notes=notes,
            heads=(gettext("STT"), gettext("Đơn vị")),
            names=tuple(name for _code, name in units),
            columns=tuple(columns),
            total=gettext("Cộng"),
            error=gettext("Chỉ ghi số, không âm; số đếm thì không có phần lẻ."),
            of_error=gettext("Số đạt phải là số nguyên, không âm, không lớn hơn tổng số ở cột bên phải."),
            seal=seal_of(seal),
            seal_name=SEAL_SHEET,
            day=day,
        )
    )


def faults_sheet(table: FigureTable, *, day: date, lang: Lang) -> bytes:
    """What is to be put right, a row for each cell: for whoever made the table."""
    columns = (
        SheetColumn(gettext("Ô"), "text", 10),
        SheetColumn(gettext("Đơn vị"), "text", 36),
        SheetColumn(gettext("Cột"), "text", 40),
        SheetColumn(gettext("Đang ghi"), "text", 20),
        SheetColumn(gettext("Mức"), "text", 14),
        SheetColumn(gettext("Cần làm gì"), "text", 80),
    )
    sheet = Sheet(gettext("Cần sửa"), columns, _fault_lines(table), freeze=1, landscape=True)
    return to_xlsx(Workbook((sheet,), title=table.file_name, author="Việc Thật", day=day, lang=lang))


def _fault_lines(table: FigureTable) -> Iterator[tuple[SheetCell, ...]]:
    heads = table.layout["heads"]
    for row in rows_of(table).exclude(faults=[]).iterator(chunk_size=2000):
        for place, refused, words in fault_words(row.faults):
            yield (
                cell_address(table, row, place),
                row.name,
                heads[place] if place is not None and place < len(heads) else "",
                str(row.cells[place]) if place is not None and place < len(row.cells) else "",
                gettext("cần sửa") if refused else gettext("nên xem lại"),
                words,
            )
