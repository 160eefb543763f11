"""Figures in the words of the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from viecthat.figures.queries import words
from viecthat.figures.queries.targets import Figure
from viecthat.figures.templatetags.figures import amount, cell, parts
from viecthat.kernel.numbers import format_number
from viecthat.rollup.answer import Row
from viecthat.ui.templatetags.ui import icon, pace, percent, proof, verdict

if TYPE_CHECKING:
    from viecthat.reviews.queries import ReviewTable

register = template.Library()


def _lang() -> str:
    return "en" if get_language() == "en" else "vi"


@register.filter
def result(figure: Figure) -> str:
    """371.893, 529 tỷ đồng, 86,7 % or a dash."""
    return cell(figure.row, figure.indicator)


@register.filter
def goal(figure: Figure) -> str:
    """The goal, or nothing."""
    target = figure.target
    if target is None:
        return ""
    if target.goal_of is None:
        return amount(target.goal, figure.indicator)
    return words.goal_words(target, figure.indicator, _lang())


@register.simple_tag
def cell_of(row: Row, columns: Sequence[Figure], place: int) -> str:
    """A child's figure in the column at `place`."""
    return cell(row, columns[place].indicator)


@register.simple_tag
def figure_rows(figures: Sequence[Figure], table: ReviewTable, query: str) -> SafeString:
    """A row of the table of targets for each figure; `query` is how the page is looked at.

    Written here rather than as a template: a hundred rows of twenty expressions each took longer than all the rest.
    """
    words_of_page = {
        "yearly": gettext("xét từng năm"),
        "second": f" · {gettext('bước hai')}",
        "given": f" · {gettext('{name} giao')}",
        "over": format_html(' data-over="{}"', gettext("trên")),
        "illustrative": format_html('<abbr title="{}">*</abbr>', gettext("mức minh hoạ")),
        "no_goal": format_html('<span class="sr">{}</span>', gettext("chưa giao")),
        "go": icon("right", "s"),
    }
    return format_html_join("", "{}", ((_figure_row(figure, table, query, words_of_page),) for figure in figures))


_ROW = (
    '<tr role="row" id="t-{code}{given}"><th scope="row" role="rowheader"><a href="?{query}&amp;so={code}"'
    ' hx-get="?{query}&amp;so={code}" hx-target="#drawer-place" hx-push-url="true">{name}</a>'
    "<small>{measured_in} · {how}{parts}{second}{giver}</small>{few}</th>"
    '<td role="cell" class="num result">{result}</td><td role="cell" class="num goal"{over}>{goal}{illustrative}</td>'
    '<td role="cell" class="pace-cell">{bar}</td><td role="cell" class="num pct">{reached}</td>'
    '<td role="cell" class="verdict">{verdict}</td><td role="cell" class="go">{go}</td></tr>\n'
)


def _figure_row(figure: Figure, table: ReviewTable, query: str, said: dict[str, str]) -> SafeString:
    target, indicator = figure.target, figure.indicator
    made_of = parts(figure.row)
    grades = figure.row.grades
    return format_html(
        _ROW,
        code=indicator.code,
        query=query,
        name=indicator,
        measured_in=indicator.measured_in,
        how=f"{said['yearly']}: {figure.period.code}" if figure.years else indicator.get_measure_display(),
        parts=f" {made_of}" if made_of else "",
        second=said["second"] if target and target.follows_id else "",
        given="-giao" if target and target.given_by else "",
        giver=said["given"].format(name=target.given_by) if target and target.given_by else "",
        few=_few(figure, table),
        result=result(figure),
        over=said["over"] if target else "",
        goal=goal(figure) if target else said["no_goal"],
        illustrative=said["illustrative"] if target and target.illustrative else "",
        bar=pace(figure.reached, figure.elapsed, grades, whole=figure.is_over) if target else proof(grades),
        reached="" if figure.reached is None else percent(figure.reached),
        verdict=verdict(figure.verdict) if target else "",
        go=said["go"],
    )


def _few(figure: Figure, table: ReviewTable) -> SafeString | str:
    """Says so when fewer than half of the children stand behind the figure."""
    count = table.reporting.get(figure.indicator.pk)
    if count is None or not figure.has_figures or 2 * count >= table.children:
        return ""
    told = gettext("mới có số của %(n)s/%(of)s đơn vị") % {
        "n": format_number(count, lang=_lang()),
        "of": format_number(table.children, lang=_lang()),
    }
    return format_html('<small class="few">{}</small>', told)
