"""Periods of time: half-open, named and read the way Vietnamese reports name them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from viecthat.kernel.dates import checked_year, format_date, month_name, month_number, parse_date
from viecthat.kernel.errors import Refused, gettext_noop, quoted
from viecthat.kernel.names import fold, one_line
from viecthat.kernel.numbers import roman

_LONGEST_TEXT = 80
_DAY = timedelta(days=1)
_EN_DASH = "\u2013"
_SCHOOL_YEAR_STARTS = 9


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """The days from `start` up to, not including, `end`. Refused when `end` is not after `start`.

    `called_term` only changes the name; two periods of the same days are equal.
    """

    start: date
    end: date
    called_term: bool = field(default=False, compare=False, repr=False, kw_only=True)

    def __post_init__(self) -> None:
        """Refuse a period without a single day."""
        if self.end <= self.start:
            message = gettext_noop(
                "Kỳ bắt đầu ngày {start} mà ngày cuối lại là {last}. Hãy sửa một trong hai ngày để ngày cuối không "
                "đứng trước ngày đầu."
            )
            raise Refused(message, start=format_date(self.start), last=format_date(self.end - _DAY))

    @classmethod
    def year(cls, year: int) -> "Period":
        """Return a calendar year."""
        return cls.of_months(year, 1, 12)

    @classmethod
    def half(cls, year: int, half: int) -> "Period":
        """Return half 1 or 2 of a calendar year; ValueError for another half."""
        return cls.of_parts(year, half, 2)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> "Period":
        """Return quarter 1 to 4 of a calendar year; ValueError for another quarter."""
        return cls.of_parts(year, quarter, 4)

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        """Return month 1 to 12 of a calendar year; ValueError for another month."""
        return cls.of_parts(year, month, 12)

    @classmethod
    def school_year(cls, year: int) -> "Period":
        """Return the school year that begins on 1 September of `year`."""
        return cls.of_months(year, _SCHOOL_YEAR_STARTS, 12)

    @classmethod
    def term(cls, first_year: int, last_year: int) -> "Period":
        """Return the calendar years from first to last, named as a term; a caller who knows the congress dates uses
        those and `as_term()`.
        """
        if last_year <= first_year:
            message = gettext_noop(
                "Nhiệm kỳ {first} – {last} chưa đúng: năm cuối phải sau năm đầu. Hãy ghi như “nhiệm kỳ 2017 – 2022”."
            )
            raise Refused(message, first=first_year, last=last_year)
        return cls(date(checked_year(first_year), 1, 1), date(checked_year(last_year) + 1, 1, 1), called_term=True)

    @classmethod
    def between(cls, first_day: date, last_day: date) -> "Period":
        """Return the days from the first to the last, both inclusive; Refused when they are the wrong way round."""
        return cls(first_day, last_day + _DAY)

    @classmethod
    def of_parts(cls, year: int, part: int, parts: int) -> "Period":
        """Return part 1, 2, … of a calendar year cut into 2, 4 or 12; ValueError for another part."""
        if not 1 <= part <= parts:
            raise ValueError(f"a year has parts 1 to {parts}, not {part}")
        length = 12 // parts
        return cls.of_months(year, 1 + (part - 1) * length, length)

    @classmethod
    def of_months(cls, year: int, month: int, count: int) -> "Period":
        """Return `count` whole months from the first of a month on."""
        start = date(checked_year(year), month, 1)
        return cls(start, _months_later(start, count))

    def as_term(self) -> "Period":
        """Return the same days, named "nhiệm kỳ 2017 – 2022" after the years of the first and the last day."""
        return replace(self, called_term=True)

    @property
    def last_day(self) -> date:
        """The last day that is still inside."""
        return self.end - _DAY

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        """Whether `day` falls inside."""
        return self.start <= day < self.end

    def covers(self, other: "Period") -> bool:
        """Whether every day of `other` falls inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Period") -> bool:
        """Whether the two have a day in common."""
        return self.start < other.end and other.start < self.end

    def intersection(self, other: "Period") -> "Period | None":
        """Return the days in common, or None."""
        if not self.overlaps(other):
            return None
        return Period(max(self.start, other.start), min(self.end, other.end))

    def elapsed(self, on: date) -> Fraction:
        """Return the share, 0 to 1, gone when day `on` begins.

        A period of whole months is counted in months, a begun month by its days: half a year of five years is 6/60.
        Any other period is counted in days.
        """
        if on <= self.start:
            return Fraction(0)
        if on >= self.end:
            return Fraction(1)
        if self.start.day == self.end.day == 1:
            first = on.replace(day=1)
            begun = Fraction(on.day - 1, (_months_later(first, 1) - first).days)
            return (_months_between(self.start, first) + begun) / _months_between(self.start, self.end)
        return Fraction((on - self.start).days, self.days)

    def year_before(self) -> "Period":
        """Return the same days a year earlier; 29 February becomes 28 February."""
        return Period(year_earlier(self.start), year_earlier(self.end))

    def before(self) -> "Period":
        """Return the period of the same length that ends where this one starts: in months when it is whole months."""
        if self.start.day == self.end.day == 1:
            return Period(_months_later(self.start, -_months_between(self.start, self.end)), self.start)
        return Period(self.start - (self.end - self.start), self.start)

    def years(self) -> list["Period"]:
        """Return the calendar years wholly inside, in order."""
        inside = (Period(date(year, 1, 1), date(year + 1, 1, 1)) for year in range(self.start.year, self.end.year))
        return [year for year in inside if self.covers(year)]

    def months(self) -> list["Period"]:
        """Return the calendar months wholly inside, in order."""
        first = self.start if self.start.day == 1 else _months_later(self.start.replace(day=1), 1)
        count = _months_between(first, self.end)
        return [Period(_months_later(first, n), _months_later(first, n + 1)) for n in range(count)]

    @property
    def code(self) -> str:
        """The period for addresses and files, read back by `parse_period`: "2018", "2018-H1", "2018-Q2", "2018-03"
        or "2017-10-01..2020-06-15" (last day inclusive).
        """
        template = _CODES.get(self._kind(), "{first}..{last}")
        return self._filled(template, self.start.isoformat(), self.last_day.isoformat())

    def name(self, lang: str = "vi") -> str:
        """Return the name a report would use: "6 tháng đầu năm 2018", "quý II năm 2018", "tháng 3 năm 2018",
        "năm 2022", "nhiệm kỳ 2017 – 2022", else "từ 01/10/2017 đến 15/06/2020" (last day inclusive).
        """
        template = _NAMES[lang]["term" if self.called_term else self._kind()]
        return self._filled(template, format_date(self.start, lang), format_date(self.last_day, lang), lang)

    def _filled(self, template: str, first: str, last: str, lang: str = "vi") -> str:
        quarter = (self.start.month + 2) // 3
        return template.format(
            first=first,
            last=last,
            year=self.start.year,
            last_year=self.last_day.year,
            number=self.start.month,
            month=month_name(self.start.month, lang),
            quarter=quarter,
            roman=roman(quarter),
        )

    def _kind(self) -> str:
        if self.days == 1:
            return "day"
        if not self.start.day == self.end.day == 1:
            return "days"
        month, count = self.start.month, _months_between(self.start, self.end)
        if count == 1:
            return "month"
        if count == 3 and month % 3 == 1:
            return "quarter"
        return _KINDS.get((month, count), "days")


