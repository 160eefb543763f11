"""Calls for volunteers, signing up from one's own phone, choosing, one's own page, the register of volunteers."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.campaigns import forms
from viecthat.campaigns.choices import OPEN_SIGN_UPS, SignUpState
from viecthat.campaigns.commands import sign_up as commands
from viecthat.campaigns.commands.campaign import close_call
from viecthat.campaigns.exports import volunteers_sheet
from viecthat.campaigns.models import Call
from viecthat.campaigns.pages.shared import (
    MOST_TAKEN,
    ON_A_PAGE,
    POSTED,
    call_or_404,
    list_file,
    note_names,
    order_asked,
    tried,
    year_of,
)
from viecthat.campaigns.queries import call as queries
from viecthat.campaigns.rules import may_keep_call
from viecthat.people.choices.file import AccessKind
from viecthat.people.queries.own import person_of
from viecthat.people.rules.charter import is_child
from viecthat.plans.pages.shared import Reader, Words, change_page, reader_of, sent
from viecthat.units.forms import unit_label
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import UnitScope, units_where


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Calls one may answer, the nearest deadline first; open to everybody signed in."""
    reader = reader_of(request)
    form = forms.CallListForm(request.GET.copy(), today=reader.today)
    found = queries.calls_found(reader.today).none()
    if form.is_valid():
        data = form.cleaned_data
        found = queries.calls_found(
            reader.today, text=data["text"], scope=UnitScope((data["unit"].id,)) if data["unit"] else None,
            is_open={"dong": False, "het": None}.get(data["state"], True), digital=data["digital"] == "co",
            order=order_asked(request, queries.CALL_ORDERS, queries.SOONEST),
        )  # fmt: skip
        _show_unit(form, data.get("unit"))
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    person = person_of(reader.actor)
    context = {
        "form": form,
        "page": page,
        "rows": queries.listed_calls(list(page.object_list), reader.today, person.pk if person else None),
        "person": person,
        "asked": any(form[name].value() for name in form.fields),
        "keeps": bool(units_where(reader.actor, Capability.FILES, reader.at)),
        "default_order": queries.SOONEST,
    }
    return render(request, "campaigns/calls.html", context)


def _show_unit(form: Any, unit: UnitRow | None) -> None:
    if unit is not None:
        form.data[form.add_prefix("unit")] = unit_label(unit.name, unit.code)


@require_safe
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """One call: what, where, when, for whom; a member signs up, the calling unit chooses."""
    reader = reader_of(request)
    return _shown(request, call_or_404(pk), reader)


