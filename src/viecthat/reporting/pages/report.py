"""One report: opened or begun, read by whoever may, with the one thing to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from viecthat.kernel.errors import Refused
from viecthat.plans.pages.shared import Reader, reader_of
from viecthat.reporting.choices import ReportState, Step
from viecthat.reporting.commands.report import WRITABLE, open_report
from viecthat.reporting.models import ReportFigure, ReportText
from viecthat.reporting.pages.shared import POSTED
from viecthat.reporting.queries.doubting import ReportDoubt, doubts_on
from viecthat.reporting.queries.expected import expected_for
from viecthat.reporting.queries.filling import children_of_report, coverage_of
from viecthat.reporting.queries.narrative import (
    said_with_unit,
    suggestions_for,
    unknown_fields,
    warnings_of,
    words_of,
)
from viecthat.reporting.queries.report import (
    LineShown,
    ReportShown,
    SectionShown,
    UnitEndedError,
    call_by_id,
    mark_of,
    report_by_id,
    report_of,
    report_shown,
    stands_reopened,
    typed_of_figure,
)
from viecthat.reporting.rules import rights_of
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import standing_of as where_it_stands, units_by_id

if TYPE_CHECKING:
    from viecthat.reporting.models import Report

# Where a register keeps what a figure is counted from; those of other floors are addresses only.
REGISTERS = {
    "attendance": "activities:list",
    "cadres": "cadres:register",
    "career": "support:home",
    "courses": "courses:list",
    "loans": "support:home",
    "memberships": "people:register",
    "organisation": "units:list",
    "posts": "cadres:register",
    "presence": "activities:roll-calls",
    "programmes": "programmes:list",
    "residence": "residence:list",
    "support": "support:home",
    "units": "units:list",
    "works": "works:list",
}


@dataclass(frozen=True)
class Standing:
    """What the reader may do with a report now."""

    reads: bool
    writes: bool
    signs: bool
    takes: bool
    edits: bool
    needs_check: bool
    to_check: bool
    reopens: bool
    restores: bool

    @property
    def may_see_talk(self) -> bool:
        """Words between the unit and the level above are theirs alone."""
        return self.writes or self.takes


@dataclass(frozen=True)
class Problem:
    """What came of a box that could not be kept: why, what was sent, and what somebody else had left there."""

    said: str
    sent: Mapping[str, str]
    theirs: ReportFigure | ReportText | None = None


@dataclass(frozen=True)
class Box:
    """What stands in the fields of a line or a heading."""

    values: Mapping[str, str]
    revision: int
    mark: str
    problem: Problem | None = None

    @property
    def said_revision(self) -> str:
        """The revision as a field holds it, without any grouping of its digits."""
        return str(self.revision)


@dataclass(frozen=True)
class LineRow:
    """A line with its box, where its figure and its register open, and the words it is being returned with.

    place: how its box is called on the page. What a template says forty times over stands here as text: to group the
    digits of an id costs more than all else on the line.
    """

    line: LineShown
    box: Box
    place: str
    address: str
    save_url: str
    register_url: str
    returning_words: str = ""

    @property
    def sum_data(self) -> SafeString:
        """What the page's script adds to what is typed."""
        line = self.line
        decimals = line.shown.decimals if line.shown is not None else 0
        return format_html(
            'data-base="{}" data-base-of="{}" data-decimals="{}"', str(line.base), str(line.base_of), str(decimals)
        )


def report_or_404(pk: int, reader: Reader) -> tuple[Report, Standing]:
    """The report and what the reader may do. Http404 for whoever may neither write nor read it."""
    report = report_by_id(pk)
    if report is None:
        raise Http404
    standing = standing_of(report, reader)
    if not standing.reads:
        raise Http404
    return report, standing


