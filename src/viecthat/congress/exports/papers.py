"""Documents of a congress in the Union's layout: ballots, minutes of the count, report on delegates, minutes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext, override

from viecthat.congress.choices import NO_POST, VoteForm
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
from viecthat.kernel.dates import format_date
from viecthat.kernel.numbers import format_number, format_percent, roman
from viecthat.units.exports import unit_head

if TYPE_CHECKING:
    from viecthat.congress.models import AgendaItem, Ballot, Candidate, Congress, CongressPaper
    from viecthat.congress.queries.ballot import Result
    from viecthat.congress.queries.checks import Check
    from viecthat.congress.queries.delegate import ListedDelegate, Part, Structure

_TYPES = {
    "PB": {"vi": "PHIẾU BẦU", "en": "BALLOT"},
    "BB": {"vi": "BIÊN BẢN", "en": "MINUTES"},
    "BC": {"vi": "BÁO CÁO", "en": "REPORT"},
}


def ballot_paper(
    congress: Congress, ballot: Ballot, candidates: Sequence[Candidate], *, day: date, lang: Lang = "vi"
) -> OfficialDocument:
    """The ballot as it is handed out: the names in the order of the list, a box for yes and one for no."""
    with override(lang):
        columns = (
            Column(gettext("STT"), "center", 0.5),
            Column(gettext("Họ và tên"), width_share=2.6),
            Column(gettext("Năm sinh"), "center", 0.9),
            Column(gettext("Đồng ý"), "center", 0.9),
            Column(gettext("Không đồng ý"), "center", 1),
        )
        rows = tuple((str(n), one.person.full_name, _born(one), "", "") for n, one in enumerate(candidates, 1))
        told = gettext(
            "Bầu {seats} người trong {n} người có tên. Đánh dấu X vào ô đồng ý của không quá {seats} người. Phiếu bầu "
            "quá số lượng, ghi tên người ngoài danh sách, ký tên hoặc không có dấu của đại hội là phiếu không hợp lệ."
        ).format(seats=ballot.seats, n=len(candidates))
        body: tuple[Block, ...] = (Table(columns, rows), Paragraph(told, italic=True))
        title = (gettext("Bầu {what}").format(what=ballot.get_to_display()), congress.name)
        signature = Signature("", gettext("BAN KIỂM PHIẾU"), "")
        return _document(congress, "PB", title, body, day, lang, signature=signature)


def minutes_of_count(
    congress: Congress,
    ballot: Ballot,
    candidates: Sequence[Candidate],
    result: Result,
    *,
    day: date,
    lang: Lang = "vi",
) -> OfficialDocument:
    """What the counting board found, who is elected, by the rule named."""
    with override(lang):
        title = (gettext("Kiểm phiếu bầu {what}").format(what=ballot.get_to_display()), congress.name)
        body = tuple(_counted(ballot, candidates, result, lang))
        signature = Signature("", gettext("TRƯỞNG BAN KIỂM PHIẾU"), "")
        return _document(congress, "BB", title, body, day, lang, signature=signature)


def report_on_delegates(
    congress: Congress, structure: Structure, doubtful: Sequence[ListedDelegate], *, day: date, lang: Lang = "vi"
) -> OfficialDocument:
    """What the verification board tells the congress of its delegates."""
    with override(lang):
        body: list[Block] = [
            Paragraph(
                gettext("Tổng số đại biểu triệu tập: {n}; có mặt: {there}; dự khuyết: {more}.").format(
                    n=structure.called, there=structure.there, more=structure.substitutes
                )
            ),
            _parts(structure, lang),
        ]
        if structure.mean_age is not None and structure.youngest and structure.oldest:
            body.append(
                Paragraph(
                    gettext(
                        "Tuổi bình quân {mean}; trẻ nhất sinh ngày {young}, nhiều tuổi nhất sinh ngày {old}."
                    ).format(
                        mean=format_number(round(structure.mean_age, 2), 2, lang=lang),
                        young=format_date(structure.youngest, lang),
                        old=format_date(structure.oldest, lang),
                    )
                )
            )
        if doubtful:
            body.append(Paragraph(gettext("Đại biểu đề nghị đại hội xem xét tư cách:")))
            body.append(Bullets(tuple(f"{one.row.called}: {'; '.join(one.doubts)}" for one in doubtful)))
        else:
            body.append(Paragraph(gettext("Không có đại biểu nào phải xem xét tư cách.")))
        title = (gettext("Thẩm tra tư cách đại biểu"), congress.name)
        signature = Signature("", gettext("TRƯỞNG BAN THẨM TRA"), "")
        return _document(congress, "BC", title, tuple(body), day, lang, signature=signature)


def minutes(
    congress: Congress,
    agenda: Sequence[AgendaItem],
    papers: Sequence[CongressPaper],
    structure: Structure,
    ballots: Sequence[tuple[Ballot, list[Candidate], Result]],
    checks: Sequence[Check],
    *,
    day: date,
    lang: Lang = "vi",
) -> OfficialDocument:
    """The congress from who was there to what it elected; how it keeps to the charter in an annex."""
    with override(lang):
        start, end = congress.held_on or congress.planned_on, congress.last_day or congress.planned_on
        one_day, more = gettext("Thời gian: ngày {start}"), gettext("Thời gian: từ ngày {start} đến ngày {end}")
        when = one_day if start == end else more
        facts = [
            when.format(start=format_date(start, lang), end=format_date(end, lang)),
            gettext("Nơi họp: {where}").format(where=congress.place or "…………"),
        ]
        if congress.called is not None and congress.present is not None:
            facts.append(
                gettext("Có mặt {n} trong {whole} người được triệu tập").format(
                    n=congress.present, whole=congress.called
                )
            )
        body: list[Block] = [Bullets(tuple(facts))]
        parts: list[tuple[str, list[Block]]] = [
            (gettext("Chương trình"), [Bullets(tuple(_item(one) for one in agenda))] if agenda else []),
            (gettext("Văn kiện, tham luận"), [Bullets(tuple(_paper(one) for one in papers))] if papers else []),
            (gettext("Đại biểu"), [_parts(structure, lang)] if structure.called else []),
        ]
        parts += [
            (gettext("Bầu {what}").format(what=ballot.get_to_display()), list(_counted(ballot, rows, result, lang)))
            for ballot, rows, result in ballots
            if ballot.counted_at
        ]
        told = [(title, blocks) for title, blocks in parts if blocks]
        for place, (title, blocks) in enumerate(told, 1):
            body += [Heading(1, f"{roman(place)}. {title}"), *blocks]
        signature = Signature(gettext("TM. ĐOÀN CHỦ TỊCH"), gettext("CHỦ TỊCH ĐOÀN"), "")
        annex = Annex(gettext("Đối chiếu với Điều lệ và hướng dẫn"), (_checked(checks),))
        return _document(
            congress, "BB", (congress.name,), tuple(body), day, lang, signature=signature, annexes=(annex,)
        )


def _document(
    congress: Congress,
    kind: str,
    abstract: tuple[str, ...],
    body: tuple[Block, ...],
    day: date,
    lang: Lang,
    *,
    signature: Signature,
    annexes: tuple[Annex, ...] = (),
) -> OfficialDocument:
    head = unit_head(congress.unit_id, day, lang)
    return OfficialDocument(
        superior=head.superior,
        issuer=head.issuer,
        number=None if kind == "PB" else head.number.replace("-BC/", f"-{kind}/"),
        place=head.place,
        day=congress.held_on or congress.planned_on,
        type_name=_TYPES[kind][lang],
        abstract=abstract,
        body=body,
        signature=signature,
        annexes=annexes,
        recipients=() if kind == "PB" else (gettext("Hồ sơ đại hội"), gettext("Lưu Văn phòng")),
        lang=lang,
    )


def _counted(ballot: Ballot, candidates: Sequence[Candidate], result: Result, lang: Lang) -> Iterator[Block]:
    yield Paragraph(
        gettext("Hình thức: {vote}; cần bầu {seats} người trong danh sách {n} người.").format(
            vote=ballot.get_vote_display(), seats=ballot.seats, n=len(candidates)
        )
    )
    if ballot.counted_at is None or ballot.valid is None:
        yield Paragraph(gettext("Chưa kiểm phiếu."))
        return
    yield Paragraph(gettext("Ban kiểm phiếu: {who}").format(who=ballot.board))
    sheets = gettext("Phiếu phát ra {out}; thu về {back}; hợp lệ {valid}; không hợp lệ {invalid}.")
    if ballot.vote == VoteForm.HANDS:
        sheets = gettext("Có quyền biểu quyết {out}; biểu quyết {back}; hợp lệ {valid}; không hợp lệ {invalid}.")
    yield Paragraph(sheets.format(out=ballot.issued, back=ballot.collected, valid=ballot.valid, invalid=ballot.invalid))
    elected = {one.pk for one in result.elected}
    columns = (
        Column(gettext("STT"), "center", 0.5),
        Column(gettext("Họ và tên"), width_share=2.6),
        Column(gettext("Số phiếu"), "right", 0.9),
        Column(gettext("Tỷ lệ"), "right", 0.9),
        Column(gettext("Kết quả"), width_share=1.2),
    )
    rows = tuple(
        (
            str(n),
            one.person.full_name,
            Number(one.votes or 0),
            format_percent(Decimal(100 * (one.votes or 0)) / ballot.valid, 2, lang=lang) if ballot.valid else "–",
            gettext("trúng cử") if one.pk in elected else gettext("không trúng cử"),
        )
        for n, one in enumerate(sorted(candidates, key=lambda one: -(one.votes or 0)), 1)
    )
    yield Table(columns, rows)
    if result.tied:
        names = ", ".join(one.person.full_name for one in result.tied)
        yield Paragraph(
            gettext("Bằng phiếu ở chỗ cuối: {names}; đại hội bầu lại giữa những người này.").format(names=names)
        )
    told = gettext("Trúng cử {n} người trong {seats} người cần bầu.").format(n=len(result.elected), seats=ballot.seats)
    article = f" ({result.rule.article})" if result.rule and ballot.to not in NO_POST else ""
    yield Paragraph(f"{told}{article}")


def _parts(structure: Structure, lang: Lang) -> Table:
    columns = (
        Column(gettext("Cơ cấu"), width_share=3),
        Column(gettext("Số đại biểu"), "right"),
        Column(gettext("Tỷ lệ"), "right"),
    )
    return Table(columns, tuple(_part(one, lang) for one in (*structure.bases, *structure.parts, *structure.ages)))


def _part(one: Part, lang: Lang) -> tuple[str, str, str]:
    if one.count is None:
        return one.name, gettext("dưới 5"), "–"
    return (
        one.name,
        format_number(one.count, lang=lang),
        "–" if one.share is None else format_percent(one.share, 2, lang=lang),
    )


def _checked(checks: Sequence[Check]) -> Table:
    said = {True: gettext("đúng"), False: gettext("chưa đúng"), None: gettext("chưa xét được")}
    columns = (
        Column(gettext("Nội dung"), width_share=1.4),
        Column(gettext("Đối chiếu"), width_share=3),
        Column(gettext("Kết quả"), width_share=0.9),
        Column(gettext("Căn cứ"), width_share=3),
    )
    return Table(columns, tuple((one.matter, one.sentence, said[one.kept], one.article) for one in checks))


def _item(one: AgendaItem) -> str:
    return f"{one.words} ({one.speaker})" if one.speaker else one.words


def _paper(one: CongressPaper) -> str:
    return ", ".join(part for part in (f"“{one.title}”", one.get_kind_display(), one.author) if part)


def _born(one: Candidate) -> str:
    return str(one.person.birth_date.year) if one.person.birth_date else ""
