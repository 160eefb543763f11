"""Units in the words of the reader's language."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext

from viecthat.rollup.placement import How
from viecthat.ui.templatetags.ui import number
from viecthat.units.queries import UnitKind

register = template.Library()


@register.simple_tag
def kinds_line(counts: Mapping[str, int], kinds: Mapping[str, UnitKind]) -> str:
    """126 Đoàn cấp xã · 4.211 chi đoàn; upper levels first, nothing for a unit with none below."""
    counted = ((kind, counts[code]) for code, kind in kinds.items() if code in counts)
    return " · ".join(f"{number(count)} {kind.counted(count)}" for kind, count in counted)


@register.filter
def why_there(how: How) -> str:
    """Why a unit's figures stand where they do."""
    return gettext(how.label)
