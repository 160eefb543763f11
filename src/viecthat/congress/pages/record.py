"""Agenda and papers of a congress, row by row."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.congress.commands.record import drop_row, keep_agenda_item, keep_paper, raise_row
from viecthat.congress.forms.congress import AgendaForm, PaperForm
from viecthat.congress.models import AgendaItem, CongressPaper
from viecthat.congress.pages.shared import POSTED, kept_or_403, shown_or_404, tried
from viecthat.congress.queries.congress import agenda_of, papers_of
from viecthat.plans.pages.shared import reader_of
from viecthat.plans.pages.task import kept_file

AGENDA, PAPERS = "chuong-trinh", "van-kien"


@require_http_methods(POSTED)
def rows(request: HttpRequest, pk: int, matter: str) -> HttpResponse:
    """The rows in order with a form below; a button moves one up or takes it out."""
    if matter not in {AGENDA, PAPERS}:
        raise Http404
    reader = reader_of(request)
    posted = request.method == "POST"
    page = kept_or_403(pk, reader) if posted else shown_or_404(pk, reader)
    row, here = page.congress, reverse("congress:rows", args=[pk, matter])
    found: list[Any] = agenda_of(row) if matter == AGENDA else papers_of(row)
    if posted and (what := request.POST.get("viec")):
        one = _asked(found, request.POST.get("dong", ""))
        step = {"len": raise_row, "bo": drop_row}.get(what)
        if step is None:
            raise Http404
        return tried(request, lambda: step(row=one, actor=reader.actor, at=reader.at), _("Đã ghi."), here)
    given = (request.POST, request.FILES) if posted else (None, None)
    form: AgendaForm | PaperForm
    form = (AgendaForm if matter == AGENDA else PaperForm)(*given, today=reader.today)
    if form.is_bound and form.is_valid():
        values, keep = form.values, keep_agenda_item if matter == AGENDA else keep_paper

        def run() -> None:
            keep(congress=row, **values, actor=reader.actor, at=reader.at)

        return tried(request, run, _("Đã ghi."), here)
    title = _("Chương trình đại hội") if matter == AGENDA else _("Văn kiện, tham luận")
    context = page.context | {
        "title": title,
        "matter": matter,
        "rows": found,
        "form": form if page.keeper else None,
        "trail": page.trail((title, "")),
    }
    return render(request, "congress/rows.html", context, status=422 if form.is_bound else 200)


@require_safe
def attached(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """The file of a paper."""
    page = shown_or_404(pk, reader_of(request))
    found = page.congress.papers.filter(pk=row).select_related("file").first()
    if found is None or found.file is None or not found.file.path.exists():
        raise Http404
    return kept_file(found.file, found.file_name)


def _asked(found: list[Any], which: str) -> AgendaItem | CongressPaper:
    for one in found:
        if str(one.pk) == which:
            row: AgendaItem | CongressPaper = one
            return row
    raise Http404
