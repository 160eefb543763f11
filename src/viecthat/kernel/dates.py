"""Dates as Vietnamese readers write them: 25/06/2020, and in full in official documents."""

import re
from calendar import monthrange
from datetime import date, datetime

from viecthat.kernel.errors import Refused, gettext_noop, quoted
from viecthat.kernel.names import fold, one_line

FIRST_YEAR, LAST_YEAR = 1900, 2199
_LONGEST_TEXT = 60

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
# Official documents write 05 and 01, 02 so that no digit can be put in front of the number afterwards.
_LAST_PADDED_MONTH = 2

_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_LONG = re.compile(r"(?:ngay )?([0-9]{1,2}) thang ([0-9]{1,2}) nam ([0-9]{4})")
_ENGLISH = re.compile(r"([0-9]{1,2}) ([a-z]{3,9}) ([0-9]{4})")


def parse_date(text: str, *, field: str | None = None) -> date:
    """Read "25/06/2020", "2020-06-25" or "ngày 25 tháng 6 năm 2020" (English "25 June 2020").

    Refused when the text is no date, the calendar has no such day, or the year is not between 1900 and 2199.
    """
    typed = one_line(text, _LONGEST_TEXT, field=field)
    if not typed:
        raise Refused(gettext_noop("Chưa có ngày. Hãy ghi ngày/tháng/năm, ví dụ 25/06/2020."), field=field)
    parts = _day_month_year(fold(typed))
    if parts is None:
        message = gettext_noop("“{text}” không phải là ngày. Hãy ghi ngày/tháng/năm, ví dụ 25/06/2020.")
        raise Refused(message, field=field, text=quoted(typed))
    day, month, year = parts
    checked_year(year, field=field)
    if not 1 <= month <= 12:
        message = gettext_noop("“{text}”: không có tháng {month}. Hãy ghi ngày trước, tháng sau, ví dụ 25/06/2020.")
        raise Refused(message, field=field, text=quoted(typed), month=month)
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        message = gettext_noop(
            "Không có ngày {day}/{month}/{year}: tháng {month} năm {year} có {days} ngày. Hãy sửa lại."
        )
        raise Refused(message, field=field, day=day, month=month, year=year, days=days)
    return date(year, month, day)


def _day_month_year(folded: str) -> tuple[int, int, int] | None:
    if match := _DAY_FIRST.fullmatch(folded):
        return int(match[1]), int(match[3]), int(match[4])
    if match := _YEAR_FIRST.fullmatch(folded):
        return int(match[3]), int(match[2]), int(match[1])
    if match := _LONG.fullmatch(folded):
        return int(match[1]), int(match[2]), int(match[3])
    if (match := _ENGLISH.fullmatch(folded)) and (month := month_number(match[2])):
        return int(match[1]), month, int(match[3])
    return None


def checked_year(year: int, *, field: str | None = None) -> int:
    """Return `year`; Refused when it is not between 1900 and 2199 (a slip of the finger, not a year of work)."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = gettext_noop("Năm {year} chắc là gõ nhầm. Hãy ghi một năm từ {first} đến {last}.")
        raise Refused(message, field=field, year=year, first=FIRST_YEAR, last=LAST_YEAR)
    return year


def format_date(day: date, lang: str = "vi") -> str:
    """Return "25/06/2020" (English "25 Jun 2020", which no reader can take for month first)."""
    if lang == "vi":
        return f"{day.day:02}/{day.month:02}/{day.year:04}"
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year:04}"


def format_long_date(day: date, lang: str = "vi") -> str:
    """Return the date as official documents write it: "ngày 05 tháng 02 năm 2020", "ngày 25 tháng 6 năm 2020"."""
    if lang == "vi":
        month = f"{day.month:02}" if day.month <= _LAST_PADDED_MONTH else f"{day.month}"
        return f"ngày {day.day:02} tháng {month} năm {day.year:04}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year:04}"


def format_moment(moment: datetime, lang: str = "vi") -> str:
    """Return "25/06/2020 17:42" by the moment's own clock; the caller brings it to local time first."""
    return f"{format_date(moment.date(), lang)} {moment.hour:02}:{moment.minute:02}"


def weekday_name(day: date, lang: str = "vi") -> str:
    """Return "thứ Hai" … "thứ Bảy", "Chủ nhật" (English "Monday" … "Sunday")."""
    return _WEEKDAYS[lang][day.weekday()]


def month_name(month: int, lang: str = "vi") -> str:
    """Return "tháng 3" (English "March") for a month from 1 to 12."""
    return f"tháng {month}" if lang == "vi" else _MONTHS[month - 1]


def month_number(english: str) -> int | None:
    """Return 1 to 12 for an English month name or its first three letters, in any case; None otherwise."""
    wanted = english.lower()
    return next((n for n, name in enumerate(_MONTHS, 1) if wanted in (name.lower(), name[:3].lower())), None)
