"""The year of an emulation bloc as its head reports it, in the Union's layout."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import gettext as _, override

from viecthat.documents.model import (
    Annex,
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
from viecthat.figures.queries import words
from viecthat.kernel.dates import format_date
from viecthat.kernel.numbers import format_number
from viecthat.reviews.exports.annexes import notices
from viecthat.reviews.exports.heading import letterhead
from viecthat.reviews.exports.sentences import Speaker
from viecthat.reviews.exports.side_by_side import cell_text, total_text

if TYPE_CHECKING:
    from viecthat.reviews.queries.bloc import BlocReview, SharedColumn
    from viecthat.reviews.queries.review import ReviewTable

_ON_PAPER = 6  # columns of figures that a lying page holds


def bloc_document(found: BlocReview, table: ReviewTable, *, at: datetime, lang: Lang = "vi") -> OfficialDocument:
    """The report on the bloc's year. `table` is the head's own review: whose paper it is written on."""
    with override(lang):
        head, speaker = letterhead(table, lang), Speaker(table, lang)
        return OfficialDocument(
            superior=head.superior,
            issuer=head.issuer,
            number=head.number,
            place=head.place,
            day=localdate(at),
            type_name=_("BÁO CÁO"),
            abstract=(found.review.title,),
            body=tuple(_body(found, lang)),
            annexes=tuple(_annexes(found, lang)),
            signature=head.signature,
            recipients=head.recipients,
            notices=tuple(said for said in notices(speaker) if said != speaker.texts.see_annex),
            lang=lang,
        )


def _body(found: BlocReview, lang: Lang) -> Iterator[Block]:
    opened, beside = found.opened, found.beside
    leader = next((one.unit.name for one in opened.members if one.role == "head"), "")
    yield Heading(1, _("I. ĐẶC ĐIỂM TÌNH HÌNH"))
    yield Paragraph(
        fill(
            _("{bloc} năm {year} có {n} đơn vị; khối trưởng: {leader}."),
            bloc=opened.bloc.name,
            year=str(opened.bloc.year),
            n=Figure(format_number(len(opened.members), lang=lang), bookmark="bloc.members"),
            leader=leader or "–",
        )
    )
    if beside.columns and beside.silent:
        names = ", ".join(unit.name for unit in beside.silent)
        yield Paragraph(_("Trong năm chưa có số liệu: {names}.").format(names=names))
    yield Heading(1, _("II. KẾT QUẢ"))
    if beside.columns:
        yield Bullets(tuple(_sentence(column, found, lang) for column in beside.columns))
    else:
        yield Paragraph(_("Chưa đơn vị nào có số liệu trong năm."), italic=True)
    if opened.flagship is not None:
        yield Heading(2, _("Phong trào chủ lực và sản phẩm"))
        yield Paragraph(f"{opened.flagship.movement}. {opened.flagship.trait}".strip())
        if opened.products:
            yield Bullets(tuple(f"{row.title} ({unit.name}, {format_date(row.day)})" for unit, row in opened.products))
    if found.practices:
        yield Heading(2, _("Cách làm hay để học nhau"))
        yield Bullets(tuple(f"{one.work.title} ({one.unit.name})" for one in found.practices))
    yield Heading(1, _("III. XẾP HẠNG"))
    yield from _ranking(found, lang)
    yield Heading(1, _("IV. NHIỆM VỤ"))
    if opened.tasks:
        yield Heading(2, _("Nhiệm vụ trọng tâm của năm"))
        done = _("xong {n}/{of}")
        yield Bullets(tuple(f"{one.task.words} ({done.format(n=one.done, of=one.of)})" for one in opened.tasks))
    yield Heading(2, _("Nhiệm vụ năm tới"))
    if found.next_tasks:
        yield Bullets(tuple(_next(one.task.task.title, one.task.due, lang) for one in found.next_tasks))
    else:
        yield Paragraph(_("Chưa giao nhiệm vụ nào cho năm tới."), italic=True)


def _sentence(column: SharedColumn, found: BlocReview, lang: Lang) -> Runs:
    """What the bloc did, how many units have figures of it, and who has most."""
    best = [row.unit.name for row in found.beside.rows if row.unit.id in column.best]
    return fill(
        _("{name}: {total}; {reporting}/{of} đơn vị có số liệu{best}."),
        name=f"{words.name_words(column.indicator, lang)} ({words.unit_words(column.indicator, lang)})",
        total=Figure(total_text(column, lang) or "–", bookmark=f"bloc.{column.indicator.code}"),
        reporting=format_number(column.reporting, lang=lang),
        of=format_number(len(found.beside.rows), lang=lang),
        best=_("; nhiều nhất: {names}").format(names=", ".join(best)) if best else "",
    )


def _ranking(found: BlocReview, lang: Lang) -> Iterator[Block]:
    members = found.opened.members
    if not found.opened.criteria:
        yield Paragraph(_("Khối chưa có bảng tiêu chí chấm điểm."), italic=True)
        return
    ranked = sorted(members, key=lambda one: (one.place is None, one.place or 0))
    yield Table(
        columns=(
            Column(_("Thứ hạng"), align="center"),
            Column(_("Đơn vị"), width_share=4),
            Column(_("Tự chấm"), align="right"),
            Column(_("Chấm chéo"), align="right"),
        ),
        rows=tuple(
            (str(one.place) if one.place else "–", one.unit.name, Number(one.own), Number(one.cross)) for one in ranked
        ),
        caption=_("Điểm tối đa {most}").format(most=format_number(found.opened.most, lang=lang)),
    )


def _next(title: str, due: date | None, lang: Lang) -> str:
    return f"{title} ({_('hạn {day}').format(day=format_date(due, lang))})" if due else title


def _annexes(found: BlocReview, lang: Lang) -> Iterator[Annex]:
    """Every figure of every unit, on as many lying pages as the figures take."""
    columns = found.beside.columns
    for first in range(0, len(columns), _ON_PAPER):
        part = found.beside.cut(range(first, min(first + _ON_PAPER, len(columns))))
        rows = [
            (row.unit.name, *(cell_text(cell, c, lang) for cell, c in zip(row.cells, part.columns, strict=True)))
            for row in part.rows
        ]
        yield Annex(
            title=_("SỐ LIỆU CÁC ĐƠN VỊ"),
            blocks=(
                Table(
                    columns=(
                        Column(_("Đơn vị"), width_share=2.5),
                        *(Column(words.name_words(c.indicator, lang), align="right") for c in part.columns),
                    ),
                    rows=(*rows, (_("Cả khối"), *(total_text(c, lang) for c in part.columns))),
                    total_row=True,
                ),
            ),
            landscape=True,
        )
