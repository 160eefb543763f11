"""Membership cards: one's own on the phone, a branch's sheets to print and hand over, and what a scan tells."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.commands import Door, check_door, note_try
from viecthat.accounts.queries import actor_of, visitor_of
from viecthat.documents.cards import qr_svg
from viecthat.kernel.errors import Refused
from viecthat.people.commands import card as commands
from viecthat.people.commands.rows import RowsRefused
from viecthat.people.exports.cards import card_sheets
from viecthat.people.forms.card import HandOverForm, RevokeForm
from viecthat.people.models import MemberCard, Person
from viecthat.people.pages.branch_choice import branch_choice
from viecthat.people.pages.life import made_up, tell_rows
from viecthat.people.pages.own import no_file, own_person
from viecthat.people.queries.card import card_of, cards_at, faces_of, verified
from viecthat.people.queries.membership import opened_file, person_with_file
from viecthat.people.rules.card import phone_token
from viecthat.people.rules.membership import holds_members, may_keep_members
from viecthat.ui.privacy import private, secret
from viecthat.ui.sentences import add_refusal, sentence_of
from viecthat.units.queries import UnitRow, unit_with_code

# Only tokens that do not hold are counted: at a gate hundreds are scanned from one place.
DOOR = Door("card", most=30, minutes=10)


@require_safe
def own_card(request: HttpRequest) -> HttpResponse:
    """My card, with a QR that changes every few minutes."""
    person, at = own_person(request), now()
    if person is None:
        return no_file(request)
    opened = opened_file(person, at)
    card = card_of(person.pk) if opened.membership is not None else None
    context = {
        "person": person,
        "opened": opened,
        "card": card,
        "code": _phone_code(request, card, at) if card else "",
        "synthetic": made_up([person]),
    }
    return private(render(request, "people/own_card.html", context))


@require_safe
def own_code(request: HttpRequest) -> HttpResponse:
    """The QR of this moment, for the page to put in place of the old one."""
    person, at = own_person(request), now()
    card = card_of(person.pk) if person is not None and opened_file(person, at).membership is not None else None
    if card is None:
        raise Http404
    return private(render(request, "people/parts/own_card_code.html", {"code": _phone_code(request, card, at)}))


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """I lost my card."""
    try:
        commands.lock_own_card(actor=actor_of(request), at=now())
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    else:
        messages.success(request, _("Đã khoá thẻ; nhờ chi đoàn cấp thẻ mới."))
    return redirect("own:card")


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The branches whose cards one keeps."""
    kept = branch_choice(request)
    if kept.only is not None:
        return redirect("keeping:cards", kept.only.code)
    words = {"title": _("Thẻ đoàn viên"), "address": "keeping:cards"}
    return render(request, "people/own_branches.html", {"kept": kept, "words": words})


@require_http_methods(["GET", "HEAD", "POST"])
def cards(request: HttpRequest, code: str) -> HttpResponse:
    """A branch's cards: print them (issued where there are none), note that they were handed over."""
    at, actor = now(), actor_of(request)
    unit = _branch_or_404(request, code, at)
    rows, today = cards_at(unit.id), localdate(at)
    form = HandOverForm(request.POST if request.method == "POST" else None, today=today, initial={"day": today})
    asked = set(request.POST.getlist("nguoi"))
    ticked = [person for person, _card in rows if str(person.pk) in asked]
    if form.is_bound and form.is_valid():
        try:
            if request.POST.get("viec") == "trao":
                people = [person.pk for person in ticked]
                commands.hand_over_cards(people=people, day=form.cleaned_data["day"], actor=actor, at=at)
                said = ngettext("Đã ghi trao thẻ cho {n} người.", "Đã ghi trao thẻ cho {n} người.", len(people))
                messages.success(request, said.format(n=len(people)))
                return redirect("keeping:cards", code)
            return _sheets(request, ticked, at)
        except RowsRefused as refused:
            tell_rows(form, refused, [person.full_name for person in ticked])
        except Refused as refused:
            add_refusal(form, refused)
    context = {
        "unit": unit,
        "rows": rows,
        "form": form,
        "synthetic": made_up(person for person, _card in rows),
    }
    return private(render(request, "people/cards.html", context, status=422 if form.is_bound else 200))


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """The member's card is lost or wrong."""
    at, actor = now(), actor_of(request)
    person = person_with_file(pk, actor, at)
    if person is None or card_of(pk) is None:
        raise Http404
    if not may_keep_members(actor, person.unit_id or 0, at):
        raise PermissionDenied
    form = RevokeForm(request.POST if request.method == "POST" else None, today=localdate(at))
    if form.is_bound and form.is_valid():
        try:
            commands.revoke_card(person=pk, reason=form.cleaned_data["reason"], actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã thu hồi thẻ; mã trên thẻ không còn hiệu lực."))
            return redirect("people:person", pk)
    words = {
        "title": _("Thu hồi thẻ đoàn viên"),
        "lede": person.full_name,
        "about": _("Thẻ mất, hỏng hoặc sai: thu hồi rồi cấp thẻ mới. Mã cũ không bao giờ dùng lại được."),
        "button": _("Thu hồi"),
    }
    context: dict[str, Any] = {"form": form, "person": person, "words": words, "with_files": False}
    return render(request, "people/change.html", context, status=422 if form.is_bound else 200)


@login_not_required
@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """What anybody who scans a card is told: whether it holds, and just enough to tell it from somebody else's."""
    at, visitor = now(), visitor_of(request)
    found, wait, status = None, "", 404
    try:
        check_door(door=DOOR, visitor=visitor, at=at)
    except Refused as refused:
        wait, status = sentence_of(refused), 429
    else:
        found = verified(token, at)
        if found is None:
            note_try(door=DOOR, visitor=visitor, at=at)
        else:
            status = 200
    context = {"found": found, "wait": wait, "at": at}
    return secret(render(request, "people/card_verified.html", context, status=status))


def _sheets(request: HttpRequest, ticked: list[Person], at: datetime) -> HttpResponse:
    people = [person.pk for person in ticked]
    made = commands.print_cards(people=people, actor=actor_of(request), at=at)
    content = card_sheets(
        faces_of(made, localdate(at)), title=_("Thẻ đoàn viên"), address=lambda token: _address(request, token)
    )
    headers = {
        "Content-Disposition": f'attachment; filename="{commands.CARD_SHEET}"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _phone_code(request: HttpRequest, card: MemberCard, at: datetime) -> str:
    svg = qr_svg(_address(request, phone_token(card.serial, card.key, at)))
    return mark_safe(svg)  # noqa: S308 - drawn by the program from its own letters


def _address(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("card", args=[token]))


def _branch_or_404(request: HttpRequest, code: str, at: datetime) -> UnitRow:
    unit = unit_with_code(code, localdate(at))
    if unit is None or not holds_members(unit.kind) or not may_keep_members(actor_of(request), unit.id, at):
        raise Http404
    return unit
