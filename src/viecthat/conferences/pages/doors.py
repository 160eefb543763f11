"""At the door: the list on a phone, the code on the screen; and what a letter's address opens without an account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.commands import Door, check_door, note_try
from viecthat.accounts.pages.secrets import behind_door
from viecthat.accounts.queries import actor_of, visitor_of
from viecthat.conferences.choices import CheckInWay
from viecthat.conferences.commands import (
    PURPOSE,
    answer_invitation,
    check_in,
    check_in_by_screen,
    conference_on_screen,
)
from viecthat.conferences.forms import AnswerForm
from viecthat.conferences.models import Conference, Invitee
from viecthat.conferences.pages.shared import POSTED, kept_or_403
from viecthat.conferences.queries.presence import (
    attendance_of,
    invitee_behind,
    invitee_of_person,
    invitee_shown,
    invitees_found,
    listed_invitees,
)
from viecthat.conferences.rules import may_keep_conference
from viecthat.documents.cards import qr_svg
from viecthat.kernel.errors import Refused
from viecthat.kernel.rotating_codes import SECONDS, code_at
from viecthat.people.queries.own import person_of
from viecthat.plans.pages.shared import reader_of
from viecthat.ui.privacy import unlisted
from viecthat.ui.sentences import add_refusal, sentence_of
from viecthat.units.queries import units_by_id

ON_A_PAGE = 50
# Codes that do not hold: whoever guesses is soon sent away.
LETTERS = Door("invitation", most=30, minutes=10)
_OWN, _SEEN = "invitations", "hall"  # what the session remembers: letters opened here, the hall's code scanned here
_MOST_KEPT = 10


@require_http_methods(POSTED)
def door(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody asked, to be ticked off as they come."""
    reader = reader_of(request)
    shown = kept_or_403(pk, reader)
    if request.method == "POST":
        row = request.POST.get("dong", "")
        found = invitee_shown(int(row), shown.conference) if row.isdecimal() else None
        if found is None:
            raise Http404
        try:
            check_in(row=found, way=CheckInWay.LIST, actor=reader.actor, at=reader.at)
        except Refused as refused:
            messages.error(request, sentence_of(refused))
        return HttpResponseRedirect(f"{request.get_full_path()}#d-{found.pk}")
    text = request.GET.get("q", "")[:200]
    here = request.GET.get("da-den", "")
    rows = invitees_found(shown.conference, text=text, state="da-den" if here else "")
    page = Paginator(rows.order_by("name", "pk"), ON_A_PAGE).get_page(request.GET.get("trang"))
    context = shown.context | {
        "page": page,
        "rows": listed_invitees(page.object_list, shown.conference),
        "attendance": attendance_of(shown.conference),
        "text": text,
        "here": here,
    }
    return render(request, "conferences/door.html", context)


@require_safe
def counts(request: HttpRequest, pk: int) -> HttpResponse:
    """How many are there by now, asked for again and again by the pages at the door and in the hall."""
    shown = kept_or_403(pk, reader_of(request))
    context = shown.context | {"attendance": attendance_of(shown.conference)}
    return render(request, "conferences/parts/counts.html", context)


@never_cache
@require_safe
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """The code for the hall's screen: it changes every thirty seconds, so that a picture of it is of no use."""
    reader = reader_of(request)
    shown = kept_or_403(pk, reader)
    letters = code_at(PURPOSE, shown.conference.serial, shown.conference.key, reader.at)
    svg = qr_svg(request.build_absolute_uri(reverse("conferences:scanned", args=[letters])), scale=8)
    context = shown.context | {
        "code": mark_safe(svg),  # noqa: S308 - drawn by the program from its own letters
        "attendance": attendance_of(shown.conference),
        "seconds": SECONDS,
    }
    template = (
        "conferences/parts/code.html" if request.headers.get("HX-Target") == "code" else "conferences/screen.html"
    )
    return render(request, template, context)


