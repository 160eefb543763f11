"""The menu of every page, written once for the side of the page and for the sheet of a phone."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from viecthat.ui.templatetags.ui import icon, number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from viecthat.ui.context import NavItem

register = template.Library()


@register.simple_tag(takes_context=True)
def menu(context: template.Context) -> SafeString:
    """Places of the program; what is due stands at the first. Written by hand: a page has sixty such lines."""
    shell, due = context["shell"], context.get("due_count")
    if (written := shell.menus.get(due)) is None:
        parts = [_list(shell.nav_main, due)]
        for group in shell.nav_groups:
            state = " open" if group.open else ""
            head = f"<summary>{escape(group.title)}{icon('down', 's')}</summary>"
            parts.append(f'<details data-menu="{group.key}"{state}>{head}{_list(group.items, None)}</details>')
        written = shell.menus[due] = SafeString("\n".join(parts))
    return written


def _list(items: Iterable[NavItem], due: Any) -> str:
    badge = ""
    if due:
        said = escape(gettext("việc cần làm"))
        badge = f'<span class="badge due">{escape(number(due))}<span class="sr"> {said}</span></span>'
    lines = []
    for item in items:
        here = ' aria-current="page"' if item.current else ""
        lines.append(
            f'<li><a href="{escape(item.url)}"{here}>{icon(item.icon)}{escape(str(item.label))}{badge}</a></li>'
        )
        badge = ""
    return f"<ul>{''.join(lines)}</ul>"
