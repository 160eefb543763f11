"""A text as the rules see it: composed, small letters, tones in one place, marks put back where there are none.

Every sign of the shadow stands for a known place of the text, so that spans are those of the text as it was sent.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from viecthat.reading import lexicon

_TONE_PLACES = re.compile(r"(?<![qQ])([oOuU])([àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ])(?!\w)")
_MARKED = {letter: unicodedata.normalize("NFD", letter) for letter in "àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ"}
_SPACES = dict.fromkeys(map(ord, "\r\t\xa0\u2002\u2003\u2007\u2009\u202f\u3000\u200b\ufeff"), " ")
_WORD = re.compile(r"[^\W\d_]+")
_LINE = re.compile(r"[^\n]+")
_ENOUGH_WORDS = 4


@dataclass(frozen=True, slots=True)
class Shadow:
    """`cased` and `low` have the same length; `places[i]` is where sign i begins in the text, one more at the end."""

    text: str
    cased: str
    low: str
    places: list[int] | range

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the text that a span of the shadow stands for."""
        return self.places[start], self.places[end]


def cast(text: str) -> Shadow:
    """The shadow of a text."""
    cased, places = _composed(text)
    cased = _TONE_PLACES.sub(_tone_in_front, cased.translate(_SPACES))
    low = cased.lower()
    if len(low) != len(cased):
        low = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in cased)
    return Shadow(text, cased, _LINE.sub(_with_marks, low), places)


def _composed(text: str) -> tuple[str, list[int] | range]:
    if unicodedata.is_normalized("NFC", text):
        return text, range(len(text) + 1)
    signs: list[str] = []
    places: list[int] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and end - start < 8 and unicodedata.combining(text[end]):
            end += 1
        for sign in unicodedata.normalize("NFC", text[start:end]):
            signs.append(sign)
            places.append(start)
        start = end
    places.append(len(text))
    return "".join(signs), places


def _tone_in_front(found: re.Match[str]) -> str:
    first, marked = found[1], _MARKED[found[2]]
    return unicodedata.normalize("NFC", first + marked[1]) + marked[0]


def _with_marks(found: re.Match[str]) -> str:
    """A line typed without marks gets those of the words we know; another only at the words about a number."""
    line = found[0]
    words = list(_WORD.finditer(line))
    if line.isascii():
        if len(words) < _ENOUGH_WORDS:
            return line
        return lexicon.restored(line, words)
    return lexicon.restored_near_numbers(line)
