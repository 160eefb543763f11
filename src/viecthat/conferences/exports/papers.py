"""Official documents of a conference in the Union's layout. The office writes the number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext, override

from viecthat.conferences.choices import AwardTo, PaperState
from viecthat.documents.model import (
    Annex,
    Block,
    Bullets,
    Column,
    Heading,
    Lang,
    Number,
    OfficialDocument,
    Paragraph,
    Signature,
    Table,
)
from viecthat.kernel.dates import format_date, format_long_date
from viecthat.kernel.numbers import format_percent, roman
from viecthat.units.exports import unit_head

if TYPE_CHECKING:
    from viecthat.conferences.models import AgendaItem, Award, Conference, Paper, Question
    from viecthat.conferences.queries.conclusions import Followed
    from viecthat.conferences.queries.presence import Attendance, Listed
    from viecthat.units.exports import UnitHead
    from viecthat.units.queries import UnitRow

_TYPES = {
    "GM": {"vi": "GIẤY MỜI", "en": "INVITATION"},
    "BB": {"vi": "BIÊN BẢN", "en": "MINUTES"},
    "TB": {"vi": "THÔNG BÁO", "en": "NOTICE"},
    "DS": {"vi": "DANH SÁCH", "en": "LIST"},
}


def letter(
    conference: Conference,
    agenda: Sequence[AgendaItem],
    invited: Sequence[Listed],
    *,
    address: str = "",
    day: date,
    lang: Lang = "vi",
) -> OfficialDocument:
    """The invitation: to one person, with the address where they answer; or one to all, who stand in an annex."""
    with override(lang):
        head = unit_head(conference.unit_id, conference.held_on, lang)
        annexes: tuple[Annex, ...] = ()
        if len(invited) == 1:
            to = invited[0]
            whom: list[Block] = [Paragraph(gettext("Kính gửi: {whom}").format(whom=_named(to)))]
        else:
            whom = [Paragraph(gettext("Kính gửi: các đồng chí, đơn vị, cơ quan có tên trong danh sách kèm theo"))]
            annexes = (Annex(gettext("Danh sách mời dự hội nghị"), (_called(invited),)),)
        body: list[Block] = [*whom, *_when(conference, head, lang)]
        if agenda:
            body.append(Paragraph(gettext("Chương trình:")))
            body.append(Bullets(tuple(_item(one) for one in agenda)))
        body.append(Paragraph(gettext("Trân trọng kính mời đồng chí đến dự đúng thành phần, thời gian.")))
        if address:
            body.append(Paragraph(gettext("Xin trả lời tại {address}").format(address=address), italic=True))
        return _document(head, "GM", (conference.title,), tuple(body), day, lang, annexes=annexes)


def minutes(
    conference: Conference,
    agenda: Sequence[AgendaItem],
    attendance: Attendance,
    guests: Sequence[Listed],
    papers: Sequence[tuple[Paper, UnitRow | None]],
    questions: Sequence[tuple[Question, UnitRow | None]],
    awards: Sequence[Award],
    conclusions: Sequence[Followed],
    *,
    day: date,
    lang: Lang = "vi",
) -> OfficialDocument:
    """What happened, from who was there to what was concluded; signed by secretary and chair."""
    with override(lang):
        head = unit_head(conference.unit_id, conference.held_on, lang)
        body = list(_when(conference, head, lang, held=True))
        parts: tuple[tuple[str, Iterator[Block]], ...] = (
            (gettext("Thành phần dự"), _there(attendance, guests, lang)),
            (gettext("Nội dung"), _agenda(agenda)),
            (gettext("Tham luận"), _papers(papers)),
            (gettext("Thảo luận"), _discussion(questions)),
            (gettext("Khen thưởng"), _awards(awards)),
            (gettext("Kết luận"), _concluded(conclusions, lang)),
        )
        told = [(title, blocks) for title, part in parts if (blocks := list(part))]
        for place, (title, blocks) in enumerate(told, 1):
            body += [Heading(1, f"{roman(place)}. {title}"), *blocks]
        if conference.ends:
            body.append(Paragraph(gettext("Hội nghị kết thúc lúc {clock}.").format(clock=f"{conference.ends:%H:%M}")))
        signature = Signature(gettext("CHỦ TRÌ"), "", "")
        if conference.secretary:
            body.append(Paragraph(gettext("Thư ký hội nghị: {who}").format(who=conference.secretary)))
        return _document(head, "BB", (conference.title,), tuple(body), day, lang, signature=signature)


def notice_of_conclusions(
    conference: Conference, conclusions: Sequence[Followed], *, day: date, lang: Lang = "vi"
) -> OfficialDocument:
    """What was concluded, who carries it out by when."""
    with override(lang):
        head = unit_head(conference.unit_id, conference.held_on, lang)
        opening = gettext("Ngày {day}, {unit} tổ chức {title}; chủ trì: {chairs}. Hội nghị kết luận như sau:").format(
            day=format_date(conference.held_on, lang),
            unit=head.unit.name,
            title=_lower(conference.title),
            chairs=conference.chairs,
        )
        closing = gettext("Các đơn vị có tên tổ chức thực hiện và báo kết quả kèm minh chứng đúng hạn.")
        body = (Paragraph(opening), *_concluded(conclusions, lang), Paragraph(closing))
        abstract = (gettext("Kết luận tại {title}").format(title=_lower(conference.title)),)
        units = tuple(dict.fromkeys(one.unit.name for one in conclusions if one.unit.id != conference.unit_id))
        return _document(head, "TB", abstract, body, day, lang, recipients=units)


def awards_list(conference: Conference, awards: Sequence[Award], *, day: date, lang: Lang = "vi") -> OfficialDocument:
    """Who is called up, in the order of the stage."""
    with override(lang):
        head = unit_head(conference.unit_id, conference.held_on, lang)
        columns = (
            Column(gettext("Thứ tự"), "center", 0.6),
            Column(gettext("Hình thức khen"), width_share=2),
            Column(gettext("Tập thể, cá nhân"), width_share=2.4),
            Column(gettext("Số quyết định"), width_share=1.4),
            Column(gettext("Người trao"), width_share=1.6),
        )
        rows = tuple((str(row.position), row.kind, row.name, row.decision, row.handed_by) for row in awards)
        people = sum(1 for row in awards if row.to == AwardTo.PERSON)
        told = gettext("{n} tập thể, {m} cá nhân, theo thứ tự trao tại hội nghị.").format(
            n=len(awards) - people, m=people
        )
        abstract = (gettext("Trao khen thưởng tại {title}").format(title=_lower(conference.title)),)
        return _document(head, "DS", abstract, (Paragraph(told), Table(columns, rows)), day, lang)


def _document(
    head: UnitHead,
    kind: str,
    abstract: tuple[str, ...],
    body: tuple[Block, ...],
    day: date,
    lang: Lang,
    *,
    annexes: tuple[Annex, ...] = (),
    recipients: tuple[str, ...] = (),
    signature: Signature | None = None,
) -> OfficialDocument:
    return OfficialDocument(
        superior=head.superior,
        issuer=head.issuer,
        number=head.number.replace("-BC/", f"-{kind}/"),
        place=head.place,
        day=day,
        type_name=_TYPES[kind][lang],
        abstract=abstract,
        body=body,
        signature=signature or head.signature,
        annexes=annexes,
        recipients=(*((gettext("Như trên"),) if kind == "GM" else recipients), gettext("Lưu Văn phòng")),
        lang=lang,
    )


def _when(conference: Conference, head: UnitHead, lang: Lang, *, held: bool = False) -> Iterator[Block]:
    clock = f"{conference.begins:%H:%M}"
    if conference.ends:
        clock = gettext("{begins} đến {ends}").format(begins=clock, ends=f"{conference.ends:%H:%M}")
    opening = gettext("{unit} đã tổ chức {title}.") if held else gettext("{unit} tổ chức {title}.")
    yield Paragraph(opening.format(unit=head.unit.name, title=_lower(conference.title)))
    where = "; ".join(part for part in (conference.place, conference.link) if part)
    facts = [
        gettext("Thời gian: {clock}, {day}").format(clock=clock, day=format_long_date(conference.held_on, lang)),
        gettext("Nơi họp: {where}").format(where=where),
        gettext("Chủ trì: {who}").format(who=conference.chairs),
    ]
    yield Bullets(tuple(facts))


def _called(invited: Sequence[Listed]) -> Table:
    columns = (
        Column(gettext("STT"), "center", 0.5),
        Column(gettext("Họ tên"), width_share=1.8),
        Column(gettext("Chức vụ"), width_share=1.8),
        Column(gettext("Đơn vị, cơ quan"), width_share=2.4),
    )
    return Table(
        columns,
        tuple((str(n), one.row.name, one.row.post, one.place) for n, one in enumerate(invited, 1)),
    )


def _named(one: Listed) -> str:
    return ", ".join(part for part in (one.row.name, one.row.post, one.place) if part)


def _item(one: AgendaItem) -> str:
    said = f"{one.words} ({one.speaker})" if one.speaker else one.words
    return gettext("{what}, {n} phút").format(what=said, n=one.minutes) if one.minutes else said


def _there(attendance: Attendance, guests: Sequence[Listed], lang: Lang) -> Iterator[Block]:
    whole = attendance.whole
    share = "–" if whole.share is None else format_percent(100 * Decimal(whole.came) / whole.called, 1, lang=lang)
    yield Paragraph(
        gettext("Có mặt {came}/{called} người được triệu tập ({share}).").format(
            came=whole.came, called=whole.called, share=share
        )
    )
    columns = (
        Column(gettext("Loại đơn vị"), width_share=3),
        Column(gettext("Triệu tập"), "right"),
        Column(gettext("Có mặt"), "right"),
        Column(gettext("Đơn vị có mặt"), "right"),
    )
    rows = [
        (kind.name, Number(kind.called), Number(kind.came), f"{kind.units_there}/{kind.units}")
        for kind in attendance.kinds
    ]
    if rows:
        total = (gettext("Cộng"), Number(whole.called), Number(whole.came), f"{whole.units_there}/{whole.units}")
        yield Table(columns, (*rows, total), total_row=True)
    came = [one for one in guests if one.row.came_at is not None]
    if came:
        yield Paragraph(gettext("Khách mời:"))
        yield Bullets(tuple(_named(one) for one in came))


def _agenda(agenda: Sequence[AgendaItem]) -> Iterator[Block]:
    if agenda:
        yield Bullets(tuple(_item(one) for one in agenda))


def _papers(papers: Sequence[tuple[Paper, UnitRow | None]]) -> Iterator[Block]:
    for state, rows in groupby(sorted(papers, key=lambda one: one[0].state), key=lambda one: one[0].state):
        said = [
            ", ".join(part for part in (f"“{row.title}”", row.speaker, unit.name if unit else "") if part)
            for row, unit in rows
        ]
        yield Paragraph(f"{PaperState(state).label}:".capitalize())
        yield Bullets(tuple(said))


def _discussion(questions: Sequence[tuple[Question, UnitRow | None]]) -> Iterator[Block]:
    for number, (row, unit) in enumerate(questions, 1):
        who = f"{row.speaker}, {unit.name}" if unit else row.speaker
        first, *rest = row.words.splitlines() or [""]
        yield Paragraph(f"{number}. {who}: {first}")
        yield from (Paragraph(line) for line in rest)
        if row.answer:
            by = row.answered_by or gettext("Chủ trì")
            first, *rest = row.answer.splitlines()
            yield Paragraph(gettext("{who} trả lời: {words}").format(who=by, words=first), italic=True)
            yield from (Paragraph(line, italic=True) for line in rest)


def _awards(awards: Sequence[Award]) -> Iterator[Block]:
    for kind, rows in groupby(awards, key=lambda row: row.kind):
        names = "; ".join(row.name for row in rows)
        yield Bullets((f"{kind}: {names}",))


def _concluded(conclusions: Sequence[Followed], lang: Lang) -> Iterator[Block]:
    for one in conclusions:
        told = gettext("{number}. {words} Đơn vị thực hiện: {unit}; hạn {day}.").format(
            number=one.row.number,
            words=one.row.words if one.row.words.endswith((".", "!", "…")) else f"{one.row.words}.",
            unit=one.unit.name,
            day=format_date(one.row.due, lang),
        )
        if one.row.evidence:
            told = gettext("{told} Minh chứng: {what}.").format(told=told, what=one.row.evidence.rstrip("."))
        yield Paragraph(told)


def _lower(title: str) -> str:
    return f"{title[:1].lower()}{title[1:]}"
