"""Which indicator a figure is likely of, by the words they share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from viecthat.kernel.names import fold
from viecthat.reading.reader import Figure

LIKELY = 0.6
POSSIBLE = 0.35
_EMPTY = frozenset(
    ["duoc", "cac", "cua", "cho", "va", "trong", "nam", "moi", "tai", "theo", "co", "la", "nhung", "voi"]
)
_BEFORE, _AFTER = 80, 120
_BREAK = re.compile(r"[;:.\n…]\s|\d[\d.,/]*%?")


@dataclass(frozen=True, slots=True)
class Known:
    """An indicator as far as guessing needs it."""

    code: str
    names: tuple[str, ...]
    unit: str
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Guess:
    """An indicator's code, and from 0 to 1 how much speaks for it."""

    code: str
    score: float


def guess(figure: Figure, text: str, known: Iterable[Known]) -> Guess | None:
    """The indicator whose name is said best by the words about the figure; None when none is near."""
    told = _words(_clause(text, figure))
    unit = fold(figure.unit)
    best: Guess | None = None
    for one in known:
        if (figure.unit == "%") != one.is_share and figure.denominator is None:
            continue
        if (figure.group == "money") != (one.unit == "đồng"):
            continue
        score = max((_likeness(told, _words(name)) for name in one.names), default=0.0)
        if score and unit and (unit.startswith(fold(one.unit)) or fold(one.unit).startswith(unit)):
            score += 0.1
        if score >= POSSIBLE and (best is None or score > best.score):
            best = Guess(one.code, round(min(score, 1.0), 2))
    return best


def likeness(words: str, name: str) -> float:
    """How far a heading says an indicator's name, from 0 to 1."""
    return _likeness(_words(words), _words(name))


def _clause(text: str, figure: Figure) -> str:
    """The words about a figure: from the end of what stands before to the next figure or the end of the clause."""
    before = _BREAK.split(text[max(figure.sentence[0], figure.start - _BEFORE) : figure.start])[-1]
    before = before.rpartition(", ")[2] if figure.group == "share" else before
    after = _BREAK.split(text[figure.end : min(figure.sentence[1], figure.end + _AFTER)].lstrip("% "))[0]
    return f"{before} {after}"


def _likeness(told: frozenset[str], name: frozenset[str]) -> float:
    """How much of the name is said, and how much of what is said the name takes up."""
    shared = len(name & told)
    return 0.75 * shared / len(name) + 0.25 * shared / len(told) if shared else 0.0


def _words(text: str) -> frozenset[str]:
    cleaned: Sequence[str] = fold("".join(sign if sign.isalnum() else " " for sign in text)).split()
    return frozenset(word for word in cleaned if word not in _EMPTY and not word.isdigit())
