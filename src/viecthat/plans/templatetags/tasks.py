"""The state of a task and its day in the words of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from viecthat.plans.choices import RUNNING
from viecthat.ui.templatetags.ui import day, icon, number

if TYPE_CHECKING:
    from viecthat.plans.queries.task import ListedTask

register = template.Library()

_STATE_TONES = {"confirmed": "met", "reported": "on-pace", "doing": "promising", "returned": "push"}


@register.simple_tag
def task_state(row: ListedTask) -> SafeString:
    """The chip of a task's state; late is a word and a shape of its own."""
    state = row.task.state
    if row.late:
        return format_html('<span class="chip push">{}{}</span>', icon("push"), gettext("Quá hạn"))
    tone = _STATE_TONES.get(state, "")
    words = row.task.get_state_display()
    mark = icon(tone) if tone else ""
    return format_html('<span class="{}">{}{}</span>', f"chip {tone}".strip(), mark, words[:1].upper() + words[1:])


@register.simple_tag
def due_words(row: ListedTask) -> str:
    """The day in force, and how far it is while something is still to be done."""
    if row.due is None:
        return gettext("không hạn")
    words = day(row.due)
    if row.days_left is None or row.task.state not in RUNNING:
        return words
    if row.days_left < 0:
        return gettext("{day}, quá {n} ngày").format(day=words, n=number(-row.days_left))
    if row.days_left == 0:
        return gettext("{day}, hôm nay").format(day=words)
    if row.days_left <= 30:
        return gettext("{day}, còn {n} ngày").format(day=words, n=number(row.days_left))
    return words
