"""Texts with their figures marked in them, and what a reading of them is worth. The marks: `texts/README.md`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from viecthat.kernel.names import fold
from viecthat.reading.reader import Figure

TEXTS = Path(__file__).parent / "texts"
_KINDS = {
    "r": "result", "t": "target", "s": "share", "p": "ratio_of_targets",
    "h": "headcount_present", "m": "money", "d": "duration", "a": "award",
}  # fmt: skip
_MARK = re.compile(r"\[\?([^]|]+)\]|\[([^]|]+)\|([^]|]+)\|([^]|]+)\|([a-z])(?:\|(\w+))?\]")


@dataclass(frozen=True)
class Marked:
    """One marked figure: where its number stands, and what should be read of it."""

    start: int
    end: int
    value: tuple[Fraction, ...]
    of: Fraction | None
    unit: str
    kind: str
    qualifier: str


@dataclass(frozen=True)
class MarkedText:
    name: str
    text: str
    figures: tuple[Marked, ...]
    either: tuple[tuple[int, int], ...]


def marked_texts() -> list[MarkedText]:
    return [_unmarked(path) for path in sorted(TEXTS.glob("*.txt"))]


def _unmarked(path: Path) -> MarkedText:
    written = path.read_text(encoding="utf-8")
    parts: list[str] = []
    figures: list[Marked] = []
    either: list[tuple[int, int]] = []
    length = at = 0
    for mark in _MARK.finditer(written):
        parts.append(written[at : mark.start()])
        length += len(parts[-1])
        number = mark[1] or mark[2]
        parts.append(number)
        if mark[1]:
            either.append((length, length + len(number)))
        else:
            value, _, of = mark[3].partition("/")
            ends = tuple(Fraction(part) for part in value.split(".."))
            figures.append(
                Marked(
                    length, length + len(number), ends, Fraction(of) if of else None,
                    mark[4], _KINDS[mark[5]], mark[6] or "exact",
                )
            )  # fmt: skip
        length += len(number)
        at = mark.end()
    return MarkedText(path.stem, "".join(parts) + written[at:], tuple(figures), tuple(either))


@dataclass
class Score:
    """How many were marked, read, met, and met with the right value, unit, qualifier, kind, and all of them."""

    marked: int = 0
    read: int = 0
    span: int = 0
    value: int = 0
    unit: int = 0
    qualifier: int = 0
    kind: int = 0
    all: int = 0

    def f1(self, met: int) -> float:
        return 2 * met / (self.marked + self.read)


def score(text: MarkedText, figures: list[Figure], total: Score) -> None:
    """Add what a reading of one text is worth: a figure is met by the reading whose number overlaps its own."""
    total.marked += len(text.figures)
    left = list(figures)
    for gold in text.figures:
        found = next((one for one in left if one.start < gold.end and gold.start < one.end), None)
        if found is None:
            continue
        left.remove(found)
        total.read += 1
        value = found.value if isinstance(found.value, tuple) else (found.value,)
        right = [
            len(value) == len(gold.value)
            and all(abs(a - b) <= abs(b) / 10**6 for a, b in zip(value, gold.value, strict=True)),
            _same_unit(found.unit, gold.unit),
            found.qualifier == gold.qualifier,
            found.kind == gold.kind,
        ]
        total.span += 1
        total.value += right[0]
        total.unit += right[1]
        total.qualifier += right[2]
        total.kind += right[3]
        total.all += all(right)
    total.read += sum(1 for one in left if not any(one.start < end and start < one.end for start, end in text.either))


def _same_unit(read: str, gold: str) -> bool:
    """The shorter begins the longer, word by word, with or without marks."""
    one, other = (fold(unit).replace(",", " ").replace("/", " ").split() for unit in (read, gold))
    shorter = min(len(one), len(other))
    return shorter > 0 and one[:shorter] == other[:shorter]
