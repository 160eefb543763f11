"""Figures in the words of the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django import template
from django.utils.translation import get_language

from viecthat.reviews.queries import words
from viecthat.reviews.queries.figures import Figure
from viecthat.rollup.answer import Row

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator
    from viecthat.reviews.queries import ReviewTable

register = template.Library()


def _lang() -> str:
    return "en" if get_language() == "en" else "vi"


@register.filter
def result(figure: Figure) -> str:
    """371.893, 529 tỷ đồng, 86,7 % or a dash."""
    return cell(figure.row, figure.indicator)


@register.filter
def too_few_behind(figure: Figure, table: ReviewTable) -> int | None:
    """How many children stand behind the figure, when that is fewer than half of them; else None."""
    count = table.reporting.get(figure.indicator.pk)
    return count if count is not None and figure.has_figures and 2 * count < table.children else None


@register.filter
def goal(figure: Figure) -> str:
    """The goal, or nothing."""
    target = figure.target
    if target is None:
        return ""
    if target.goal_of is None:
        return amount(target.goal, figure.indicator)
    return words.goal_words(target, figure.indicator, _lang())


@register.filter
def parts(row: Row) -> str:
    """n/N, or nothing."""
    return words.parts_words(row, _lang())


@register.simple_tag
def cell(row: Row, indicator: Indicator) -> str:
    """A row's figure of an indicator."""
    if row.value is not None and row.entries:
        return amount(row.value, indicator)
    return words.result_words(row, indicator, _lang())


@register.simple_tag
def cell_of(row: Row, columns: Sequence[Figure], place: int) -> str:
    """A child's figure in the column at `place`."""
    return cell(row, columns[place].indicator)


@register.simple_tag
def amount(quantity: int, indicator: Indicator) -> str:
    """A quantity of an indicator; money in full words, for a row of noughts is not read."""
    if indicator.unit_of_measure == "đồng":
        return words.quantity_words(quantity, indicator, _lang())
    return words.amount(quantity, indicator, _lang())
