"""The yearly report in words bound to figures, as an official document and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _, override

from viecthat.documents.model import (
    Block,
    Bullets,
    Column,
    Figure,
    Heading,
    Lang,
    Number,
    OfficialDocument,
    Paragraph,
    Runs,
    Table,
)
from viecthat.documents.runs import fill
from viecthat.documents.workbook import Sheet, SheetCell, SheetColumn, SumOf, Workbook
from viecthat.documents.xlsx import to_xlsx
from viecthat.kernel.dates import format_date
from viecthat.kernel.numbers import format_number, format_percent
from viecthat.kernel.quantities import Share
from viecthat.residence.queries.report import CoverageLine, GroupLine, ResidenceReport
from viecthat.residence.rules import levels
from viecthat.units.exports import unit_head

MOST_MISSING = 60


def coverage_name(code: str) -> str:
    """What a group of units is called."""
    return {
        "district": _("Huyện, thành đoàn"),
        "attached": _("Đoàn trực thuộc, Đoàn khối"),
        "base": _("Đoàn cơ sở"),
    }[code]


def check_words(code: str) -> str:
    """A sum check in words."""
    return {
        "received": _("Số tiếp nhận theo đối tượng cộng lại bằng tổng số"),
        "active": _("Số đang sinh hoạt theo đối tượng cộng lại bằng tổng số"),
        "levels": _("Tham gia tốt, có tham gia, không tham gia và chưa nhận xét cộng lại bằng số sinh hoạt trong năm"),
    }[code]


def line_name(line: GroupLine) -> str:
    """The group, or that it is all of them."""
    return str(line.group) if line.group else _("Tổng số")


def sentences(report: ResidenceReport, lang: Lang) -> list[Runs]:
    """What the report says, in the words provinces use."""
    with override(lang):
        return list(_said(report, lang))


def _said(report: ResidenceReport, lang: Lang) -> Iterator[Runs]:
    def count(value: int, bookmark: str) -> Figure:
        return Figure(format_number(value, lang=lang), bookmark=bookmark)

    total = report.total
    groups = [line for line in report.lines if line.received]
    words = ", ".join(f"{line_name(line).lower()} {{g{n}}}" for n, line in enumerate(groups))
    figures = {f"g{n}": count(line.received, f"received.{n}") for n, line in enumerate(groups)}
    yield fill(
        _("Năm {year}, {unit} tiếp nhận {received} đoàn viên tham gia sinh hoạt nơi cư trú{groups}.")
        .replace("{groups}", f" ({words})" if groups else ""),
        year=str(report.year), unit=report.unit.name, received=count(total.received, "received"), **figures,
    )  # fmt: skip
    yield fill(
        _("Các chi đoàn giới thiệu {introduced} đoàn viên về nơi cư trú; trong năm có {active} đoàn viên sinh hoạt."),
        introduced=count(report.introduced, "introduced"),
        active=count(total.active, "active"),
    )
    if total.remarked:
        known = levels(report.day)
        parts = ", ".join(f"{str(level).lower()} {{p{n}}} ({{c{n}}})" for n, level in enumerate(known.values()))
        shares: dict[str, Figure] = {}
        for n, code in enumerate(known):
            share: Share = total.share(code)
            shares[f"p{n}"] = Figure(format_percent(share, lang=lang), bookmark=f"share.{code}")
            shares[f"c{n}"] = count(total.by_level[code], f"level.{code}")
        template = _("Trong {remarked} đoàn viên đã có nhận xét: {levels}.").replace("{levels}", parts)
        yield fill(template, remarked=count(total.remarked, "remarked"), **shares)
    if total.unremarked:
        yield fill(_("{n} đoàn viên chưa có nhận xét được xác nhận."), n=count(total.unremarked, "unremarked"))
    yield fill(
        _(
            "Nơi cư trú nhận {requests} phản ánh, kiến nghị, trả lời {answered}, quá hạn {overdue}, "
            "giúp đỡ {helped} lượt; khen thưởng, biểu dương {commended} lượt."
        ),
        requests=count(report.requests, "requests"),
        answered=count(report.answered, "answered"),
        overdue=count(report.overdue, "overdue"),
        helped=count(report.helped, "helped"),
        commended=count(report.commended, "commended"),
    )


def coverage_sentence(line: CoverageLine, lang: Lang) -> Runs:
    """How many units of a group have begun."""
    with override(lang):
        percent = Figure(format_percent(line.share, lang=lang), bookmark=f"coverage.{line.code}")
        return fill(
            _("{name}: đã triển khai {percent} ({begun}/{all})."),
            name=coverage_name(line.code), percent=percent, begun=str(line.begun), all=str(line.all),
        )  # fmt: skip


def report_document(report: ResidenceReport, *, at: datetime, lang: Lang = "vi") -> OfficialDocument:
    """The report in the Union's layout; the office writes its number."""
    with override(lang):
        head = unit_head(report.unit.id, report.day, lang)
        return OfficialDocument(
            superior=head.superior,
            issuer=head.issuer,
            number=head.number,
            place=head.place,
            day=localdate(at),
            type_name=_("BÁO CÁO"),
            abstract=(
                _("Đoàn viên tham gia sinh hoạt Đoàn tại nơi cư trú năm {year}").format(year=report.year),
                _("theo Hướng dẫn số 15-HD/TWĐTN-BTC, tính đến ngày {day}").format(day=format_date(report.day, lang)),
            ),
            body=tuple(_body(report, lang)),
            signature=head.signature,
            recipients=(
                *((_("{unit} (để báo cáo)").format(unit=head.above[-1].name),) if head.above else ()),
                _("Lưu Văn phòng"),
            ),
            notices=(_("Dữ liệu minh hoạ: có người do máy tạo để trình bày."),) if report.made_up else (),
            lang=lang,
        )


