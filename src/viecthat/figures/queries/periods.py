"""What a person means by the periods of a question: a congress term, or days as reports name them."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from django.utils.timezone import make_aware

from viecthat.figures.choices import Split
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.periods import Period, parse_period
from viecthat.plans.queries import terms_of

_YEARS = re.compile(r"(?P<first>\d{4})\s*[-–]\s*(?P<last>\d{4})")


def term_meant(unit: int, text: str) -> Period | None:
    """The congress term of the unit between the two years in the text; None when it has none of those years."""
    years = _YEARS.search(text)
    if years is None:
        return None
    asked = (int(years["first"]), int(years["last"]))
    return next((Period(t.start, t.end).as_term() for t in terms_of(unit) if (t.start.year, t.end.year) == asked), None)


def periods_meant(unit: int | None, text: str, split: Split = Split.WHOLE) -> tuple[Period, ...]:
    """The periods in a text, several with semicolons, each cut as `split` says; one named twice comes once.

    A congress term of the unit is its own days. Raises Refused when a part names no period, or holds no whole month,
    quarter or year to be cut into.
    """
    found: dict[Period, None] = {}
    for part in text.split(";"):
        if part.strip():
            term = None if unit is None else term_meant(unit, part)
            found.update(dict.fromkeys(_cut(term or parse_period(part, field="periods"), split)))
    if not found:
        parse_period("", field="periods")
    return tuple(found)


def _cut(period: Period, split: Split) -> list[Period]:
    if split is Split.WHOLE:
        return [period]
    cut = {Split.MONTHS: period.months, Split.QUARTERS: lambda: _quarters(period), Split.YEARS: period.years}[split]()
    if not cut:
        raise Refused(_NOTHING_WHOLE[split], field="periods", period=period.name())
    return cut


def _quarters(period: Period) -> list[Period]:
    years = range(period.start.year, period.last_day.year + 1)
    quarters = (Period.quarter(year, number) for year in years for number in range(1, 5))
    return [quarter for quarter in quarters if period.covers(quarter)]


_NOTHING_WHOLE = {
    Split.MONTHS: gettext_noop("Trong {period} không có tháng nào trọn vẹn; chọn kỳ dài hơn hoặc để nguyên kỳ."),
    Split.QUARTERS: gettext_noop("Trong {period} không có quý nào trọn vẹn; chọn kỳ dài hơn hoặc chia theo tháng."),
    Split.YEARS: gettext_noop("Trong {period} không có năm nào trọn vẹn; chọn kỳ dài hơn hoặc chia theo quý."),
}


def end_of(day: date) -> datetime:
    """The last moment of a day: what was recorded on it was known on it."""
    return make_aware(datetime.combine(day, time.max))
