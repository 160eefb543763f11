# ruff: noqa: E501 - a pattern is read on one line
"""Read the figures of a text: `read(text)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import islice
from typing import Any

from viecthat.reading import kinds, lexicon, qualifiers, traps
from viecthat.reading.numbers import Number, numbers
from viecthat.reading.shadow import Shadow, cast
from viecthat.reading.units import Unit, unit_of

MOST_CHARACTERS = 1_000_000
MOST_NUMBERS = 50_000  # runs of digits: a report of two hundred pages has some thousands
_SENTENCE_END = lexicon.compiled(
    r"\n|(?<![.!?…])[.!?…]{1,9}[”\"’)]?(?=\s+[^\s⟨a⟩]|\s*\n|$)|(?<=[^\W\d])\.(?=\d+%|[⟨A⟩][⟨a⟩])|;\s*\n"
)
_CLAUSE_END = re.compile(r"[.,;:!?…\n()]")
_FEW_WORDS = 2
_LONGEST_TAIL = 90
_RUN_OF_DIGITS = re.compile(r"\d+")
_LONGEST_SENTENCE = 1_500
_FAR_BEFORE, _FAR_AFTER = 600, 200
_REPORTABLE_SPELT = {"awards", "money", "share"}
_SPELT_NOUNS = {"tập thể", "cá nhân", "gương mặt", "đồng chí", "ủy viên", "phó bí thư", "phó chủ tịch"}
_NOT_COUNTED_SPELT = re.compile(r"(?:cả|những|các|thứ|này|kia|trong)\s$")
_VERB_BEFORE = re.compile(
    r"(?:có|được|đã|tặng|trao|xây|dựng|mới|hoàn thành|thành lập|tổ chức|bầu|gồm|cho|với|là|giảm|tăng|đạt|ra mắt|và|,|:|hơn|gần|khoảng|trên|thêm|khánh thành|bàn giao|trồng|mở|duy trì|ít nhất|nhất|tối thiểu)\s?$"
)
_DELTA = re.compile(r"(?:tăng|giảm|vượt|gấp|tăng thêm|giảm còn)(?:\s(?:thêm|hơn|trên|gần|khoảng|đi|so))?\s?$")
_PERIOD = re.compile(
    r"(?:6|sáu|9|chín|3|ba)\stháng\s(?:đầu|cuối)\snăm(?:\s20\d\d)?|quý\s(?:[1-4]|i{1,3}|iv)(?:[/\s](?:năm\s)?20\d\d)?|(?:nửa đầu |giữa )?nhiệm kỳ(?:\s20\d\d\s?[-–]\s?20\d\d)?"
    r"|giai đoạn\s20\d\d\s?[-–]\s?20\d\d|năm học\s20\d\d\s?[-–]\s?20\d\d|tháng\s\d{1,2}(?:/20\d\d|\snăm\s20\d\d)|năm\s20\d\d"
)
_ORG = lexicon.compiled(
    r"(?:Tỉnh|Thành|Huyện|Quận|Xã|Phường|Thị)\s?[đĐ]oàn(?:\s(?:TP\.?\s?)?[⟨A⟩][\w]*){1,4}|Trung ương Đoàn|Trung ương Hội(?:\s[⟨A⟩][\w]*){0,4}|Đoàn (?:xã|phường|trường|huyện|Thanh niên)(?:\s[⟨A⟩][\w]*){1,4}|Hội (?:LHTN|Sinh viên|Nông dân|Phụ nữ)(?:\s[⟨A⟩][\w]*){1,4}"
)
_WHAT_STOPS = re.compile(r"[;:!?…\n(|]|[,.](?!\d)|\s(?:gồm|trị giá|đạt|tăng|giảm|chiếm)\s")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it stands in the text. `start` and `end` are the number's, `quote_start` and `quote_end` of what is
    quoted with it. `value` is a number or the two ends of a range; money is in đồng. `rules` says what decided.
    """

    start: int
    end: int
    quote_start: int
    quote_end: int
    quote: str
    number_text: str
    value: int | float | tuple[int | float, int | float]
    unit: str
    what: str
    qualifier: str
    kind: str
    denominator: int | float | None = None
    delta: bool = False
    who: str = ""
    period: str = ""
    group: str = ""
    sentence: tuple[int, int] = (0, 0)
    rules: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """The figure in the shape that `viecthat read --json` prints."""
        shape: dict[str, Any] = {
            "quote": self.quote,
            "number_text": self.number_text,
            "value": list(self.value) if isinstance(self.value, tuple) else self.value,
            "unit": self.unit,
            "what": self.what,
            "qualifier": self.qualifier,
            "kind": self.kind,
            "start": self.start,
            "end": self.end,
        }
        if self.denominator is not None:
            shape["denominator"] = self.denominator
        if self.delta:
            shape["delta"] = True
        return shape | {"who": self.who, "period": self.period}


