"""The register of documents, its books and the cascade as sheets: one source for CSV and XLSX."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from viecthat.documents.model import Lang
from viecthat.documents.workbook import Sheet, SheetColumn, Workbook
from viecthat.documents.xlsx import to_xlsx

if TYPE_CHECKING:
    from viecthat.plans.models import Directive
    from viecthat.plans.queries.cascade import Cascade
    from viecthat.plans.queries.directive import ArrivalRow, ListedDirective


def register_sheet(rows: Iterable[ListedDirective], notes: tuple[str, ...] = ()) -> Sheet:
    """A line per document."""
    columns = (
        SheetColumn(gettext("Số, ký hiệu"), "text", 22),
        SheetColumn(gettext("Loại"), "text", 14),
        SheetColumn(gettext("Ngày ban hành"), "day", 13),
        SheetColumn(gettext("Cơ quan ban hành"), "text", 30),
        SheetColumn(gettext("Trích yếu"), "text", 60),
        SheetColumn(gettext("Hiệu lực từ"), "day", 13),
        SheetColumn(gettext("Hết hiệu lực"), "day", 13),
        SheetColumn(gettext("Số tệp"), "whole", 8),
    )
    lines = [
        (
            row.directive.number,
            row.directive.type_name,
            row.directive.issued_on,
            row.issuer,
            row.directive.subject,
            row.directive.start,
            row.directive.end,
            row.files,
        )
        for row in rows
    ]
    return Sheet(gettext("Văn bản"), columns, lines, gettext("Sổ văn bản"), notes, freeze=1, landscape=True)


def incoming_sheet(rows: Iterable[ArrivalRow], title: str) -> Sheet:
    """The incoming book of a year."""
    columns = (
        SheetColumn(gettext("Số đến"), "whole", 8),
        SheetColumn(gettext("Ngày đến"), "day", 12),
        SheetColumn(gettext("Nơi ban hành"), "text", 30),
        SheetColumn(gettext("Số, ký hiệu"), "text", 22),
        SheetColumn(gettext("Ngày ban hành"), "day", 13),
        SheetColumn(gettext("Trích yếu"), "text", 50),
        SheetColumn(gettext("Văn bản triển khai của đơn vị"), "text", 24),
        SheetColumn(gettext("Số ngày tham mưu"), "whole", 12),
    )
    lines = [
        (
            row.delivery.arrival_number,
            row.delivery.received_on,
            row.issuer,
            row.delivery.directive.number,
            row.delivery.directive.issued_on,
            row.delivery.directive.subject,
            str(row.own) if row.own else "",
            row.days,
        )
        for row in rows
    ]
    return Sheet(gettext("Sổ đến"), columns, lines, title, freeze=1, landscape=True)


def outgoing_sheet(rows: Iterable[Directive], title: str) -> Sheet:
    """The outgoing book of a year."""
    columns = (
        SheetColumn(gettext("Số, ký hiệu"), "text", 22),
        SheetColumn(gettext("Ngày ban hành"), "day", 13),
        SheetColumn(gettext("Loại"), "text", 14),
        SheetColumn(gettext("Trích yếu"), "text", 60),
        SheetColumn(gettext("Nơi nhận (đơn vị)"), "whole", 12),
    )
    lines = [(row.number, row.issued_on, row.type_name, row.subject, getattr(row, "sent_to", 0)) for row in rows]
    return Sheet(gettext("Sổ đi"), columns, lines, title, freeze=1, landscape=True)


def cascade_sheet(cascade: Cascade, title: str) -> Sheet:
    """Who has issued their plan, who has not."""
    columns = (
        SheetColumn(gettext("Đơn vị"), "text", 36),
        SheetColumn(gettext("Mã"), "text", 18),
        SheetColumn(gettext("Ngày nhận"), "day", 12),
        SheetColumn(gettext("Văn bản của đơn vị"), "text", 24),
        SheetColumn(gettext("Ngày ban hành"), "day", 13),
        SheetColumn(gettext("Số ngày"), "whole", 10),
        SheetColumn(gettext("Tệp"), "text", 30),
    )
    lines = [
        (
            row.unit.name,
            row.unit.code,
            row.received_on,
            str(row.plan) if row.plan else gettext("chưa có"),
            row.plan.issued_on if row.plan else None,
            row.days,
            row.file.name if row.file else "",
        )
        for row in cascade.rows
    ]
    notes = (gettext("{done}/{of} đơn vị đã ban hành").format(done=cascade.done, of=cascade.of),)
    return Sheet(gettext("Triển khai"), columns, lines, title, notes, freeze=1, landscape=True)


def workbook_bytes(sheets: tuple[Sheet, ...], title: str, day: date) -> bytes:
    """The sheets as one XLSX file."""
    lang: Lang = "en" if get_language() == "en" else "vi"
    return to_xlsx(Workbook(sheets, title=title, author="Việc Thật", day=day, lang=lang))
