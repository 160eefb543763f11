"""A review as it is written: its headings in order, the words under them with their figures as of now, key tasks.

`review_content` is what documents and slides are made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from viecthat.reporting.queries.narrative import Disagreement, Words, cut_at_fields, warnings_of
from viecthat.reviews.headings import Heading, headings_of
from viecthat.reviews.models import KeyTask, ReviewSection
from viecthat.reviews.queries.fields import FIELD, Fields, codes_compared
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.plans.models import Task
    from viecthat.reviews.models import Review
    from viecthat.reviews.queries.review import ReviewTable


@dataclass(frozen=True)
class ReadSection:
    """A heading with what is written under it.

    number: as printed ("I", "1"); level: 1 or 2; area: the work area of a block of results, else None. text: as typed,
    with its fields. pieces: the same as it is read now, cut so that every figure is a piece with its `code`.
    """

    heading: Heading
    title: str
    text: str
    pieces: tuple[Words, ...]
    revision: int = 0

    @property
    def key(self) -> str:
        """The heading's key (`reviews.headings`)."""
        return self.heading.key

    @property
    def number(self) -> str:
        """As printed before the title."""
        return self.heading.number

    @property
    def level(self) -> int:
        """1 or 2."""
        return self.heading.level

    @property
    def read_as(self) -> str:
        """The words with their figures as they stand now."""
        return "".join(piece.words for piece in self.pieces)

    @property
    def paragraphs(self) -> tuple[tuple[Words, ...], ...]:
        """The pieces line by line; empty lines are left out."""
        lines: list[list[Words]] = [[]]
        for piece in self.pieces:
            if piece.code:
                lines[-1].append(piece)
                continue
            first, *more = piece.words.split("\n")
            if first:
                lines[-1].append(Words(first))
            lines.extend([Words(line)] if line else [] for line in more)
        return tuple(tuple(line) for line in lines if any(piece.words.strip() for piece in line))


@dataclass(frozen=True)
class ReadTask:
    """A key task of the next period; `task` once it was opened in the unit's plan."""

    row: KeyTask
    unit: UnitRow
    task: Task | None

    @property
    def number(self) -> int:
        """Its place."""
        return self.row.number

    @property
    def words(self) -> str:
        """What is to be done."""
        return self.row.words

    @property
    def due(self) -> date | None:
        """By when."""
        return self.row.due


@dataclass(frozen=True)
class ReviewContent:
    """All sections in the standard order, also those nobody wrote under, and the key tasks by number.

    fields: what the figures were read with; whoever shows more of the same review asks it, not the ledger again.
    """

    sections: tuple[ReadSection, ...]
    tasks: tuple[ReadTask, ...]
    fields: Fields

    def section(self, key: str) -> ReadSection | None:
        """The section of a heading, None for one this kind of review does not have."""
        return next((section for section in self.sections if section.key == key), None)

    @property
    def is_empty(self) -> bool:
        """Whether nobody wrote anything and no task was named."""
        return not self.tasks and not any(section.text for section in self.sections)


def review_content(table: ReviewTable, lang: str = "vi") -> ReviewContent:
    """The review's own words, with figures read off `table`. Two queries, and what the fields in the words ask for.

    English words are those written in English: a section nobody wrote in that language is empty. A period that nobody
    opened a review of has the standard headings and nothing under them.
    """
    review = table.review
    written = sections_written(review, lang) if review is not None else {}
    fields = Fields(table, lang, codes_compared(row.words for row in written.values()))
    return ReviewContent(
        sections=tuple(
            read_section(heading, written.get(heading.key), fields)
            for heading in headings_of(review.kind if review is not None else "")
        ),
        tasks=key_tasks_of(review, table.map_day) if review is not None else (),
        fields=fields,
    )


def read_section(heading: Heading, row: ReviewSection | None, fields: Fields) -> ReadSection:
    """One heading with its words read."""
    text = row.words if row is not None else ""
    return ReadSection(
        heading=heading,
        title=heading.titled(fields.lang),
        text=text,
        pieces=read_words(text, fields),
        revision=row.revision if row is not None else 0,
    )


def read_words(text: str, fields: Fields) -> tuple[Words, ...]:
    """A text cut at its fields, each read; a field of nothing stays as typed and is marked."""
    return tuple(cut_at_fields(text, fields.say, FIELD))


def unknown_in(pieces: tuple[Words, ...]) -> list[str]:
    """Fields of nothing the review has, as typed, each once."""
    return list(dict.fromkeys(piece.words for piece in pieces if piece.unknown))


def typed_otherwise(text: str, fields: Fields) -> list[Disagreement]:
    """Numbers typed by hand that are likely one of the table's and differ from it."""
    return warnings_of(text, fields.lines, FIELD)


def sections_written(review: Review, lang: str = "vi") -> Mapping[str, ReviewSection]:
    """What was written, by heading. One query."""
    rows = ReviewSection.objects.filter(review=review, lang="en" if lang == "en" else "vi")
    return {row.heading: row for row in rows.select_related("changed_by")}


def key_tasks_of(review: Review, day: date) -> tuple[ReadTask, ...]:
    """The key tasks by number, with the units that answer for them. Two queries."""
    rows = list(KeyTask.objects.filter(review=review).select_related("task").order_by("number"))
    units = units_by_id({row.unit_id for row in rows}, day) if rows else {}
    return tuple(ReadTask(row, units[row.unit_id], row.task) for row in rows)


def key_task_numbered(review: Review, pk: int) -> KeyTask | None:
    """One key task of the review."""
    return KeyTask.objects.filter(review=review, pk=pk).first()
