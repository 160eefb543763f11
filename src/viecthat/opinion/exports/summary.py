"""The summary of opinions on a draft: the official three columns as a document, every line as a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext, override

from viecthat.documents.model import Block, Column, Lang, OfficialDocument, Paragraph, Table
from viecthat.documents.workbook import Sheet, SheetColumn
from viecthat.kernel.dates import format_date
from viecthat.opinion.choices import Handling, Outcome
from viecthat.units.exports import unit_head

if TYPE_CHECKING:
    from viecthat.opinion.models import Draft
    from viecthat.opinion.queries.consultation import ClauseRow, OpinionRow

_TYPE = {"vi": "BẢN TỔNG HỢP", "en": "SUMMARY"}


def summary_document(
    draft: Draft, clauses: Sequence[ClauseRow], opinions: Sequence[OpinionRow], *, day: date, lang: Lang = "vi"
) -> OfficialDocument:
    """The table drafting bodies ask for: group of matters or clause · who said what · taken, or why not."""
    with override(lang):
        head = unit_head(draft.unit_id, day, lang)
        return OfficialDocument(
            superior=head.superior,
            issuer=head.issuer,
            number=head.number,
            place=head.place,
            day=day,
            type_name=_TYPE[lang],
            abstract=(gettext("Ý kiến, tiếp thu, giải trình ý kiến góp ý"), f"“{draft.title}”"),
            body=tuple(_body(draft, clauses, opinions, lang)),
            signature=head.signature,
            recipients=(draft.body, gettext("Lưu Văn phòng")),
            lang=lang,
        )


def _body(draft: Draft, clauses: Sequence[ClauseRow], opinions: Sequence[OpinionRow], lang: Lang) -> Iterator[Block]:
    if draft.replaces:
        yield Paragraph(gettext("Văn bản được thay thế, sửa đổi: {what}.").format(what=draft.replaces))
    if draft.opened_on:
        yield Paragraph(
            gettext("Lấy ý kiến từ ngày {first} đến hết ngày {last}.").format(
                first=format_date(draft.opened_on, lang), last=format_date(draft.due, lang)
            )
        )
    agreed = sum(one.agree for one in clauses)
    yield Paragraph(
        gettext("Có {n} lượt nhất trí theo điều; {m} nội dung góp ý được tổng hợp: {taken}.").format(
            n=agreed, m=len(opinions), taken=_tally(opinions)
        )
    )
    columns = (
        Column(gettext("Nhóm vấn đề hoặc điều, khoản"), width_share=2),
        Column(gettext("Chủ thể góp ý, nội dung góp ý"), width_share=4),
        Column(gettext("Nội dung tiếp thu, giải trình"), width_share=4),
    )
    yield Table(columns, tuple((_where(one), f"{who_said(one)}: {one.opinion.words}", _taken(one)) for one in opinions))


def _tally(opinions: Sequence[OpinionRow]) -> str:
    counts = [(each.label, sum(one.opinion.handling == each for one in opinions)) for each in Handling]
    return ", ".join(f"{label} {n}" for label, n in counts if n) or gettext("chưa có")


def who_said(one: OpinionRow) -> str:
    """Units by name; of members and the public how many."""
    said = [*one.units]
    if one.members:
        said.append(gettext("{n} đoàn viên, thanh niên").format(n=one.members))
    if one.public:
        said.append(gettext("{n} ý kiến công khai").format(n=one.public))
    return "; ".join(said)


def _where(one: OpinionRow) -> str:
    return one.opinion.clause.label if one.opinion.clause else gettext("Toàn bộ dự thảo")


def _taken(one: OpinionRow) -> str:
    words = str(one.opinion.get_handling_display())
    return f"{words[:1].upper()}{words[1:]}. {one.opinion.reason}".strip()


def summary_sheet(draft: Draft, opinions: Sequence[OpinionRow]) -> Sheet:
    """A line an opinion, with what became of it."""
    columns = (
        SheetColumn(gettext("Nhóm vấn đề hoặc điều, khoản"), "text", 36),
        SheetColumn(gettext("Chủ thể góp ý"), "text", 36),
        SheetColumn(gettext("Nội dung góp ý"), "text", 60),
        SheetColumn(gettext("Số ý kiến"), "whole", 10),
        SheetColumn(gettext("Xử lý"), "text", 20),
        SheetColumn(gettext("Nội dung tiếp thu, giải trình"), "text", 60),
        SheetColumn(gettext("Trong văn bản đã ban hành"), "text", 24),
        SheetColumn(gettext("Ở đâu trong văn bản"), "text", 30),
    )
    lines = [
        (
            _where(one), who_said(one), one.opinion.words, one.n, str(one.opinion.get_handling_display()),
            one.opinion.reason,
            "" if one.opinion.outcome == Outcome.UNKNOWN else str(one.opinion.get_outcome_display()),
            one.opinion.outcome_note,
        )
        for one in opinions
    ]  # fmt: skip
    return Sheet(gettext("Tổng hợp"), columns, lines, draft.title, freeze=1, landscape=True)
