"""One document under review as a report of its own, in the Union's layout."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import gettext as _, override

from viecthat.documents.model import (
    Annex,
    Block,
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
from viecthat.kernel.numbers import format_number, format_percent
from viecthat.kernel.quantities import Share
from viecthat.people.exports.cadre_report import sentences as cadre_sentences
from viecthat.residence.exports.report import sentences as residence_sentences
from viecthat.reviews.exports.annexes import notices
from viecthat.reviews.exports.heading import letterhead
from viecthat.reviews.exports.sentences import Speaker
from viecthat.reviews.models import DirectivePart
from viecthat.reviews.queries.checks import check_words
from viecthat.reviews.queries.directive import BASES, CADRES, RESIDENCE

if TYPE_CHECKING:
    from viecthat.reviews.queries.directive import DirectiveReport
    from viecthat.reviews.queries.review import ReviewTable

MOST_NAMED = 60


def directive_document(
    report: DirectiveReport, table: ReviewTable, *, at: datetime, lang: Lang = "vi"
) -> OfficialDocument:
    """The report on one document; the office writes its number."""
    with override(lang):
        head = letterhead(table, lang)
        number = report.directive.number
        subject = report.directive.subject.replace(" – ", "\u00a0–\u00a0")  # years of one span stay on one line
        speaker = Speaker(table, lang)
        return OfficialDocument(
            superior=head.superior,
            issuer=head.issuer,
            number=head.number,
            place=head.place,
            day=localdate(at),
            type_name=_("BÁO CÁO"),
            abstract=(
                _("Kết quả thực hiện {type} số {number}").format(type=report.directive.type_name, number=number)
                if number
                else _("Kết quả thực hiện {subject}").format(subject=subject),
                *((subject,) if number else ()),
                _("(số liệu đến ngày {day})").format(day=format_date(table.period.last_day, lang)),
            ),
            body=tuple(_body(report, lang)),
            annexes=(_units_annex(report, lang),) if report.cascade.rows else (),
            signature=head.signature,
            recipients=head.recipients,
            # This report has no annex of sources to be sent to.
            notices=tuple(said for said in notices(speaker) if said != speaker.texts.see_annex),
            lang=lang,
        )


def cascade_sentences(report: DirectiveReport, lang: Lang) -> list[Runs]:
    """Who carried the document out: the unit itself, how many units below, how fast."""
    with override(lang):
        return list(_carried_out(report, lang))


def register_sentences(report: DirectiveReport, lang: Lang) -> list[Runs]:
    """What the registers say that answer for the document."""
    said: list[Runs] = []
    if report.cadres is not None:
        told = cadre_sentences(report.cadres, lang)
        if CADRES in report.registers:
            known = any(level.leaders for level in (report.cadres.own, *report.cadres.levels))
            said += [*told["cadres"], *told["quality"], *(told["moves"] if known else ())]
        if BASES in report.registers:
            said += told["base"]
    if report.residence is not None and RESIDENCE in report.registers:
        if report.residence.total.received or report.residence.introduced or report.residence.requests:
            said += residence_sentences(report.residence, lang)
        else:
            said.append((_("Sổ sinh hoạt nơi cư trú năm {year} chưa ghi ai.").format(year=report.residence.year),))
    return said


def missing_names(report: DirectiveReport) -> tuple[list[str], int]:
    """Units that have issued nothing, by name, and how many more there are."""
    names = [row.unit.name for row in report.cascade.missing]
    return names[:MOST_NAMED], max(0, len(names) - MOST_NAMED)


def _carried_out(report: DirectiveReport, lang: Lang) -> Iterator[Runs]:
    own, cascade = report.own, report.cascade
    if own is not None and own.plan is not None:
        yield fill(
            _("{unit} đã ban hành {plan}{day} để triển khai."),
            unit=own.unit.name,
            plan=Figure(own.plan.number or own.plan.subject, bookmark="own.plan"),
            day=_(" ngày {day}").format(day=format_date(own.plan.issued_on, lang)) if own.plan.issued_on else "",
        )
    elif own is not None:
        yield (_("Trong sổ văn bản, {unit} chưa có văn bản triển khai.").format(unit=own.unit.name),)
    if cascade.of:
        share = Share(cascade.done, cascade.of)
        yield fill(
            _("{done}/{of} đơn vị trực thuộc ({share}) đã có văn bản triển khai{pace}."),
            done=Figure(format_number(cascade.done, lang=lang), bookmark="cascade.done"),
            of=format_number(cascade.of, lang=lang),
            share=Figure(words.share_words(share, lang), bookmark="cascade.share"),
            pace=_("; một nửa số đơn vị không quá {days} ngày").format(days=cascade.median_days)
            if cascade.median_days is not None
            else "",
        )


def _body(report: DirectiveReport, lang: Lang) -> Iterator[Block]:
    written = {one.part: one.words for one in report.written}
    yield Heading(1, _("I. QUÁN TRIỆT, TRIỂN KHAI"))
    said = cascade_sentences(report, lang)
    for runs in said:
        yield Paragraph(runs)
    names, more = missing_names(report)
    if names:
        named = [*names, *([_("và {n} đơn vị nữa").format(n=more)] if more else [])]
        yield Paragraph(f"{_('Chưa có văn bản triển khai trong sổ:')} {', '.join(named)}.")
    if not said:
        yield Paragraph(_("Đơn vị không có đơn vị trực thuộc trên bản đồ ngày này."))
    yield Heading(1, _("II. KẾT QUẢ"))
    if written[DirectivePart.RESULT]:
        yield from _paragraphs(written[DirectivePart.RESULT])
    for runs in register_sentences(report, lang):
        yield Paragraph(runs)
    if report.targeted:
        yield _targets(report, lang)
    if report.counted:
        yield _figures(report, lang)
    if not (report.figures or written[DirectivePart.RESULT] or register_sentences(report, lang)):
        yield Paragraph(_("Trong sổ việc chưa có số liệu nào gắn với văn bản này."), italic=True)
    if report.checks:
        yield Paragraph(
            _("Kiểm tra phép cộng: {sums}.").format(
                sums="; ".join(
                    f"{check_words(c, lang)} ({_('khớp') if c.holds else _('KHÔNG KHỚP')})" for c in report.checks
                )
            )
        )
    yield Heading(1, _("III. HẠN CHẾ, NGUYÊN NHÂN"))
    yield from _paragraphs(written[DirectivePart.LIMIT] or _("(Đơn vị bổ sung.)"))
    yield Heading(1, _("IV. ĐỀ XUẤT, KIẾN NGHỊ"))
    yield from _paragraphs(written[DirectivePart.PROPOSAL] or _("(Đơn vị bổ sung.)"))


def _paragraphs(text: str) -> Iterator[Block]:
    return (Paragraph(line) for line in text.split("\n") if line)


def _targets(report: DirectiveReport, lang: Lang) -> Table:
    rows = []
    for figure in report.targeted:
        target = figure.target
        if target is None:
            continue
        rows.append(
            (
                words.name_words(figure.indicator, lang),
                words.full_result_words(figure.row, figure.indicator, lang),
                words.full_goal_words(target, figure.indicator, lang),
                format_percent(figure.reached, 1, lang) if figure.reached is not None else words.NONE,
                words.verdict_words(figure.verdict, lang),
            )
        )
    return Table(
        columns=(
            Column(_("Chỉ tiêu"), width_share=3),
            Column(_("Kết quả"), align="right", width_share=1.6),
            Column(_("Mức giao"), align="right", width_share=1.6),
            Column(_("Đạt"), align="right"),
            Column(_("Đánh giá"), width_share=1.4),
        ),
        rows=tuple(rows),
        caption=_("Chỉ tiêu theo văn bản"),
    )


def _figures(report: DirectiveReport, lang: Lang) -> Table:
    return Table(
        columns=(Column(_("Số liệu"), width_share=4), Column(_("Kết quả"), align="right", width_share=1.6)),
        rows=tuple(
            (words.name_words(one.indicator, lang), words.full_result_words(one.row, one.indicator, lang))
            for one in report.counted
        ),
        caption=_("Số liệu từ các sổ"),
    )


def _units_annex(report: DirectiveReport, lang: Lang) -> Annex:
    return Annex(
        title=_("Đơn vị triển khai"),
        blocks=(
            Table(
                columns=(
                    Column(_("TT"), align="center", width_share=0.5),
                    Column(_("Đơn vị"), width_share=3),
                    Column(_("Ngày nhận"), align="center", width_share=1.3),
                    Column(_("Văn bản của đơn vị"), width_share=2),
                    Column(_("Ngày ban hành"), align="center", width_share=1.3),
                    Column(_("Số ngày"), align="right"),
                ),
                rows=tuple(
                    (
                        str(place),
                        row.unit.name,
                        format_date(row.received_on, lang) if row.received_on else "",
                        (row.plan.number or row.plan.subject) if row.plan else _("chưa có"),
                        format_date(row.plan.issued_on, lang) if row.plan and row.plan.issued_on else "",
                        Number(row.days),
                    )
                    for place, row in enumerate(report.cascade.rows, start=1)
                ),
            ),
        ),
    )
