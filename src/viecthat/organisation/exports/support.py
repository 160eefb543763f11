"""Support between unions as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from viecthat.documents.workbook import Sheet, SheetColumn, Workbook
from viecthat.documents.xlsx import to_xlsx
from viecthat.organisation.choices import SupportKind, SupportState

if TYPE_CHECKING:
    from viecthat.documents.model import Lang
    from viecthat.organisation.queries.support import ShownSupport


def supports_xlsx(rows: Sequence[ShownSupport], title: str, day: date) -> bytes:
    """A line per record."""
    columns = (
        SheetColumn(gettext("Đơn vị hỗ trợ"), "text", 34),
        SheetColumn(gettext("Nơi nhận"), "text", 34),
        SheetColumn(gettext("Hình thức"), "text", 28),
        SheetColumn(gettext("Nội dung hỗ trợ"), "text", 50),
        SheetColumn(gettext("Trị giá (đồng)"), "whole", 16),
        SheetColumn(gettext("Số người"), "whole", 10),
        SheetColumn(gettext("Từ ngày"), "day", 12),
        SheetColumn(gettext("Đến ngày"), "day", 12),
        SheetColumn(gettext("Văn bản, biên nhận"), "text", 24),
        SheetColumn(gettext("Tình trạng"), "text", 26),
    )
    cells = [
        (
            one.giver.name,
            one.to,
            str(SupportKind(one.row.kind).label),
            one.row.what,
            one.row.value,
            one.row.people,
            one.row.start,
            one.row.end,
            one.row.proof,
            str(SupportState(one.row.state).label),
        )
        for one in rows
    ]
    lang: Lang = "en" if get_language() == "en" else "vi"
    sheet = Sheet(gettext("Hỗ trợ"), columns, cells, title, freeze=2, landscape=True)
    return to_xlsx(Workbook((sheet,), title=title, author="Việc Thật", day=day, lang=lang))
