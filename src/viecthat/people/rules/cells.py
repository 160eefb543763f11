"""One cell of a list as a fact: what it says, and what is to be said of it.

A problem that leaves no doubt about what was meant is a warning, with what was understood; any other refuses the row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field as made_with
from datetime import date, timedelta
from functools import lru_cache

from viecthat.documents.sheets import Cell, CellError
from viecthat.kernel.dates import format_date, parse_date
from viecthat.kernel.errors import Refused, gettext_noop, quoted
from viecthat.kernel.names import fold, normalise
from viecthat.kernel.old_fonts import written_in_old_font
from viecthat.people.choices.file import Schooling
from viecthat.people.choices.intake import DayOrder
from viecthat.people.models.person import Sex

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NAME = re.compile(r"[^\W\d_]+(?:[ '’.\-][^\W\d_]+)*\.?")
_DAY = re.compile(r"([0-9]{1,2})\s*[/.\-]\s*([0-9]{1,2})\s*[/.\-]\s*([0-9]{4}|[0-9]{2})(?:[ T]+[0-9:.]+)?")
_YEAR_FIRST = re.compile(r"([0-9]{4})[/.\-]([0-9]{1,2})[/.\-]([0-9]{1,2})(?:[ T]+[0-9:.]+)?")
_SIGNS = re.compile(r"[\s.()\-\u00a0]")
_EPOCH = date(1899, 12, 30)
_SERIALS = range(3_654, 73_051)  # 1910 … 2099 as Excel counts days
_EXACT = 10**15  # Excel keeps no more digits of a number


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be said of a row: at which field, whether it refuses the row, a msgid and its parameters."""

    field: str
    refused: bool
    message: str
    params: Mapping[str, str | int] = made_with(default_factory=dict)


Read = tuple[str, list[Problem]]


def _warn(name: str, message: str, **params: str | int) -> Problem:
    return Problem(name, False, message, params)


def _refuse(name: str, message: str, **params: str | int) -> Problem:
    return Problem(name, True, message, params)


