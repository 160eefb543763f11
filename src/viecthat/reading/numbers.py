"""The grammar of numbers in Vietnamese prose: digits grouped either way, multipliers, words, ranges and n of N."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from viecthat.reading import lexicon

_MULTIPLIERS = {
    "trăm": 10**2,
    "chục": 10,
    "nghìn": 10**3,
    "ngàn": 10**3,
    "k": 10**3,
    "vạn": 10**4,
    "triệu": 10**6,
    "tr": 10**6,
    "tỷ": 10**9,
    "tỉ": 10**9,
}
_ONES = {"một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6}
_ONES |= {"bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}
_TIMES = r"(?:nghìn|ngàn|triệu|tỷ|tỉ|vạn|trăm|chục)(?:\s(?:nghìn|ngàn|triệu|tỷ|tỉ))?(?!\w)"
_SHORT_TIMES = r"(?:tr|k)(?=\b|đ)(?!\w{2})"
_DIGITS = (
    r"(?<![\w])(?<![^\W\d_]-)(?<!\d[.,])"
    r"(?P<digits>\d{1,3}(?:\.\d{3})+,\d{1,3}(?!\d)|\d{1,3}(?:,\d{3})+\.\d{1,2}(?!\d)|\d{1,3}(?:[.,]\d{3})+(?!\d|[.,]\d)"
    r"|\d{1,3}(?: \d{3})+(?!\d|[.,/]\d)|\d+(?:[.,]\d+)?)"
)
_DIGIT_NUMBER = re.compile(
    _DIGITS + rf"(?:\s?(?P<times>{_TIMES})|(?P<short>{_SHORT_TIMES}))?"
    rf"(?P<rest>(?:\s\d{{1,3}}\s(?:nghìn|ngàn|triệu|tỷ|tỉ)(?!\w)){{1,2}})?"
    rf"(?P<half>\srưỡi(?!\w))?(?P<percent>\s?%|\sphần trăm(?!\w))?"
)
_SPELT = "một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười"
_SPELT_NEXT = _SPELT + "|mươi|mốt|tư|lăm|nhăm|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ|linh|lẻ|rưỡi"
_SPELT_NUMBER = re.compile(
    rf"(?<!\w)(?P<words>(?:{_SPELT})(?:\s(?:{_SPELT_NEXT})){{0,16}})(?!\w)(?P<percent>\s?%|\sphần trăm(?!\w))?"
)
_BETWEEN = re.compile(r"\s?(?P<dash>[-–—])\s?|\s(?:đến|tới)\s")
_SLASH = re.compile(r"\s?/\s?|\strên\s")
_MOST_SIGNS = 26
_REST = re.compile(r"(\d{1,3})\s(nghìn|ngàn|triệu|tỷ|tỉ)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text. `value` is exact; `high` ends a range, `of` the whole of "24/28"; `digits`: as printed."""

    start: int
    end: int
    value: Fraction
    digits: str
    high: Fraction | None = None
    of: Fraction | None = None
    times: int = 1
    percent: bool = False
    spelt: bool = False
    english: bool = False
    short: bool = False

    @property
    def plain(self) -> bool:
        """Nothing but a few digits: no separator, no multiplier, no percent sign."""
        return self.digits.isdigit() and self.times == 1 and not self.percent


def numbers(low: str, masked: bytearray) -> Iterator[Number]:
    """The numbers of a shadow outside what is masked, in order; ranges and n of N are put together."""
    singles = sorted(_singles(low, masked), key=lambda number: number.start)
    at = 0
    while at < len(singles):
        number = singles[at]
        joined = _joined(low, masked, number, singles[at + 1]) if at + 1 < len(singles) else None
        if joined:
            at += 1
        elif at + 1 < len(singles) and _said_twice(low, number, singles[at + 1]):
            at += 1
            number = singles[at] if number.spelt else number
        at += 1
        yield joined or number


def _singles(low: str, masked: bytearray) -> Iterator[Number]:
    for found in _DIGIT_NUMBER.finditer(low):
        if not masked[found.start()] and (number := _of_digits(low, found)):
            yield number
    for found in _SPELT_NUMBER.finditer(low):
        if not masked[found.start()] and (value := spelt_value(found["words"].split())) is not None:
            words = found["words"]
            times = 10**6 if words.endswith(("triệu", "tỷ", "tỉ")) else 10 if " " in words else 1
            yield Number(
                found.start(), found.end("words"), value, words, times=times, percent=bool(found["percent"]), spelt=True
            )


