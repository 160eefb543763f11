"""Add photos and names to work that was recorded without them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.activities.commands import document_activity
from viecthat.activities.forms.proof import DocumentForm
from viecthat.activities.pages.activity import opened_or_404
from viecthat.activities.pages.choices import ids_in, people_choices
from viecthat.activities.pages.record import PHOTOS_AGAIN, STEP
from viecthat.activities.rules import may_document_activity
from viecthat.kernel.errors import Refused
from viecthat.ui.sentences import add_refusal


@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, and what is added by it."""
    at, actor = now(), actor_of(request)
    opened = opened_or_404(request, pk, at)
    if not may_document_activity(actor, opened.activity, at):
        raise PermissionDenied
    sent = request.method == "POST" and STEP not in request.POST
    form = DocumentForm(request.POST, request.FILES) if sent else DocumentForm(initial={"people": _ticked(request)})
    if sent and form.is_valid():
        data = form.cleaned_data
        try:
            document_activity(
                activity=opened.activity,
                photos=data["photos"],
                people=data["people"],
                paper=form.sent_paper,
                link=data["link"],
                actor=actor,
                at=at,
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã bổ sung minh chứng cho “{title}”.").format(title=opened.activity.title))
            return redirect("activities:activity", pk)
    if request.FILES and form.errors and "photos" not in form.errors:
        form.add_error("photos", _(PHOTOS_AGAIN))
    typed = {"q_people": request.POST.get("q_people", "")}
    people = people_choices(actor, opened.activity.unit_id, typed["q_people"], _ticked(request), at)
    context = {"opened": opened, "form": form, "people": people, "typed": typed}
    return render(request, "activities/document.html", context, status=422 if form.errors else 200)


@require_safe
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """People of the unit, by part of their name. Http404 where the reader may add nothing."""
    at, actor = now(), actor_of(request)
    opened = opened_or_404(request, pk, at)
    if not may_document_activity(actor, opened.activity, at):
        raise Http404
    typed = {"q_people": request.GET.get("q_people", "")}
    ticked = ids_in(request.GET.getlist("people"))
    choices = people_choices(actor, opened.activity.unit_id, typed["q_people"], ticked, at)
    return render(request, "activities/parts/people_choices.html", {"people": choices, "typed": typed})


def _ticked(request: HttpRequest) -> list[int]:
    return ids_in(request.POST.getlist("people"))
