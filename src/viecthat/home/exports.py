"""The use of the system by units as a sheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext

from viecthat.documents.model import Lang
from viecthat.documents.workbook import Sheet, SheetColumn, Workbook
from viecthat.documents.xlsx import to_xlsx

if TYPE_CHECKING:
    from viecthat.home.queries.usage import Usage, UsageTable


def usage_xlsx(table: UsageTable, rows: Iterable[Usage]) -> bytes:
    """A line per unit; n and N in columns of their own, so that sums can be made of them."""
    columns = (
        SheetColumn(gettext("Đơn vị"), "text", 36),
        SheetColumn(gettext("Tài khoản vào trong tháng"), "whole", 12),
        SheetColumn(gettext("Tài khoản có vai trò"), "whole", 12),
        SheetColumn(gettext("Lần ghi sổ trong tháng"), "whole", 12),
        SheetColumn(gettext("Có chương trình năm"), "text", 12),
        SheetColumn(gettext("Nhiệm vụ trả lời đúng hạn"), "whole", 12),
        SheetColumn(gettext("Nhiệm vụ đến hạn trong năm"), "whole", 12),
        SheetColumn(gettext("Văn bản đã đọc"), "whole", 12),
        SheetColumn(gettext("Văn bản nhận trong năm"), "whole", 12),
        SheetColumn(gettext("Lần ghi sổ cuối"), "day", 12),
        SheetColumn(gettext("Số ngày từ đó"), "whole", 10),
    )
    lines = [
        (
            row.unit.name,
            row.signed_in.n,
            row.signed_in.of,
            row.recorded,
            gettext("có") if row.planned else gettext("chưa"),
            row.tasks.n,
            row.tasks.of,
            row.documents.n,
            row.documents.of,
            localdate(row.last) if row.last else None,
            row.silent_days,
        )
        for row in rows
    ]
    title = gettext("Sử dụng hệ thống: {unit}").format(unit=table.above.name)
    sheet = Sheet(gettext("Sử dụng"), columns, lines, title, freeze=1, landscape=True)
    lang: Lang = "en" if get_language() == "en" else "vi"
    return to_xlsx(Workbook((sheet,), title=title, author="Việc Thật", day=table.today, lang=lang))
