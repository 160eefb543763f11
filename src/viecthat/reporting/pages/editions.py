"""Editions: one as it was signed, its files, its signatures; two side by side; the draft's print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.plans.pages.shared import file_response
from viecthat.reporting.commands.printing import print_edition
from viecthat.reporting.commands.signature import CMS, attach_signature
from viecthat.reporting.exports.edition import Signed
from viecthat.reporting.exports.edition_data import edition_json
from viecthat.reporting.exports.files import DRAFT_KINDS, KINDS, content_bytes, file_name
from viecthat.reporting.forms.signature import SignatureForm
from viecthat.reporting.queries.comparing import compared
from viecthat.reporting.queries.content import content_of
from viecthat.reporting.queries.editions import chain_of, edition_by_number, editions_of
from viecthat.reporting.queries.live import draft_content, ledger_content
from viecthat.reporting.queries.report import report_by_id
from viecthat.reporting.rules import may_read_reports, may_write_report
from viecthat.ui.sentences import add_refusal, sentence_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viecthat.reporting.models import Edition, Report
    from viecthat.reporting.queries.content import ContentLine, EditionContent

LIVE = "hien-tai"


@require_http_methods(["GET", "HEAD", "POST"])
def edition(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """An edition as it was, its chain worked out on the spot; a signature is attached by POST."""
    report, drafts = _report(request, pk)
    shown = _edition(report, number, drafts)
    if request.method == "POST" and not drafts:
        raise PermissionDenied(_("Chỉ người làm báo cáo của đơn vị mới gắn được chữ ký số."))
    form = SignatureForm(request.POST, request.FILES) if request.method == "POST" else SignatureForm()
    if form.is_bound and form.is_valid():
        try:
            attach_signature(edition=shown, content=form.cleaned_data["file"], actor=actor_of(request), at=now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã kiểm tra và gắn chữ ký số."))
            return redirect("editions:edition", pk, number)
    content = content_of(shown.content)
    context = {
        **_frame(report, content),
        "edition": shown,
        "areas": _areas(content.lines),
        "editions": list(editions_of(pk, drafts=drafts)),
        "faults": chain_of(shown),
        "signatures": sorted(shown.signatures.all(), key=lambda one: one.pk),
        "form": form,
        "may_attach": drafts,
        "kinds": list(KINDS),
        "live": LIVE,
    }
    return render(request, "reporting/edition.html", context, status=422 if form.is_bound else 200)


@require_safe
def edition_file(request: HttpRequest, pk: int, number: int, kind: str) -> HttpResponse:
    """The edition to take along: PDF as it was first printed; DOCX, XLSX and JSON made of its content."""
    if kind not in KINDS:
        raise Http404
    report, drafts = _report(request, pk)
    shown = _edition(report, number, drafts)
    content = content_of(shown.content)
    if kind == "json":
        made = edition_json(shown)
    elif kind == "pdf":
        try:
            made = print_edition(edition=shown, at=now())
        except Refused as refused:
            messages.error(request, sentence_of(refused))
            return redirect("editions:edition", pk, number)
    else:
        made = content_bytes(content, Signed(shown.number, shown.signed_at, shown.digest), kind)
    return file_response(made, file_name(content, number, kind), KINDS[kind])


@require_safe
def signature_file(request: HttpRequest, pk: int, number: int, signature: int) -> HttpResponse:
    """A signature to be checked elsewhere, byte for byte as it was attached."""
    report, drafts = _report(request, pk)
    shown = _edition(report, number, drafts)
    kept = next((one.file for one in shown.signatures.all() if one.pk == signature), None)
    if kept is None or not kept.path.exists():
        raise Http404
    name = file_name(content_of(shown.content), number, "pdf.p7s")
    return file_response(kept.path.read_bytes(), name, CMS)


@require_safe
def draft_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The report as it would be signed now; every page says that it is a draft."""
    if kind not in DRAFT_KINDS:
        raise Http404
    report, drafts = _report(request, pk)
    if not drafts:
        raise PermissionDenied(_("Bản thảo chỉ người làm báo cáo của đơn vị xem được."))
    try:
        content = draft_content(report, now())
    except Refused as refused:
        raise Http404(sentence_of(refused)) from refused
    return file_response(content_bytes(content, None, kind), file_name(content, None, kind), KINDS[kind])


@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two editions, or an edition and the present. Without a choice: the last two, or the only one and the present."""
    report, drafts = _report(request, pk)
    known = {one.number: one for one in editions_of(pk, drafts=drafts)}
    if not known:
        raise Http404
    *_earlier, before, last = [0, *sorted(known)]
    old = _chosen(request.GET.get("a", ""), known) or before or last
    new = request.GET.get("b", str(last) if before else LIVE)
    context: dict[str, Any] = {"numbers": sorted(known), "old": old, "live": LIVE, "gone": False}
    first = content_of(known[old].content)
    picked = _chosen(new, known)
    if picked is not None:
        second = content_of(known[picked].content)
    else:
        try:
            second = draft_content(report, now()) if drafts else ledger_content(report, first, now())
        except Refused as refused:
            context["gone"], second = sentence_of(refused), first
    context |= {"new": picked or LIVE, "comparison": compared(first, second), **_frame(report, first)}
    return render(request, "reporting/compared.html", context)


def _report(request: HttpRequest, pk: int) -> tuple[Report, bool]:
    """The report, and whether the reader sees what was not sent up. Http404 where they may not know of it."""
    report = report_by_id(pk)
    if report is None:
        raise Http404
    drafts = may_write_report(actor_of(request), report.unit_id, now())
    if not drafts and not may_read_reports(actor_of(request), report.unit_id, now()):
        raise Http404
    return report, drafts


def _edition(report: Report, number: int, drafts: bool) -> Edition:
    found = edition_by_number(report.pk, number, drafts=drafts)
    if found is None:
        raise Http404
    return found


def _chosen(sent: str, known: dict[int, Edition]) -> int | None:
    return int(sent) if sent.isdecimal() and len(sent) < 6 and int(sent) in known else None


def _frame(report: Report, content: EditionContent) -> dict[str, Any]:
    return {"report": report, "content": content, "period": Period(content.start, content.end)}


def _areas(lines: Sequence[ContentLine]) -> list[tuple[int, list[ContentLine]]]:
    areas: dict[int, list[ContentLine]] = {}
    for line in lines:
        areas.setdefault(line.area, []).append(line)
    return list(areas.items())