def standing_of(report: Report, reader: Reader) -> Standing:
    """What the reader may do with the report in its present state."""
    rights = rights_of(reader.actor, reader.at)
    writes = rights.write(report.unit_id)
    open_ = report.call.closed_at is None
    edits = writes and open_ and report.state in WRITABLE
    to_sign = edits or report.state in {ReportState.SIGNED, ReportState.SENT}
    signs = writes and to_sign and rights.sign(report.unit_id)
    taken = report.state in {ReportState.SENT, ReportState.ACCEPTED}
    takes = taken and rights.accept(report)
    unchecked = report.state != ReportState.CHECKED
    return Standing(
        reads=writes or rights.read(report.unit_id),
        writes=writes,
        signs=signs,
        takes=takes,
        edits=edits,
        needs_check=report.call.form.checked_first and unchecked,
        to_check=edits and unchecked and (report.call.form.checked_first or not signs),
        reopens=report.state == ReportState.ACCEPTED and open_ and (writes or takes),
        restores=open_ and stands_reopened(report) and (writes or rights.accept(report)),
    )


@require_http_methods(POSTED)
def opened(request: HttpRequest, call: int, unit: int) -> HttpResponse:
    """The unit's report for a call: where it is, or the button that begins it."""
    reader = reader_of(request)
    found_call = call_by_id(call)
    if found_call is None:
        raise Http404
    rights = rights_of(reader.actor, reader.at)
    writes = rights.write(unit)
    if not writes and not rights.read(unit):
        raise Http404
    found = report_of(found_call, unit)
    said = ""
    if found is None and request.method == "POST":
        try:
            found = open_report(call=found_call, unit=unit, actor=reader.actor, at=reader.at)
        except Refused as refused:
            said = sentence_of(refused)
    if found is not None:
        return HttpResponseRedirect(reverse("reports:report", args=[found.pk]))
    expected = expected_for(found_call, reader.at)
    children = children_of_report(expected, unit)
    context = {
        "call": found_call,
        "unit": units_by_id([unit], expected.unit_map.day)[unit],
        "owes": unit in expected,
        "due": expected.due(unit) if unit in expected else None,
        "writes": writes,
        "children": children,
        "coverage": coverage_of(children),
        "said": said,
    }
    return render(request, "reporting/report_begin.html", context, status=422 if said else 200)