def _shown(request: HttpRequest, shown: Call, reader: Reader, form: Any = None, status: int = 200) -> HttpResponse:
    person = person_of(reader.actor)
    mine = queries.sign_up_of(shown, person.pk) if person else None
    child = person is not None and is_child(person.birth_date, reader.today)
    keeps = may_keep_call(reader.actor, shown, reader.at)
    answers = queries.sign_ups_of(shown, reader.today) if keeps else []
    open_now = queries.is_open(shown, reader.today)
    (counted,) = queries.listed_calls([shown], reader.today)
    active = mine is not None and mine.state in OPEN_SIGN_UPS
    context = {
        "call": shown,
        "unit": units_by_id([shown.unit_id], reader.today)[shown.unit_id],
        "counted": counted,
        "person": person,
        "mine": mine,
        "active": active,
        "form": form or forms.SignUpForm(today=reader.today, child=child),
        "may_sign": person is not None and open_now and not active and (shown.minors or not child),
        "too_young": child and not shown.minors,
        "is_open": open_now,
        "keeps": keeps,
        "answers": answers,
        "waits": [row.pk for row, _unit in answers if row.state in {SignUpState.APPLIED, SignUpState.WAITING}],
        "today": reader.today,
        "trail": [(_("Tình nguyện"), reverse("campaigns:calls")), (shown.title, "")],
    }
    response = render(request, "campaigns/call.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The member behind the account signs up."""
    reader = reader_of(request)
    shown = call_or_404(pk)
    person = person_of(reader.actor)
    child = person is not None and is_child(person.birth_date, reader.today)
    form = forms.SignUpForm(request.POST, today=reader.today, child=child)
    if not form.is_valid():
        return _shown(request, shown, reader, form, 422)
    return tried(
        request, lambda: commands.sign_up(call=shown, **form.cleaned_data, actor=reader.actor, at=reader.at),
        _("Đã đăng ký; đơn vị gọi sẽ trả lời."), "campaigns:call", pk,
    )  # fmt: skip


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """The member withdraws."""
    reader, shown = reader_of(request), call_or_404(pk)
    return tried(
        request, lambda: commands.withdraw(call=shown, actor=reader.actor, at=reader.at), _("Đã rút đăng ký."),
        "campaigns:call", pk,
    )  # fmt: skip


@require_POST
def safety(request: HttpRequest, pk: int) -> HttpResponse:
    """The volunteer has read the safety notes."""
    reader, shown = reader_of(request), call_or_404(pk)
    return tried(
        request, lambda: commands.acknowledge_safety(call=shown, actor=reader.actor, at=reader.at),
        _("Đã xác nhận dặn dò an toàn."), "campaigns:call", pk,
    )  # fmt: skip


def _kept(pk: int, reader: Reader) -> Call:
    shown = call_or_404(pk)
    if not may_keep_call(reader.actor, shown, reader.at):
        raise PermissionDenied
    return shown


@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Those ticked are chosen, in the order they signed up, the others of them wait."""
    reader = reader_of(request)
    shown = _kept(pk, reader)
    chosen = [int(one) for one in request.POST.getlist("chosen") if one.isascii() and one.isdigit()]
    said = _("Đã chọn; vượt số cần thì vào danh sách chờ.")
    return tried(
        request, lambda: commands.choose(call=shown, chosen=chosen, actor=reader.actor, at=reader.at), said,
        "campaigns:call", pk,
    )  # fmt: skip


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """No more sign-ups."""
    reader = reader_of(request)
    shown = _kept(pk, reader)
    return tried(
        request, lambda: close_call(call=shown, actor=reader.actor, at=reader.at), _("Đã đóng lời gọi."),
        "campaigns:call", pk,
    )  # fmt: skip


@require_POST
def guardian(request: HttpRequest, pk: int, answer: int) -> HttpResponse:
    """The unit has heard the guardian of a child."""
    reader = reader_of(request)
    shown = _kept(pk, reader)
    row = queries.sign_up_with_id(shown, answer)
    if row is None:
        raise Http404
    return tried(
        request, lambda: commands.confirm_guardian(sign_up=row, actor=reader.actor, at=reader.at),
        _("Đã xác nhận người giám hộ đồng ý."), "campaigns:call", pk,
    )  # fmt: skip


@require_http_methods(POSTED)
def not_chosen(request: HttpRequest, pk: int, answer: int) -> HttpResponse:
    """Not chosen, with words."""
    reader = reader_of(request)
    shown = _kept(pk, reader)
    row = queries.sign_up_with_id(shown, answer)
    if row is None:
        raise Http404
    form = forms.AnswerForm(sent(request), today=reader.today)
    back = reverse("campaigns:call", args=[pk])

    def run(data: dict[str, Any]) -> tuple[str, str]:
        commands.decline(sign_up=row, answer=data["answer"], actor=reader.actor, at=reader.at)
        return _("Đã trả lời người đăng ký."), back

    words = Words(_("Không chọn"), row.person.full_name, _("Trả lời"))
    trail = [(_("Tình nguyện"), reverse("campaigns:calls")), (shown.title, back)]
    return change_page(request, form, words, run, back=back, trail=trail)


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What I signed up for, what I am to read before the start, my teams and hours."""
    reader = reader_of(request)
    person = person_of(reader.actor)
    signed = queries.own_sign_ups(person.pk) if person else []
    teams = queries.own_teams(person.pk, reader.at) if person else []
    context = {
        "person": person,
        "signed": signed,
        "unread": [row for row in signed if row.state == SignUpState.SELECTED and row.safety_at is None],
        "teams": teams,
        "minutes": sum(minutes for _row, _n, minutes in teams),
        "times": sum(n for _row, n, _minutes in teams),
        "trail": [(_("Tình nguyện"), reverse("campaigns:calls")), (_("Của tôi"), "")],
    }
    response = render(request, "campaigns/own.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _volunteers(request: HttpRequest, reader: Reader) -> tuple[forms.VolunteerListForm, Any]:
    form = forms.VolunteerListForm(request.GET.copy(), today=reader.today)
    data: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    unit = data.get("unit")
    scope = units_where(reader.actor, Capability.FILES, reader.at, within=unit.id if unit else None)
    if unit is not None and not scope:
        raise Http404
    _show_unit(form, unit)
    found = queries.volunteers_found(
        scope, text=data.get("text", ""), digital=data.get("digital") == "co", year=year_of(data.get("year")),
        order=order_asked(request, queries.VOLUNTEER_ORDERS, queries.BY_NAME),
    )  # fmt: skip
    return form, found if not form.errors else found.none()


@require_safe
def volunteers(request: HttpRequest) -> HttpResponse:
    """The register of volunteers: people in reach who were in a team, with their hours."""
    reader = reader_of(request)
    form, found = _volunteers(request, reader)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    rows = queries.listed_volunteers(list(page.object_list), reader.at)
    query = request.GET.copy()
    query.pop("trang", None)
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "asked": any(form[name].value() for name in form.fields),
        "query": query.urlencode(),
        "default_order": queries.BY_NAME,
        "trail": [(_("Tình nguyện"), reverse("campaigns:calls")), (_("Sổ tình nguyện viên"), "")],
    }
    response = render(request, "campaigns/volunteers.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def volunteers_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list whole; noted in every file it names."""
    reader = reader_of(request)
    _form, found = _volunteers(request, reader)
    rows = found[:MOST_TAKEN]
    note_names(reader, [row["person"] for row in rows], AccessKind.EXPORTED, _("sổ tình nguyện viên"))
    return list_file(
        kind, volunteers_sheet(queries.volunteers_in_chunks(rows, reader.at)), "tinh-nguyen-vien", reader.today
    )
