"""Vietnamese text as written, as searched for and as put in alphabetical order."""

import re
import unicodedata
from functools import lru_cache

from viecthat.kernel.errors import Refused, gettext_noop, quoted

# Invisible characters that come along when text is pasted from Word or a chat; two names that look the same must be
# the same. The joiner U+200D stays: emoji are built with it.
_CONTROL = (code for code in (*range(0x20), *range(0x7F, 0xA0)) if not chr(code).isspace())
_DROPPED = dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF, *_CONTROL))

# The combining marks of decomposed Vietnamese: three make another letter, five are tones.
_BREVE, _CIRCUMFLEX, _HORN = "\u0306", "\u0302", "\u031b"
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_LEVEL_TONE = "1"
_LETTERS = {
    ("a", _BREVE): "a1",
    ("a", _CIRCUMFLEX): "a2",
    ("e", _CIRCUMFLEX): "e1",
    ("o", _CIRCUMFLEX): "o1",
    ("o", _HORN): "o2",
    ("u", _HORN): "u1",
}
_WORDS_KEPT = 8_192  # the names of a people are few words, a hundred thousand times
_Marked = tuple[list[set[str]], set[str]]
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+|[^\W_]")


def normalise(text: str) -> str:
    """Return `text` in composed Unicode (NFC), trimmed, with single spaces and without invisible characters."""
    # What is dropped is not printable: nearly all text is spared the slow way.
    shown = text if text.isprintable() else text.translate(_DROPPED)
    return unicodedata.normalize("NFC", " ".join(shown.split()))


def one_line(text: str, limit: int, *, field: str | None = None) -> str:
    """Return `normalise(text)`; Refused when it is longer than `limit` characters."""
    # Checked before any work, so that a pasted book costs nothing.
    line = normalise(text[: limit * 4 + 1])
    if len(text) > limit * 4 or len(line) > limit:
        message = gettext_noop("“{text}” dài quá {limit} ký tự. Hãy viết ngắn lại.")
        raise Refused(message, field=field, text=quoted(line), limit=limit)
    return line


def needed(text: str, limit: int, field: str, missing: str) -> str:
    """Return `one_line(text, limit)`; Refused with the sentence `missing` when nothing is left."""
    line = one_line(text, limit, field=field)
    if not line:
        raise Refused(missing, field=field)
    return line


def fold(text: str) -> str:
    """Return `text` for searching: lower case, no marks, đ as d, single spaces ("Đoàn  Xã" → "doan xa")."""
    return " ".join(map(_folded_word, normalise(text).split(" ")))


@lru_cache(maxsize=_WORDS_KEPT)
def _folded_word(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).replace("đ", "d")


def spelled_alike(typed: str, name: str) -> bool:
    """Whether the typed text has no mark that the name has not; it may leave out any ("Tan Linh" for "Tân Lĩnh").

    Both fold to the same. Where in its syllable a tone stands makes no difference ("hòa", "hoà").
    """
    words = zip(normalise(typed).lower().split(" "), normalise(name).lower().split(" "), strict=False)
    return all(_has_no_other_marks(_marked(word), _marked(whole)) for word, whole in words)


def _has_no_other_marks(word: _Marked, whole: _Marked) -> bool:
    (letters, tones), (all_letters, all_tones) = word, whole
    return tones <= all_tones and all(one <= other for one, other in zip(letters, all_letters, strict=False))


def _marked(word: str) -> _Marked:
    """What makes each letter another one, and the tones of the whole syllable."""
    letters: list[set[str]] = []
    tones: set[str] = set()
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tones.add(char)
        elif unicodedata.combining(char) and letters:
            letters[-1].add(char)
        else:
            letters.append({"đ"} if char == "đ" else set())
    return letters, tones


def sort_key(text: str) -> str:
    """Return a key of plain 0-9a-z whose byte order is the Vietnamese dictionary's.

    Word by word: first the letters (a ă â b c d đ e ê …), then the tone (ngang huyền hỏi ngã sắc nặng), then the next
    word; "hoà" and "hòa" are equal. Runs of digits compare as numbers and come before letters; case and punctuation do
    not count; letters of other scripts come after z in no order. The key is about twice as long as the text and never
    more than four times.
    """
    composed = unicodedata.normalize("NFC", normalise(text).lower())
    return "".join(_token_key(token) for token in _TOKEN.findall(composed))


def person_sort_key(full_name: str) -> str:
    """Return the `sort_key` of a person's name in list order: given name, then surname, then middle names."""
    *before, given = normalise(full_name).split(" ")
    return sort_key(" ".join([given, *before]))


@lru_cache(maxsize=_WORDS_KEPT)
def _token_key(token: str) -> str:
    if token[0] in "0123456789":
        number = token.lstrip("0") or "0"
        # A count of digits before the digits lets numbers of any length compare as text.
        return f"0{min(len(number), 99):02}{number}"
    letters: list[str] = []
    tone = _LEVEL_TONE
    for char in token:
        parts = unicodedata.normalize("NFD", char)
        base, marks = parts[0], parts[1:]
        if tone == _LEVEL_TONE:
            tone = next((_TONES[mark] for mark in marks if mark in _TONES), _LEVEL_TONE)
        letters.append(_letter_key(base, marks))
    return "".join(letters) + tone


def _letter_key(base: str, marks: str) -> str:
    if base == "đ":
        return "d1"
    if "a" <= base <= "z":
        return next((_LETTERS[base, mark] for mark in marks if (base, mark) in _LETTERS), f"{base}0")
    return "z9"
