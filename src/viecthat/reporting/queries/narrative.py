"""The words of a report: figures stand in them as fields, and a number typed by hand is held against the table.

A field is an indicator's code in braces: {trees_planted}, {cadres_trained.of} for n/N, {trees_planted.change} against
the period before. It moves with the ledger until the report is signed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from viecthat.catalogue.phrases import PHRASES
from viecthat.kernel.errors import Sentence, gettext_noop
from viecthat.kernel.numbers import format_number, format_percent
from viecthat.kernel.quantities import Share, unscaled
from viecthat.reading.indicators import LIKELY, Known, guess
from viecthat.reading.reader import Figure, read
from viecthat.reporting.queries.content import ContentLine

FIELD = re.compile(r"\{\s*([a-z0-9_]+)(?:\.(of|change))?\s*\}")
_MASK = "□"  # neither a letter nor a digit: the reader of figures sees nothing where a field stands
_NO_FIGURE = {"vi": "chưa có số liệu", "en": "no figure yet"}
_MORE = {"vi": "tăng {share}", "en": "up {share}"}
_LESS = {"vi": "giảm {share}", "en": "down {share}"}
_SAME = {"vi": "bằng kỳ trước", "en": "as before"}
Before = Mapping[str, ContentLine]  # the lines of the period before, by code

_APPROXIMATE = frozenset({"over", "nearly", "about", "at_least", "at_most", "range"})


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of what is read; `code` when it is a figure's field, `unknown` when no line has that code."""

    words: str
    code: str = ""
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A number in the prose that is not the number in the table; `start`, `end` are its place in the text."""

    start: int
    end: int
    quote: str
    code: str
    sentence: Sentence


def words_of(text: str, lines: Sequence[ContentLine], lang: str = "vi", before: Before | None = None) -> list[Words]:
    """The text as it is read, cut at its fields."""
    by_code = {line.code: line for line in lines}

    def say(code: str, what: str) -> str | None:
        line = by_code.get(code)
        return None if line is None else said(line, what, lang, before)

    return cut_at_fields(text, say)


def cut_at_fields(text: str, say: Callable[[str, str], str | None], fields: re.Pattern[str] = FIELD) -> list[Words]:
    """The text cut at its fields; `say` gives what a field (its code, its part) reads as, None where it knows none."""
    found: list[Words] = []
    at = 0
    for field in fields.finditer(text):
        if field.start() > at:
            found.append(Words(text[at : field.start()]))
        told = say(field[1], field[2] or "")
        found.append(Words(field[0] if told is None else told, field[1], unknown=told is None))
        at = field.end()
    if at < len(text):
        found.append(Words(text[at:]))
    return found


def read_as(text: str, lines: Sequence[ContentLine], lang: str = "vi", before: Before | None = None) -> str:
    """The text with every field as its figure; a field of no line stays as it was typed."""
    return "".join(piece.words for piece in words_of(text, lines, lang, before))


def unknown_fields(text: str, lines: Sequence[ContentLine]) -> list[str]:
    """Codes in braces that the form has no line of, each once."""
    known = {line.code for line in lines}
    return list(dict.fromkeys(field[1] for field in FIELD.finditer(text) if field[1] not in known))


def warnings_of(text: str, lines: Sequence[ContentLine], fields: re.Pattern[str] = FIELD) -> list[Disagreement]:
    """Numbers typed by hand that are likely a line's and differ from it.

    "Hơn 150 cây" of 156 is right; targets, and figures read as of another year or unit, are not held against it.
    """
    plain = fields.sub(lambda field: _MASK * len(field[0]), text)
    shown = [line for line in lines if line.has_figure]
    known = [Known(line.code, (line.name,), line.measured_in, line.is_share) for line in shown]
    by_code = {line.code: line for line in shown}
    found: list[Disagreement] = []
    for figure in _read(plain):
        if figure.kind == "target" or figure.delta or figure.who:
            continue
        likely = guess(figure, plain, known)
        if likely is None or likely.score < LIKELY:
            continue
        line = by_code[likely.code]
        if _agrees(figure, line):
            continue
        found.append(
            Disagreement(
                figure.quote_start,
                figure.quote_end,
                figure.quote,
                line.code,
                Sentence(
                    gettext_noop("Trong lời viết “{quote}”, trong bảng {figure}: sửa một trong hai."),
                    quote=" ".join(figure.quote.split()),
                    figure=said_with_unit(line),
                ),
            )
        )
    return found


def suggestions_for(
    area: int | None, lines: Sequence[ContentLine], lang: str = "vi", before: Before | None = None
) -> list[str]:
    """A sentence for each figure of a block, with its number as a field; nothing for what was not recorded."""
    return [
        _sentence(line, lang, before)
        for line in lines
        if line.area == area and line.has_figure and (line.of if line.is_share else line.value)
    ]


def said_with_unit(line: ContentLine, lang: str = "vi") -> str:
    """371.893 cây · 86,7 % (24/28)."""
    number = said(line, "", lang, None)
    if line.is_share:
        return f"{number} ({said(line, 'of', lang, None)})"
    return f"{number} {line.measured_in_en if lang == 'en' else line.measured_in}".strip()


def said(line: ContentLine, what: str, lang: str, before: Before | None) -> str:
    """A line's figure; `what` "of" for n/N, "change" for how it moved since the line of `before`."""
    if not line.has_figure:
        return _NO_FIGURE[lang]
    if what == "change":
        return _change(line, lang, before)
    if line.is_share:
        n, of = line.n or 0, line.of or 0
        if what == "of":
            return f"{format_number(n, lang=lang)}/{format_number(of, lang=lang)}"
        return format_percent(Share(n, of), lang=lang)
    value = line.value or 0
    if not line.decimals:
        return format_number(value, lang=lang)
    return format_number(unscaled(value, line.decimals), line.decimals, lang)


