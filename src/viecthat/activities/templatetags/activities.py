"""Words of activities in the reader's language."""

from django import template
from django.utils.translation import get_language

from viecthat.kernel.periods import Period

register = template.Library()


@register.filter
def period_name(period: Period) -> str:
    """Năm 2026, quý II năm 2018."""
    return period.name("en" if get_language() == "en" else "vi")
