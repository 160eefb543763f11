"""A row of the roll-up in the words of the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import get_language

from viecthat.figures.queries import words
from viecthat.figures.queries.parts import parts_of
from viecthat.people.choices.file import GroupedBy
from viecthat.rollup.answer import Row

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator

register = template.Library()


def _lang() -> str:
    return "en" if get_language() == "en" else "vi"


@register.filter
def parts(row: Row) -> str:
    """n/N, or nothing."""
    return words.parts_words(row, _lang())


@register.filter
def groups_of(indicator: Indicator) -> list[tuple[str, str]]:
    """By which groups the people behind it can be told apart, as (value of the explorer's address, words)."""
    if not indicator.register or not parts_of(indicator, GroupedBy.SEX):
        return []
    return [(one.value, str(one.label)) for one in (GroupedBy.SEX, GroupedBy.AGE, GroupedBy.GROUP)]


@register.simple_tag
def cell(row: Row, indicator: Indicator) -> str:
    """A row's figure of an indicator."""
    return words.cell_words(row, indicator, _lang())


@register.simple_tag
def amount(quantity: int, indicator: Indicator) -> str:
    """A quantity of an indicator; money in full words, for a row of noughts is not read."""
    return words.cell_amount(quantity, indicator, _lang())
