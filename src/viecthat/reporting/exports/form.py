"""A form, empty, as a workbook to be looked at or filled in by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from viecthat.documents.workbook import Sheet, SheetColumn

if TYPE_CHECKING:
    from viecthat.reporting.models import ReportForm


def form_sheets(form: ReportForm) -> tuple[Sheet, ...]:
    """The figures, a line each with a place for the value; the headings with a place for the words."""
    figures = (
        SheetColumn(gettext("Mã"), "text", 24),
        SheetColumn(gettext("Số liệu"), "text", 60),
        SheetColumn(gettext("Đơn vị tính"), "text", 14),
        SheetColumn(gettext("Kết quả"), "text", 16),
        SheetColumn(gettext("Ghi chú"), "text", 40),
    )
    lines = (
        (line.indicator.code, str(line.indicator), line.indicator.measured_in, "", line.hint)
        for line in form.lines.select_related("indicator")
    )
    headings = (
        SheetColumn(gettext("Số mục"), "text", 10),
        SheetColumn(gettext("Đề mục"), "text", 60),
        SheetColumn(gettext("Nội dung"), "text", 80),
        SheetColumn(gettext("Hướng dẫn"), "text", 60),
    )
    sections = ((one.number, one.heading, "", one.hint) for one in form.sections.all())
    return (
        Sheet(gettext("Số liệu"), figures, lines, str(form), freeze=1, landscape=True),
        Sheet(gettext("Phần viết"), headings, sections, str(form), freeze=1, landscape=True),
    )