def _body(report: ResidenceReport, lang: Lang) -> Iterator[Block]:
    yield Heading(1, _("I. KẾT QUẢ"))
    for runs in sentences(report, lang):
        yield Paragraph(runs)
    known = levels(report.day)
    yield Table(
        columns=(
            Column(_("Đối tượng"), width_share=2.4),
            Column(_("Tiếp nhận"), align="right"),
            Column(_("Sinh hoạt trong năm"), align="right", width_share=1.2),
            *(Column(str(level), align="right", width_share=1.2) for level in known.values()),
            Column(_("Chưa nhận xét"), align="right", width_share=1.1),
        ),
        rows=tuple(
            (
                line_name(line),
                Number(line.received),
                Number(line.active),
                *(Number(line.by_level[code]) for code in known),
                Number(line.unremarked),
            )
            for line in (*report.lines, report.total)
        ),
        total_row=True,
    )
    yield Heading(1, _("II. ĐỘ PHỦ"))
    for line in report.coverage:
        yield Paragraph(coverage_sentence(line, lang))
        if line.missing:
            names = [row.name for row in line.missing[:MOST_MISSING]]
            more = len(line.missing) - len(names)
            names += [_("và {n} đơn vị nữa").format(n=more)] if more else []
            yield Paragraph(_("Chưa triển khai:"))
            yield Bullets(tuple(names))
    yield Heading(1, _("III. KIỂM TRA PHÉP CỘNG"))
    yield Table(
        columns=(
            Column(_("Phép kiểm tra"), width_share=5),
            Column(_("Số liệu"), align="center", width_share=2),
            Column(_("Kết quả"), align="center", width_share=1.5),
        ),
        rows=tuple(
            (check_words(code), f"{left} = {right}", _("khớp") if left == right else _("KHÔNG KHỚP"))
            for code, left, right in report.checks
        ),
    )


def report_workbook(report: ResidenceReport, lang: Lang = "vi") -> bytes:
    """Two sheets: people by group and level with live sums, and units that have not begun."""
    with override(lang):
        title = _("Đoàn viên sinh hoạt nơi cư trú năm {year}: {unit}").format(year=report.year, unit=report.unit.name)
        known = levels(report.day)
        keys = (*known, "none")
        people = Sheet(
            _("Theo đối tượng"),
            (
                SheetColumn(_("Đối tượng"), "text", 34),
                SheetColumn(_("Tiếp nhận"), "whole", 12, total=True),
                *(
                    SheetColumn(str(level), "whole", 16, key=code, total=True)
                    for code, level in known.items()
                ),
                SheetColumn(_("Chưa nhận xét"), "whole", 14, key="none", total=True),
                SheetColumn(_("Sinh hoạt trong năm"), "whole", 16, formula=SumOf(keys), total=True),
            ),
            [
                (line_name(line), line.received, *(line.by_level[c] for c in known), line.unremarked, None)
                for line in report.lines
            ],
            title,
            (_("Tính đến ngày {day}").format(day=format_date(report.day, lang)), *_notice(report)),
            freeze=1,
        )  # fmt: skip
        missing: list[tuple[SheetCell, ...]] = [
            (coverage_name(line.code), row.name, row.code) for line in report.coverage for row in line.missing
        ]
        notes = tuple(f"{coverage_name(line.code)}: {line.begun}/{line.all}" for line in report.coverage)
        units = Sheet(
            _("Chưa triển khai"),
            (SheetColumn(_("Cấp"), "text", 26), SheetColumn(_("Đơn vị"), "text", 44), SheetColumn(_("Mã"), "text", 20)),
            missing,
            _("Đơn vị chưa triển khai"),
            notes,
        )
        return to_xlsx(Workbook((people, units), title=title, author="Việc Thật", day=report.day, lang=lang))


def _notice(report: ResidenceReport) -> tuple[str, ...]:
    return (_("Dữ liệu minh hoạ: có người do máy tạo để trình bày."),) if report.made_up else ()
