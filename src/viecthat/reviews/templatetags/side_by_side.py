"""Units side by side in the words of the reader's language."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django import template
from django.utils.translation import get_language, gettext

from viecthat.figures.queries import words
from viecthat.figures.rules import FEWEST_PEOPLE
from viecthat.kernel.numbers import format_number
from viecthat.kernel.quantities import Share

if TYPE_CHECKING:
    from viecthat.reviews.queries.bloc import Cell, SharedColumn, SideBySide, UnitBeside

register = template.Library()


def _lang() -> str:
    return "en" if get_language() == "en" else "vi"


@register.filter
def shown_cells(row: UnitBeside, beside: SideBySide) -> list[tuple[SharedColumn, str, bool]]:
    """Each column with the unit's figure in it, and whether no unit has more."""
    return [
        (column, cell_text(cell, column), row.unit.id in column.best and not cell.hidden)
        for column, cell in zip(beside.columns, row.cells, strict=True)
    ]


def cell_text(cell: Cell, column: SharedColumn) -> str:
    """The figure; of fewer people than may be shown only that there were some."""
    if cell.hidden:
        return gettext("dưới {few}").format(few=FEWEST_PEOPLE)
    return words.cell_words(cell.row, column.indicator, _lang())


@register.filter
def points(value: Decimal) -> str:
    """Points without the noughts that say nothing: 58,5 of 70."""
    plain = value.normalize()
    return format_number(plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain, lang=_lang())


@register.filter
def total_shown(column: SharedColumn) -> str:
    """What the column comes to; nothing where it can't be added up."""
    total = column.total
    if total.value is not None:
        return words.cell_amount(total.value, column.indicator, _lang())
    if total.of:
        return words.share_words(Share(total.n or 0, total.of), _lang())
    return ""
