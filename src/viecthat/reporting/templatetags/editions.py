"""Figures of an edition in the reader's language."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from viecthat.kernel.numbers import NO_FIGURE
from viecthat.reporting.exports.edition import area_name
from viecthat.reporting.queries.comparing import LineChange
from viecthat.reporting.queries.content import ContentLine, Part
from viecthat.reporting.queries.wording import amount_words, figure_words, part_words
from viecthat.rollup.answer import Grades

register = template.Library()
register.filter("area_name", area_name)


def _lang() -> str:
    return "en" if get_language() == "en" else "vi"


@register.filter
def line_name(line: ContentLine) -> str:
    """What is counted, as it was called then."""
    return (line.name_en if _lang() == "en" else "") or line.name


@register.filter
def line_unit(line: ContentLine) -> str:
    """The unit of measure; none for a share."""
    if line.is_share:
        return ""
    return (line.measured_in_en if _lang() == "en" else "") or line.measured_in


@register.filter
def said(line: ContentLine | None) -> str:
    """The figure, a share with what it is made of: 371.893; 86,7 % (24/28)."""
    if line is None:
        return NO_FIGURE
    words = figure_words(line, _lang())
    if line.is_share and line.has_figure and line.of:
        return f"{words} ({part_words(Part('', n=line.n, of=line.of), line.decimals, _lang())})"
    return words


@register.simple_tag
def part_said(part: Part | None, line: ContentLine) -> str:
    """A part of the figure."""
    return NO_FIGURE if part is None else part_words(part, line.decimals, _lang())


@register.simple_tag
def typed_said(line: ContentLine) -> str:
    """What was declared on the report itself."""
    return part_words(
        Part("", line.typed, line.typed if line.is_share else None, line.typed_of), line.decimals, _lang()
    )


@register.simple_tag
def below_said(line: ContentLine) -> str:
    """What the accepted reports below add up to."""
    return part_words(
        Part("", line.below, line.below if line.is_share else None, line.below_of), line.decimals, _lang()
    )


@register.filter
def grades_of(line: ContentLine) -> Grades:
    """How the figure is proved."""
    return Grades(*line.grades)


@register.simple_tag
def moved(change: LineChange) -> SafeString:
    """By how much a figure changed: by sign and arrow, not by colour alone."""
    if change.old is None:
        return format_html('<span class="moved">{}</span>', gettext("chỉ số mới"))
    if change.new is None:
        return format_html('<span class="moved">{}</span>', gettext("không còn hỏi"))
    if change.same:
        return format_html('<span class="muted">=<span class="sr"> {}</span></span>', gettext("như nhau"))
    kind, shape = {True: ("more", "▲"), False: ("less", "▼"), None: ("", "≠")}[change.grew]
    difference = change.difference
    words = ""
    if difference is not None:
        words = f"{'+' if difference > 0 else '−'}{amount_words(abs(difference), change.line.decimals, _lang())}"
    told = {True: gettext("tăng"), False: gettext("giảm"), None: gettext("khác")}[change.grew]
    return format_html(
        '<span class="moved {}"><span aria-hidden="true">{}</span> {}<span class="sr"> {}</span></span>',
        kind, shape, words, told,
    )  # fmt: skip
