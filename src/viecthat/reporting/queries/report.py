"""One report as its page shows it: signed and live side by side, with what came before and what still hinders."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.kernel.errors import Sentence
from viecthat.kernel.numbers import format_number
from viecthat.kernel.quantities import Share, unscaled
from viecthat.ledger.choices import WorkArea
from viecthat.ledger.queries import why_not_declarable
from viecthat.reporting.choices import ReportState, Step
from viecthat.reporting.models import (
    Edition,
    FormLine,
    FormSection,
    Report,
    ReportCall,
    ReportFigure,
    ReportStep,
    ReportText,
)
from viecthat.reporting.queries.content import ContentLine, EditionContent, content_of
from viecthat.reporting.queries.expected import Expected, expected_for
from viecthat.reporting.queries.filling import ChildReport, Filled, filled_report
from viecthat.reporting.queries.form import kept_form
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.kernel.periods import Period

OPEN_STATES = frozenset({ReportState.DRAFT, ReportState.CHECKED, ReportState.RETURNED})


def report_by_id(pk: int) -> Report | None:
    """The report with its call and its form as kept, with lines and headings. Two queries."""
    found = Report.objects.filter(pk=pk).select_related("call", "made_by").first()
    if found is not None:
        found.call.form = kept_form(found.call.form_id)
    return found


def call_by_id(pk: int) -> ReportCall | None:
    """The call with its form."""
    return ReportCall.objects.select_related("form").filter(pk=pk).first()


def report_of(call: ReportCall, unit: int) -> Report | None:
    """The unit's report for the call, when somebody began it."""
    return Report.objects.filter(call=call, unit=unit).first()


def stands_reopened(report: Report) -> bool:
    """Taken in once, open for a correction, and nothing signed since: the edition taken in is still the last."""
    if report.state not in OPEN_STATES or report.accepted_id is None:
        return False
    return report.editions.order_by("-number").values_list("pk", flat=True).first() == report.accepted_id


@dataclass(frozen=True)
class LineShown:
    """A figure as the page shows it.

    shown: as signed or, while the report is written, as it would be signed now; None where the reader may not see it.
    live: what the ledger has now, where it has moved since. before, year_before: the same figure of earlier periods.
    """

    asked: FormLine
    shown: ContentLine | None
    live: ContentLine | None
    before: ContentLine | None
    year_before: ContentLine | None
    said: ReportFigure | None
    unanswered: bool

    @property
    def pk(self) -> int:
        """The line of the form."""
        return self.asked.pk

    @cached_property
    def why_not(self) -> Sentence | None:
        """Why nobody may type it; None when one may."""
        return why_not_declarable(self.asked.indicator)

    @property
    def missing(self) -> bool:
        """Whether a figure that must be there is not, and nobody said why."""
        return bool(
            self.asked.required and self.shown and not self.shown.has_figure and not self.shown.explanation
        )  # fmt: skip

    @property
    def blank(self) -> bool:
        """Whether its box stands empty where one may type: the ledger has no figure, and nobody said why."""
        if self.why_not is not None or self.shown is None:
            return self.missing
        return not self.shown.has_figure and not self.shown.explanation

    @property
    def below_difference(self) -> int | None:
        """How much the figure is above what was accepted from below; None where the two can't be compared."""
        if self.shown is None or self.shown.below is None:
            return None
        whole = self.shown.n if self.shown.is_share else self.shown.value
        return (whole or 0) - self.shown.below

    @property
    def typed_text(self) -> str:
        """What was typed, as one types it."""
        return typed_text(self.said, self.asked.indicator.decimals)

    @property
    def base(self) -> int:
        """The figure without what is typed besides, in the smallest unit."""
        if self.shown is None:
            return 0
        return ((self.shown.n if self.shown.is_share else self.shown.value) or 0) - (self.shown.typed or 0)

    @property
    def base_of(self) -> int:
        """The same of the whole of a share."""
        return 0 if self.shown is None else (self.shown.of or 0) - (self.shown.typed_of or 0)

    @property
    def opened(self) -> bool:
        """Whether its box stands open: something was said in it, is missing or was returned."""
        said = self.said
        return self.missing or (
            said is not None
            and bool(said.returned or said.explanation or said.typed is not None or said.answer)
        )  # fmt: skip


