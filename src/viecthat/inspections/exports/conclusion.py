"""The conclusion of an inspection as a document of the Union. The office writes the number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext, override

from viecthat.documents.model import Block, Bullets, Column, Heading, Lang, OfficialDocument, Paragraph, Table
from viecthat.kernel.dates import format_date
from viecthat.units.exports import unit_head

if TYPE_CHECKING:
    from viecthat.inspections.models import EarlierConclusion, Finding, Inspection, TeamMember, WorkingDay
    from viecthat.inspections.queries.inspection import ListedRecommendation

_TYPE = {"vi": "KẾT LUẬN", "en": "CONCLUSION"}


def conclusion_document(
    row: Inspection, team: Sequence[TeamMember], days: Sequence[WorkingDay], findings: Sequence[Finding],
    recommendations: Sequence[ListedRecommendation], *, day: date, lang: Lang = "vi",
    replaces: EarlierConclusion | None = None,
) -> OfficialDocument:  # fmt: skip
    """Who looked at what and where, what was found, what is recommended, and which conclusion it `replaces`.

    A draft until it is concluded.
    """
    with override(lang):
        head = unit_head(row.unit_id, day, lang)
        to = tuple(dict.fromkeys([*(one.body.name for one in days), *(one.row.to for one in recommendations)]))
        return OfficialDocument(
            superior=head.superior,
            issuer=head.issuer,
            number=head.number.replace("-BC/", "-KL/"),
            place=head.place,
            day=day,
            type_name=_TYPE[lang],
            abstract=(f"{row.get_kind_display()}: {row.subject}",),
            body=tuple(_body(row, team, days, findings, recommendations, replaces, lang)),
            signature=head.signature,
            recipients=(*to, gettext("Lưu Văn phòng")),
            lang=lang,
            watermark="" if row.concluded_on else gettext("DỰ THẢO"),
        )


def _body(
    row: Inspection, team: Sequence[TeamMember], days: Sequence[WorkingDay], findings: Sequence[Finding],
    recommendations: Sequence[ListedRecommendation], replaces: EarlierConclusion | None, lang: Lang,
) -> Iterator[Block]:  # fmt: skip
    if replaces is not None:
        said = gettext("Kết luận này thay kết luận ngày {day}: {why}")
        yield Paragraph(said.format(day=format_date(replaces.day, lang), why=replaces.why))
    under = gettext(" theo {plan}").format(plan=row.plan) if row.plan else ""
    yield Paragraph(
        gettext("Từ ngày {first} đến ngày {last}, đoàn {kind} việc thực hiện {policy}{under} với thành phần:").format(
            first=format_date(row.start, lang), last=format_date(row.last_day, lang), kind=row.get_kind_display(),
            policy=row.policy, under=under,
        )
    )  # fmt: skip
    yield Bullets(
        tuple(", ".join(part for part in (one.called, one.post, str(one.get_role_display())) if part) for one in team)
    )
    yield Heading(1, gettext("I. QUÁ TRÌNH LÀM VIỆC"))
    yield Bullets(tuple(f"{format_date(one.day, lang)}: {one.body.name}" for one in days))
    yield Heading(1, gettext("II. KẾT QUẢ"))
    for body, rows in groupby(findings, key=lambda one: one.body.name):
        yield Heading(2, body)
        yield Bullets(tuple(_finding(one) for one in rows))
    if row.conclusion:
        yield Heading(1, gettext("III. ĐÁNH GIÁ CHUNG"))
        yield from (Paragraph(line) for line in row.conclusion.splitlines())
    if recommendations:
        yield Heading(1, gettext("IV. KIẾN NGHỊ"))
        columns = (
            Column(gettext("STT"), "center", 0.5), Column(gettext("Nơi nhận"), width_share=2),
            Column(gettext("Kiến nghị"), width_share=4), Column(gettext("Hạn"), width_share=1.2),
        )  # fmt: skip
        lines = [
            (str(n), one.row.to, one.row.words, format_date(one.row.due, lang))
            for n, one in enumerate(recommendations, 1)
        ]
        yield Table(columns, tuple(lines))


def _finding(one: Finding) -> str:
    kind = str(one.get_kind_display())
    by = f" ({one.article})" if one.article else ""
    words = " ".join(one.words.splitlines())
    shown = gettext("Căn cứ: {evidence}").format(evidence=one.evidence)
    return f"{kind[:1].upper()}{kind[1:]}{by}: {words} {shown}."
