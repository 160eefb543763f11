"""Which indicator a column is likely of, by what stands above it and by what was settled before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from viecthat.kernel.names import fold
from viecthat.reading.indicators import LIKELY, likeness

MONEY = "đồng"
_ASIDE = re.compile(
    r"ty le|%|so sanh|so voi|ghi chu|xep loai|xep hang|diem|ke hoach|chi tieu|duoc giao|nam truoc|cung ky|luy ke"
    r"|nhan xet"
)
_FACTORS = (
    (10**9, re.compile(r"\bty\b|\bti dong\b")),
    (10**6, re.compile(r"\btrieu\b|\btr\.? ?d\b|\btrd\b|\btr\.? ?dong\b|\b1\.?000\.?000 ?d")),
    (10**3, re.compile(r"\bnghin dong\b|\bngan dong\b|\b1\.?000 ?d(?:ong)?\b|\bnghin d\b")),
)
_SAYS_MONEY = re.compile(
    r"\b(?:trieu|ty|ti|nghin|ngan)? ?dong\b|\btrieu\b|\bty\b(?! le)|tien\b|gia tri|tri gia|kinh phi"
)
_NO_WORD = re.compile(r"[^a-z0-9%]+")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a column may be: an indicator's code, or `code:n` and `code:of` for the two columns of a share."""

    key: str
    name: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What a column was taken for ("" nothing), how surely (0 to 1), and whether it was settled so before."""

    key: str
    score: float = 0.0
    settled: bool = False


def heading_key(head: str) -> str:
    """A heading without marks, capitals and signs: what a mapping is remembered by."""
    return " ".join(_NO_WORD.sub(" ", fold(head)).split())[:200]


def factor_in(head: str, unit: str) -> int:
    """By how much money is to be multiplied: 1,000,000 where the heading says "triệu đồng"."""
    if unit != MONEY:
        return 1
    said = fold(head)
    return next((factor for factor, words in _FACTORS if words.search(said)), 1)


def guess_columns(heads: Sequence[str], choices: Sequence[Choice], settled: Mapping[str, str]) -> list[ColumnGuess]:
    """A guess for each heading; of two that want one indicator the likelier has it. `settled`: keys by heading key."""
    known = {choice.key for choice in choices}
    guesses: list[ColumnGuess] = []
    for head in heads:
        key = heading_key(head)
        if key and key in settled and (not settled[key] or settled[key] in known):
            guesses.append(ColumnGuess(settled[key], 1.0, settled=True))
        else:
            guesses.append(_guessed(head, choices))
    taken: dict[str, int] = {}
    for place in sorted(
        range(len(guesses)), key=lambda place: (not guesses[place].settled, -guesses[place].score, place)
    ):
        key = guesses[place].key
        if key and taken.setdefault(key, place) != place:
            guesses[place] = ColumnGuess("")
    return guesses


def _guessed(head: str, choices: Sequence[Choice]) -> ColumnGuess:
    said = fold(head)
    if not said or _ASIDE.search(said):
        return ColumnGuess("")
    by_code = next((choice for choice in choices if choice.key == head.strip()), None)
    if by_code is not None:
        return ColumnGuess(by_code.key, 1.0)
    best = ColumnGuess("")
    for choice in choices:
        score = likeness(head, choice.name)
        if (choice.unit == MONEY) != bool(_SAYS_MONEY.search(said)):
            score -= 0.3
        if score >= LIKELY and score > best.score:
            best = ColumnGuess(choice.key, round(min(score, 1.0), 2))
    return best