@dataclass(frozen=True)
class SectionShown:
    """A heading with what was written under it. signed: as read in the edition; for those who write also `text`."""

    asked: FormSection
    text: ReportText | None
    signed: str | None
    unanswered: bool

    @property
    def pk(self) -> int:
        """The heading of the form."""
        return self.asked.pk

    @property
    def words(self) -> str:
        """As typed, with its fields."""
        return self.text.text if self.text is not None else ""

    @property
    def missing(self) -> bool:
        """Whether nothing stands where something must."""
        return self.asked.required and self.asked.written and not self.words

    @property
    def blank(self) -> bool:
        """Whether nothing stands where one may write."""
        return self.asked.written and not self.words


@dataclass(frozen=True)
class AreaShown:
    """The lines of one block of work."""

    name: str
    lines: tuple[LineShown, ...]

    @property
    def blanks(self) -> int:
        """How many of its boxes stand empty."""
        return sum(line.blank for line in self.lines)


@dataclass(frozen=True)
class ReportShown:
    """A whole report for one reader. edition: the one whose figures are shown; None while live figures are."""

    report: Report
    unit: UnitRow
    above: tuple[UnitRow, ...]
    expected: Expected
    filled: Filled
    lines: tuple[LineShown, ...]
    sections: tuple[SectionShown, ...]
    steps: tuple[ReportStep, ...]
    editions: tuple[Edition, ...]
    edition: Edition | None
    content: EditionContent | None
    due: date
    today: date
    drafts: bool
    texts: Mapping[int, ReportText] = field(default_factory=dict)
    earlier: Mapping[str, ContentLine] = field(default_factory=dict)

    @property
    def period(self) -> Period:
        """The days reported on."""
        return self.report.call.period

    @property
    def children(self) -> tuple[ChildReport, ...]:
        """The units that report straight here."""
        return self.filled.children

    @cached_property
    def areas(self) -> list[AreaShown]:
        """The lines by block, in the order of the form."""
        found: dict[int, list[LineShown]] = {}
        for line in self.lines:
            found.setdefault(line.asked.indicator.area, []).append(line)
        return [AreaShown(str(WorkArea(area).label), tuple(lines)) for area, lines in found.items()]

    @property
    def shows_figures(self) -> bool:
        """Whether there is a figure the reader may see."""
        return self.content is not None or self.drafts

    @property
    def late_days(self) -> int:
        """How many days past its due day it was first sent, or is not sent yet."""
        sent = localdate(self.report.sent_at) if self.report.sent_at else self.today
        return max(0, (sent - self.due).days)

    @property
    def days_left(self) -> int:
        """Days until it is due."""
        return (self.due - self.today).days

    @cached_property
    def blanks(self) -> list[LineShown | SectionShown]:
        """The boxes that stand empty, as they stand on the page: lines by block, then headings."""
        lines = [line for area in self.areas for line in area.lines if line.blank]
        return [*lines, *(section for section in self.sections if section.blank)]

    @cached_property
    def content_lines(self) -> list[ContentLine]:
        """The figures shown, plain."""
        return [line.shown for line in self.lines if line.shown is not None]

    @cached_property
    def moved(self) -> list[LineShown]:
        """Lines whose figure the ledger has changed since they were signed."""
        return [line for line in self.lines if line.live is not None]

    @cached_property
    def hindering(self) -> list[LineShown | SectionShown]:
        """What must be mended before the report can be signed."""
        both: list[LineShown | SectionShown] = [*self.lines, *self.sections]
        return [one for one in both if one.missing or one.unanswered]

    @property
    def returned_words(self) -> ReportStep | None:
        """The step by which it was given back, while it is not signed anew."""
        if self.report.state != ReportState.RETURNED:
            return None
        return next((step for step in reversed(self.steps) if step.step == Step.RETURNED), None)


class UnitEndedError(Exception):
    """The unit merged or was closed within the period, its report not sent: the work stands where the unit went."""


