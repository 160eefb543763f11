"""Limits and proposals as sheets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from viecthat.documents.workbook import Sheet, SheetColumn

if TYPE_CHECKING:
    from viecthat.reviews.queries.limits import ListedLimit
    from viecthat.reviews.queries.proposals import ListedProposal


def limits_sheet(rows: Iterable[ListedLimit], title: str) -> Sheet:
    """A line per limit."""
    columns = (
        SheetColumn(gettext("Hạn chế"), "text", 60),
        SheetColumn(gettext("Đơn vị"), "text", 30),
        SheetColumn(gettext("Mặt công tác"), "text", 30),
        SheetColumn(gettext("Nêu ở cuộc"), "text", 36),
        SheetColumn(gettext("Nguyên nhân"), "text", 40),
        SheetColumn(gettext("Nguyên nhân là"), "text", 18),
        SheetColumn(gettext("Bài học kinh nghiệm"), "text", 40),
        SheetColumn(gettext("Biện pháp khắc phục"), "text", 40),
        SheetColumn(gettext("Đơn vị khắc phục"), "text", 30),
        SheetColumn(gettext("Người phụ trách"), "text", 24),
        SheetColumn(gettext("Hạn khắc phục"), "day", 12),
        SheetColumn(gettext("Tình trạng"), "text", 20),
        SheetColumn(gettext("Ngày khép lại"), "day", 12),
        SheetColumn(gettext("Trả lời gần nhất"), "text", 50),
        SheetColumn(gettext("Minh chứng"), "text", 40),
    )
    lines = [
        (
            row.limit.words,
            row.unit.name,
            row.limit.get_area_display() if row.limit.area else "",
            row.limit.review.title,
            row.limit.cause,
            row.cause_words,
            row.limit.lesson,
            row.limit.action,
            row.owner.name if row.owner else "",
            str(row.limit.person) if row.limit.person else "",
            row.limit.due,
            row.limit.get_state_display(),
            row.limit.closed_on,
            row.last.words if row.last else "",
            row.last.proof if row.last else "",
        )
        for row in rows
    ]
    return Sheet(gettext("Hạn chế"), columns, lines, title, (), freeze=1, landscape=True)


def proposals_sheet(rows: Iterable[ListedProposal], title: str) -> Sheet:
    """A line per proposal."""
    columns = (
        SheetColumn(gettext("Đơn vị gửi"), "text", 30),
        SheetColumn(gettext("Khó khăn, vướng mắc"), "text", 60),
        SheetColumn(gettext("Đề xuất phương án"), "text", 60),
        SheetColumn(gettext("Gửi tới"), "text", 30),
        SheetColumn(gettext("Mặt công tác"), "text", 30),
        SheetColumn(gettext("Ngày gửi"), "day", 12),
        SheetColumn(gettext("Hạn trả lời"), "day", 12),
        SheetColumn(gettext("Tình trạng"), "text", 24),
        SheetColumn(gettext("Ngày trả lời"), "day", 12),
        SheetColumn(gettext("Nội dung trả lời"), "text", 60),
    )
    lines = [
        (
            row.unit.name,
            row.proposal.difficulty,
            row.proposal.solution,
            row.addressee.name,
            row.proposal.get_area_display() if row.proposal.area else "",
            row.proposal.sent_on,
            row.proposal.due,
            row.proposal.get_state_display(),
            row.proposal.answered_on,
            row.answer.words if row.answer else "",
        )
        for row in rows
    ]
    return Sheet(gettext("Kiến nghị"), columns, lines, title, (), freeze=1, landscape=True)
