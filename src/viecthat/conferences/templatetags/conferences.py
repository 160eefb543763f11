"""Figures of units below, shown in the hall."""

from __future__ import annotations

from django import template

from viecthat.figures.queries.targets import Figure
from viecthat.figures.templatetags.figures import cell
from viecthat.rollup.answer import Row

register = template.Library()


@register.simple_tag
def row_of(row: Row, figure: Figure) -> str:
    """A unit's part of the figure, in the figure's own measure."""
    return cell(row, figure.indicator)
