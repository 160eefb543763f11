"""The figures of an edition as a workbook: every number a number, with its grades, parts, words and doubts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import override

from viecthat.documents.workbook import ShareOf, Sheet, SheetCell, SheetColumn, Workbook
from viecthat.kernel.quantities import unscaled
from viecthat.reporting.exports.edition import area_name, subject

if TYPE_CHECKING:
    from viecthat.reporting.exports.edition import Signed
    from viecthat.reporting.queries.content import ContentLine, EditionContent


def edition_workbook(content: EditionContent, signed: Signed | None) -> Workbook:
    """Up to four sheets: figures, their parts, the words, what was doubted. A draft is dated by its period's end."""
    with override("vi"):
        places = max((line.decimals for line in content.lines), default=0)
        title = f"{content.unit_name} – {subject(content)}"
        about = f"Bản {signed.number}, mã nội dung {signed.digest}" if signed is not None else "Bản thảo, chưa ký"
        return Workbook(
            sheets=(
                _figures(content, title, about, places),
                *((_parts(content, places),) if any(line.parts for line in content.lines) else ()),
                _words(content),
                *((_doubts(content),) if content.doubts else ()),
            ),
            title=title,
            author=content.unit_name,
            day=localdate(signed.signed_at) if signed is not None else content.end,
        )


def _figures(content: EditionContent, title: str, about: str, places: int) -> Sheet:
    columns = (
        SheetColumn("TT", "whole", 5),
        SheetColumn("Khối", width=22),
        SheetColumn("Nội dung", width=40),
        SheetColumn("Đơn vị tính", width=12),
        SheetColumn("Kết quả (n)", "decimal", 16, "n", decimals=places),
        SheetColumn("Tổng số (N)", "decimal", 14, "of", decimals=places),
        SheetColumn("n/N", "percent", 9, formula=ShareOf("n", "of")),
        SheetColumn("Đã xác minh", "decimal", 14, decimals=places),
        SheetColumn("Có minh chứng", "decimal", 14, decimals=places),
        SheetColumn("Kê khai", "decimal", 14, decimals=places),
        SheetColumn("Lượt", "whole", 12),
        SheetColumn("Kê khai thêm trên báo cáo", "decimal", 16, decimals=places),
        SheetColumn("Lý do kê khai", width=30),
        SheetColumn("Giải trình", width=36),
        SheetColumn("Cộng báo cáo đã nhận từ cấp dưới", "decimal", 18, decimals=places),
        SheetColumn("Số đơn vị có ghi", "whole", 10),
        SheetColumn("Mã", width=24),
    )
    return Sheet("Số liệu", columns, tuple(_rows(content)), title, (about,), freeze=3, landscape=True)


def _rows(content: EditionContent) -> Iterator[tuple[SheetCell, ...]]:
    for place, line in enumerate(content.lines, start=1):
        told = line.has_figure
        yield (
            place,
            area_name(line.area),
            line.name,
            line.measured_in,
            _counted(line.value if line.value is not None else line.n, line) if told else None,
            _counted(line.of, line) if told else None,
            None,
            *(_counted(grade, line) if told else None for grade in reversed(line.grades)),
            line.turns,
            _counted(line.typed, line),
            line.reason,
            line.explanation,
            _counted(line.below, line),
            line.reported_by if told else None,
            line.code,
        )


def _counted(quantity: int | None, line: ContentLine) -> SheetCell:
    return None if quantity is None else unscaled(quantity, line.decimals)


def _parts(content: EditionContent, places: int) -> Sheet:
    columns = (
        SheetColumn("Nội dung", width=40),
        SheetColumn("Đơn vị, nhóm", width=34),
        SheetColumn("Số (n)", "decimal", 16, "n", decimals=places),
        SheetColumn("Tổng số (N)", "decimal", 14, "of", decimals=places),
        SheetColumn("n/N", "percent", 9, formula=ShareOf("n", "of")),
        SheetColumn("Mã", width=24),
    )
    rows = tuple(
        (
            line.name,
            part.name or "Ghi tại chính đơn vị",
            _counted(part.value if part.value is not None else part.n, line),
            _counted(part.of, line),
            None,
            line.code,
        )
        for line in content.lines
        for part in line.parts
    )
    return Sheet("Chia theo đơn vị, nhóm", columns, rows, "Số liệu chia theo đơn vị, nhóm", freeze=2)


def _words(content: EditionContent) -> Sheet:
    columns = (SheetColumn("Mục", width=8), SheetColumn("Đề mục", width=36), SheetColumn("Nội dung", width=90))
    rows = tuple((section.number, section.heading, section.read_as) for section in content.sections)
    return Sheet("Lời báo cáo", columns, rows, "Lời báo cáo", landscape=True)


def _doubts(content: EditionContent) -> Sheet:
    columns = (SheetColumn("Điểm nghi vấn", width=80), SheetColumn("Trả lời", width=60))
    rows = tuple((doubt.sentence, doubt.answer) for doubt in content.doubts)
    return Sheet("Số liệu nghi vấn", columns, rows, "Số liệu nghi vấn khi ký", landscape=True)
