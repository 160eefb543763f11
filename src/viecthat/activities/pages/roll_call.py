"""The holder of a meeting: open a roll call, show its code, tick, witness, count groups, hand it over to the work."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.activities.commands import presence as commands
from viecthat.activities.exports.presence import roll_call_sheet
from viecthat.activities.forms.presence import ExcuseForm, GroupForm, LeavingForm, RollCallForm
from viecthat.activities.pages.choices import MOST_IN_SELECT, ids_in, people_choices
from viecthat.activities.queries.presence import roll_call_held, roll_call_opened, roll_calls_of
from viecthat.activities.queries.recording import (
    kinds_for,
    likeliest_unit,
    listed_when_few,
    recordable_units,
    units_in_order,
)
from viecthat.documents.cards import qr_svg
from viecthat.documents.csv_lines import to_csv
from viecthat.kernel.errors import Refused
from viecthat.kernel.rotating_codes import code_at, digits_at
from viecthat.ui.outbox import from_outbox, not_theirs, refused as told_refused, sentences_of, written
from viecthat.ui.sentences import add_refusal, sentence_of
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.activities.models import RollCall

ON_PAGE = 30


@require_safe
def roll_calls(request: HttpRequest) -> HttpResponse:
    """The roll calls one may hold, the newest first."""
    actor, at = actor_of(request), now()
    page = Paginator(roll_calls_of(actor, at), ON_PAGE).get_page(request.GET.get("trang"))
    units = units_by_id({call.unit_id for call in page.object_list}, localdate(at))
    rows = [(call, units[call.unit_id]) for call in page.object_list]
    return render(request, "activities/roll_calls.html", {"page": page, "rows": rows, "at": at})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a roll call."""
    actor, at = actor_of(request), now()
    today, units = localdate(at), recordable_units(actor, at)
    if not units:
        return render(request, "activities/nothing_to_record.html")
    wanted = ids_in(request.GET.get("don-vi"))
    unit = wanted[0] if wanted and wanted[0] in units else likeliest_unit(actor, at)
    few = listed_when_few(units, today, most=MOST_IN_SELECT)
    shown = [one for one in {unit, *wanted} if one is not None and one in units] if few is None else few
    clock = localtime(at)
    form = RollCallForm(
        request.POST if request.method == "POST" else None,
        units=[(row.id, row.name) for row in units_in_order(shown, today)],
        kinds=kinds_for(unit, today),
        initial={
            "unit": unit,
            "day": today,
            "begins": f"{clock:%H:%M}",
            "ends": f"{min(clock.hour + 3, 23):02d}:{clock:%M}",
        },
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            call = commands.open_roll_call(
                unit=data["unit"],
                kind=form.chosen_kind,
                title=data["title"],
                place=data["place"],
                starts_at=data["starts_at"],
                ends_at=data["ends_at"],
                guardians=data["guardians"],
                actor=actor,
                at=at,
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("activities:roll-call-screen", call.pk)
    return render(request, "activities/roll_call_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def roll_call(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came, and everything its holder may do about it, each by a button named `viec`."""
    actor, at = actor_of(request), now()
    call = _held_or_404(request, pk, at)
    if request.method == "POST" and from_outbox(request) and (answer := not_theirs(request)) is not None:
        return answer
    wrong: forms.Form | None = None
    sentence = ""
    if request.method == "POST":
        try:
            said = _done(request, call, actor, at)
        except Refused as refused:
            sentence = sentence_of(refused)
        else:
            if isinstance(said, str):
                return _told(request, said, pk)
            wrong = said
        if from_outbox(request):
            return told_refused([sentence] if wrong is None else sentences_of(wrong))
    opened = roll_call_opened(call, at)
    there = {one.row.person_id for one in opened.present}
    typed = {"q_people": request.GET.get("q_people", "")}
    ticked = ids_in(request.POST.getlist("people"))
    choices = people_choices(actor, call.unit_id, typed["q_people"], ticked, at)
    context = {
        "opened": opened,
        "call": call,
        "sentence": sentence,
        "group_form": wrong if isinstance(wrong, GroupForm) else GroupForm(),
        "excuse_form": wrong if isinstance(wrong, ExcuseForm) else ExcuseForm(),
        "leaving_form": wrong if isinstance(wrong, LeavingForm) else LeavingForm(),
        "people": [one for one in choices if int(one.value) not in there],
        "typed": typed,
        "at": at,
        "key": secrets.token_hex(16),
    }
    status = 422 if sentence or wrong is not None else 200
    return render(request, "activities/roll_call.html", context, status=status)


def _told(request: HttpRequest, said: str, pk: int) -> HttpResponse:
    if from_outbox(request):
        return written(said, reverse("activities:roll-call", args=[pk]))
    messages.success(request, said)
    return redirect("activities:roll-call", pk)


def _done(request: HttpRequest, call: RollCall, actor: Account, at: datetime) -> str | forms.Form:
    """Do what the button says; the sentence to say, or the form that is to be filled in again."""
    what = request.POST.get("viec", "")
    if what in _FORMS:
        form = _FORMS[what](request.POST)
        if form.is_valid():
            try:
                return _filled(request, call, form, actor, at)
            except Refused as refused:
                add_refusal(form, refused)
        return form
    ticked, people = ids_in(request.POST.getlist("co-mat")), ids_in(request.POST.getlist("people"))
    if what == "danh-dau":
        n = commands.tick_present(roll_call=call, people=people, actor=actor, at=at)
        said = ngettext("Đã đánh dấu {n} người có mặt.", "Đã đánh dấu {n} người có mặt.", n).format(n=n)
    elif what == "lam-chung":
        n = commands.witness_present(roll_call=call, presences=ticked, actor=actor, at=at)
        said = ngettext("Đã làm chứng cho {n} người.", "Đã làm chứng cho {n} người.", n).format(n=n)
    elif what == "bo":
        n = commands.take_off(roll_call=call, presences=ticked, actor=actor, at=at)
        said = ngettext("Đã bỏ {n} người.", "Đã bỏ {n} người.", n).format(n=n)
    elif what == "dong":
        commands.close_roll_call(roll_call=call, actor=actor, at=at)
        said = _("Đã thôi điểm danh.")
    elif what == "bo-nhom":
        group = next(iter(ids_in(request.POST.get("nhom"))), 0)
        commands.drop_group(roll_call=call, group=group, actor=actor, at=at)
        said = _("Đã bỏ nhóm.")
    else:
        raise Http404
    return said


_FORMS: dict[str, type[forms.Form]] = {"ve": LeavingForm, "nhom": GroupForm, "xin-vang": ExcuseForm}


def _filled(request: HttpRequest, call: RollCall, form: forms.Form, actor: Account, at: datetime) -> str:
    if isinstance(form, LeavingForm):
        ticked = ids_in(request.POST.getlist("co-mat"))
        left = form.left_at(call.starts_at) or at
        commands.note_leaving(roll_call=call, presences=ticked, left_at=left, actor=actor, at=at)
        return _("Đã ghi giờ về.")
    if isinstance(form, GroupForm):
        commands.count_group(roll_call=call, **form.cleaned_data, actor=actor, at=at)
        return _("Đã ghi nhóm.")
    people, reason = ids_in(request.POST.getlist("people")), form.cleaned_data["reason"]
    commands.excuse(roll_call=call, people=people, reason=reason, actor=actor, at=at)
    return _("Đã ghi xin vắng.")


@require_safe
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """People to tick, by part of their name."""
    at = now()
    call = _held_or_404(request, pk, at)
    typed = {"q_people": request.GET.get("q_people", "")}
    ticked = ids_in(request.GET.getlist("people"))
    choices = people_choices(actor_of(request), call.unit_id, typed["q_people"], ticked, at)
    return render(request, "activities/parts/people_choices.html", {"people": choices, "typed": typed})


@require_safe
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """The code, large, for members to scan; it goes on changing without a network."""
    at = now()
    call = _held_or_404(request, pk, at)
    context = {
        "call": call,
        "unit": units_by_id({call.unit_id}, localdate(at))[call.unit_id],
        "address": request.build_absolute_uri(reverse("activities:code", args=["TOKEN"])),
        "code": _code(request, call, commands.COMING, at),
        "digits": digits_at(commands.COMING, call.serial, call.key, at),
    }
    response = render(request, "activities/roll_call_screen.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def screen_code(request: HttpRequest, pk: int, purpose: str) -> HttpResponse:
    """The code of this moment drawn by the server, for browsers that can't make it themselves."""
    at = now()
    call = _held_or_404(request, pk, at)
    what = commands.LEAVING if purpose == "ve" else commands.COMING
    context = {"code": _code(request, call, what, at), "digits": digits_at(what, call.serial, call.key, at)}
    return render(request, "activities/parts/roll_call_code.html", context)


@require_safe
def roll_call_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Everybody who came, as a file for a spreadsheet."""
    at = now()
    opened = roll_call_opened(_held_or_404(request, pk, at), at)
    return StreamingHttpResponse(
        to_csv(roll_call_sheet(opened)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="diem-danh-{pk}.csv"'},
    )


def _held_or_404(request: HttpRequest, pk: int, at: datetime) -> RollCall:
    call = roll_call_held(pk, actor_of(request), at)
    if call is None:
        raise Http404
    return call


def _code(request: HttpRequest, call: RollCall, purpose: bytes, at: datetime) -> str:
    letters = code_at(purpose, call.serial, call.key, at)
    svg = qr_svg(request.build_absolute_uri(reverse("activities:code", args=[letters])))
    return mark_safe(svg)  # noqa: S308 - drawn by the program from its own letters
