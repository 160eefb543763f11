"""Goals, shares and marked text in the words of the page."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share
from viecthat.ui.templatetags.ui import number, percent, period_name

if TYPE_CHECKING:
    from viecthat.plans.models import Target
    from viecthat.plans.queries.directive import Paragraph
    from viecthat.plans.queries.sharing import Received

register = template.Library()
_PIECE = re.compile(r"(?:[^.;:!?]|(?<=\d)[.:](?=\d))+[.;:!?…]*\s*")


@register.filter
def amount(value: int | None, indicator: Any) -> str:
    """A quantity in the indicator's smallest unit as it is read: 15 with one decimal is 1,5."""
    if value is None:
        return number(None)
    places = indicator.decimals
    return number(Decimal(value).scaleb(-places) if places else value, places or None)


@register.filter
def day_before(day: date) -> date:
    """The last day of a span that ends before `day`."""
    return date.fromordinal(day.toordinal() - 1)


@register.filter
def money(value: int | None) -> str:
    """An amount of đồng as `money_words` writes it."""
    return money_words(value)


@register.simple_tag
def money_words(value: int | None) -> str:
    """An amount of đồng, in millions where it is whole millions: 1.500 triệu đồng."""
    if value is None:
        return number(None)
    if value and value % 1_000_000 == 0:
        return gettext("{n} triệu đồng").format(n=number(value // 1_000_000))
    return gettext("{n} đồng").format(n=number(value))


@register.filter
def of_year(received: Received, year: int) -> int:
    """What a unit undertook of a target from above: the year's part, or the whole where it isn't split by year."""
    return sum(cell.taken_on for cell in received.cells if cell.year in {None, year})


@register.simple_tag
def goal(target: Target) -> str:
    """The goal with its unit: 45.000 cây; 80 %."""
    if target.goal_of is not None:
        share = Share(target.goal, target.goal_of)
        return percent(share, 0 if share.n * 100 % share.of == 0 else 1)
    words = f"{amount(target.goal, target.indicator)}\u00a0{target.indicator.measured_in}"
    return gettext("{goal} mỗi năm").format(goal=words) if target.cadence == "yearly" else words


@register.simple_tag
def target_kind(target: Target) -> str:
    """What kind of target it is, in words."""
    words = []
    if target.indicator.measure == "coverage":
        words.append(gettext("độ phủ"))
    elif target.goal_of is not None:
        words.append(gettext("tỷ lệ n/N"))
    elif target.indicator.measured_in in {"đồng", "VND"}:
        words.append(pgettext("target", "tiền"))
    else:
        words.append(pgettext("target", "số tuyệt đối"))
    if target.floor:
        words.append(gettext("mức sàn {floor} mỗi đơn vị").format(floor=number(target.floor)))
    if target.follows_id:
        words.append(gettext("bước hai"))
    if target.direction == "at_most":
        words.append(gettext("không vượt quá"))
    if target.cadence == "yearly":
        words.append(gettext("xét từng năm"))
    return ", ".join(words)


@register.simple_tag
def target_period(target: Target) -> str:
    """The target's time as a report names it."""
    return period_name(Period(target.start, target.end))


@register.simple_tag
def marked(paragraph: Paragraph) -> SafeString:
    """The paragraph with its marked passages; overlapping marks are shown by the first of them."""
    parts: list[SafeString] = []
    at = 0
    for clause in paragraph.clauses:
        if clause.start < at:
            continue
        parts.append(format_html("{}", paragraph.text[at : clause.start]))
        parts.append(format_html('<mark id="cau-{}">{}</mark>', clause.pk, paragraph.text[clause.start : clause.end]))
        at = clause.end
    parts.append(format_html("{}", paragraph.text[at:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above


@register.simple_tag
def pieces(paragraph: Paragraph) -> list[tuple[str, str]]:
    """The sentences and clauses of a paragraph, each with its place: what can be marked without a pointer."""
    found = [(m.start(), m.end(), m.group().strip()) for m in _PIECE.finditer(paragraph.text)]
    found = [(start, start + len(paragraph.text[start:end].rstrip()), words) for start, end, words in found if words]
    return [(f"{start}-{end}", words) for start, end, words in found] if len(found) > 1 else []


@register.simple_tag
def unit_codes(rows: Any) -> SafeString:
    """Names joined by commas."""
    return format_html_join(", ", "{}", ((row.name,) for row in rows))
