"""A unit's own Word template: put, looked over, taken back; a sample to begin with."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.kernel.errors import Refused
from viecthat.ledger.queries import indicators
from viecthat.plans.pages.shared import file_response, reader_of, unit_or_404
from viecthat.reviews.commands.template import put_template, take_back_template
from viecthat.reviews.exports.offered import CONTENT_TYPES
from viecthat.reviews.exports.own_template import BLOCKS, TARGET_PARTS, WORDS
from viecthat.reviews.forms.extract import TemplateForm
from viecthat.reviews.pages.limits import POSTED
from viecthat.reviews.queries.documents import template_in_force, templates_of
from viecthat.reviews.rules import may_open_review
from viecthat.ui.sentences import add_refusal, sentence_of

MOST_SHOWN = 20


@require_http_methods(POSTED)
def templates(request: HttpRequest, unit_code: str) -> HttpResponse:
    """The template in force, those before, and a file to put."""
    reader = reader_of(request)
    unit = unit_or_404(unit_code, reader.today)
    if not may_open_review(reader.actor, unit.id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền đặt mẫu văn bản của đơn vị này."))
    form = TemplateForm(request.POST or None, request.FILES or None) if request.method == "POST" else TemplateForm()
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            put_template(unit=unit.id, file_name=str(sent.name), content=sent.read(), actor=reader.actor, at=reader.at)
            messages.success(request, _("Đã đặt mẫu; báo cáo Word từ nay theo mẫu này."))
            return redirect("reviews:templates", unit_code)
        except Refused as refused:
            add_refusal(form, refused)
    context = {
        "unit": unit,
        "form": form,
        "own": template_in_force(unit.id),
        "before": [row for row in templates_of(unit.id)[:MOST_SHOWN] if row.taken_back_at is not None],
        "words": WORDS,
        "parts": TARGET_PARTS,
        "blocks": BLOCKS,
        "codes": [indicator for indicator in indicators().values() if indicator.listed],
    }
    return render(request, "reviews/templates.html", context, status=422 if form.is_bound else 200)


@require_POST
def take_back(request: HttpRequest, unit_code: str) -> HttpResponse:
    """Our own layout again."""
    reader = reader_of(request)
    unit = unit_or_404(unit_code, reader.today)
    try:
        take_back_template(unit=unit.id, actor=reader.actor, at=reader.at)
        messages.success(request, _("Đã gỡ mẫu; báo cáo Word lại theo thể thức chung."))
    except Refused as refused:
        messages.error(request, str(sentence_of(refused)))
    return redirect("reviews:templates", unit_code)


@require_safe
def file(request: HttpRequest, unit_code: str, which: str) -> HttpResponse:
    """The template in force, or a sample with every kind of field."""
    reader = reader_of(request)
    unit = unit_or_404(unit_code, reader.today)
    if not may_open_review(reader.actor, unit.id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền đặt mẫu văn bản của đơn vị này."))
    if which == "vi-du":
        from viecthat.reviews.exports.sample_template import sample_template  # noqa: PLC0415 - loads Word

        return file_response(sample_template(), "mau-vi-du.docx", CONTENT_TYPES["docx"])
    own = template_in_force(unit.id)
    if which != "dang-dung" or own is None:
        raise Http404
    return file_response(own.file.path.read_bytes(), f"mau-{unit_code}.docx", CONTENT_TYPES["docx"])
