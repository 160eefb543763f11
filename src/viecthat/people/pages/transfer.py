"""Letters of transfer: those sent, those that wait, and the answer; and the list of who comes of age."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.people.choices.membership import TransferState
from viecthat.people.commands import transfer as commands
from viecthat.people.commands.life import mature_members
from viecthat.people.commands.rows import RowsRefused
from viecthat.people.forms.life import AnswerTransferForm, MatureForm, ReceiveForm
from viecthat.people.pages.life import made_up, tell_rows
from viecthat.people.queries.membership import (
    branches_kept,
    members_to_mature,
    person_with_file,
    transfer_with_id,
    transfers_seen,
)
from viecthat.people.rules.charter import comes_of_age_on
from viecthat.people.rules.membership import may_keep_members, may_receive_transfer
from viecthat.ui.sentences import add_refusal
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import scope_below

if TYPE_CHECKING:
    from viecthat.people.models import Transfer

ON_PAGE = 50
MOST_AT_ONCE = 200


@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """Letters from and to units within reach, newest first."""
    at, actor, today = now(), actor_of(request), localdate()
    state = request.GET.get("tinh-trang", "")
    state = state if state in TransferState.values else ""
    page = Paginator(transfers_seen(actor, at, state=state), ON_PAGE).get_page(request.GET.get("trang"))
    letters = list(page.object_list)
    units = units_by_id({unit for letter in letters for unit in (letter.origin_id, letter.destination_id)}, today)
    rows = [(letter, units[letter.origin_id], units[letter.destination_id]) for letter in letters]
    context = {
        "page": page,
        "rows": rows,
        "state": state,
        "states": TransferState.choices,
        "synthetic": made_up(letter.person for letter in letters),
    }
    return render(request, "people/transfers.html", context)


@require_safe
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter, for its two sides."""
    at = now()
    return _letter(request, _or_404(request, pk, at), at)


@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """The other side takes the member in."""
    at, actor, today = now(), actor_of(request), localdate()
    letter = _or_404(request, pk, at)
    if letter.state != TransferState.OPEN:
        return redirect("people:transfer", pk)
    if not may_receive_transfer(actor, letter, at):
        raise PermissionDenied
    under = scope_below(letter.destination_id, today)
    branches = [(str(row.id), row.name) for row in branches_kept(actor, at, within=under)]
    given: dict[str, Any] = {"initial": {"day": today, "branch": letter.destination_id}}
    form = ReceiveForm(_post(request), today=today, branches=branches, **given)
    if form.is_bound and form.is_valid():
        branch, day = int(form.cleaned_data["branch"]), form.cleaned_data["day"]
        try:
            commands.receive_transfer(transfer=letter, branch=branch, day=day, actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã nhận {name}.").format(name=letter.person.full_name))
            return redirect("people:person", letter.person_id)
    return _change(request, letter, form, _("Nhận đoàn viên"), _("Nhận vào chi đoàn"))


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """The other side sends the letter back."""
    at, actor = now(), actor_of(request)
    letter = _or_404(request, pk, at)
    if not may_receive_transfer(actor, letter, at):
        raise PermissionDenied
    form = AnswerTransferForm(_post(request), today=localdate(at))
    if form.is_bound and form.is_valid():
        try:
            commands.decline_transfer(transfer=letter, answer=form.cleaned_data["answer"], actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã trả lại giấy giới thiệu."))
            return redirect("people:transfer", pk)
    return _change(request, letter, form, _("Trả lại giấy giới thiệu"), _("Trả lại"))


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The branch takes its letter back."""
    at, actor = now(), actor_of(request)
    letter = _or_404(request, pk, at)
    if not may_keep_members(actor, letter.origin_id, at):
        raise PermissionDenied
    form = AnswerTransferForm(_post(request), today=localdate(at))
    if form.is_bound and form.is_valid():
        try:
            commands.cancel_transfer(transfer=letter, answer=form.cleaned_data["answer"], actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã thu lại giấy giới thiệu."))
            return redirect("people:transfer", pk)
    return _change(request, letter, form, _("Thu lại giấy giới thiệu"), _("Thu lại"))


@require_http_methods(["GET", "HEAD", "POST"])
def mature(request: HttpRequest) -> HttpResponse:
    """Everybody over 30 whom one keeps: the ceremony for all who are ticked."""
    at, actor, today = now(), actor_of(request), localdate()
    due = members_to_mature(actor, at)
    total = due.count()
    members = list(due[:MOST_AT_ONCE])
    units = units_by_id({member.unit_id for member in members}, today)
    form = MatureForm(_post(request), today=today, initial={"day": today})
    asked = set(request.POST.getlist("nguoi"))
    ticked = [member for member in members if str(member.person_id) in asked]
    if form.is_bound and form.is_valid():
        people = [member.person_id for member in ticked]
        given = {name: form.cleaned_data[name] for name in ("day", "decision")}
        try:
            mature_members(people=people, **given, actor=actor, at=at)
        except RowsRefused as refused:
            tell_rows(form, refused, [member.person.full_name for member in ticked])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            said = ngettext(
                "Đã ghi lễ trưởng thành cho {n} người.", "Đã ghi lễ trưởng thành cho {n} người.", len(people)
            )
            messages.success(request, said.format(n=len(people)))
            return redirect("people:mature")
    rows = [
        (
            member,
            units[member.unit_id],
            comes_of_age_on(member.person.birth_date, today),
            str(member.person_id) in asked,
        )
        for member in members
        if member.person.birth_date
    ]
    context = {
        "form": form,
        "rows": rows,
        "more": total - len(members),
        "synthetic": made_up(member.person for member in members),
    }
    return render(request, "people/mature.html", context, status=422 if form.is_bound else 200)


def _or_404(request: HttpRequest, pk: int, at: datetime) -> Transfer:
    found = transfer_with_id(pk, actor_of(request), at)
    if found is None:
        raise Http404
    return found


def _letter(request: HttpRequest, letter: Transfer, at: datetime) -> HttpResponse:
    actor = actor_of(request)
    wanted = {letter.origin_id, letter.destination_id, letter.branch_id or letter.origin_id}
    units = units_by_id(wanted, localdate(at))
    waits = letter.state == TransferState.OPEN
    context = {
        "letter": letter,
        "origin": units[letter.origin_id],
        "destination": units[letter.destination_id],
        "branch": units.get(letter.branch_id or 0),
        "may_receive": waits and may_receive_transfer(actor, letter, at),
        "may_cancel": waits and may_keep_members(actor, letter.origin_id, at),
        "sees_file": person_with_file(letter.person_id, actor, at) is not None,
        "synthetic": made_up([letter.person]),
    }
    return render(request, "people/transfer.html", context)


def _change(request: HttpRequest, letter: Transfer, form: django_forms.Form, title: str, button: str) -> HttpResponse:
    words = {"title": title, "lede": f"{letter.person.full_name} · {letter.letter}", "button": button}
    context = {"form": form, "person": None, "letter": letter, "words": words, "with_files": False}
    return render(request, "people/change.html", context, status=422 if form.is_bound else 200)


def _post(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