@never_cache
@login_not_required
@require_http_methods(POSTED)
def letter(request: HttpRequest, code: str) -> HttpResponse:
    """Behind the address in a letter: when and where, and the answer. Whoever keeps the door notes there who came."""
    at, row = now(), behind_door(request, LETTERS, invitee_behind, code)
    conference = row.conference
    keeper = request.user.is_authenticated and may_keep_conference(actor_of(request), conference, at)
    over = localdate(at) > conference.held_on
    here, what = request.path, request.POST.get("viec", "") if request.method == "POST" else ""
    if what == "den" and keeper:
        try:
            new = check_in(row=row, way=CheckInWay.LETTER, actor=actor_of(request), at=at)
        except Refused as refused:
            messages.error(request, sentence_of(refused))
        else:
            messages.success(request, _("Đã ghi có mặt.") if new else _("Đã ghi có mặt từ trước."))
        return HttpResponseRedirect(here)
    initial = {"answer": row.answer, "stand_in": row.stand_in, "reason": row.reason}
    form = AnswerForm(request.POST if what == "tra-loi" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            answer_invitation(row=row, **form.cleaned_data, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Cảm ơn đồng chí, đã ghi câu trả lời."))
            return HttpResponseRedirect(here)
    if not request.user.is_authenticated:
        kept = [one for one in request.session.get(_OWN, []) if one != row.code]
        request.session[_OWN] = [*kept, row.code][-_MOST_KEPT:]
    context = _about(conference) | {
        "one": listed_invitees([row], conference)[0],
        "form": form,
        "keeper": keeper,
        "over": over,
        "agenda": list(conference.agenda.all()),
    }
    return unlisted(render(request, "conferences/letter.html", context, status=422 if form.is_bound else 200))


@never_cache
@login_not_required
@require_http_methods(POSTED)
def scanned(request: HttpRequest, code: str) -> HttpResponse:
    """The hall's code on somebody's phone: known by the account, or by the letter that was opened on this phone."""
    at = now()
    if request.method == "POST":
        kept = request.session.get(_SEEN)
        row = _own_place(request, kept) if kept else None
        if row is None or not kept:
            raise Http404
        try:
            check_in_by_screen(row=row, seen_at=datetime.fromisoformat(kept[1]), at=at)
        except Refused as refused:
            return unlisted(render(request, "conferences/scanned.html", {"why": sentence_of(refused)}, status=409))
        context = _about(row.conference) | {"one": listed_invitees([row], row.conference)[0], "noted": True}
        return unlisted(render(request, "conferences/scanned.html", context))
    try:
        check_door(door=LETTERS, visitor=visitor_of(request), at=at)
        conference = conference_on_screen(code=code, at=at)
    except Refused as refused:
        note_try(door=LETTERS, visitor=visitor_of(request), at=at)
        return unlisted(render(request, "conferences/scanned.html", {"why": sentence_of(refused)}, status=410))
    request.session[_SEEN] = [conference.pk, at.isoformat()]
    row = _own_place(request, request.session[_SEEN])
    context = _about(conference) | {"one": listed_invitees([row], conference)[0] if row else None}
    return unlisted(render(request, "conferences/scanned.html", context))


def _own_place(request: HttpRequest, kept: list[Any]) -> Invitee | None:
    """Who holds this phone: by the person of the account, else by a letter of this conference that it opened."""
    if request.user.is_authenticated:
        person = person_of(actor_of(request))
        own = [] if person is None else [invitee_of_person(Conference(pk=kept[0]), person.pk)]
        return next((one for one in own if one is not None), None)
    opened = (invitee_behind(code) for code in reversed(request.session.get(_OWN, [])))
    return next((one for one in opened if one is not None and one.conference_id == kept[0]), None)


def _about(conference: Conference) -> dict[str, Any]:
    return {
        "conference": conference,
        "unit": units_by_id({conference.unit_id}, conference.held_on)[conference.unit_id],
    }
