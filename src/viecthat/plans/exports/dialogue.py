"""A dialogue as a document of the Union, its questions as a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext, override

from viecthat.documents.model import Block, Bullets, Heading, Lang, OfficialDocument, Paragraph
from viecthat.documents.workbook import Sheet, SheetColumn
from viecthat.kernel.dates import format_date
from viecthat.kernel.numbers import roman
from viecthat.units.exports import unit_head

if TYPE_CHECKING:
    from viecthat.plans.queries.dialogue import ListedDialogue, ListedQuestion

_TYPE = {"vi": "BÁO CÁO", "en": "REPORT"}


def questions_sheet(rows: Iterable[ListedQuestion], title: str) -> Sheet:
    """A line per question."""
    columns = (
        SheetColumn(gettext("Buổi đối thoại"), "text", 36),
        SheetColumn(gettext("Ngày"), "day", 12),
        SheetColumn(gettext("Đơn vị tổ chức"), "text", 26),
        SheetColumn(gettext("Nhóm"), "text", 22),
        SheetColumn(gettext("Câu hỏi"), "text", 60),
        SheetColumn(gettext("Người hỏi"), "text", 22),
        SheetColumn(gettext("Nhận lúc nào"), "text", 20),
        SheetColumn(gettext("Tình trạng"), "text", 18),
        SheetColumn(gettext("Trả lời"), "text", 60),
        SheetColumn(gettext("Người trả lời"), "text", 26),
        SheetColumn(gettext("Ngày trả lời"), "day", 12),
        SheetColumn(gettext("Đơn vị trả lời"), "text", 26),
        SheetColumn(gettext("Hẹn trả lời"), "day", 12),
        SheetColumn(gettext("Trễ (ngày)"), "whole", 9),
    )
    lines = [
        (
            row.question.dialogue.title,
            row.question.dialogue.held_on,
            row.unit.name,
            row.question.topic,
            row.question.words,
            row.asker,
            str(row.question.get_gathered_display()),
            state_words(row),
            row.question.answer.words if row.question.answer else row.question.left_out,
            row.question.answer.said_by if row.question.answer else "",
            row.question.answer.day if row.question.answer else None,
            row.owner.name if row.owner else "",
            row.due,
            -row.days_left if row.late and row.days_left is not None else None,
        )
        for row in rows
    ]
    return Sheet(gettext("Câu hỏi"), columns, lines, title, freeze=1, landscape=True)


def state_words(row: ListedQuestion) -> str:
    """What became of a question, in a word or two."""
    if row.question.left_out:
        return gettext("gạt ra")
    if row.question.answer is not None:
        return gettext("đã trả lời")
    if row.late:
        return gettext("trễ hẹn")
    return gettext("đã hẹn trả lời") if row.due is not None else gettext("chưa trả lời")


def dialogue_document(
    shown: ListedDialogue, questions: Iterable[ListedQuestion], *, day: date, lang: Lang = "vi"
) -> OfficialDocument:
    """The questions put in the dialogue with their answers, and those that follow by a day. The office writes the
    number.
    """
    with override(lang):
        head = unit_head(shown.unit.id, day, lang)
        superior = (gettext("{unit} (báo cáo)").format(unit=head.above[-1].name),) if head.above else ()
        return OfficialDocument(
            superior=head.superior,
            issuer=head.issuer,
            number=head.number,
            place=head.place,
            day=day,
            type_name=_TYPE[lang],
            abstract=(gettext("Tổng hợp câu hỏi, kiến nghị và trả lời"), f"“{shown.dialogue.title}”"),
            body=tuple(_body(shown, list(questions), lang)),
            signature=head.signature,
            recipients=(*superior, *(party.name for party in shown.parties), gettext("Lưu Văn phòng")),
            lang=lang,
        )


def _body(shown: ListedDialogue, questions: list[ListedQuestion], lang: Lang) -> Iterator[Block]:
    dialogue, tally = shown.dialogue, shown.tally
    when = format_date(dialogue.held_on, lang)
    if dialogue.begins:
        when = f"{dialogue.begins:%H:%M}, {when}"
    where = gettext(", tại {place}").format(place=dialogue.place) if dialogue.place else ""
    yield Paragraph(
        gettext("{unit} tổ chức đối thoại lúc {when}{place}; chủ trì: {chairs}; đối tượng được mời: {invited}.").format(
            unit=shown.unit.name, when=when, place=where, chairs=dialogue.chairs, invited=dialogue.invited
        )
    )
    yield from (Paragraph(line) for line in dialogue.content.splitlines())
    yield Paragraph(
        gettext(
            "Buổi đối thoại nhận {asked} câu hỏi, kiến nghị: đã trả lời {answered}, hẹn trả lời {promised}, "
            "chưa trả lời {waiting}."
        ).format(asked=tally.asked, answered=tally.answered, promised=tally.promised, waiting=tally.waiting)
    )
    kept = [row for row in questions if not row.question.left_out]
    for place, (topic, rows) in enumerate(groupby(kept, key=lambda row: row.question.topic), 1):
        yield Heading(1, f"{roman(place)}. {(topic or gettext('Câu hỏi, kiến nghị khác')).upper()}")
        for number, row in enumerate(rows, 1):
            yield from _question(number, row, lang)


def _question(number: int, row: ListedQuestion, lang: Lang) -> Iterator[Block]:
    lines = row.question.words.splitlines()
    asker = f" ({row.asker})" if row.asker else ""
    yield Paragraph(f"{number}. {gettext('Hỏi{asker}: {words}').format(asker=asker, words=lines[0])}", italic=True)
    yield from (Paragraph(line, italic=True) for line in lines[1:])
    answer = row.question.answer
    if answer is not None:
        said = gettext("Trả lời ({who}, ngày {day}):").format(who=answer.said_by, day=format_date(answer.day, lang))
        first, *rest = answer.words.splitlines()
        yield Paragraph(f"{said} {first}")
        yield from (Paragraph(line) for line in rest)
    elif row.due is not None and row.owner is not None:
        promised = gettext("{unit} trả lời trước hoặc trong ngày {day}.")
        yield Bullets((promised.format(unit=row.owner.name, day=format_date(row.due, lang)),))
    else:
        yield Bullets((gettext("Chưa trả lời."),))
