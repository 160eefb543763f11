"""Figures in the words of the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django import template
from django.utils.translation import get_language

from viecthat.figures.queries import words
from viecthat.figures.queries.targets import Figure
from viecthat.figures.templatetags.figures import amount, cell, parts
from viecthat.rollup.answer import Row

if TYPE_CHECKING:
    from viecthat.reviews.queries import ReviewTable

register = template.Library()
# Templates of reviews load one library.
register.simple_tag(amount)
register.simple_tag(cell)
register.filter(parts)


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


@register.simple_tag
def cell_of(row: Row, columns: Sequence[Figure], place: int) -> str:
    """A child's figure in the column at `place`."""
    return cell(row, columns[place].indicator)
