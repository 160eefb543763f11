"""Figures in the words of the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from viecthat.figures.queries import words
from viecthat.figures.queries.targets import Figure
from viecthat.figures.templatetags.figures import amount, cell
from viecthat.kernel.judging import Verdict
from viecthat.kernel.numbers import format_number
from viecthat.ledger.choices import MeasureKind
from viecthat.reviews.queries.checks import SumCheck, check_words
from viecthat.reviews.tabs import tabs_of
from viecthat.rollup.answer import Row
from viecthat.ui.templatetags.ui import icon, pace_in, percent_in, proof, verdict

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
def check_said(check: SumCheck) -> str:
    """A sum check with its numbers."""
    return check_words(check, _lang())


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
def figure_links(figures: Sequence[Figure], query: str) -> SafeString:
    """A link to the chart of each figure; `query` is how the page is looked at without it."""
    lang, before = _lang(), f"{escape(query)}&amp;" if query else ""
    return SafeString(
        "".join(
            f'<a class="tag" href="?{before}bieu-do={escape(f.indicator.code)}#h-chart">'
            f"{escape(words.name_words(f.indicator, lang))}</a> "
            for f in figures
        )
    )


@register.simple_tag
def figure_rows(figures: Sequence[Figure], table: ReviewTable, query: str) -> SafeString:
    """A row of the table of targets for each figure; `query` is how the page is looked at.

    Written here, straight, rather than as a template: a hundred rows of twenty expressions each took longer than all
    the rest. Whatever was typed by somebody is escaped where it is put in.
    """
    row = _FigureRow.of(table, query)
    return SafeString("".join([row.written(figure) for figure in figures]))


@dataclass(frozen=True)
class _FigureRow:
    """What the rows of one page have in common: their words, in one language."""

    table: ReviewTable
    query: str
    lang: str
    measures: dict[str, str]
    verdicts: dict[Verdict, SafeString]
    yearly: str
    second: str
    given: str
    over: str
    illustrative: str
    no_goal: str
    few: str
    go: str

    @classmethod
    def of(cls, table: ReviewTable, query: str) -> _FigureRow:
        """For one table, looked at in one way."""
        return cls(
            table=table,
            query=escape(query),
            lang=_lang(),
            measures={kind.value: escape(str(kind.label)) for kind in MeasureKind},
            verdicts={said: verdict(said) for said in Verdict},
            yearly=escape(gettext("xét từng năm")),
            second=f" · {escape(gettext('bước hai'))}",
            given=f" · {gettext('{name} giao')}",
            over=f' data-over="{escape(gettext("trên"))}"',
            illustrative=f'<abbr title="{escape(gettext("mức minh hoạ"))}">*</abbr>',
            no_goal=f'<span class="sr">{escape(gettext("chưa giao"))}</span>',
            few=gettext("mới có số của %(n)s/%(of)s đơn vị"),
            go=icon("right", "s"),
        )

    def written(self, figure: Figure) -> str:
        """The row of one figure."""
        target, indicator, row, lang = figure.target, figure.indicator, figure.row, self.lang
        code = escape(indicator.code)
        link = f"?{self.query}&amp;so={code}"
        how = f"{self.yearly}: {escape(figure.period.code)}" if figure.years else self.measures[indicator.measure]
        made_of = words.parts_words(row, lang)
        note = f"{escape(words.unit_words(indicator, lang))} · {how}{f' {made_of}' if made_of else ''}"
        given, over, goal_told, chip = "", "", self.no_goal, ""
        if target is not None:
            note += self.second if target.follows_id else ""
            if target.given_by:
                given = "-giao"
                note += escape(self.given.format(name=target.given_by))
            over, chip = self.over, self.verdicts[figure.verdict]
            goal_told = escape(
                words.cell_amount(target.goal, indicator, lang)
                if target.goal_of is None
                else words.goal_words(target, indicator, lang)
            )
            goal_told += self.illustrative if target.illustrative else ""
            bar = pace_in(figure.reached, figure.elapsed, row.grades, figure.is_over, lang)
        else:
            bar = proof(row.grades)
        reached = "" if figure.reached is None else percent_in(figure.reached, 1, lang)
        return (
            f'<tr role="row" id="t-{code}{given}"><th scope="row" role="rowheader"><a href="{link}" hx-get="{link}"'
            f' hx-target="#drawer-place" hx-push-url="true">{escape(words.name_words(indicator, lang))}</a>'
            f"<small>{note}</small>{self._few(figure)}</th>"
            f'<td role="cell" class="num result">{escape(words.cell_words(row, indicator, lang))}</td>'
            f'<td role="cell" class="num goal"{over}>{goal_told}</td><td role="cell" class="pace-cell">{bar}</td>'
            f'<td role="cell" class="num pct">{reached}</td><td role="cell" class="verdict">{chip}</td>'
            f'<td role="cell" class="go">{self.go}</td></tr>\n'
        )

    def _few(self, figure: Figure) -> str:
        """Says so when fewer than half of the children stand behind the figure."""
        count = self.table.reporting.get(figure.indicator.pk)
        if count is None or not figure.has_figures or 2 * count >= self.table.children:
            return ""
        told = self.few % {
            "n": format_number(count, lang=self.lang),
            "of": format_number(self.table.children, lang=self.lang),
        }
        return f'<small class="few">{escape(told)}</small>'


@register.inclusion_tag("reviews/tabs.html")
def review_tabs(unit_code: str, slug: str, active: str, opened: bool = True) -> dict[str, object]:
    """The pages of one review beside each other; `active` is the key of the one shown."""
    return {"tabs": tabs_of(unit_code, slug, opened=opened), "active": active}
