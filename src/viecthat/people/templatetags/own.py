"""Cells of a member's own page."""

from __future__ import annotations

from datetime import date

from django import template

from viecthat.people.queries.own import OwnCell
from viecthat.ui.templatetags.ui import day, number

register = template.Library()


@register.filter
def own_cell(value: OwnCell) -> str:
    """A day, a figure or words; a dash for nothing."""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int):
        return number(value)
    return value or "—"
