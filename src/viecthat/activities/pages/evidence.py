"""Photos that show the work: only for those who may see the activity, and never as anything but a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.activities.choices import EvidenceKind
from viecthat.activities.commands.proof import shield_evidence
from viecthat.activities.forms.proof import ShieldForm
from viecthat.activities.queries import Evidence, evidence_file
from viecthat.activities.rules import may_document_activity, may_see_activity
from viecthat.documents.extract import DOCX, PDF
from viecthat.files.commands import small_copy
from viecthat.plans.pages.shared import Words, change_page, file_response, sent

if TYPE_CHECKING:
    from viecthat.files.models import KeptFile

ONE_YEAR = 31_536_000


@require_safe
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture as it is kept."""
    shown, kept = _shown(request, pk)
    if shown.kind != EvidenceKind.PHOTO:
        ending = {PDF: "pdf", DOCX: "docx"}.get(kept.content_type, "txt")
        return file_response(kept.path.read_bytes(), f"minh-chung-{shown.pk}.{ending}", kept.content_type)
    return _picture(kept.path.read_bytes(), f"minh-chung-{shown.pk}.jpg")


@require_safe
def thumbnail(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture at most 480 px a side."""
    shown, kept = _shown(request, pk)
    if shown.kind != EvidenceKind.PHOTO:
        raise Http404
    return _picture(small_copy(kept).read_bytes(), f"minh-chung-{shown.pk}-nho.jpg")


@require_http_methods(["GET", "HEAD", "POST"])
def shield(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether children can be recognised in a photo, and who allowed it to be shown."""
    actor, at = actor_of(request), now()
    shown, _kept = _shown(request, pk)
    if shown.kind != EvidenceKind.PHOTO or not may_document_activity(actor, shown.activity, at):
        raise PermissionDenied
    form = ShieldForm(sent(request), initial={"minors": shown.minors, "consent": shown.consent})
    back = reverse("activities:activity", args=[shown.activity_id])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        shield_evidence(evidence=shown, actor=actor, at=at, **given)
        return _("Đã ghi."), back

    words = Words(_("Trẻ em trong ảnh"), shown.activity.title, _("Lưu"))
    extra = {"picture": reverse("activities:thumbnail", args=[pk])}
    return change_page(request, form, words, run, back=back, extra=extra, template="activities/change.html")


def _shown(request: HttpRequest, pk: int) -> tuple[Evidence, KeptFile]:
    """The piece of evidence and its file. Http404 where there is none, it is gone, or the reader may not know of it."""
    shown = evidence_file(pk)
    if shown is None or not may_see_activity(actor_of(request), shown.activity, now()):
        raise Http404
    if shown.file is None or not shown.file.path.exists():
        raise Http404
    return shown, shown.file


def _picture(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="image/jpeg",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            # Styles are the browser's own: it fits a picture to the window with them.
            "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
            "X-Content-Type-Options": "nosniff",
            # Kept bytes never change; "private" because the next reader at this address may not be allowed.
            "Cache-Control": f"private, max-age={ONE_YEAR}, immutable",
        },
    )
