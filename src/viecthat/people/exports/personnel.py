"""The form of a unit's cadres as an official document, and a call's state as a sheet."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext as _, override

from viecthat.documents.model import Block, Column, Heading, Lang, Number, OfficialDocument, Paragraph, Table
from viecthat.documents.workbook import Sheet, SheetColumn
from viecthat.kernel.dates import format_date
from viecthat.people.choices.personnel import PersonnelState
from viecthat.people.exports.papers import MADE_UP
from viecthat.units.exports import unit_head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viecthat.people.queries.personnel import OpenCall, OpenReview, PersonnelRow


def review_document(opened: OpenReview, rows: Sequence[PersonnelRow], *, at: datetime, lang: Lang) -> OfficialDocument:
    """The form in the Union's layout, dated the day it was signed, today while it is not."""
    with override(lang):
        review = opened.review
        day = localdate(review.signed_at or at)
        head = unit_head(opened.unit.id, day, lang)
        body: list[Block] = [
            Paragraph(
                (
                    _("Thực hiện {decision}, {unit} rà soát cán bộ đương chức như sau:").format(
                        decision=review.call.decision, unit=opened.unit.name
                    ),
                )
            ),
            _table(rows, lang),
        ]
        if review.note:
            body += [Heading(2, _("Đề xuất")), Paragraph((review.note,))]
        for call in opened.below:
            share = call.coverage
            body.append(
                Paragraph(
                    (
                        _("Đơn vị dưới đã gửi phiếu: {n}/{of}.").format(n=share.n, of=share.of),
                        *(
                            (_(" Chưa gửi: {units}.").format(units=", ".join(one.unit.name for one in call.missing)),)
                            if call.missing
                            else ()
                        ),
                    )
                )
            )
        notices = [_("Bản nháp: đơn vị chưa ký gửi.")] if review.signed_at is None else []
        if any(row.post.post.person.example for row in rows):
            notices.append(MADE_UP)
        return OfficialDocument(
            superior=head.superior,
            issuer=head.issuer,
            number=head.number,
            place=head.place,
            day=day,
            type_name=_("PHIẾU RÀ SOÁT NHÂN SỰ"),
            abstract=(
                review.call.title,
                _("tính đến ngày {day}").format(day=format_date(review.call.day, lang)),
            ),
            body=tuple(body),
            signature=head.signature,
            recipients=(_("{unit} (để báo cáo)").format(unit=opened.superior.name), _("Lưu Văn phòng")),
            notices=tuple(notices),
            lang=lang,
        )


def _table(rows: Sequence[PersonnelRow], lang: Lang) -> Table:
    english = lang == "en"
    return Table(
        columns=(
            Column(_("TT"), align="center", width_share=0.6),
            Column(_("Họ và tên, chức vụ"), width_share=2.6),
            Column(_("Tuổi"), align="center", width_share=0.8),
            Column(_("Nhiệm kỳ"), align="center", width_share=0.9),
            Column(_("Quá tuổi từ"), align="center", width_share=1.3),
            Column(_("Phương án; người trong quy hoạch"), width_share=2.2),
            Column(_("Nhận xét, đề xuất"), width_share=2.2),
        ),
        rows=tuple(
            (
                Number(place),
                f"{row.post.post.person.full_name}, {row.post.name(english=english)}, "
                + _("từ {day}").format(day=format_date(row.post.post.start, lang)),
                Number(row.age) if row.age is not None else "",
                Number(row.terms) if row.terms else "",
                format_date(row.over_on, lang) if row.over_on else "",
                "; ".join(
                    part
                    for part in (
                        row.plan,
                        _("quy hoạch: {n} người").format(n=row.successors) if row.successors else "",
                    )
                    if part
                ),
                row.remark,
            )
            for place, row in enumerate(rows, start=1)
        )
        or (("", _("Không có cán bộ đương chức."), "", "", "", "", ""),),
    )


def call_sheets(call: OpenCall) -> tuple[Sheet, ...]:
    """Every unit asked with the state of its form, those missing first."""
    columns = (
        SheetColumn(_("Mã đơn vị"), "text", 18),
        SheetColumn(_("Đơn vị"), "text", 40),
        SheetColumn(_("Tình trạng"), "text", 28),
        SheetColumn(_("Quá hạn"), "text", 10),
        SheetColumn(_("Người ký"), "text", 26),
        SheetColumn(_("Ngày gửi"), "day", 12),
        SheetColumn(_("Ý kiến cấp trên"), "text", 40),
    )
    cells = [
        (
            one.unit.code,
            one.unit.name,
            str(PersonnelState(one.review.state).label),
            "x" if one.late else "",
            str(one.review.signed_by or ""),
            localdate(one.review.signed_at) if one.review.signed_at else None,
            one.review.answer,
        )
        for one in call.asked
    ]
    note = _("Đã gửi {n}/{of}, hạn {due}").format(
        n=call.coverage.n, of=call.coverage.of, due=format_date(call.call.due, "en" if get_language() == "en" else "vi")
    )
    return (Sheet(_("Rà soát nhân sự"), columns, cells, call.call.title, (note,), freeze=2, landscape=True),)
