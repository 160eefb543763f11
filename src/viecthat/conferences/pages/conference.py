"""Conferences: listed, set up, put right, held, concluded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.conferences.choices import ConferenceState
from viecthat.conferences.commands import (
    conclude_conference,
    correct_conference,
    hold_conference,
    open_conference,
    unhold_conference,
)
from viecthat.conferences.forms import ConferenceForm
from viecthat.conferences.models import Conference
from viecthat.conferences.pages.shared import POSTED, home_of, kept_or_403
from viecthat.conferences.queries.conference import (
    FIRST,
    ORDERS,
    conference_of,
    conferences_found,
    listed_conferences,
    reviews_free,
    reviews_of,
)
from viecthat.conferences.rules import may_keep_conferences
from viecthat.kernel.errors import Refused
from viecthat.plans.exports.directive import workbook_bytes
from viecthat.plans.pages.shared import Reader, Words, change_page, file_response, reader_of, sent
from viecthat.reviews.pages.review import asked_for
from viecthat.ui.sentences import sentence_of
from viecthat.units.forms import RegisterForm

ON_A_PAGE = 50
MOST_TAKEN = 5000


@dataclass(frozen=True)
class Sought:
    """What is asked of the list, and what was found."""

    form: RegisterForm
    found: QuerySet[Conference]
    order: str


def _sought(request: HttpRequest, reader: Reader) -> Sought:
    form = RegisterForm(request.GET, today=reader.today, states=ConferenceState.choices)
    valid = form.is_valid()
    data: dict[str, Any] = form.cleaned_data
    order = request.GET.get("xep", FIRST)
    order = order if order in ORDERS else FIRST
    found = conferences_found(
        reader.actor,
        reader.at,
        text=data.get("text", ""),
        unit=data["unit"].id if data.get("unit") else None,
        year=data.get("year"),
        state=data.get("state", ""),
        order=order,
    )
    # What can't be read finds nothing: a list that silently left a filter out would be taken for the answer.
    return Sought(form, found if valid else found.none(), order)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Conferences, the latest first."""
    reader = reader_of(request)
    sought = _sought(request, reader)
    page = Paginator(sought.found, ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "form": sought.form,
        "page": page,
        "rows": listed_conferences(page.object_list, reader.today),
        "order": sought.order,
        "default_order": FIRST,
        "query": request.GET.urlencode(),
    }
    return render(request, "conferences/list.html", context)


@require_safe
def listing_file(request: HttpRequest) -> HttpResponse:
    """The same list whole, as a workbook."""
    from viecthat.conferences.exports.sheets import conferences_sheet  # noqa: PLC0415 - pages need no spreadsheets

    reader = reader_of(request)
    rows = listed_conferences(_sought(request, reader).found[:MOST_TAKEN], reader.today)
    sheet = conferences_sheet(rows)
    return file_response(workbook_bytes((sheet,), sheet.title, reader.today), f"hoi-nghi-{reader.today}.xlsx")


@require_http_methods(POSTED)
def enter(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """A conference on a review is set up."""
    asked = asked_for(request, unit_code, slug)
    reader = reader_of(request)
    if asked.review is None:
        raise Http404
    if not may_keep_conferences(reader.actor, asked.unit.id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền tổ chức hội nghị của đơn vị này."))
    here = reverse("conferences:conference", args=[asked.unit.code, asked.slug])
    if conference_of(asked.review) is not None:
        return redirect(here)
    title = _("Hội nghị {review}").format(review=f"{asked.review.title[:1].lower()}{asked.review.title[1:]}")
    initial = {"title": title, "reviews": [asked.review.pk], "held_on": asked.review.conference_on, "quorum": "2/3"}
    form = ConferenceForm(sent(request), today=reader.today, reviews=reviews_free(asked.unit.id), initial=initial)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        open_conference(
            unit=asked.unit.id, facts=form.facts, reviews=list(given["reviews"]), actor=reader.actor, at=reader.at
        )
        return _("Đã lập hội nghị; tiếp theo mời người dự."), here

    words = Words(_("Lập hội nghị"), asked.unit.name, _("Lập"))
    return change_page(request, form, words, run, back=here, trail=[(asked.review.title, here)])


@require_http_methods(POSTED)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """What is noted of it is put right."""
    reader = reader_of(request)
    shown = kept_or_403(pk, reader)
    conference = shown.conference
    names = ("title", "held_on", "place", "link", "chairs", "secretary", "quorum")
    initial: dict[str, Any] = {name: getattr(conference, name) for name in names}
    initial |= {name: f"{clock:%H:%M}" for name in ("begins", "ends") if (clock := getattr(conference, name))}
    initial["reviews"] = [review.pk for review in reviews_of(conference)]
    free = reviews_free(conference.unit_id, conference)
    form = ConferenceForm(sent(request), today=reader.today, reviews=free, initial=initial)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        correct_conference(
            conference=conference, facts=form.facts, reviews=list(given["reviews"]), actor=reader.actor, at=reader.at
        )
        return _("Đã sửa."), home_of(conference, shown.unit)

    words = Words(_("Sửa hội nghị"), shown.unit.name, _("Lưu"))
    return change_page(request, form, words, run, back=shown.home, trail=shown.trail)


@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """It took place."""
    reader = reader_of(request)
    shown = kept_or_403(pk, reader)
    try:
        hold_conference(conference=shown.conference, actor=reader.actor, at=reader.at)
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    else:
        messages.success(request, _("Đã ghi hội nghị đã họp; tiếp theo soạn và chốt kết luận."))
    return HttpResponseRedirect(shown.home)


@require_POST
def unhold(request: HttpRequest, pk: int) -> HttpResponse:
    """It did not take place after all."""
    reader = reader_of(request)
    shown = kept_or_403(pk, reader)
    try:
        unhold_conference(conference=shown.conference, actor=reader.actor, at=reader.at)
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    else:
        messages.success(request, _("Đã ghi lại: hội nghị chưa họp."))
    return HttpResponseRedirect(shown.home)


@require_POST
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Its conclusions become tasks."""
    reader = reader_of(request)
    shown = kept_or_403(pk, reader)
    try:
        rows = conclude_conference(conference=shown.conference, actor=reader.actor, at=reader.at)
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    else:
        messages.success(request, _("Đã kết luận: giao {n} nhiệm vụ.").format(n=len(rows)))
    return HttpResponseRedirect(home_of(shown.conference, shown.unit, "conclusions"))
