"""A member's own history and hours, certificates of having taken part, and what a stranger who scans one is told."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from viecthat.accounts.commands import Door, check_door, note_try
from viecthat.accounts.queries import actor_of, visitor_of
from viecthat.activities.commands.took_part import take_certificate
from viecthat.activities.exports.presence import took_part_pdf
from viecthat.activities.queries.presence import own_history, verified_took_part
from viecthat.kernel.errors import Refused
from viecthat.people.queries.own import person_of
from viecthat.ui.privacy import secret
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import ancestors_of, units_by_id

# Only codes that do not hold are counted, as at the door of membership cards.
DOOR = Door("took-part", most=30, minutes=10)
ON_PAGE = 50


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What I took part in, how long, year by year."""
    at = now()
    person = person_of(actor_of(request))
    if person is None:
        return render(request, "people/own_none.html")
    history = own_history(person.pk, at)
    page = Paginator(history.rows, ON_PAGE).get_page(request.GET.get("trang"))
    context = {"person": person, "history": history, "page": page, "synthetic": person.example}
    response = render(request, "activities/own_presence.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """My certificate as PDF."""
    at, actor = now(), actor_of(request)
    try:
        taken = take_certificate(activity=pk, actor=actor, at=at)
    except Refused as refused:
        raise Http404 from refused
    work, day = taken.activity, localdate(at)
    above = ancestors_of(work.unit_id, work.day)
    content = took_part_pdf(
        taken,
        taken.person,
        work,
        unit=units_by_id({work.unit_id}, day)[work.unit_id].name,
        above=above[-1].name if above else "",
        address=lambda code: request.build_absolute_uri(reverse("activities:took-part", args=[code])),
    )
    headers = {
        "Content-Disposition": f'attachment; filename="giay-chung-nhan-{pk}.pdf"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@login_not_required
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate holds, and just enough to compare it with the paper."""
    at, visitor = now(), visitor_of(request)
    found, wait, status = None, "", 404
    try:
        check_door(door=DOOR, visitor=visitor, at=at)
    except Refused as refused:
        wait, status = sentence_of(refused), 429
    else:
        found = verified_took_part(code, at)
        if found is None:
            note_try(door=DOOR, visitor=visitor, at=at)
        else:
            status = 200
    context = {"found": found, "wait": wait, "at": at}
    return secret(render(request, "activities/took_part_verified.html", context, status=status))