# First month and number of months of the periods that have a name of their own, beside months and quarters.
_KINDS = {(1, 12): "year", (1, 6): "first half", (7, 6): "second half", (1, 9): "nine months", (9, 12): "school year"}
_CODES = {
    "year": "{year}",
    "first half": "{year}-H1",
    "second half": "{year}-H2",
    "quarter": "{year}-Q{quarter}",
    "month": "{year}-{number:02}",
}
_NAMES = {
    "vi": {
        "year": "năm {year}",
        "first half": "6 tháng đầu năm {year}",
        "second half": "6 tháng cuối năm {year}",
        "nine months": "9 tháng đầu năm {year}",
        "quarter": "quý {roman} năm {year}",
        "month": "{month} năm {year}",
        "school year": "năm học {year} – {last_year}",
        "term": "nhiệm kỳ {year} – {last_year}",
        "day": "ngày {first}",
        "days": "từ {first} đến {last}",
    },
    "en": {
        "year": "{year}",
        "first half": "first half of {year}",
        "second half": "second half of {year}",
        "nine months": "first nine months of {year}",
        "quarter": "Q{quarter} {year}",
        "month": "{month} {year}",
        "school year": "school year {year}–{last_year}",
        "term": "term {year}–{last_year}",
        "day": "{first}",
        "days": "{first} to {last}",
    },
}

