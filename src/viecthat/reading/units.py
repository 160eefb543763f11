# ruff: noqa: E501 - a pattern is read on one line
"""What a number counts: the noun after it, or the one before it where a list or a table puts it there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from viecthat.reading import lexicon
from viecthat.reading.numbers import Number
from viecthat.reading.shadow import Shadow

_GAP = re.compile(r"[ ]{0,3}(?:%|phần trăm)?\)?[ ]{0,3}\(?[ ]?[“\"‘']?")
_DETERMINERS = re.compile(lexicon.DETERMINERS)
_WORD = re.compile(r"[^\W_]+")
_RATE = re.compile(
    r"\s?/\s?((?:người|tháng|năm|ngày|hộ|suất|phần|vé|phiếu|căn|nhà|cháu|em|đoàn viên|sinh viên|giờ|ha|kg|m2|lao động|tổ|đơn vị|cơ sở|chiếc|cái|học sinh|học bổng|lượt)(?:\s?/\s?(?:tháng|năm|ngày|người|quý|học kỳ))?)(?!\w)"
)
_JOINT = re.compile(r"(?:,\s|\svà\s|\s?-\s?|/)")
_MONEY_BEFORE = re.compile(
    r"(?:trị giá|giá trị|kinh phí|số tiền|tiền|vốn|dư nợ|doanh thu|lợi nhuận|thu nhập|quỹ|nguồn lực|mức|lương|tổng giá trị|nguồn|hỗ trợ|ủng hộ|quyên góp|đầu tư|đóng góp)\b[^.;\n]{0,40}$"
)
_BACK_LIMIT = 70
_NUMBER_OF = re.compile(r"(?<!\w)(?:tổng số|số lượng|số)\s(?=[^\d;]{0,60}(?::|là|đạt)\s?$)")


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit as printed, its group, and where its words end; `found` says how it was come by."""

    words: str
    group: str
    end: int
    found: str


def unit_of(shadow: Shadow, number: Number, before_unit: Unit | None, sentence_start: int) -> Unit | None:  # noqa: PLR0911 - places in order
    """The unit of a number; None when nothing is counted."""
    low = shadow.low
    if number.percent:
        end = low.find("%", number.end, number.end + 2) + 1 or low.find("trăm", number.end) + 4
        return Unit("%", "share", end, "sign")
    after = _after(shadow, number)
    if after:
        return after
    if number.short:
        return Unit("đồng", "money", number.end, "money")
    money = _MONEY_BEFORE.search(low[max(sentence_start, number.start - 60) : number.start])
    if money and number.times >= 1000:
        return Unit("đồng", "money", number.end, "money")
    behind = _behind(shadow, number, sentence_start)
    if behind and behind.words in {"nam", "nữ"} and before_unit and before_unit.group == "people":
        return Unit(before_unit.words, "people", number.end, "before")
    if behind:
        return behind
    if number.times >= 10**6 and not number.spelt:
        return Unit("đồng", "money", number.end, "money")
    if before_unit and before_unit.group != "share":
        return Unit(before_unit.words, before_unit.group, number.end, "list")
    return None


def _after(shadow: Shadow, number: Number) -> Unit | None:
    low = shadow.low
    at = number.end + len(_GAP.match(low, number.end)[0])  # type: ignore[index]
    at += len(_DETERMINERS.match(low, at)[0])  # type: ignore[index]
    noun = lexicon.noun_at(low, at)
    if noun:
        end, phrase, group = noun
        if group == "money":
            return _money(shadow, at, end, phrase)
        if phrase in {"điểm", "m", "g", "con", "khối", "ký"} and at == number.end and phrase != "m":
            return None
        if group == "measures":
            return Unit(_printed(shadow, at, end), group, end, "noun")
        group, end = _joined_noun(shadow, group, end)
        rate = _RATE.match(low, end) if group == "share" else None
        return Unit(_printed(shadow, at, rate.end() if rate else end), group, end, "noun")
    if low[number.end : at].strip(" )") not in {"", "“", '"'}:
        return None
    return _unknown(shadow, number, at)


def _money(shadow: Shadow, at: int, end: int, phrase: str) -> Unit:
    rate = _RATE.match(shadow.low, end)
    name = "đồng" if phrase in {"đồng", "đ", "vnđ", "vnd", "₫", "đồng vốn"} else _printed(shadow, at, end)
    if phrase == "đồng vốn":
        end = at + len("đồng")
    if (rate and "/" in rate[1]) or (rate and rate[1] in {"năm", "tháng", "người", "ngày"}):
        return Unit(f"{name}/" + re.sub(r"\s", "", rate[1]), "money", rate.end(), "noun")
    return Unit(name, "money", end, "noun")


def _joined_noun(shadow: Shadow, group: str, end: int) -> tuple[str, int]:
    """Joint heads stay joint: "đoàn viên, thanh niên"; a number that follows begins another figure."""
    for _ in range(2):
        joint = _JOINT.match(shadow.low, end)
        if not joint:
            break
        noun = lexicon.noun_at(shadow.low, joint.end())
        if not noun or noun[2] != group or joint[0] == "/":
            break
        end = noun[0]
    return group, end


def _unknown(shadow: Shadow, number: Number, at: int) -> Unit | None:
    """Up to two words that nothing is known of, unless they can't begin a noun."""
    word = _WORD.match(shadow.low, at)
    if word is None or at == number.end or word[0] in lexicon.STOPS or word[0].isdigit():
        return None
    capital = shadow.cased[at].isupper() and not shadow.cased[at + 1 : at + 2].isupper()
    if capital and number.plain and number.of is None:
        following = _WORD.match(shadow.cased, word.end() + 1)
        if following and following[0][:1].isupper():
            return None
    end = word.end()
    second = _WORD.match(shadow.low, end + 1)
    if (
        second
        and shadow.low[end] == " "
        and second[0] not in lexicon.STOPS
        and second[0] not in lexicon.QUALITIES
        and not second[0].isdigit()
        and not capital
    ):
        end = second.end()
    return Unit(_printed(shadow, at, end), "unknown", end, "words")


def _behind(shadow: Shadow, number: Number, sentence_start: int) -> Unit | None:
    """The last counted noun before the number in its clause: "số đoàn viên kết nạp: 350", "kết nạp đạt 350"."""
    start = max(sentence_start, number.start - _BACK_LIMIT)
    clause = shadow.low[start : number.start]
    cut = max(clause.rfind(";"), clause.rfind("("), clause.rfind("•"))
    at = start + cut + 1
    last: Unit | None = None
    taken = 0
    counted = _NUMBER_OF.search(clause)
    if counted and (noun := lexicon.noun_at(shadow.low, start + counted.end())):
        return Unit(_printed(shadow, start + counted.end(), noun[0]), noun[2], number.end, "before")
    for word in _WORD.finditer(shadow.low, at, number.start):
        if word.start() < taken:
            continue
        noun = lexicon.noun_at(shadow.low, word.start())
        if (
            noun
            and shadow.low[word.start() - 4 : word.start()] != "cấp "
            and noun[2] not in {"money", "measures", "never"}
            and noun[1]
            not in {
                "năm",
                "lần",
                "đợt",
                "nước",
                "kỳ",
                "số",
                "điểm",
                "ngành",
                "con",
                "tổ",
                "việc",
                "công",
                "ban",
                "em",
                "anh",
                "chị",
                "lượt",
            }
        ):
            last = Unit(_printed(shadow, word.start(), noun[0]), noun[2], number.end, "before")
            taken = noun[0]
    return last


def _printed(shadow: Shadow, start: int, end: int) -> str:
    return " ".join(shadow.low[start:end].split())