def report_shown(report: Report, *, drafts: bool, at: datetime) -> ReportShown:
    """The report for a reader; `drafts`: they write it, and see what was not sent yet.

    While it is written, its figures are the ledger's of this moment; signed, those of its last edition; for readers
    above, those of the last edition that was sent. Raises UnitEndedError when the unit ended within the period.
    """
    call = report.call
    expected = expected_for(call, at)
    if report.unit_id not in expected.tree:
        raise UnitEndedError
    said = {row.line_id: row for row in report.figures.select_related("changed_by")}
    texts = {row.section_id: row for row in report.texts.select_related("changed_by")}
    steps = tuple(report.steps.select_related("actor", "for_whom"))
    editions = tuple(report.editions.defer("content").select_related("signed_by", "signed_for").order_by("-number"))
    writing = drafts and report.state in OPEN_STATES
    newest = editions[0].pk if editions else None
    last = _edition_with_content(newest if drafts else _last_sent(steps))
    edition = None if writing else last
    filled = filled_report(
        call, report.unit_id, expected=expected, figures=said if drafts else {}, pending=writing, earlier=True
    )  # fmt: skip
    before, year_before = ({line.line: line for line in then} for then in (filled.before, filled.year_before))
    last_content = content_of(last.content) if last is not None else None
    content = None if writing else last_content
    signed = {line.line: line for line in content.lines} if content is not None else {}
    live = {line.line: line for line in filled.lines}
    form = call.form
    above = _above(report, expected)
    names = units_by_id([report.unit_id, *above], expected.unit_map.day)
    return ReportShown(
        report=report,
        unit=names[report.unit_id],
        above=tuple(names[one] for one in above),
        expected=expected,
        filled=filled,
        lines=tuple(
            LineShown(
                asked=line,
                shown=signed.get(line.pk) if content is not None else live[line.pk] if drafts else None,
                live=_moved(signed.get(line.pk), live[line.pk]) if content is not None else None,
                before=before.get(line.pk),
                year_before=year_before.get(line.pk),
                said=said.get(line.pk),
                unanswered=_unanswered_line(said.get(line.pk), last_content),
            )
            for line in form.lines.all()
        ),
        sections=tuple(
            SectionShown(
                asked=section,
                text=texts.get(section.pk),
                signed=_signed_words(content, section.pk) if content is not None else None,
                unanswered=_unanswered_text(texts.get(section.pk), last_content),
            )
            for section in form.sections.all()
        ),
        steps=steps,
        editions=editions,
        edition=edition,
        content=content,
        due=expected.due(report.unit_id) if report.unit_id in expected.tree else call.due,
        today=localdate(at),
        drafts=drafts,
        texts=texts,
        earlier={line.code: line for line in year_before.values()},
    )


def _above(report: Report, expected: Expected) -> list[int]:
    return list(expected.tree.ancestors(report.unit_id)) if report.unit_id in expected.tree else []


def _edition_with_content(pk: int | None) -> Edition | None:
    return None if pk is None else Edition.objects.select_related("signed_by", "signed_for").get(pk=pk)


def _last_sent(steps: Sequence[ReportStep]) -> int | None:
    return next((step.edition_id for step in reversed(steps) if step.step == Step.SENT), None)


def _moved(signed: ContentLine | None, live: ContentLine) -> ContentLine | None:
    if signed is None or (signed.value, signed.n, signed.of) == (live.value, live.n, live.of):
        return None
    return live


def _unanswered_line(row: ReportFigure | None, last: EditionContent | None) -> bool:
    if row is None or not row.returned or row.answer:
        return False
    before = next((line for line in last.lines if line.line == row.line_id), None) if last is not None else None
    if before is None:
        return True
    return (row.typed, row.typed_of, row.explanation) == (before.typed, before.typed_of, before.explanation)


def _unanswered_text(row: ReportText | None, last: EditionContent | None) -> bool:
    if row is None or not row.returned or row.answer:
        return False
    before = next((one for one in last.sections if one.section == row.section_id), None) if last is not None else None
    return before is None or before.text == row.text


def _signed_words(content: EditionContent, section: int) -> str:
    return next((one.read_as for one in content.sections if one.section == section), "")


def typed_text(said: ReportFigure | None, decimals: int) -> str:
    """What was typed, as one types it: 1.250 · 86,7 · 24/28; typed figures are Vietnamese in either language."""
    if said is None or said.typed is None:
        return ""
    if said.typed_of is not None:
        return f"{format_number(said.typed)}/{format_number(said.typed_of)}"
    return format_number(unscaled(said.typed, decimals))


def typed_of_figure(said: ReportFigure | None) -> int | Share | None:
    """What was typed, as `say_figure` takes it."""
    if said is None or said.typed is None:
        return None
    return Share(said.typed, said.typed_of) if said.typed_of is not None else said.typed


def mark_of(*said: object) -> str:
    """A short mark of what a box held when it was drawn, to tell boxes that nobody touched."""
    return hashlib.sha256("\x1f".join("" if one is None else str(one) for one in said).encode()).hexdigest()[:12]
