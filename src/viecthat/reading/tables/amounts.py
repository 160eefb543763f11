"""What a cell says as a figure, however it was typed; what can't be told is said, with what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from viecthat.documents.sheets import Cell, CellError
from viecthat.kernel.errors import gettext_noop, quoted
from viecthat.kernel.names import fold
from viecthat.kernel.numbers import format_number
from viecthat.reading.numbers import read_digits
from viecthat.reading.tables.sheet import words_of

_NOTHING = frozenset(
    {"", "-", "--", "–", "—", "−", ".", "..", "...", "…", "/", "k", "ko", "khong co", "chua co", "n/a"}
)
_NOUGHT = frozenset({"khong", "0"})
_MARK = frozenset({"x", "v", "✓", "co", "dat", "true"})
_ABOUT = re.compile(
    r"(?P<word>~|≈|>=|<=|≥|≤|>|<|khoảng|hơn|trên|gần|ước|tầm|chừng|độ|dưới)\s*(?P<rest>[0-9].*)", re.IGNORECASE
)
_TIMES = {
    "nghin": 10**3,
    "ngan": 10**3,
    "k": 10**3,
    "trieu": 10**6,
    "tr": 10**6,
    "trd": 10**6,
    "ty": 10**9,
    "ti": 10**9,
}
_NUMBER = r"[0-9][0-9., \u00a0]*"
_WITH_WORDS = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<words>[^\W\d_][^0-9]*)")
_SHARE = re.compile(rf"(?P<n>{_NUMBER})\s*(?:/|trên)\s*(?P<of>{_NUMBER})(?:\s*\(?[^0-9]*\)?)?")
_DIGITS = re.compile(r"[0-9]+(?:[., ][0-9]+)*")
_LARGEST = 10**15


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a column counts: places after the comma, n of N in one cell or a number, thousands or millions of it."""

    decimals: int = 0
    share: bool = False
    factor: int = 1


@dataclass(frozen=True, slots=True)
class Amount:
    """The value (with `of`: n of N), or nothing; and what is to be said: a msgid, whether it keeps the figure out."""

    value: Fraction | None = None
    of: Fraction | None = None
    refused: bool = False
    message: str = ""
    params: dict[str, str | int] = field(default_factory=dict)


def read_amount(cell: Cell, wanted: Wanted) -> Amount:
    """The figure of a cell; nothing for an empty one. What is said of it is refused unless it can only be meant so."""
    if cell is None:
        return Amount()
    if isinstance(cell, CellError):
        return _no(gettext_noop("Ô báo lỗi công thức {text}; sửa công thức hoặc gõ thẳng số."), text=str(cell))
    if isinstance(cell, bool):
        return _no(gettext_noop("“{text}” là dấu đánh, không phải số; ghi số đếm được."), text=words_of(cell))
    if isinstance(cell, date):
        day = f"{cell.day}/{cell.month}"
        return _no(gettext_noop("Excel đã đổi ô này thành ngày {text}; định dạng ô là Text rồi gõ lại."), text=day)
    if isinstance(cell, float):
        return _of_number(cell, wanted)
    return _of_text(words_of(cell), wanted)


def _no(message: str, **params: str | int) -> Amount:
    return Amount(refused=True, message=message, params=params)


def _of_number(cell: float, wanted: Wanted) -> Amount:
    if wanted.share:
        return _no(gettext_noop("Chỉ số này cần số đạt và tổng số, như 24/28."))
    if cell.is_integer() and wanted.factor == 1 and 0 <= cell < _LARGEST:
        return Amount(Fraction(int(cell)))  # nearly every cell of a large table
    # The shortest decimal that makes this float: what was typed.
    return _checked(Fraction(repr(cell)), wanted)


def _of_text(text: str, wanted: Wanted) -> Amount:
    text = text.strip("' ")
    said = fold(text)
    if said in _NOTHING:
        return Amount()
    if said in _NOUGHT:
        return Amount(Fraction(0), Fraction(0) if wanted.share else None)
    if (why := _no_number(text, said)) is not None:
        return why
    if text.endswith("%"):
        return _percent(text, wanted)
    if found := _SHARE.fullmatch(text):
        return _share(text, found["n"], found["of"], wanted)
    if wanted.share:
        return _no(gettext_noop("Chỉ số này cần số đạt và tổng số, như 24/28."))
    return _with_words(text, wanted)


def _no_number(text: str, said: str) -> Amount | None:
    """What to say of a text that is a mark, a fault or a guess rather than a number."""
    if said in _MARK:
        return _no(gettext_noop("“{text}” là dấu đánh, không phải số; ghi số đếm được."), text=quoted(text))
    if said.startswith(("#", "err:")):
        return _no(gettext_noop("Ô báo lỗi công thức {text}; sửa công thức hoặc gõ thẳng số."), text=quoted(text))
    if _ABOUT.fullmatch(text):
        return _no(gettext_noop("“{text}” là số ước chừng; ghi số đếm được."), text=quoted(text))
    if text[:1] in {"-", "−"}:
        return _no(gettext_noop("“{text}” là số âm; muốn giảm số đã ghi, đảo chứng từ cũ."), text=quoted(text))
    return None


