"""Activities as a workbook: a line for each result, and a sheet for every kind with its own boxes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext

from viecthat.activities.choices import FieldType
from viecthat.activities.queries.around import details_of
from viecthat.activities.queries.kinds import KindBook, KindField
from viecthat.documents.workbook import Sheet, SheetCell, SheetColumn, Workbook
from viecthat.documents.xlsx import to_xlsx

if TYPE_CHECKING:
    from viecthat.activities.queries import ListedActivity
    from viecthat.documents.workbook import Kind

Lang = Literal["vi", "en"]
_KINDS: dict[FieldType, Kind] = {
    FieldType.NUMBER: "decimal", FieldType.MONEY: "money", FieldType.DATE: "day", FieldType.TEXT: "text",
    FieldType.CHOICE: "text",
}  # fmt: skip


def activities_xlsx(rows: Sequence[ListedActivity], book: KindBook, *, author: str, day: date, lang: Lang) -> bytes:
    """The activities of a list; what was written in the boxes of a kind stands on the kind's own sheet."""
    title = gettext("Hoạt động")
    sheets = [_all(rows, title)]
    kinds: dict[str, list[ListedActivity]] = {}
    for row in rows:
        if row.activity.details:
            kinds.setdefault(row.activity.kind_id, []).append(row)
    sheets += [_of_kind(found, book) for found in kinds.values()]
    return to_xlsx(Workbook(tuple(sheets), title=title, author=author, day=day, lang=lang))


def _all(rows: Sequence[ListedActivity], title: str) -> Sheet:
    columns = (
        SheetColumn(gettext("Ngày"), "day", 12),
        SheetColumn(gettext("Đơn vị"), "text", 28),
        SheetColumn(gettext("Mã đơn vị"), "text", 14),
        SheetColumn(gettext("Loại việc"), "text", 24),
        SheetColumn(gettext("Việc"), "text", 36),
        SheetColumn(gettext("Nơi làm"), "text", 28),
        SheetColumn(gettext("Số người"), "whole", 10),
        SheetColumn(gettext("Trạng thái"), "text", 14),
        SheetColumn(gettext("Kết quả"), "text", 28),
        SheetColumn(gettext("Số lượng"), "decimal", 14, decimals=0),
        SheetColumn(gettext("Đơn vị tính"), "text", 12),
        SheetColumn(gettext("Chứng minh"), "text", 14),
    )

    def lines() -> list[tuple[SheetCell, ...]]:
        found: list[tuple[SheetCell, ...]] = []
        for row in rows:
            a = row.activity
            start = (
                a.day, row.unit.name, row.unit.code, str(a.kind), a.title, a.place, a.head_count, a.get_state_display(),
            )  # fmt: skip
            for result in row.results:
                end = (str(result.indicator), result.amount, result.indicator.measured_in, str(result.grade.label))
                found.append((*start, *end))
            if not row.results:
                found.append((*start, None, None, None, None))
        return found

    return Sheet(title, columns, lines(), title, freeze=1, landscape=True)


def _of_kind(rows: Sequence[ListedActivity], book: KindBook) -> Sheet:
    told = [
        (row, {one.box.code: one for one in details_of(row.activity, book.on(row.activity.kind_id, row.activity.day))})
        for row in rows
    ]
    boxes: dict[str, KindField] = {}
    for _row, details in told:
        boxes |= {code: one.box for code, one in details.items()}
    columns = (
        SheetColumn(gettext("Ngày"), "day", 12),
        SheetColumn(gettext("Đơn vị"), "text", 28),
        SheetColumn(gettext("Việc"), "text", 36),
        *(SheetColumn(f"{box} ({box.unit})" if box.unit else str(box), _KINDS[box.type], 20) for box in boxes.values()),
    )
    lines = [
        (
            row.activity.day,
            row.unit.name,
            row.activity.title,
            *(_cell(details[code].value) if code in details else None for code in boxes),
        )
        for row, details in told
    ]
    name = str(rows[0].activity.kind)
    return Sheet(name, columns, lines, name, freeze=1, landscape=True)


def _cell(value: str | float | date) -> SheetCell:
    return Decimal(str(value)) if isinstance(value, float) else value


def empty_sheet(*, day: date) -> bytes:
    """The columns that `commands.bringing` reads, with a line that shows how."""
    columns = (
        SheetColumn("Ngày", "text", 12), SheetColumn("Mã đơn vị", "text", 16), SheetColumn("Loại việc", "text", 22),
        SheetColumn("Tên việc", "text", 34), SheetColumn("Nơi làm", "text", 28), SheetColumn("Số người", "whole", 10),
        SheetColumn("Kết quả", "text", 34), SheetColumn("Ghi chú", "text", 24), SheetColumn("Ảnh", "text", 24),
    )  # fmt: skip
    example = (
        f"{day:%d/%m/%Y}", "ma-don-vi", "Trồng cây", "Tết trồng cây", "Bờ nam hồ Suối Hai", 34,
        "Cây xanh được trồng: 120", "", "anh-1.jpg; anh-2.jpg",
    )  # fmt: skip
    sheet = Sheet("Việc", columns, [example], freeze=1, landscape=True)
    return to_xlsx(Workbook((sheet,), title="Ghi việc từ tệp", author="", day=day, lang="vi"))
