"""Writing in a report: box by box as one types, or all at once where there is no script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from viecthat.kernel.errors import Refused
from viecthat.plans.pages.shared import Reader, reader_of
from viecthat.reporting.commands.doubt import answer_doubt
from viecthat.reporting.commands.report import OvertakenError, Said, say_figure, write_section
from viecthat.reporting.forms.report import LineForm, SectionForm
from viecthat.reporting.pages.report import (
    Problem,
    Standing,
    doubts_of_report,
    lang_now,
    line_row,
    report_or_404,
    report_page,
    section_row,
)
from viecthat.reporting.pages.shared import POSTED
from viecthat.reporting.queries.report import mark_of, report_shown, typed_of_figure
from viecthat.ui.fragments import asks_for_part
from viecthat.ui.sentences import sentence_of

if TYPE_CHECKING:
    from viecthat.reporting.models import FormLine, FormSection, Report, ReportFigure, ReportText


@require_http_methods(POSTED)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report; sent, every box that was touched is kept, and those that can't be are shown with why."""
    reader = reader_of(request)
    found, standing = report_or_404(pk, reader)
    if request.method != "POST":
        return report_page(request, reader, found, standing)
    _must_write(standing)
    lines = {row.line_id: row for row in found.figures.all()}
    texts = {row.section_id: row for row in found.texts.all()}
    problems: dict[str, Problem] = {}
    for asked in found.call.form.lines.all():
        if problem := _keep_line(request, reader, found, asked, lines.get(asked.pk)):
            problems[f"so-{asked.pk}"] = problem
    for heading in found.call.form.sections.all():
        if heading.written and (problem := _keep_section(request, reader, found, heading, texts.get(heading.pk))):
            problems[f"muc-{heading.pk}"] = problem
    if problems:
        return report_page(request, reader, found, standing, problems=problems)
    messages.success(request, _("Đã lưu báo cáo."))
    return HttpResponseRedirect(reverse("reports:report", args=[pk]))