def _change(line: ContentLine, lang: str, before: Before | None) -> str:
    then = before.get(line.code) if before else None
    if then is None or not then.has_figure or line.is_share or not then.value:
        return _NO_FIGURE[lang]
    grown = Fraction((line.value or 0) - then.value, abs(then.value))
    if not grown:
        return _SAME[lang]
    return (_MORE if grown > 0 else _LESS)[lang].format(share=format_percent(abs(grown), lang=lang))


def _sentence(line: ContentLine, lang: str, before: Before | None) -> str:
    told = told_by_field(line, lang)
    if not line.is_share and before and (then := before.get(line.code)) is not None and then.has_figure and then.value:
        told += f", {{{line.code}.change}} " + ("so với cùng kỳ" if lang == "vi" else "on the year before")
    return f"{told}."


def told_by_field(line: ContentLine, lang: str = "vi", *, with_unit: bool = True) -> str:
    """A line as a sentence without its full stop, its number as a field.

    `with_unit` False where the field itself says what is counted.
    """
    name = line.name_en if lang == "en" else line.name
    field = f"{{{line.code}}}"
    if line.is_share:
        return f"{name}: {field} ({{{line.code}.of}})"
    unit = (line.measured_in_en if lang == "en" else line.measured_in) if with_unit else ""
    phrase = PHRASES[lang].get(line.code)
    if phrase is None:
        return f"{name}: {field} {unit}".rstrip()
    told = " ".join(part for part in (phrase.before, field, phrase.many or unit, phrase.after) if part)
    return told[:1].upper() + told[1:]


def _read(text: str) -> list[Figure]:
    try:
        return read(text)
    except ValueError:  # more digits than any report has: nothing to hold against the table
        return []


def _agrees(figure: Figure, line: ContentLine) -> bool:
    """Whether the number said can be the line's; a number rounded with words like "hơn" may lie within a tenth."""
    if isinstance(figure.value, tuple):
        low, high = figure.value
    else:
        low = high = figure.value
    if line.is_share:
        if figure.denominator is not None:
            return (low, figure.denominator) == (line.n or 0, line.of or 0)
        share = Fraction(100 * (line.n or 0), line.of) if line.of else Fraction(0)
        return abs(Fraction(low) - share) <= Fraction(1, 10)
    value = Fraction(line.value or 0, 10**line.decimals)
    if Fraction(low) <= value <= Fraction(high):
        return True
    said = Fraction(low)
    if figure.qualifier in _APPROXIMATE:
        return abs(said - value) <= abs(value) / 10
    # 1,8 triệu of 1.812.400: rounded, when the number is written with a word for thousands and more.
    if any(word in figure.quote for word in ("triệu", "tỷ", "nghìn", "ngàn", "vạn")):
        return abs(said - value) <= abs(value) / 20
    return said == value
