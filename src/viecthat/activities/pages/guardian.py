"""Guardians of minors: what they said of a meeting or a piece of work, noted by whoever holds it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.activities.commands.guardian import drop_guardian, note_guardians
from viecthat.activities.forms.guardian import GuardianForm
from viecthat.activities.pages.activity import opened_or_404
from viecthat.activities.pages.choices import ids_in, people_choices
from viecthat.activities.queries.guardian import consent_with_file, consents_at, consents_to
from viecthat.activities.queries.presence import roll_call_held
from viecthat.activities.rules import may_document_activity
from viecthat.documents.extract import DOCX, PDF
from viecthat.kernel.errors import Refused
from viecthat.plans.pages.shared import file_response
from viecthat.ui.sentences import add_refusal

if TYPE_CHECKING:
    from viecthat.activities.models import Activity, GuardianConsent, RollCall

MOST_LISTED = 100
SEARCH, DROP = "tim", "bo"  # buttons: only look for people; take one line back


@require_http_methods(["GET", "HEAD", "POST"])
def of_roll_call(request: HttpRequest, pk: int) -> HttpResponse:
    """What guardians said before or at a meeting."""
    call = roll_call_held(pk, actor_of(request), now())
    if call is None:
        raise Http404
    back = reverse("activities:roll-call", args=[pk])
    return _page(request, call, consents_at(call), call.title, back)


@require_http_methods(["GET", "HEAD", "POST"])
def of_activity(request: HttpRequest, pk: int) -> HttpResponse:
    """What guardians said of work that is in the book."""
    at, actor = now(), actor_of(request)
    activity = opened_or_404(request, pk, at).activity
    if not may_document_activity(actor, activity, at):
        raise PermissionDenied
    back = reverse("activities:activity", args=[pk])
    return _page(request, activity, consents_to(activity), activity.title, back)


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper a guardian signed, for those who hold the meeting."""
    row = consent_with_file(pk, actor_of(request), now())
    if row is None or row.file is None or not row.file.path.exists():
        raise Http404
    ending = {PDF: "pdf", DOCX: "docx", "image/jpeg": "jpg"}.get(row.file.content_type, "txt")
    return file_response(row.file.path.read_bytes(), f"cha-me-dong-y-{pk}.{ending}", row.file.content_type)


def _page(
    request: HttpRequest, work: RollCall | Activity, rows: Sequence[GuardianConsent], title: str, back: str
) -> HttpResponse:
    actor, at = actor_of(request), now()
    sent = request.method == "POST" and SEARCH not in request.POST
    if sent and DROP in request.POST:
        return _dropped(request, rows, at)
    form = GuardianForm(
        request.POST if sent else None, request.FILES if sent else None, initial={"given_on": localdate(at)}
    )
    if sent and form.is_valid():
        try:
            n = note_guardians(work=work, people=form.cleaned_data["people"], said=form.said, actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            said = ngettext("Đã ghi ý kiến cha mẹ của {n} người.", "Đã ghi ý kiến cha mẹ của {n} người.", n)
            messages.success(request, said.format(n=n))
            return redirect(request.path)
    typed = {"q_people": request.POST.get("q_people", "")}
    ticked = ids_in(request.POST.getlist("people"))
    known = {str(row.person_id) for row in rows}
    choices = people_choices(actor, work.unit_id, typed["q_people"], ticked, at, most=MOST_LISTED)
    context = {
        "title": title,
        "back": back,
        "rows": rows,
        "form": form,
        "people": [one for one in choices if one.value not in known],
        "typed": typed,
    }
    return render(request, "activities/guardians.html", context, status=422 if form.errors else 200)


def _dropped(request: HttpRequest, rows: Sequence[GuardianConsent], at: datetime) -> HttpResponse:
    wanted = ids_in(request.POST.get(DROP))
    row = next((one for one in rows if one.pk in wanted), None)
    if row is None:
        raise Http404
    try:
        drop_guardian(consent=row, actor=actor_of(request), at=at)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Đã bỏ."))
    return redirect(request.path)
