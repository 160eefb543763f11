"""Figures of a content in the words of a page or a print."""

from __future__ import annotations

from viecthat.kernel.numbers import NO_FIGURE, format_number, format_percent
from viecthat.kernel.quantities import Share, unscaled
from viecthat.reporting.queries.content import ContentLine, Part


def figure_words(line: ContentLine, lang: str = "vi") -> str:
    """371.893 · 86,7 %; a dash where there is no figure."""
    if not line.has_figure:
        return NO_FIGURE
    if line.is_share:
        return format_percent(Share(line.n or 0, line.of), lang=lang) if line.of else NO_FIGURE
    return amount_words(line.value or 0, line.decimals, lang)


def part_words(part: Part, decimals: int, lang: str = "vi") -> str:
    """A part of a figure: 12.345, or 24/28; a dash for none of none."""
    if part.of is not None:
        if not part.of and not part.n:
            return NO_FIGURE
        return f"{amount_words(part.n or 0, decimals, lang)}/{amount_words(part.of, decimals, lang)}"
    first = part.value if part.value is not None else part.n
    return NO_FIGURE if first is None else amount_words(first, decimals, lang)


def amount_words(quantity: int, decimals: int, lang: str = "vi") -> str:
    """A quantity in the indicator's smallest unit as people write it."""
    if not decimals:
        return format_number(quantity, lang=lang)
    return format_number(unscaled(quantity, decimals), decimals, lang)
