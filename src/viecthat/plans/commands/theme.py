"""Themes of a year."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.plans.choices import TermLine
from viecthat.plans.commands.checks import check_programmer
from viecthat.plans.models import Directive, YearTheme

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

FIRST_YEAR, LAST_YEAR = 1931, 2199


@transaction.atomic
def set_theme(
    *,
    unit: int,
    year: int,
    line: str,
    text: str,
    directive: Directive | None = None,
    source: str = "",
    actor: Account | None,
    at: datetime,
) -> YearTheme:
    """The theme of a year at the unit's level: the Union's own, or the Party's beside it. Another text replaces it."""
    check_programmer(actor, unit, at)
    if line not in TermLine.values:
        raise Refused(gettext_noop("Chọn chủ đề của Đoàn, của Đảng hay của Hội."), field="line")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(gettext_noop("Năm {year} không thể đúng; xem lại."), field="year", year=year)
    words = normalise(text).strip("“”\"' ")
    if not words:
        raise Refused(gettext_noop("Ghi chủ đề của năm."), field="text")
    theme = YearTheme.objects.filter(unit=unit, year=year, line=line).first() or YearTheme(
        unit_id=unit, year=year, line=line
    )
    theme.text, theme.directive, theme.source = words, directive, normalise(source)
    save_checked(theme)
    return theme


@transaction.atomic
def drop_theme(*, theme: YearTheme, actor: Account | None, at: datetime) -> None:
    """Take back a theme entered by mistake; the history keeps it."""
    check_programmer(actor, theme.unit_id, at)
    theme.delete()