def _with_words(text: str, wanted: Wanted) -> Amount:
    """A number, with what stands behind it: "1,2 tỷ" is multiplied, "45 công trình" loses its words."""
    times, dropped, digits = 1, "", text
    if found := _WITH_WORDS.fullmatch(text):
        first, *rest = fold(found["words"]).strip(" .").split()
        times, digits = _TIMES.get(first, 1), found["number"].strip()
        if times == 1 or rest not in ([], ["dong"]):
            dropped = quoted(found["words"])
    if wanted.factor > 1 and times > 1:
        message = gettext_noop("Tiêu đề đã tính bằng triệu, tỷ mà ô lại ghi “{text}”; ghi một cách thôi.")
        return _no(message, text=quoted(text))
    value = _digits(digits, wanted.decimals or (3 if wanted.factor * times > 1 else 0))
    if isinstance(value, Amount):
        return value
    number, english = value
    read = _checked(number * times, wanted)
    if read.refused:
        return read
    if english:
        params: dict[str, str | int] = {"text": digits, "number": format_number(int(number))}
        return Amount(read.value, message=gettext_noop("“{text}” hiểu là {number}."), params=params)
    if dropped:
        return Amount(read.value, message=gettext_noop("Đã bỏ chữ “{text}” sau số."), params={"text": dropped})
    return read


def _percent(text: str, wanted: Wanted) -> Amount:
    if wanted.share:
        return _no(gettext_noop("“{text}” chỉ có phần trăm; ghi số đạt và tổng số, như 24/28."), text=quoted(text))
    return _no(gettext_noop("“{text}” là phần trăm; cột này cần số đếm được."), text=quoted(text))


def _share(text: str, n: str, of: str, wanted: Wanted) -> Amount:
    part, whole = _digits(n.strip(), 0), _digits(of.strip(), 0)
    for read in (part, whole):
        if isinstance(read, Amount):
            return _no(
                gettext_noop("“{text}” có dấu ngăn hàng nghìn sai chỗ; ghi lại, như 15.190/18.187."), text=quoted(text)
            )
    if isinstance(part, Amount) or isinstance(whole, Amount):
        raise TypeError("told above")
    if not wanted.share:
        message = gettext_noop("“{text}” là hai số; cột này cần một số, hoặc chọn chỉ số tỷ lệ cho cột.")
        return _no(message, text=quoted(text))
    if part[0] > whole[0]:
        return _no(gettext_noop("“{text}”: số đạt lớn hơn tổng số."), text=quoted(text))
    return Amount(part[0], whole[0])


def _digits(text: str, decimals: int) -> tuple[Fraction, bool] | Amount:
    """The number, and whether it is grouped the English way; what to say when the marks between digits are wrong."""
    plain = " ".join(text.replace("\u00a0", " ").split())
    if not _DIGITS.fullmatch(plain):
        return _no(gettext_noop("“{text}” không phải là số; chỉ ghi chữ số, như 1.250."), text=quoted(text))
    groups = re.split(r"[., ]", plain)
    marks = re.findall(r"[., ]", plain)
    if len(set(marks)) > 1 and (len(set(marks[:-1])) > 1 or any(len(group) != 3 for group in groups[1:-1])):
        return _misplaced(text)
    if len(marks) > 1 and len(set(marks)) == 1 and any(len(group) != 3 for group in groups[1:]):
        return _misplaced(text)
    if len(marks) == 1 and len(groups[1]) != 3 and len(groups[1]) > max(decimals, 0) and set(groups[1]) != {"0"}:
        return _misplaced(text) if len(groups[1]) > 3 or not decimals else _too_fine(text, decimals)
    return read_digits(plain, grouped_by_comma=decimals == 0)


def _misplaced(text: str) -> Amount:
    return _no(gettext_noop("“{text}” có dấu chấm, dấu phẩy sai chỗ; ghi lại, như 1.250 hoặc 1,5."), text=quoted(text))


def _too_fine(text: str, decimals: int) -> Amount:
    message = gettext_noop("“{text}” có nhiều số lẻ quá; cột này lấy {decimals} chữ số sau dấu phẩy.")
    return _no(message, text=quoted(text), decimals=decimals)


def _checked(value: Fraction, wanted: Wanted) -> Amount:
    value *= wanted.factor
    if value < 0:
        return _no(gettext_noop("“{text}” là số âm; muốn giảm số đã ghi, đảo chứng từ cũ."), text=_shown(value))
    if value >= _LARGEST:
        return _no(gettext_noop("Số này lớn quá mức có thể; xem lại số chữ số 0."))
    if (value * 10**wanted.decimals).denominator != 1:
        # 1.234 typed where Excel speaks English is one and a bit.
        thousand = value * 1000
        if wanted.decimals == 0 and thousand.denominator == 1 and 1 <= value < 1000:
            message = gettext_noop("Excel đọc ô này là {text}; nếu là {number} thì gõ lại số liền, không chấm phẩy.")
            return _no(message, text=_shown(value), number=format_number(int(thousand)))
        return _no(gettext_noop("“{text}” có số lẻ mà cột này đếm bằng số nguyên."), text=_shown(value))
    return Amount(value)


def _shown(value: Fraction) -> str:
    return format_number(Decimal(value.numerator) / Decimal(value.denominator))
