"""Figures in the words of the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import get_language

from viecthat.reviews.queries import words
from viecthat.reviews.queries.figures import Figure
from viecthat.rollup.answer import Row

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator

register = template.Library()


def _lang() -> str:
    return "en" if get_language() == "en" else "vi"


@register.filter
def result(figure: Figure) -> str:
    """371.893, 86,7 % or a dash."""
    return words.result_words(figure.row, figure.indicator, _lang())


@register.filter
def goal(figure: Figure) -> str:
    """The goal, or nothing."""
    return "" if figure.target is None else words.goal_words(figure.target, figure.indicator, _lang())


@register.filter
def parts(row: Row) -> str:
    """n/N, or nothing."""
    return words.parts_words(row, _lang())


@register.simple_tag
def cell(row: Row, indicator: Indicator) -> str:
    """A row's figure of an indicator."""
    return words.result_words(row, indicator, _lang())


@register.simple_tag
def amount(quantity: int, indicator: Indicator) -> str:
    """A quantity of an indicator."""
    return words.amount(quantity, indicator, _lang())
