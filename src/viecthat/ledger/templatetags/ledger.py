"""Quantities in the words of the reader's language."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from viecthat.kernel.errors import Sentence
from viecthat.kernel.quantities import Share, unscaled
from viecthat.ledger.queries import Indicator
from viecthat.ui.templatetags.ui import number, percent

register = template.Library()


def quantity_words(quantity: int | Share, indicator: Indicator) -> str:
    """1.500 or 86,7; a share as its two numbers, 7/9."""
    if isinstance(quantity, Share):
        return f"{number(Decimal(quantity.n))}/{number(Decimal(quantity.of))}"
    return number(unscaled(quantity, indicator.decimals))


@register.simple_tag
def quantity(value: int | Share, indicator: Indicator) -> str:
    """The figure without its unit of measure."""
    return quantity_words(value, indicator)


@register.simple_tag
def measured(value: int | Share, indicator: Indicator) -> SafeString:
    """The figure with its unit of measure, never parted from it."""
    return format_html('<span class="nowrap">{}</span> {}', quantity_words(value, indicator), indicator.measured_in)


@register.simple_tag
def change(before: int | Share, after: int | Share, indicator: Indicator) -> str:
    """1.120 → 1.240; a share also in percent."""
    words = [quantity_words(before, indicator), quantity_words(after, indicator)]
    if isinstance(before, Share) and isinstance(after, Share):
        words = [
            f"{text} ({percent(share)})" if share.of else text
            for text, share in zip(words, (before, after), strict=True)
        ]
    return " → ".join(words)


@register.simple_tag
def sentence(words: Sentence) -> str:
    """A rule's sentence in the reader's language."""
    return words.translated(gettext)
