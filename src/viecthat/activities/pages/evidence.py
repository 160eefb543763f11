"""Photos that show the work: only for those who may see the activity, and never as anything but a picture."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from viecthat.accounts.queries import actor_of
from viecthat.activities.queries import Evidence, evidence_file
from viecthat.activities.rules import may_see_activity
from viecthat.files.commands import small_copy

ONE_YEAR = 31_536_000


@require_safe
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture as it is kept."""
    shown = _shown(request, pk)
    return _picture(shown.file.path.read_bytes(), f"minh-chung-{shown.pk}.jpg")


@require_safe
def thumbnail(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture at most 480 px a side."""
    shown = _shown(request, pk)
    return _picture(small_copy(shown.file).read_bytes(), f"minh-chung-{shown.pk}-nho.jpg")


def _shown(request: HttpRequest, pk: int) -> Evidence:
    """The piece of evidence. Http404 where there is none, its bytes are gone, or the reader may not know of it."""
    shown = evidence_file(pk)
    if shown is None or not may_see_activity(actor_of(request), shown.activity, now()) or not shown.file.path.exists():
        raise Http404
    return shown


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