def _of_digits(low: str, found: re.Match[str]) -> Number | None:
    digits, times = found["digits"], 1
    if len(digits) > _MOST_SIGNS:
        return None
    for word in (found["times"] or found["short"] or "").split():
        times *= _MULTIPLIERS[word]
    percent = bool(found["percent"])
    end = found.end("short") if found["short"] else found.end("times") if found["times"] else found.end("digits")
    glued = low[end : end + 1]
    if (glued.isalpha() and not percent and lexicon.noun_at(low, end) is None) or (
        glued == "." and low[end + 1 : end + 2].isdigit()
    ):
        return None
    value, english = read_digits(digits, grouped_by_comma=times == 1 and not percent and not _measured(low, end))
    value *= times
    if found["rest"] and times > 1:
        for count, word in _REST.findall(found["rest"]):
            value += int(count) * _MULTIPLIERS[word]
        end = found.end("rest")
    elif found["rest"]:
        return None
    if found["half"] and times > 1 and not found["rest"]:
        value += Fraction(times, 2)
        end = found.end("half")
    return Number(
        found.start(), end, value, digits, times=times, percent=percent, english=english, short=bool(found["short"])
    )


def _measured(low: str, end: int) -> bool:
    noun = lexicon.noun_at(low, end + (low[end : end + 1] == " "))
    return noun is not None and noun[2] == "measures" and noun[1] not in {"điểm", "công đất"}


def read_digits(digits: str, *, grouped_by_comma: bool) -> tuple[Fraction, bool]:
    """The value of digits as printed, and whether they are grouped the English way.

    A dot before three digits groups thousands, a comma begins the fraction. `grouped_by_comma` says that three digits
    after a comma are taken for thousands, since what is counted has no thousandths (6,780 members).
    """
    if re.fullmatch(r"\d{1,3}(?: \d{3})+", digits):
        return Fraction(int(digits.replace(" ", ""))), False
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+", digits):
        return Fraction(int(digits.replace(".", ""))), False
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+", digits):
        return Fraction(digits.replace(".", "").replace(",", ".")), False
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+\.\d+", digits) or re.fullmatch(r"\d{1,3}(?:,\d{3}){2,}", digits):
        return Fraction(digits.replace(",", "")), True
    if grouped_by_comma and re.fullmatch(r"[1-9]\d{0,2},\d{3}", digits):
        return Fraction(int(digits.replace(",", ""))), True
    return Fraction(digits.replace(",", ".")), False


def spelt_value(words: list[str]) -> Fraction | None:  # noqa: C901, PLR0912 - a word, a branch
    """The value of number words ("hai mươi lăm" → 25, "một triệu rưỡi" → 1,500,000). None when they make no number."""
    total = Fraction(0)
    group = Fraction(0)
    pending: int | None = None
    last_scale = 0
    for at, word in enumerate(words):
        if word in _ONES:
            if pending is not None:
                return None
            pending = _ONES[word]
        elif word == "mười":
            if pending is not None:
                return None
            group += 10
        elif word == "mươi":
            if pending is None:
                return None
            group += pending * 10
            pending = None
        elif word == "trăm":
            if pending is None:
                return None
            group += pending * 100
            pending = None
        elif word in {"linh", "lẻ"}:
            if pending is not None or at == 0:
                return None
        elif word == "rưỡi":
            if not last_scale or pending is not None or at + 1 != len(words):
                return None
            total += Fraction(last_scale, 2)
        else:
            group += pending or 0
            pending = None
            if not group:
                if not total:
                    return None
                total *= _MULTIPLIERS[word]
            else:
                total += group * _MULTIPLIERS[word]
            group = Fraction(0)
            last_scale = _MULTIPLIERS[word]
    return total + group + (pending or 0)


def _joined(low: str, masked: bytearray, one: Number, other: Number) -> Number | None:
    gap_start = one.end
    if one.percent:
        gap_start = low.find("%", one.end) + 1 or one.end
    gap = low[gap_start : other.start]
    if len(gap) > 6 or any(masked[one.end : other.start]):
        return None
    if _SLASH.fullmatch(gap) and one.times == other.times == 1 and not one.percent and not (one.spelt or other.spelt):
        whole = one.digits.isdigit() or "." in one.digits
        if gap.strip() == "trên" and one.value > other.value:
            return None
        if whole and other.value:
            return Number(one.start, other.end, one.value, f"{one.digits}/{other.digits}", of=other.value)
        return None
    if _BETWEEN.fullmatch(gap) and one.spelt == other.spelt:
        times = other.times if one.times == 1 and not other.spelt else 1
        low_end = one.value * times
        if one.english != other.english and times > 1:
            low_end = read_digits(one.digits, grouped_by_comma=False)[0] * times
        if low_end >= other.value:
            return None
        percent = other.percent or one.percent
        if one.percent and not other.percent:
            return None
        return Number(
            one.start, other.end, low_end, f"{one.digits}-{other.digits}",
            high=other.value, times=other.times, percent=percent, spelt=one.spelt,
        )  # fmt: skip
    return None


def _said_twice(low: str, one: Number, other: Number) -> bool:
    """ "ba mươi lăm (35)" and "05 (năm)" are one number."""
    gap = low[one.end : other.start]
    return (
        gap.strip() == "("
        and one.value == other.value
        and low[other.end : other.end + 1] == ")"
        and one.spelt != other.spelt
    )