@require_POST
def line(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """One line's box is kept; what changed on the page comes back."""
    reader = reader_of(request)
    found, standing = report_or_404(pk, reader)
    _must_write(standing)
    asked = next((one for one in found.call.form.lines.all() if one.pk == line), None)
    if asked is None:
        raise Http404
    problem = _keep_line(request, reader, found, asked, found.figures.filter(line=asked).first())
    if not asks_for_part(request):
        return _whole(request, reader, found, standing, f"so-{line}", problem)
    shown = report_shown(found, drafts=True, at=reader.at)
    row = next(one for one in shown.lines if one.pk == line)
    context = {
        "row": line_row(shown, row, problem),
        "shown": shown,
        "report": found,
        "standing": standing,
        "saved": True,
    }
    return render(request, "reporting/parts/report_line_saved.html", context, status=422 if problem else 200)


@require_POST
def section(request: HttpRequest, pk: int, section: int) -> HttpResponse:
    """What is written under one heading is kept; how it reads comes back."""
    reader = reader_of(request)
    found, standing = report_or_404(pk, reader)
    _must_write(standing)
    heading = next((one for one in found.call.form.sections.all() if one.pk == section and one.written), None)
    if heading is None:
        raise Http404
    problem = _keep_section(request, reader, found, heading, found.texts.filter(section=heading).first())
    if not asks_for_part(request):
        return _whole(request, reader, found, standing, f"muc-{section}", problem)
    shown = report_shown(found, drafts=True, at=reader.at)
    one = next(one for one in shown.sections if one.pk == section)
    context: dict[str, Any] = {"row": section_row(shown, one, problem), "shown": shown, "report": found}
    context |= {"standing": standing, "saved": True}
    return render(request, "reporting/parts/report_section_saved.html", context, status=422 if problem else 200)


@require_http_methods(POSTED)
def doubts(request: HttpRequest, pk: int) -> HttpResponse:
    """What is worth looking at again, worked out when asked for; sent, the unit's answer to one of them is kept."""
    reader = reader_of(request)
    found, standing = report_or_404(pk, reader)
    if not standing.may_see_talk:
        raise Http404
    said = ""
    if request.method == "POST":
        _must_write(standing)
        try:
            answer_doubt(
                report=found,
                key=request.POST.get("key", ""),
                answer=request.POST.get("chon") or request.POST.get("answer", ""),
                actor=reader.actor,
                at=reader.at,
            )
        except Refused as refused:
            said = sentence_of(refused)
        else:
            if not asks_for_part(request):
                messages.success(request, _("Đã lưu câu trả lời."))
                return HttpResponseRedirect(reverse("reports:doubts", args=[pk]))
    shown = report_shown(found, drafts=standing.writes, at=reader.at)
    rows = [(one, one.doubt.words(lang_now(), gettext)) for one in doubts_of_report(shown)]
    context = {"report": found, "shown": shown, "standing": standing, "doubts": rows, "said": said}
    page = "reporting/parts/report_doubts.html" if asks_for_part(request) else "reporting/report_doubts.html"
    return render(request, page, context, status=422 if said else 200)


def _whole(
    request: HttpRequest, reader: Reader, found: Report, standing: Standing, place: str, problem: Problem | None
) -> HttpResponse:
    if problem:
        return report_page(request, reader, found, standing, problems={place: problem})
    return HttpResponseRedirect(reverse("reports:report", args=[found.pk]) + f"#{place}")


def _must_write(standing: Standing) -> None:
    if not standing.writes:
        raise Http404


def _sent(request: HttpRequest, prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(f"{prefix}-"): str(value)
        for name, value in request.POST.items()
        if name.startswith(f"{prefix}-")
    }


def _keep_line(
    request: HttpRequest, reader: Reader, found: Report, asked: FormLine, row: ReportFigure | None
) -> Problem | None:
    """Keep a line's box if anybody touched it; what hinders it otherwise."""
    prefix = f"so-{asked.pk}"
    sent = _sent(request, prefix)
    names = ("typed", "reason", "explanation", "answer")
    if not sent or _untouched(sent, names):
        return None
    form = LineForm(request.POST, prefix=prefix, indicator=asked.indicator)
    if not form.is_valid():
        return Problem(_first_error(form), sent)
    given = form.cleaned_data
    said = Said(given["typed"], given["reason"], given["explanation"], given["answer"])
    if row is not None and said == Said(typed_of_figure(row), row.reason, row.explanation, row.answer):
        return None
    if row is None and said == Said():
        return None
    try:
        say_figure(
            report=found, line=asked.pk, said=said, revision=form.written_over, actor=reader.actor, at=reader.at
        )  # fmt: skip
    except OvertakenError as overtaken:
        return Problem(sentence_of(overtaken), sent, overtaken.theirs)
    except Refused as refused:
        return Problem(sentence_of(refused), sent)
    return None


def _keep_section(
    request: HttpRequest, reader: Reader, found: Report, heading: FormSection, row: ReportText | None
) -> Problem | None:
    """Keep what is under a heading if anybody touched it; what hinders it otherwise."""
    prefix = f"muc-{heading.pk}"
    sent = _sent(request, prefix)
    if not sent or _untouched(sent, ("text", "answer")):
        return None
    form = SectionForm(request.POST, prefix=prefix)
    if not form.is_valid():
        return Problem(_first_error(form), sent)
    given = form.cleaned_data
    text = given["text"].replace("\r\n", "\n").strip()
    if (text, given["answer"]) == ((row.text, row.answer) if row is not None else ("", "")):
        return None
    try:
        write_section(
            report=found,
            section=heading.pk,
            text=text,
            answer=given["answer"],
            revision=form.written_over,
            actor=reader.actor,
            at=reader.at,
        )
    except OvertakenError as overtaken:
        return Problem(sentence_of(overtaken), sent, overtaken.theirs)
    except Refused as refused:
        return Problem(sentence_of(refused), sent)
    return None


def _untouched(sent: Mapping[str, str], names: tuple[str, ...]) -> bool:
    """Whether the box is as it was drawn: only then may it be passed over, for somebody else may have changed it."""
    held = (sent.get(name, "").replace("\r\n", "\n") for name in names)
    return sent.get("mark", "") == mark_of(*held)


def _first_error(form: forms.Form) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)
