"""How limits and proposals stand, in words and shape."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from viecthat.reviews.models import LimitState, ProposalState
from viecthat.ui.templatetags.ui import day, icon, number

if TYPE_CHECKING:
    from viecthat.reviews.queries.limits import ListedLimit
    from viecthat.reviews.queries.proposals import ListedProposal

register = template.Library()

_LIMIT_TONES = {"mended": "met", "mending": "promising", "open": "push", "dropped": ""}
_PROPOSAL_TONES = {"agreed": "met", "partly": "on-pace", "taken": "promising", "declined": "push"}


@register.simple_tag
def limit_state(row: ListedLimit) -> SafeString:
    """The chip of a limit's state, as of the day the row was asked for."""
    return _chip(_LIMIT_TONES[row.state.value], str(LimitState(row.state).label))


@register.simple_tag
def proposal_state(row: ListedProposal) -> SafeString:
    """The chip of a proposal's state; late is a word and a shape of its own."""
    if row.late:
        return _chip("push", gettext("quá hạn trả lời"))
    return _chip(_PROPOSAL_TONES.get(row.proposal.state, ""), str(ProposalState(row.proposal.state).label))


@register.simple_tag
def due_in(due: date | None, days_left: int | None, open_still: bool) -> str:
    """A day, and how far it is while something is still to be done."""
    if due is None:
        return gettext("không hạn")
    if days_left is None or not open_still or days_left > 30:
        return day(due)
    if days_left < 0:
        return gettext("{day}, quá {n} ngày").format(day=day(due), n=number(-days_left))
    if days_left == 0:
        return gettext("{day}, hôm nay").format(day=day(due))
    return gettext("{day}, còn {n} ngày").format(day=day(due), n=number(days_left))


def _chip(tone: str, words: str) -> SafeString:
    mark = icon(tone) if tone else ""
    return format_html('<span class="{}">{}{}</span>', f"chip {tone}".strip(), mark, words[:1].upper() + words[1:])