def read(text: str) -> list[Figure]:
    """Every figure of a text, in order.

    ValueError when it is longer than `MOST_CHARACTERS` or holds more than `MOST_NUMBERS`: then it is no report.
    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"longer than {MOST_CHARACTERS} characters")
    if sum(1 for _ in islice(_RUN_OF_DIGITS.finditer(text), MOST_NUMBERS + 1)) > MOST_NUMBERS:
        raise ValueError(f"more than {MOST_NUMBERS} numbers")
    shadow = cast(text)
    masked = bytearray(len(shadow.low))
    for _, start, end in traps.masks(shadow):
        masked[start:end] = b"\x01" * (end - start)
    return _as_told_below(text, list(_figures(shadow, list(numbers(shadow.low, masked)))))


def _as_told_below(text: str, figures: list[Figure]) -> list[Figure]:
    """A title says a number and nothing about it: it is of the kind that the text below gives the same number."""
    title = text.find("\n", len(text) - len(text.lstrip()))
    below = {(one.value, one.unit.split(" ")[0]): one.kind for one in reversed(figures) if one.start > title}
    return [
        replace(one, kind=below.get((one.value, one.unit.split(" ")[0]), one.kind)) if one.start < title else one
        for one in figures
    ]


def org_of(text: str) -> str:
    """The body that a text first names; empty when it names none that we know the shape of."""
    found = _ORG.search(text)
    return " ".join(found[0].split()) if found else ""


def _sentences(cased: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _SENTENCE_END.finditer(cased):
        yield from _pieces(start, found.end())
        start = found.end()
    yield from _pieces(start, len(cased))


def _pieces(start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST_SENTENCE:
        yield start, start + _LONGEST_SENTENCE
        start += _LONGEST_SENTENCE
    if end > start:
        yield start, end


def _figures(shadow: Shadow, found: list[Number]) -> Iterator[Figure]:
    low = shadow.low
    carried = meeting = False
    at = 0
    period = _first_period(low)
    who = inherited = ""
    columns: tuple[str, ...] = ()
    for start, end in _sentences(shadow.cased):
        sentence = low[start:end]
        org = _ORG.search(shadow.cased, start, end)
        if org:
            who = " ".join(org[0].split())
        if kinds.tells_of_meeting(sentence):
            meeting = True
        here: list[Number] = []
        while at < len(found) and found[at].start < end:
            here.append(found[at])
            at += 1
        if _CELL.search(sentence):
            columns = _columns(sentence) if not here else columns
        elif sentence.strip():
            columns = ()
        if kinds.ends_announcement(sentence):
            carried = False
        spoken = list(_PERIOD.finditer(sentence))
        known = " ".join(spoken[0][0].split()) if spoken else period
        unit: Unit | None = None
        read_any = False
        for count, number in enumerate(here):
            until = here[count + 1].start if count + 1 < len(here) else end
            figure, unit = _figure(
                shadow,
                number,
                unit,
                (start, end),
                until,
                carried,
                meeting,
                who,
                known,
                inherited,
                _column(columns, sentence, number.start - start),
            )
            if figure:
                read_any = True
                inherited = figure.kind
                yield figure
        if not read_any and len(sentence.split()) > _FEW_WORDS:
            carried = kinds.announces(sentence)
        elif read_any and not carried:
            carried = sentence.rstrip().endswith(":") and kinds.announces(sentence)


def _figure(
    shadow: Shadow,
    number: Number,
    unit_before: Unit | None,
    sentence: tuple[int, int],
    until: int,
    carried: bool,
    meeting: bool,
    who: str,
    period: str,
    inherited: str,
    column: str,
) -> tuple[Figure | None, Unit | None]:
    low = shadow.low
    start, end = sentence
    unit = unit_of(shadow, number, unit_before, start)
    start = max(start, number.start - _FAR_BEFORE)
    before = low[start : number.start]
    if not _is_figure(number, unit, before, shadow.cased[start : number.start]):
        return None, unit_before
    if _misprinted_per_cent(number, unit):
        unit = Unit("%", "share", number.end, "sense")
    quote_end = max(number.end, min(unit.end if unit else number.end, end))
    qualifier, quote_start = qualifiers.qualifier_of(low, number.start, quote_end, ranged=number.high is not None)
    delta = _DELTA.search(before[-25:]) is not None
    about = kinds.Context(
        _in_cell(before),
        low[quote_end : min(end, quote_end + _FAR_AFTER)],
        carried,
        meeting,
        delta,
        inherited if _OF_THOSE.match(before) else "",
        column,
    )
    kind, rule = kinds.kind_of(number, unit, about)
    first, last = shadow.span(number.start, number.end)
    quoted = shadow.span(quote_start, quote_end)
    span = shadow.span(*sentence)
    figure = Figure(
        start=first,
        end=last,
        quote_start=quoted[0],
        quote_end=quoted[1],
        quote=shadow.text[quoted[0] : quoted[1]],
        number_text=shadow.text[first:last],
        value=(_plain(number.value), _plain(number.high)) if number.high is not None else _plain(number.value),
        unit=unit.words if unit else "",
        what=_what(shadow, number, unit, quote_end, until),
        qualifier=qualifier,
        kind=kind,
        denominator=_plain(number.of) if number.of is not None else None,
        delta=delta,
        who=who,
        period=period,
        group=unit.group if unit else "",
        sentence=span,
        rules=(f"unit: {unit.found}" if unit else "unit: none", f"kind: {rule}"),
    )
    return figure, unit or unit_before


_CELL = re.compile(r"\||\t| · ")
_OF_THOSE = re.compile(r"\s*trong (?:số )?(?:đó|này|ấy|số này)(?!\w)")
_HEADS = (
    ("ratio_of_targets", re.compile(r"tỷ lệ|tỉ lệ|%|so với")),
    ("target", re.compile(r"chỉ tiêu|kế hoạch|mục tiêu|giao")),
    ("result", re.compile(r"kết quả|thực hiện|đạt")),
)


def _columns(head: str) -> tuple[str, ...]:
    """What kind each column of a table holds, by its head; nothing when no column holds targets."""
    kept = tuple(next((kind for kind, pattern in _HEADS if pattern.search(cell)), "") for cell in _CELL.split(head))
    return kept if "target" in kept else ()


def _column(columns: tuple[str, ...], row: str, at: int) -> str:
    """The kind of the column that a place of a row stands in; a row without a head says it itself."""
    place = len(_CELL.findall(row, 0, at))
    if columns:
        return columns[place] if place < len(columns) else ""
    cells = _CELL.split(row)
    if (
        len(cells) > 2
        and any(_HEADS[1][1].search(cell) for cell in cells)
        and any(_HEADS[2][1].search(cell) for cell in cells)
    ):
        if _HEADS[1][1].search(cells[place]):
            return "target"
        return "ratio_of_targets" if "%" in cells[place] else "result"
    return ""


def _in_cell(before: str) -> str:
    return _CELL.split(before)[-1]


def _is_figure(number: Number, unit: Unit | None, before: str, cased: str) -> bool:
    """Whether a number states an amount: something is counted, or its form can be nothing else."""
    if unit is not None and (unit.group == "never" or (unit.words == "lần" and _EVERY.search(before))):
        return False
    if number.spelt:
        return _is_spelt_figure(number, unit, before)
    if number.plain and number.of is None and number.high is None:
        if len(number.digits) == 4 and 1930 <= number.value <= 2099:
            counted = unit is not None and unit.found == "noun" and unit.group != "money"
            return counted and (number.value % 50 == 0 or _VERB_BEFORE.search(before) is not None)
        if (len(number.digits) > 2 and number.digits[0] == "0") or len(number.digits) > 9:
            return False
        if unit is not None and unit.found == "words" and _NAME_BEFORE.search(cased[-30:]):
            return False
        if unit is None:
            return _VERB_BEFORE.search(before) is not None or "|" in before
        return unit.found not in {"list", "before"} or bool(_STATED.search(before)) or "|" in before or "\t" in before
    return True


_EVERY = re.compile(r"mỗi (?:ngày|tuần|tháng|quý|năm)\s?$")
_NAME_BEFORE = lexicon.compiled(r"[^\W\d_]\s[⟨A⟩][⟨a⟩]+\s$")
_STATED = re.compile(
    r"(?:là|đạt|có|được|:|gồm|còn|lên|xuống|tăng|giảm|tỉnh|huyện|xã|nam|nữ|năm trước|với|hơn|gần|trên|khoảng|kế hoạch|chỉ tiêu|kết quả|\||và|,)\s?$"
)


def _is_spelt_figure(number: Number, unit: Unit | None, before: str) -> bool:
    if unit is None or unit.found not in {"noun", "sign"} or _NOT_COUNTED_SPELT.search(before):
        return False
    if number.percent or unit.group == "money":
        return number.times >= 10 or number.percent
    if number.value == 1:
        return (
            unit.group == "awards"
            and re.search(r"giải\s[^.;\n]{0,30}$", before) is not None
            and unit.words.startswith("giải ")
        )
    if unit.group == "awards" or unit.words in _SPELT_NOUNS or number.value >= 10:
        return True
    if unit.group == "events" and unit.words not in _SPELT_EVENTS:
        return False
    return (
        unit.group in {"works", "goods", "units", "events"}
        and unit.words not in _LOOSE
        and _VERB_BEFORE.search(before) is not None
    )


_SPELT_EVENTS = frozenset(
    [
        "buổi",
        "buổi sinh hoạt",
        "cuộc thi",
        "hội thi",
        "hội nghị",
        "hội thảo",
        "hội trại",
        "hội thao",
        "diễn đàn",
        "tọa đàm",
        "lớp học",
        "lớp tập huấn",
        "đêm nhạc",
        "ngày hội",
        "giải bóng",
    ]
)


_LOOSE = frozenset(
    [
        "đơn vị",
        "nước",
        "miền",
        "quốc gia",
        "ngành",
        "ban",
        "nhóm",
        "tổ",
        "vùng",
        "bài",
        "tin",
        "ảnh",
        "giải pháp",
        "con",
        "cái",
        "bộ",
        "phần",
        "đồng",
        "chiếc",
        "bản",
        "sở",
        "đoàn",
        "phòng",
        "đường",
        "nhà",
        "quỹ",
        "cụm",
        "điểm",
    ]
)


def _misprinted_per_cent(number: Number, unit: Unit | None) -> bool:
    """ "đạt 133,4 chỉ tiêu": targets have no tenths, so a per cent sign was left out."""
    return (
        unit is not None and unit.words.startswith("chỉ tiêu") and number.value.denominator != 1 and number.high is None
    )


def _plain(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else round(float(value), 6)


def _what(shadow: Shadow, number: Number, unit: Unit | None, quote_end: int, until: int) -> str:
    """The words that say what is counted: those of the unit and what follows, up to the end of the clause."""
    start = number.end
    while start < quote_end and shadow.low[start] in " %(“\"'":
        start += 1
    last = min(max(until, quote_end), quote_end + _LONGEST_TAIL)
    tail = shadow.text[shadow.places[quote_end] : shadow.places[last]]
    stop = _WHAT_STOPS.search(tail)
    if stop is None and last < until:
        tail = tail.rpartition(" ")[0]
    words = (
        shadow.text[shadow.places[start] : shadow.places[quote_end]] + (tail[: stop.start()] if stop else tail)
    ).split()
    if not words and unit:
        return unit.words
    return " ".join(words[:14]).strip(' ,.;:”"')


def _first_period(low: str) -> str:
    found = _PERIOD.search(low)
    return " ".join(found[0].split()) if found else ""
