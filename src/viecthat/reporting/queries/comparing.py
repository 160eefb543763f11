"""Two editions, or an edition and what stands now, side by side: figures, their parts, words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from viecthat.reporting.queries.content import ContentLine, ContentSection, EditionContent, Part

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
# Beyond so many words a paragraph is shown as replaced whole: word by word takes time in their square.
_MOST_WORDS = 3_000


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part of a figure on both sides; None where it is not there."""

    name: str
    old: Part | None
    new: Part | None


@dataclass(frozen=True)
class LineChange:
    """A figure on both sides; None where the form did not ask for it or it was not signed."""

    old: ContentLine | None
    new: ContentLine | None

    @property
    def line(self) -> ContentLine:
        """Whichever side has it, the newer first."""
        line = self.new or self.old
        if line is None:
            raise ValueError("a change has a side")
        return line

    @cached_property
    def same(self) -> bool:
        """Whether the figure is the same on both sides."""
        return _figure(self.old) == _figure(self.new)

    @property
    def difference(self) -> int | None:
        """New less old in the indicator's smallest unit; None for shares and where a side has no figure."""
        if self.old is None or self.new is None or self.line.is_share:
            return None
        if not self.old.has_figure or not self.new.has_figure:
            return None
        return (self.new.value or 0) - (self.old.value or 0)

    @property
    def grew(self) -> bool | None:
        """Whether it became more; None where that can't be said."""
        if self.same or self.old is None or self.new is None:
            return None
        if not self.old.has_figure or not self.new.has_figure:
            return None
        if not self.line.is_share:
            return (self.difference or 0) > 0
        left, right = (self.old.n or 0) * (self.new.of or 0), (self.new.n or 0) * (self.old.of or 0)
        return None if left == right else right > left

    @cached_property
    def parts(self) -> list[PartChange]:
        """The parts that are not the same."""
        old = {(part.unit, part.name): part for part in self.old.parts} if self.old is not None else {}
        new = {(part.unit, part.name): part for part in self.new.parts} if self.new is not None else {}
        return [
            PartChange(key[1], old.get(key), new.get(key))
            for key in dict.fromkeys((*new, *old))
            if old.get(key) != new.get(key)
        ]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of words: the same on both sides, inserted or deleted."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What is written under a heading, on both sides as one text."""

    number: str
    heading: str
    stretches: tuple[Stretch, ...]

    @property
    def same(self) -> bool:
        """Whether nothing was inserted or deleted."""
        return all(one.kind == "same" for one in self.stretches)


@dataclass(frozen=True)
class Comparison:
    """Both sides, line by line and heading by heading, in the newer one's order."""

    lines: tuple[LineChange, ...]
    sections: tuple[SectionChange, ...]

    @property
    def changed(self) -> int:
        """How many figures differ."""
        return sum(not line.same for line in self.lines)

    @property
    def rewritten(self) -> int:
        """Under how many headings the words differ."""
        return sum(not section.same for section in self.sections)


def compared(old: EditionContent, new: EditionContent) -> Comparison:
    """What changed from `old` to `new`."""
    return Comparison(compared_lines(old.lines, new.lines), tuple(_sections(old.sections, new.sections)))


def compared_lines(old: Sequence[ContentLine], new: Sequence[ContentLine]) -> tuple[LineChange, ...]:
    """Figures by their indicator's code."""
    before, after = ({line.code: line for line in lines} for lines in (old, new))
    return tuple(LineChange(before.get(code), after.get(code)) for code in dict.fromkeys((*after, *before)))


def _figure(line: ContentLine | None) -> tuple[int | None, ...] | None:
    return None if line is None or not line.has_figure else (line.value, line.n, line.of)


def _sections(old: Iterable[ContentSection], new: Iterable[ContentSection]) -> Iterator[SectionChange]:
    before, after = ({one.section: one for one in sections if one.written} for sections in (old, new))
    for key in dict.fromkeys((*after, *before)):
        section = after.get(key) or before[key]
        words = (before[key].read_as if key in before else "", after[key].read_as if key in after else "")
        yield SectionChange(section.number, section.heading, tuple(word_changes(*words)))


def word_changes(old: str, new: str) -> list[Stretch]:
    """The two texts as one: line by line first, then word by word within the lines that differ."""
    made: list[Stretch] = []
    first, second = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for tag, i, j, k, m in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            _add(made, "same", "".join(first[i:j]))
        else:
            _by_word(made, "".join(first[i:j]), "".join(second[k:m]))
    return made


def _by_word(made: list[Stretch], old: str, new: str) -> None:
    first, second = _WORD.findall(old), _WORD.findall(new)
    if max(len(first), len(second)) > _MOST_WORDS:
        _add(made, "deleted", old)
        _add(made, "inserted", new)
        return
    for tag, i, j, k, m in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            _add(made, "same", "".join(first[i:j]))
            continue
        _add(made, "deleted", "".join(first[i:j]))
        _add(made, "inserted", "".join(second[k:m]))


def _add(made: list[Stretch], kind: str, words: str) -> None:
    if not words:
        return
    if made and made[-1].kind == kind:
        made[-1] = Stretch(kind, made[-1].words + words)
    else:
        made.append(Stretch(kind, words))
