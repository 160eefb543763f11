"""Days and ways of the workbench in the reader's language."""

from datetime import date
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from viecthat.kernel.dates import weekday_name
from viecthat.kernel.periods import Period
from viecthat.reviews.queries import Figure
from viecthat.units.queries import UnitRow

register = template.Library()


@register.filter
def weekday(day: date) -> str:
    """Thứ Sáu."""
    name = weekday_name(day, "en" if get_language() == "en" else "vi")
    return name[:1].upper() + name[1:]


@register.simple_tag
def review_url(unit: UnitRow, today: date) -> str:
    """The unit's review of this year."""
    return reverse("reviews:review", args=[unit.code, Period.year(today.year).code])


@register.simple_tag
def figure_url(unit: UnitRow, figure: Figure) -> str:
    """Where the figure of a target is opened: the review of the target's whole period, with its drawer out."""
    target = figure.target
    period = Period(target.start, target.end) if target else figure.period
    return f"{reverse('reviews:review', args=[unit.code, period.code])}?{urlencode({'so': figure.indicator.code})}"
