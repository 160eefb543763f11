"""States and differences of reports in the words of the reader's language."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from viecthat.reporting.choices import ReportState
from viecthat.reporting.queries.content import ContentLine
from viecthat.reporting.queries.wording import amount_words
from viecthat.ui.templatetags.ui import icon

register = template.Library()

_SHAPES = {
    ReportState.DRAFT: "edit",
    ReportState.CHECKED: "check",
    ReportState.SIGNED: "award",
    ReportState.SENT: "up",
    ReportState.RETURNED: "undo",
    ReportState.ACCEPTED: "met",
}


@register.simple_tag
def amount_of(quantity: int | None, line: ContentLine) -> str:
    """A quantity of the line's indicator."""
    return "" if quantity is None else amount_words(quantity, line.decimals, _lang())


@register.simple_tag
def difference(quantity: int | None, line: ContentLine) -> str:
    """+30, −5 or 0: with its sign, so that nobody takes it for a figure."""
    if quantity is None:
        return ""
    sign = "+" if quantity > 0 else "−" if quantity < 0 else ""
    return sign + amount_words(abs(quantity), line.decimals, _lang())


@register.simple_tag
def moved_by(live: ContentLine, shown: ContentLine) -> str:
    """How far the ledger has moved from what was signed; nothing for a share."""
    return "" if live.is_share else difference((live.value or 0) - (shown.value or 0), live)


@register.simple_tag
def report_state(state: str) -> SafeString:
    """The chip of a report's state: a shape and a word."""
    known = ReportState(state)
    return format_html('<span class="chip">{}{}</span>', icon(_SHAPES[known]), known.label)


def _lang() -> str:
    return "en" if get_language() == "en" else "vi"