def report_page(
    request: HttpRequest,
    reader: Reader,
    found: Report,
    standing: Standing,
    *,
    problems: Mapping[str, Problem] | None = None,
    drawer: Mapping[str, Any] | None = None,
    returning: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The page of a report; with what could not be kept, a step's drawer open, or boxes for words at every figure."""
    try:
        shown = report_shown(found, drafts=standing.writes, at=reader.at)
    except UnitEndedError:
        return _ended_page(request, reader, found, standing)
    problems = problems or {}
    sent = (returning or {}).get("words", {})
    context = report_context(shown, standing, problems, sent) | {
        "drawer": drawer,
        "returning": returning,
        **(drawer or {}),
    }
    failed = bool(problems) or bool((drawer or {}).get("failed")) or bool((returning or {}).get("said"))
    return render(request, "reporting/report.html", context, status=422 if failed else 200)


def _ended_page(request: HttpRequest, reader: Reader, found: Report, standing: Standing) -> HttpResponse:
    """Of a unit that ended within the period: who reports its work, what was written here, what had been sent."""
    heir = where_it_stands(found.unit_id, reader.today).unit
    editions = found.editions.defer("content").order_by("-number")
    if not standing.writes:
        editions = editions.filter(pk__in=found.steps.filter(step=Step.SENT).values("edition"))
    typed = found.figures.exclude(typed=None).select_related("line__indicator").order_by("line__place")
    context = {
        "call": found.call,
        "unit": units_by_id([found.unit_id], reader.today)[found.unit_id],
        "heir": heir,
        "may_open": heir is not None and rights_of(reader.actor, reader.at).write(heir.id),
        "texts": found.texts.exclude(text="").select_related("section") if standing.writes else (),
        "figures": [(row, typed_of_figure(row)) for row in typed] if standing.writes else (),
        "editions": editions,
    }
    return render(request, "reporting/report_ended.html", context)


def report_context(
    shown: ReportShown, standing: Standing, problems: Mapping[str, Problem], sent: Mapping[str, str]
) -> dict[str, Any]:
    """What the templates of a report need; `sent`: words it is being returned with."""
    numbers = {edition.pk: edition.number for edition in shown.editions}
    return {
        "shown": shown,
        "report": shown.report,
        "form": shown.report.call.form,
        "standing": standing,
        "areas": [
            (
                area,
                [
                    line_row(shown, line, problems.get(f"so-{line.pk}"), sent.get(f"so-{line.pk}", ""))
                    for line in area.lines
                ],
            )
            for area in shown.areas
        ],
        "sections": [
            section_row(shown, one, problems.get(f"muc-{one.pk}"), sent.get(f"muc-{one.pk}", ""))
            for one in shown.sections
        ],
        "fields": [(line.code, said_with_unit(line, lang_now())) for line in shown.content_lines],
        "steps": [(step, numbers.get(step.edition_id or 0)) for step in reversed(shown.steps)],
        "coverage": shown.filled.coverage,
        "children": shown.children,
        "problems": problems,
        "synthetic": shown.filled.made_up,
    }


def line_row(shown: ReportShown, line: LineShown, problem: Problem | None = None, sent: str = "") -> LineRow:
    """A line with its box."""
    code = line.asked.indicator.code
    day = min(shown.period.last_day, shown.today)
    asked = {"so": code, "mo": shown.unit.code, "nam": shown.period.code, "ban-do": day.isoformat()}
    address = f"{reverse('figures:explorer')}?{urlencode(asked)}"
    said = line.said
    values = {
        "typed": line.typed_text,
        "reason": said.reason if said is not None else "",
        "explanation": said.explanation if said is not None else "",
        "answer": said.answer if said is not None else "",
    }
    register_url = _register_url(line.asked.indicator.register)
    save_url = reverse("reports:line", args=[shown.report.pk, line.pk])
    return LineRow(line, _box(values, said, problem), f"so-{line.pk}", address, save_url, register_url, sent)


def section_row(
    shown: ReportShown, section: SectionShown, problem: Problem | None = None, sent: str = ""
) -> dict[str, Any]:
    """A heading with its box, what it will read as, and where its numbers differ from the table."""
    text = section.text
    values = {"text": section.words, "answer": text.answer if text is not None else ""}
    box = _box(values, text, problem)
    lines, words = shown.content_lines, box.values["text"]
    live = section.signed is None and shown.drafts
    return {
        "section": section,
        "box": box,
        "place": f"muc-{section.pk}",
        "save_url": reverse("reports:section", args=[shown.report.pk, section.pk]),
        "returning_words": sent,
        "pieces": words_of(words, lines, lang_now(), shown.earlier) if live and words else [],
        "fields_in": live and "{" in words,
        "unknown": unknown_fields(words, lines) if live else [],
        "warnings": warnings_of(words, lines) if live and words else [],
        "suggestions": suggestions_for(section.asked.area, lines, lang_now(), shown.earlier) if live else [],
    }


def doubts_of_report(shown: ReportShown) -> list[ReportDoubt]:
    """What is doubtful about the report as its figures stand."""
    return doubts_on(
        shown.report, shown.expected, shown.content_lines, shown.filled.source, shown.texts, shown.children
    )  # fmt: skip


def _box(values: Mapping[str, str], row: ReportFigure | ReportText | None, problem: Problem | None) -> Box:
    mark = mark_of(*values.values())
    if problem is not None:
        values = {**values, **{name: text for name, text in problem.sent.items() if name in values}}
        # Still that of the words it was written over: to keep one's own over theirs takes a press of a button.
        revision = int(problem.sent.get("revision") or 0)
        return Box(values, revision, problem.sent.get("mark") or mark, problem)
    return Box(values, row.revision if row is not None else 0, mark)


def _register_url(register: str) -> str:
    try:
        return reverse(REGISTERS[register]) if register in REGISTERS else ""
    except NoReverseMatch:
        return ""


def lang_now() -> str:
    """The reader's language, as figures are worded in."""
    return "en" if get_language() == "en" else "vi"
