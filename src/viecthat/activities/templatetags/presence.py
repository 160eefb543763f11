"""Times that somebody was there, in words."""

from django import template
from django.utils.translation import gettext as _

from viecthat.ui.templatetags.ui import number

register = template.Library()


@register.filter
def duration(minutes: int | None) -> str:
    """Minutes as hours and minutes; a dash while it is not known."""
    if minutes is None:
        return "—"
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{m} phút").format(m=rest)
    return _("{h} giờ {m} phút").format(h=number(hours), m=rest)
