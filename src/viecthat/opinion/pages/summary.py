"""The summary of a consultation: comments grouped, opinions handled, the table as a document."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.documents.on_paper import on_paper
from viecthat.opinion.choices import DraftState
from viecthat.opinion.commands.summary import group_comments, handle_opinion, tell_outcome
from viecthat.opinion.forms.consultation import GroupForm, HandleForm, OutcomeForm
from viecthat.opinion.pages.drafts import kept_or_404, shown_or_404
from viecthat.opinion.pages.shared import POSTED, Words, form_page, reader_of, sent, trail_of
from viecthat.opinion.queries.consultation import (
    clause_with_id,
    clauses_of,
    comments_on,
    loose_by_clause,
    opinion_with_id,
    opinions_of,
)
from viecthat.opinion.rules import may_keep_opinion, may_see_opinion
from viecthat.plans.exports.directive import workbook_bytes
from viecthat.plans.pages.plan import TYPES
from viecthat.plans.pages.shared import file_response
from viecthat.ui.privacy import private
from viecthat.units.queries import units_by_id


@require_safe
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """What is not grouped yet, clause by clause; then the opinions and what is done with them."""
    reader = reader_of(request)
    row = shown_or_404(pk, reader)
    if not may_see_opinion(reader.actor, row.unit_id, reader.at):
        raise Http404
    context = {
        "row": row,
        "unit": units_by_id({row.unit_id}, reader.today)[row.unit_id],
        "opinions": opinions_of(row, reader.today),
        "loose": loose_by_clause(row),
        "sums": may_keep_opinion(reader.actor, row.unit_id, reader.at)
        and row.state in {DraftState.OPEN, DraftState.CLOSED},
        "keeps": may_keep_opinion(reader.actor, row.unit_id, reader.at),
        "trail": trail_of((row.title, reverse("opinion:draft", args=[pk])), (_("Tổng hợp"), "")),
    }
    return private(render(request, "opinion/summary.html", context))


@require_safe
def summary_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The table of the summary: docx or pdf in the official three columns, xlsx."""
    from viecthat.opinion.exports.summary import summary_document, summary_sheet  # noqa: PLC0415 - only for the file

    reader = reader_of(request)
    row = shown_or_404(pk, reader)
    if not may_see_opinion(reader.actor, row.unit_id, reader.at) or kind not in {*TYPES, "xlsx"}:
        raise Http404
    name = f"tong-hop-gop-y-{row.pk}-{reader.today}.{kind}"
    clauses, opinions = clauses_of(row), opinions_of(row, reader.today)
    if kind == "xlsx":
        sheet = summary_sheet(row, opinions)
        return file_response(workbook_bytes((sheet,), row.title, reader.today), name)
    lang: Any = "en" if get_language() == "en" else "vi"
    document = summary_document(row, clauses, opinions, day=row.submitted_on or reader.today, lang=lang)
    return file_response(on_paper(document, kind), name, TYPES[kind])


@require_http_methods(POSTED)
def group(request: HttpRequest, pk: int, clause: int) -> HttpResponse:
    """Comments on a clause (0: the whole draft) become one opinion."""
    reader = reader_of(request)
    row = kept_or_404(pk, reader)
    found = clause_with_id(clause, row) if clause else None
    if clause and found is None:
        raise Http404
    back = reverse("opinion:summary", args=[pk])
    rows = comments_on(row, found, reader.today)
    here = [one for one in opinions_of(row, reader.today) if one.opinion.clause_id == (found.pk if found else None)]
    form = GroupForm(
        sent(request),
        comments=[(one.comment.pk, _said(one)) for one in rows],
        opinions=[(one.opinion.pk, Truncator(one.opinion.words).chars(100)) for one in here],
        initial={"comments": [one.comment.pk for one in rows if one.comment.opinion_id is None]},
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        group_comments(draft=row, actor=reader.actor, at=reader.at, **given)
        return _("Đã gộp vào bảng tổng hợp."), back

    words = Words(_("Gộp ý kiến"), found.label if found else _("toàn bộ dự thảo"), _("Gộp"))
    return form_page(request, form, words, run, back=back, trail=_trail(row, words.title))


@require_http_methods(POSTED)
def opinion_step(request: HttpRequest, pk: int, opinion: int, slug: str) -> HttpResponse:
    """An opinion is handled; later it is told whether the document took it."""
    reader = reader_of(request)
    row = kept_or_404(pk, reader)
    found = opinion_with_id(opinion, row)
    if found is None or slug not in {"xu-ly", "ket-qua"}:
        raise Http404
    back = reverse("opinion:summary", args=[pk])
    form: Any
    if slug == "xu-ly":
        title = _("Xử lý ý kiến")
        initial = {name: getattr(found, name) for name in ("words", "handling", "reason")}
        form = HandleForm(sent(request), initial=initial)
    else:
        title = _("Kết quả trong văn bản")
        form = OutcomeForm(sent(request), initial={"outcome": found.outcome, "note": found.outcome_note})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if slug == "xu-ly":
            handle_opinion(opinion=found, actor=reader.actor, at=reader.at, **given)
        else:
            tell_outcome(opinion=found, actor=reader.actor, at=reader.at, **given)
        return _("Đã ghi."), back

    words = Words(title, found.clause.label if found.clause else _("toàn bộ dự thảo"), _("Ghi"))
    return form_page(request, form, words, run, back=back, trail=_trail(row, title), quote=found.words)


def _said(one: Any) -> str:
    comment = one.comment
    words = " · ".join(part for part in (str(comment.get_stance_display()), comment.words, comment.wording) if part)
    whose = one.who or _("ý kiến công khai")
    return f"{whose}: {Truncator(words).chars(300)}"


def _trail(row: Any, title: str) -> list[tuple[str, str]]:
    home, table = reverse("opinion:draft", args=[row.pk]), reverse("opinion:summary", args=[row.pk])
    return trail_of((row.title, home), (_("Tổng hợp"), table), (title, ""))