_YEAR = r"(?P<year>[0-9]{4})"
_YEARS = rf"{_YEAR} ?- ?(?P<last>[0-9]{{4}})"
_OF = r"(?: nam |[ /-])"
_DATE = r"[0-9]{1,2}([/.-])[0-9]{1,2}\%d[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2} [a-z]{3,9} [0-9]{4}"
_RANGE = re.compile(rf"(?:tu |from )?(?:ngay )?(?P<from>{_DATE % 2}) ?(?:\.\.|-|den|to) ?(?:ngay )?(?P<to>{_DATE % 4})")
_ONE_DAY = re.compile(rf"(?:ngay )?(?P<day>{_DATE % 2})")
_ROMAN_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def parse_period(text: str, *, field: str | None = None) -> Period:
    """Read any name or code a Period has in Vietnamese or English, with or without marks, and "2017-2022" as a term
    of whole calendar years; both days of "01/10/2017 - 15/06/2020" are inside.

    Refused when the text names no period, a year outside 1900 to 2199, or ends before it starts.
    """
    typed = one_line(text, _LONGEST_TEXT, field=field)
    folded = re.sub("[\u2010-\u2015]", "-", fold(typed))
    try:
        for pattern, make in _FORMS:
            if (match := pattern.fullmatch(folded)) and (period := make(match)):
                return period
        if match := _RANGE.fullmatch(folded):
            return Period.between(parse_date(match["from"]), parse_date(match["to"]))
        if match := _ONE_DAY.fullmatch(folded):
            return Period.between(parse_date(match["day"]), parse_date(match["day"]))
    except Refused as refused:
        refused.field = field
        raise
    if not typed:
        message = gettext_noop(
            "Chưa có kỳ. Hãy ghi như “năm 2018”, “6 tháng đầu năm 2018”, “quý II năm 2018” hoặc “nhiệm kỳ 2017 – 2022”."
        )
        raise Refused(message, field=field)
    message = gettext_noop(
        "“{text}” không phải là một kỳ. Hãy ghi như “năm 2018”, “6 tháng đầu năm 2018”, “quý II năm 2018”, "
        "“tháng 3 năm 2018”, “nhiệm kỳ 2017 – 2022” hoặc “từ 01/10/2017 đến 15/06/2020”."
    )
    raise Refused(message, field=field, text=quoted(typed))


def _parse_part(match: re.Match[str], parts: int) -> Period:
    typed = match["part"]
    part = _ROMAN_QUARTERS.get(typed) or int(typed)
    if not 1 <= part <= parts:
        raise Refused(_NO_SUCH_PART[parts], part=part)
    return Period.of_parts(int(match["year"]), part, parts)


_NO_SUCH_PART = {
    4: gettext_noop("Không có quý {part}. Hãy ghi quý I, II, III hoặc IV, ví dụ “quý II năm 2018”."),
    12: gettext_noop("Không có tháng {part}. Hãy ghi tháng từ 1 đến 12, ví dụ “tháng 3 năm 2018”."),
}


def _parse_run_of_months(match: re.Match[str]) -> Period:
    year, count = Period.year(int(match["year"])), int(match["part"])
    if not 1 <= count <= 11:
        message = gettext_noop("“{count} tháng” không phải một phần của năm. Hãy ghi như “6 tháng đầu năm 2018”.")
        raise Refused(message, count=count)
    if match["side"] == "dau":
        return Period(year.start, _months_later(year.start, count))
    return Period(_months_later(year.start, 12 - count), year.end)


def _parse_english_month(match: re.Match[str]) -> Period | None:
    month = month_number(match["month"])
    return Period.month(int(match["year"]), month) if month else None


def _parse_school_year(match: re.Match[str]) -> Period:
    first, last = int(match["year"]), int(match["last"])
    if last != first + 1:
        message = gettext_noop(
            "Năm học {first} – {last} chưa đúng: hãy ghi hai năm liền nhau, như “năm học 2019 – 2020”."
        )
        raise Refused(message, first=first, last=last)
    return Period.school_year(first)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period | None]], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (rf"(?:nam )?{_YEAR}", lambda match: Period.year(int(match["year"]))),
        (
            rf"(?:nhiem ky |giai doan |term )?{_YEARS}",
            lambda match: Period.term(int(match["year"]), int(match["last"])),
        ),
        (rf"(?:nam hoc |school year ){_YEARS}", _parse_school_year),
        (rf"{_YEAR}-h(?P<part>[12])", lambda match: _parse_part(match, 2)),
        (rf"first half of {_YEAR}", lambda match: Period.half(int(match["year"]), 1)),
        (rf"second half of {_YEAR}", lambda match: Period.half(int(match["year"]), 2)),
        (rf"first nine months of {_YEAR}", lambda match: Period.of_months(int(match["year"]), 1, 9)),
        (rf"(?P<part>[0-9]{{1,2}}) thang (?P<side>dau|cuoi){_OF}{_YEAR}", _parse_run_of_months),
        (rf"{_YEAR}-q(?P<part>[0-9])", lambda match: _parse_part(match, 4)),
        (rf"(?:quy |q)(?P<part>iv|i{{1,3}}|[0-9]{{1,2}}){_OF}{_YEAR}", lambda match: _parse_part(match, 4)),
        (rf"{_YEAR}-(?P<part>[0-9]{{1,2}})", lambda match: _parse_part(match, 12)),
        (rf"(?:thang )?(?P<part>[0-9]{{1,2}}){_OF}{_YEAR}", lambda match: _parse_part(match, 12)),
        (rf"(?P<month>[a-z]{{3,9}}) {_YEAR}", _parse_english_month),
    )
)


def year_earlier(day: date) -> date:
    """Return the same day of the year before; 28 February for 29 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _months_between(first: date, second: date) -> int:
    return (second.year - first.year) * 12 + second.month - first.month


def _months_later(first_of_month: date, count: int) -> date:
    year, month = divmod(first_of_month.year * 12 + first_of_month.month - 1 + count, 12)
    return date(year, month + 1, 1)
