"""A unit's plan of a year as a document of the Union: the layout of a programme (CTr) or plan (KH)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext, override

from viecthat.documents.model import (
    Annex,
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    Lang,
    OfficialDocument,
    Paragraph,
    Table,
)
from viecthat.kernel.dates import format_date
from viecthat.kernel.document_numbers import parse_document_number
from viecthat.kernel.numbers import roman
from viecthat.plans.templatetags.plans import amount, goal, target_kind, target_period
from viecthat.units.exports import unit_head

if TYPE_CHECKING:
    from viecthat.plans.queries.plan import PlannedProgramme, YearPlan
    from viecthat.plans.queries.programme import ItemNode

_TYPE = {"vi": "KẾ HOẠCH", "en": "PLAN"}


def plan_document(plan: YearPlan, *, day: date, lang: Lang = "vi") -> OfficialDocument:
    """The plan with its annexes: targets, calendar, who does what. The office writes its number, unless the programme
    of the year was issued with one.
    """
    with override(lang):
        head = unit_head(plan.unit.id, day, lang)
        issued = plan.main.programme.directive if plan.main else None
        symbol = head.number.replace("-BC/", "-CTr/" if plan.main else "-KH/")
        number = f"Số: {issued.number}" if issued and issued.number else symbol
        type_name = _TYPE[lang]
        if plan.main is not None:
            type_name = "CHƯƠNG TRÌNH" if lang == "vi" else "PROGRAMME"
        if issued and issued.number and parse_document_number(issued.number).type == "KH":
            type_name = _TYPE[lang]
        abstract = gettext("Công tác Đoàn và phong trào thanh thiếu nhi năm {year}").format(year=plan.year)
        below = gettext("Các đơn vị trực thuộc")
        superior = (gettext("{unit} (báo cáo)").format(unit=head.above[-1].name),) if head.above else ()
        return OfficialDocument(
            superior=head.superior,
            issuer=head.issuer,
            number=number,
            place=head.place,
            day=(plan.main.programme.adopted_on if plan.main else None) or day,
            type_name=type_name,
            abstract=(abstract, *(f"“{row.theme.text}”" for row in plan.themes if row.own)),
            body=tuple(_body(plan, lang)),
            annexes=tuple(_annexes(plan, lang)),
            signature=head.signature,
            recipients=(*superior, below, gettext("Lưu Văn phòng")),
            lang=lang,
        )


def _body(plan: YearPlan, lang: Lang) -> Iterator[Block]:
    yield from (Paragraph(words) for words in _opening(plan, lang))
    place = 0
    if plan.main is not None and plan.main.programme.goal:
        place += 1
        yield Heading(1, f"{roman(place)}. {gettext('MỤC TIÊU')}")
        yield from (Paragraph(line) for line in plan.main.programme.goal.splitlines())
    if plan.main is not None and plan.main.groups:
        place += 1
        yield Heading(1, f"{roman(place)}. {gettext('CÁC NHÓM NHIỆM VỤ TRỌNG TÂM')}")
        for node in plan.main.groups:
            yield from _node(node, lang)
    if plan.targets or plan.received:
        place += 1
        yield Heading(1, f"{roman(place)}. {gettext('CHỈ TIÊU')}")
        said = gettext("Đơn vị phấn đấu {n} chỉ tiêu, trong đó cấp trên giao {m}; chi tiết ở phụ lục.")
        yield Paragraph(said.format(n=len(plan.targets) + len(plan.received), m=len(plan.received)))
        for group in plan.main.targets if plan.main else ():
            names = "; ".join(str(target.indicator) for target in group.targets)
            told = f" ({names})" if names else ""
            yield Bullets((gettext("Nhóm {n}: {title}").format(n=group.label, title=group.item.title) + told,))
    if plan.others:
        place += 1
        yield Heading(1, f"{roman(place)}. {gettext('PHONG TRÀO, CHƯƠNG TRÌNH, CHIẾN DỊCH, ĐỀ ÁN')}")
        yield Bullets(tuple(_said(one, lang) for one in plan.others))
    place += 1
    yield Heading(1, f"{roman(place)}. {gettext('TỔ CHỨC THỰC HIỆN')}")
    for doer in plan.doers:
        names = "; ".join(node.item.title for node in doer.leads)
        yield Bullets((f"{doer.name}: {names}.",))
    closing = gettext("Các đơn vị căn cứ kế hoạch này xây dựng kế hoạch của mình, báo cáo kết quả đúng kỳ hạn.")
    yield Paragraph(closing)


def _opening(plan: YearPlan, lang: Lang) -> Iterator[str]:
    for clock in plan.clocks:
        body = clock.term.body or clock.unit.name
        said = gettext("Năm {year} là năm thứ {nth} thực hiện Nghị quyết Đại hội {body} lần thứ {ordinal}.")
        if lang == "en":
            said = "{year} is year {nth} of the term of {body}, congress {ordinal}."
        yield said.format(year=plan.year, nth=clock.nth, body=body, ordinal=clock.term.roman)
    for row in plan.themes:
        said = gettext("Chủ đề năm của {whose}: “{text}”.")
        whose = row.unit.name if row.theme.line == "union" else f"{row.theme.get_line_display()} ({row.unit.name})"
        yield said.format(whose=whose, text=row.theme.text)


def _node(node: ItemNode, lang: Lang) -> Iterator[Block]:
    yield Heading(2, f"{node.label}. {node.item.title}")
    yield from (Paragraph(line) for line in node.item.content.splitlines())
    if node.serves:
        named = "; ".join(str(directive) for directive in node.serves)
        yield Paragraph(gettext("Thực hiện: {named}.").format(named=named), italic=True)
    for below in node.below:
        lines = [_line(below, lang)]
        lines += [_line(deeper, lang) for one in below.below for deeper in one.every()]
        yield Bullets(tuple(lines))


def _line(node: ItemNode, lang: Lang) -> str:
    item, parts = node.item, []
    if item.lead:
        parts.append(gettext("chủ trì {lead}").format(lead=item.lead))
    if item.due:
        parts.append(gettext("xong trước {day}").format(day=format_date(item.due, lang)))
    if item.breakthrough:
        parts.append(gettext("đột phá"))
    told = f" ({', '.join(parts)})" if parts else ""
    return f"{node.label}. {item.title}{told}."


def _said(one: PlannedProgramme, lang: Lang) -> str:
    programme = one.programme
    last = date.fromordinal(programme.end.toordinal() - 1)
    span = f"{format_date(programme.start, lang)} – {format_date(last, lang)}"
    lead = gettext(", chủ trì {lead}").format(lead=programme.lead) if programme.lead else ""
    return f"{str(programme.get_kind_display()).capitalize()} “{programme.title}” ({span}{lead})."


def _annexes(plan: YearPlan, lang: Lang) -> Iterator[Annex]:
    if plan.targets or plan.received:
        yield Annex(gettext("CHỈ TIÊU NĂM {year}").format(year=plan.year), (_targets(plan),))
    if plan.calendar:
        yield Annex(gettext("LỊCH CÔNG TÁC NĂM {year}").format(year=plan.year), (_calendar(plan, lang),))


def _targets(plan: YearPlan) -> Table:
    columns = (
        Column(gettext("TT"), "center", 5),
        Column(gettext("Chỉ tiêu"), "left", 40),
        Column(gettext("Mức"), "right", 18),
        Column(gettext("Cách tính, thời gian"), "left", 25),
        Column(gettext("Nguồn"), "left", 20),
    )
    rows: list[tuple[Cell, ...]] = []
    for number, target in enumerate(plan.targets, 1):
        rows.append(
            (
                str(number),
                str(target.indicator),
                goal(target),
                f"{target_kind(target)}; {target_period(target)}",
                gettext("đơn vị đề ra"),
            )
        )
    for number, row in enumerate(plan.received, len(plan.targets) + 1):
        taken = sum(cell.taken_on for cell in row.cells if cell.year in {None, plan.year})
        words = f"{amount(taken, row.target.indicator)} {row.target.indicator.measured_in}"
        period = str(plan.year) if row.cells[0].year else target_period(row.target)
        rows.append((str(number), str(row.target.indicator), words, period, row.giver.name))
    return Table(columns, tuple(rows))


def _calendar(plan: YearPlan, lang: Lang) -> Table:
    columns = (
        Column(gettext("Thời gian"), "center", 18),
        Column(gettext("Nội dung"), "left", 50),
        Column(gettext("Chủ trì"), "left", 22),
        Column(gettext("Chương trình"), "left", 28),
    )
    rows = []
    for entry in plan.calendar:
        when = format_date(entry.day, lang)
        if entry.until is not None:
            when = f"{when} – {format_date(entry.until, lang)}"
        rows.append((when, entry.title, entry.lead, entry.programme.title))
    return Table(columns, tuple(rows))
