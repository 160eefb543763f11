"""Figures in words: the same on pages, in documents and in the terminal."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from viecthat.kernel.numbers import format_number, format_percent
from viecthat.kernel.quantities import Share, unscaled

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator
    from viecthat.plans.models import Target
    from viecthat.rollup.answer import Row

NONE = "–"


def amount(quantity: int, indicator: Indicator, lang: str = "vi") -> str:
    """A quantity in the indicator's smallest unit as people write it: 371.893."""
    return format_number(unscaled(quantity, indicator.decimals), indicator.decimals, lang)


def result_words(row: Row, indicator: Indicator, lang: str = "vi") -> str:
    """The figure: 371.893, or 86,7 %; a dash where nothing was recorded."""
    if row.value is not None:
        return amount(row.value, indicator, lang) if row.entries else NONE
    return format_percent(Share(row.n or 0, row.of), lang=lang) if row.of else NONE


def parts_words(row: Row, lang: str = "vi") -> str:
    """What a percent is made of: 3.121/3.600; empty for a plain figure."""
    if row.value is not None or not row.of:
        return ""
    return f"{format_number(row.n or 0, lang=lang)}/{format_number(row.of, lang=lang)}"


def goal_words(target: Target, indicator: Indicator, lang: str = "vi") -> str:
    """The goal: 500.000, or 80 %."""
    if target.goal_of is None:
        return amount(target.goal, indicator, lang)
    share = Fraction(target.goal, target.goal_of)
    whole = (share * 100).denominator == 1
    return format_percent(share, 0 if whole else 1, lang)


def unit_words(indicator: Indicator, lang: str = "vi") -> str:
    """What is counted."""
    return indicator.unit_of_measure_en if lang == "en" else indicator.unit_of_measure


def name_words(indicator: Indicator, lang: str = "vi") -> str:
    """The indicator's name."""
    return indicator.name_en if lang == "en" else indicator.name
