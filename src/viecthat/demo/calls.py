"""Calls for the report of the half-year that ended last, made up and saying so, so that the pages of reports show
something.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.demo.tree import HANOI
from viecthat.kernel.periods import Period
from viecthat.reporting.commands.call import open_call
from viecthat.reporting.queries.call import CallFilter, calls_found
from viecthat.reporting.queries.calling import version_on
from viecthat.units.queries import unit_with_code

FORM = "half_year"
_SINCE = date(2025, 7, 1)  # the roles of the demonstration begin with today's map
_WORDS = "Đợt báo cáo minh hoạ. Số nào đã có trong sổ thì tự lên; nhớ nêu tên người, nơi, việc cụ thể."


def last_half(today: date) -> Period:
    """The half-year that ended last."""
    return Period.half(today.year, 1) if today.month > 6 else Period.half(today.year - 1, 2)


@transaction.atomic
def settle_calls(at: datetime) -> int:
    """Hà Nội calls for the half-year that ended last; how many calls came new."""
    today = localdate(at)
    officer, city, form = account_named("thanh-doan"), unit_with_code(HANOI, today), version_on(FORM, today)
    if today < _SINCE or officer is None or city is None or form is None:
        return 0
    period = last_half(today)
    if calls_found(CallFilter(form=FORM, period=period), officer, at).filter(unit=city.id).exists():
        return 0
    open_call(form=form, unit=city.id, period=period, words=_WORDS, actor=officer, at=at)
    return 1
