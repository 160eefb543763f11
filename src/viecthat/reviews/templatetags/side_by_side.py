"""Units side by side in the words of the reader's language."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language, gettext

from viecthat.figures.queries import words
from viecthat.figures.rules import FEWEST_PEOPLE
from viecthat.kernel.numbers import format_number, format_percent
from viecthat.reviews.exports.comparing import period_note, signed_words
from viecthat.reviews.exports.side_by_side import cell_text, total_text

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from viecthat.reviews.queries.bloc import SharedColumn, SideBySide, UnitBeside
    from viecthat.reviews.queries.comparing import ComparedRow, ComparedSide
    from viecthat.reviews.queries.review import ReviewTable

register = template.Library()


def _lang() -> str:
    return "en" if get_language() == "en" else "vi"


@register.filter
def shown_cells(row: UnitBeside, beside: SideBySide) -> list[tuple[SharedColumn, str, bool]]:
    """Each column with the unit's figure in it, and whether no unit has more."""
    return [
        (column, cell_text(cell, column, _lang()), row.unit.id in column.best and not cell.hidden)
        for column, cell in zip(beside.columns, row.cells, strict=True)
    ]


@register.filter
def points(value: Decimal) -> str:
    """Points without the noughts that say nothing: 58,5 of 70."""
    plain = value.normalize()
    return format_number(plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain, lang=_lang())


@register.filter
def total_shown(column: SharedColumn) -> str:
    """What the column comes to; nothing where it can't be added up."""
    return total_text(column, _lang())


@register.simple_tag
def side_shown(side: ComparedSide, table: ReviewTable) -> SafeString:
    """A side's figure with its goal, what was signed and from when it counts."""
    lang = _lang()
    if side.hidden:
        return format_html("{}", gettext("dưới {few}").format(few=FEWEST_PEOPLE))
    if side.figure is None or not side.told:
        return format_html('<span class="muted">{}</span>', gettext("chưa có"))
    notes = [period_note(side, table, lang)]
    if side.figure.target is not None:
        target, indicator = side.figure.target, side.figure.indicator
        plain = target.goal_of is None
        goal = words.cell_amount(target.goal, indicator, lang) if plain else words.goal_words(target, indicator, lang)
        notes.insert(0, gettext("trên {goal}").format(goal=goal))
    if side.signed is not None:
        notes.append(gettext("đã ký {signed}").format(signed=signed_words(side, lang)))
    told = words.cell_words(side.figure.row, side.figure.indicator, lang)
    small = " · ".join(note for note in notes if note)
    return format_html("{}<small>{}</small>", told, small) if small else format_html("{}", told)


@register.filter
def difference(row: ComparedRow) -> str:
    """How much more B is, with its sign; of shares in points of a hundred."""
    found = row.difference
    if found is None:
        return ""
    sign = "+" if found > 0 else "−" if found < 0 else ""
    if row.is_share:
        points = format_number(Decimal(round(abs(found) * 1000)) / 10, 1, lang=_lang())
        return gettext("{points} điểm %").format(points=f"{sign}{points}")
    return f"{sign}{words.cell_amount(int(abs(found)), row.indicator, _lang())}"


@register.filter
def change(row: ComparedRow) -> str:
    """The same in percent of A."""
    if row.change is None:
        return ""
    sign = "+" if row.change > 0 else "−" if row.change < 0 else ""
    return f"{sign}{format_percent(abs(row.change), 1, _lang())}"