def shown(cell: Cell) -> str:
    """A cell as its sheet shows it."""
    if isinstance(cell, date):
        return format_date(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**16 else repr(cell)
    return "" if cell is None else str(cell)


def read_text(name: str, cell: Cell, *, limit: int) -> Read:
    """Plain text. What cannot be seen is dropped; text of an old font is refused with what it says."""
    if cell is None:
        return "", []
    if isinstance(cell, CellError):
        return "", [_refuse(name, gettext_noop("Ô báo lỗi {text} của Excel; ghi lại giá trị."), text=cell)]
    raw = shown(cell)
    text = normalise(raw)
    if text.isascii() and text == raw:
        return _bounded(name, text, limit, [])
    if (said := written_in_old_font(raw)) is not None:
        return "", [
            _refuse(
                name,
                gettext_noop("“{text}” gõ bằng phông cũ (TCVN3, VNI); có phải là “{said}”? Gõ lại bằng Unicode."),
                text=quoted(normalise(raw)),
                said=quoted(said),
            )
        ]
    problems = []
    if _INVISIBLE.search(raw):
        problems.append(_warn(name, gettext_noop("Có ký tự không nhìn thấy, đã bỏ.")))
    elif unicodedata.normalize("NFC", raw) != raw:
        problems.append(_warn(name, gettext_noop("Dấu gõ rời (Unicode tổ hợp), đã chuyển thành chữ liền dấu.")))
    return _bounded(name, text, limit, problems)


def _bounded(name: str, text: str, limit: int, problems: list[Problem]) -> Read:
    if len(text) > limit:
        too_long = gettext_noop("Dài quá {limit} ký tự; viết ngắn lại.")
        return "", [*problems, _refuse(name, too_long, limit=limit)]
    return text, problems


def read_name(name: str, cell: Cell) -> Read:
    """A person's name: letters and spaces; capitals throughout are put right."""
    text, problems = read_text(name, cell, limit=120)
    if not text or any(problem.refused for problem in problems):
        return text, problems
    if "�" in text or "?" in text:
        lost = gettext_noop("“{text}” mất chữ có dấu khi lưu tệp; lưu lại tệp kiểu Excel (.xlsx) hoặc CSV UTF-8.")
        return "", [*problems, _refuse(name, lost, text=quoted(text))]
    if not _NAME.fullmatch(text):
        odd = gettext_noop("“{text}” không giống tên người; xem lại.")
        return "", [*problems, _refuse(name, odd, text=quoted(text))]
    if " " not in text:
        problems = [*problems, _warn(name, gettext_noop("Tên chỉ có một chữ; xem lại có thiếu họ không."))]
    if text.isupper() and len(text) > 2:
        text = " ".join(word.capitalize() for word in text.lower().split())
    return text, problems


@dataclass(frozen=True, slots=True)
class DayColumn:
    """How days of one column are written, and what in it is doubtful as a whole.

    `mixed`: text with the month first stands beside text with the day first; `turned`: days that Excel took for days
    are all such as could be turned round, the others stayed text – a sheet typed day first in an American Excel.
    """

    order: str = DayOrder.DAY_FIRST
    mixed: bool = False
    turned: bool = False


@dataclass(slots=True)
class DayEvidence:
    """Counts over a whole column, from which `column` tells how to read it."""

    day_first: int = 0
    month_first: int = 0
    low: int = 0
    high: int = 0

    def add(self, cell: Cell) -> None:
        """Take one cell into account."""
        if isinstance(cell, date):
            self.high += cell.day > 12
            self.low += cell.day <= 12 and cell.day != cell.month
        elif isinstance(cell, str) and (match := _DAY.fullmatch(cell.strip())):
            self.day_first += int(match[1]) > 12
            self.month_first += int(match[2]) > 12

    def column(self, order: str) -> DayColumn:
        """What the counts say. A slip or two is no habit."""
        ours, others = (
            (self.day_first, self.month_first) if order == DayOrder.DAY_FIRST else (self.month_first, self.day_first)
        )
        mixed = others >= 3 and others * 20 >= ours + others
        return DayColumn(order, mixed, turned=self.low >= 3 and not self.high and self.day_first >= 3)


def read_day(name: str, cell: Cell, column: DayColumn, today: date) -> tuple[date | None, list[Problem]]:
    """A day however it is written; None when there is none or it can't be read."""
    if isinstance(cell, date):
        turned = column.turned and cell.day <= 12 and cell.day != cell.month
        return _checked(name, cell, shown(cell), [_turned(name, cell)] if turned else [])
    if isinstance(cell, bool | CellError):
        return None, [_unreadable(name, shown(cell))]
    if isinstance(cell, float):
        return _day_of_number(name, cell)
    if cell is None or not cell.strip():
        return None, []
    return _day_of_text(name, cell, column, today)


def _turned(name: str, day: date) -> Problem:
    return _warn(
        name,
        gettext_noop("Excel có thể đã đảo ngày và tháng: {day} hay {other}?"),
        day=format_date(day),
        other=format_date(date(day.year, day.day, day.month)),
    )


def _unreadable(name: str, text: str) -> Problem:
    message = gettext_noop("“{text}” không phải là ngày. Hãy ghi ngày/tháng/năm, ví dụ 25/06/2020.")
    return _refuse(name, message, text=quoted(text))


def _checked(name: str, day: date, text: str, problems: list[Problem]) -> tuple[date | None, list[Problem]]:
    if not 1900 <= day.year <= 2199:
        message = gettext_noop("“{text}”: năm {year} chắc là gõ nhầm.")
        return None, [*problems, _refuse(name, message, text=quoted(text), year=day.year)]
    return day, problems


def _day_of_number(name: str, cell: float) -> tuple[date | None, list[Problem]]:
    number = int(cell)
    if number in _SERIALS:
        day = _EPOCH + timedelta(days=number)
        message = gettext_noop("Số {number} là ngày kiểu Excel, hiểu là {day}.")
        return day, [_warn(name, message, number=number, day=format_date(day))]
    return _day_of_digits(name, shown(cell))


def _day_of_digits(name: str, digits: str) -> tuple[date | None, list[Problem]]:
    if re.fullmatch(r"(19|20)[0-9]{2}", digits):
        return None, [_refuse(name, gettext_noop("Chỉ có năm {year}; ghi đủ ngày/tháng/năm."), year=digits)]
    digits = digits.zfill(8) if len(digits) == 7 else digits
    if re.fullmatch(r"[0-9]{8}", digits):
        try:
            day = date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
        except ValueError:
            return None, [_unreadable(name, digits)]
        if 1900 <= day.year <= 2100:
            message = gettext_noop("“{text}” viết liền, hiểu là {day}.")
            return day, [_warn(name, message, text=digits, day=format_date(day))]
    return None, [_unreadable(name, digits)]


def _day_of_text(name: str, cell: str, column: DayColumn, today: date) -> tuple[date | None, list[Problem]]:
    text = normalise(cell)
    problems: list[Problem] = []
    if _INVISIBLE.search(cell):
        problems.append(_warn(name, gettext_noop("Có ký tự không nhìn thấy, đã bỏ.")))
    if text.isdecimal():
        number = int(text) if len(text) <= 6 else 0
        found, more = _day_of_number(name, float(number)) if number in _SERIALS else _day_of_digits(name, text)
        return found, problems + more
    match = _DAY.fullmatch(text)
    if match is None:
        if turned := _YEAR_FIRST.fullmatch(text):
            return _made(name, text, (int(turned[3]), int(turned[2]), int(turned[1])), problems)
        try:
            return parse_date(text), problems
        except Refused:
            return None, [*problems, _no_day(name, text)]
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    if len(match[3]) == 2:
        year = _full_year(year, today)
        said = gettext_noop("Năm viết hai chữ số, hiểu là {year}.")
        problems.append(_warn(name, said, year=year))
    day, month = (first, second) if column.order == DayOrder.DAY_FIRST else (second, first)
    if month > 12 >= day:
        message = gettext_noop("“{text}”: không có tháng {month}; có phải ghi ngược ngày với tháng?")
        return None, [*problems, _refuse(name, message, text=quoted(text), month=month)]
    if column.mixed and first <= 12 and second <= 12 and first != second:
        message = gettext_noop("Trong cột này có ngày viết tháng trước: “{text}” là ngày {day} hay ngày {other}?")
        other = first if day == second else second
        problems.append(_warn(name, message, text=quoted(text), day=f"{day}/{month}", other=f"{other}/{day}"))
    return _made(name, text, (day, month, year), problems)


def _no_day(name: str, text: str) -> Problem:
    if re.fullmatch(r"[0-9]{1,2}[/.\-][0-9]{4}", text):
        return _refuse(name, gettext_noop("“{text}” thiếu ngày; ghi đủ ngày/tháng/năm."), text=text)
    return _unreadable(name, text)


def _made(
    name: str, text: str, parts: tuple[int, int, int], problems: list[Problem]
) -> tuple[date | None, list[Problem]]:
    day, month, year = parts
    try:
        return _checked(name, date(year, month, day), text, problems)
    except ValueError:
        message = gettext_noop("“{text}”: không có ngày {day}/{month}/{year}.")
        return None, [*problems, _refuse(name, message, text=quoted(text), day=day, month=month, year=year)]


def _full_year(two: int, today: date) -> int:
    return today.year // 100 * 100 + two - (100 if two > today.year % 100 else 0)


_SEXES = {
    **dict.fromkeys(("nam", "m", "male", "trai", "ong"), Sex.MALE.value),
    **dict.fromkeys(("nu", "f", "female", "gai", "ba", "n"), Sex.FEMALE.value),
}


@lru_cache(maxsize=256)
def _sex_of(text: str) -> str | None:
    return _SEXES.get(fold(text).strip(" ."))


def read_sex(name: str, cell: Cell) -> Read:
    """Male, female, or "" where nothing stands."""
    text = normalise(shown(cell))
    if not text:
        return "", []
    sex = _sex_of(text)
    if sex is None:
        return "", [_refuse(name, gettext_noop("“{text}” không phải Nam hay Nữ."), text=quoted(text))]
    return sex, []


def read_phone(name: str, cell: Cell) -> Read:
    """A phone number; of several the first, and the nought that a number loses is put back."""
    raw = shown(cell)
    text = normalise(raw)
    if not text:
        return "", []
    problems = []
    if _INVISIBLE.search(raw):
        problems.append(_warn(name, gettext_noop("Có ký tự không nhìn thấy, đã bỏ.")))
    numbers = [part for part in re.split(r"[;,/|]| - |\s{2,}", text) if part.strip()]
    if len(numbers) > 1:
        problems.append(_warn(name, gettext_noop("Có nhiều số; lấy số đầu.")))
        text = numbers[0]
    digits = _SIGNS.sub("", text)
    if isinstance(cell, float) and not cell.is_integer():
        digits = ""
    if re.fullmatch(r"[35789][0-9]{8}", digits):
        digits = f"0{digits}"
        problems.append(_warn(name, gettext_noop("Số điện thoại mất số 0 ở đầu, đã thêm.")))
    elif re.fullmatch(r"84[35789][0-9]{8}", digits):
        digits = f"+{digits}"
    if not re.fullmatch(r"0[0-9]{9,10}|\+[0-9]{10,14}", digits):
        message = gettext_noop("“{text}” không phải số điện thoại (10 chữ số, bắt đầu bằng 0).")
        return "", [*problems, _refuse(name, message, text=quoted(text))]
    return digits, problems


def read_card(name: str, cell: Cell) -> Read:
    """A card number: letters, digits and the signs between them."""
    if isinstance(cell, float) and (not cell.is_integer() or cell >= _EXACT):
        return "", [_refuse(name, gettext_noop("Excel đã làm tròn số này; định dạng ô là Text rồi ghi lại."))]
    text, problems = read_text(name, cell, limit=20)
    if text and not any(problem.refused for problem in problems):
        number = text.upper().replace(" ", "")
        if not re.fullmatch(r"[0-9A-ZĐ][0-9A-ZĐ./\-]{1,19}", number) or not any(c.isdigit() for c in number):
            message = gettext_noop("“{text}” không giống số thẻ (chữ, số, gạch nối, không quá 20 ký tự).")
            return "", [*problems, _refuse(name, message, text=quoted(text))]
        text = number
    return text, problems


def read_id(name: str, cell: Cell) -> Read:
    """A citizen's number of twelve digits; noughts that a number loses are put back."""
    digits = _SIGNS.sub("", normalise(shown(cell)))
    if not digits:
        return "", []
    if re.fullmatch(r"[0-9]{12}", digits):
        return digits, []
    if isinstance(cell, float) and re.fullmatch(r"[0-9]{10,11}", digits):
        return digits.zfill(12), [_warn(name, gettext_noop("Số định danh mất số 0 ở đầu, đã thêm."))]
    if re.fullmatch(r"[0-9]{9}", digits):
        return "", [_warn(name, gettext_noop("Số chứng minh 9 chữ số không còn dùng; để trống."))]
    message = gettext_noop("“{text}” không phải số định danh 12 chữ số.")
    return "", [_refuse(name, message, text=quoted(digits))]


_SCHOOLING = (
    ("postgraduate", r"sau dai hoc|thac s[iy]|tien s[iy]|th\.? ?s|ts"),
    ("university", r"dai hoc|cu nhan|ky su|bac s[iy]|dh"),
    ("college", r"cao dang|cd"),
    ("vocational", r"trung cap|so cap|tccn|trung hoc chuyen nghiep|nghe|tc"),
    ("upper_secondary", r"trung hoc pho thong|thpt|cap 3|(?:1[0-2])/12|lop 1[0-2]|ptth"),
    ("lower_secondary", r"trung hoc co so|thcs|cap 2|[6-9]/12|lop [6-9]"),
    ("primary", r"tieu hoc|cap 1|[1-5]/12"),
)


@lru_cache(maxsize=1024)
def _schooling_of(text: str) -> str | None:
    words = fold(text).strip(" .")
    return next((Schooling(code).value for code, said in _SCHOOLING if re.search(rf"\b(?:{said})\b", words)), None)


def read_schooling(name: str, cell: Cell) -> Read:
    """The level of education, or "" with a warning when the words are not known."""
    text, problems = read_text(name, cell, limit=120)
    if not text or any(problem.refused for problem in problems):
        return "", problems
    level = _schooling_of(text)
    if level is None:
        message = gettext_noop("Học vấn “{text}” chưa rõ là bậc nào; để trống.")
        return "", [*problems, _warn(name, message, text=quoted(text))]
    return level, problems


def is_marked(cell: Cell) -> bool:
    """A box that somebody ticked: x, X, 1, v."""
    return cell is True or normalise(shown(cell)).lower() in {"x", "1", "v", "✓", "có", "true", "nữ", "nam"}
