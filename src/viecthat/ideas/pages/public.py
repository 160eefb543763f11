"""What everybody opens: the bank, one idea, the form to send one, the answer behind a code, saying yes."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.commands import check_door, note_try
from viecthat.accounts.pages.human_check import answered_once
from viecthat.accounts.pages.secrets import behind_door
from viecthat.accounts.queries import actor_of, visitor_of
from viecthat.ideas.commands import send_idea, withdraw_idea
from viecthat.ideas.commands.support import vote as say_yes
from viecthat.ideas.forms.idea import ListForm, SendForm, VoteForm
from viecthat.ideas.models import Idea
from viecthat.ideas.pages.shared import CODES, POSTED, SENDING, VOTING, links, sent, signed_in, trail_of
from viecthat.ideas.queries.bank import (
    NEWEST,
    ORDERS,
    counted_public,
    idea_behind,
    idea_opened,
    idea_with_id,
    ideas_found,
    is_supported,
    units_that_receive,
    with_units,
)
from viecthat.ideas.queries.own import ideas_to_judge, own_ideas
from viecthat.ideas.rules import is_public, may_see_ideas
from viecthat.kernel.errors import Refused
from viecthat.people.queries.own import person_of
from viecthat.ui.context import open_frame
from viecthat.ui.human_check import NAME
from viecthat.ui.privacy import findable, private, unlisted
from viecthat.ui.sentences import add_refusal, sentence_of
from viecthat.units.queries import ancestors_of, unit_with_code, units_by_id

if TYPE_CHECKING:
    from datetime import datetime

    from viecthat.accounts.models import Account

ON_A_PAGE = 30
_COOKIE = "viecthat_support"
_YEAR = 365 * 24 * 3600
_BYTES = 12


@login_not_required
@findable
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The bank as everybody reads it."""
    today = localdate()
    form = ListForm(request.GET, today=today)
    given: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    found = (
        ideas_found(None, text=given["text"], field=given["field"], state=given["state"])
        if form.is_valid()
        else Idea.objects.none()
    )
    order = given.get("order") or NEWEST
    page = Paginator(found.order_by(*ORDERS[order]), ON_A_PAGE).get_page(request.GET.get("trang"))
    asked = any(given.get(name) for name in ("text", "field", "state"))
    context = {
        "base": open_frame(request),
        "form": form,
        "page": page,
        "rows": with_units(list(page.object_list), today),
        "asked": asked or not form.is_valid(),
        "counted": counted_public(),
        "links": links() if request.user.is_authenticated else (),
    }
    return render(request, "ideas/list.html", context)


@login_not_required
@findable
@require_safe
def idea(request: HttpRequest, pk: int) -> HttpResponse:
    """One idea and its way. What is not public only its sender and its keepers are led to, elsewhere."""
    row = idea_with_id(pk)
    account = signed_in(request)
    if row is None or not is_public(row):
        if row is not None and account is not None and may_see_ideas(account, row.unit_id, now()):
            return HttpResponseRedirect(reverse("ideas:desk", args=[pk]))
        raise Http404
    context = _about(row) | {
        "base": open_frame(request),
        "supported": is_supported(row, account, request.COOKIES.get(_COOKIE, "")),
        "own": account is not None and row.account_id == account.pk,
        "keeps": account is not None and may_see_ideas(account, row.unit_id, now()),
        "trail": trail_of((row.title, "")),
    }
    page = render(request, "ideas/idea.html", context)
    # A name is given to whoever reads the idea, not to search engines.
    return unlisted(page) if context["sender"] else page


@never_cache
@login_not_required
@require_http_methods(POSTED)
def send(request: HttpRequest) -> HttpResponse:
    """The form; a unit named in the address (`don-vi`), as by a code on its wall, is the one that receives."""
    at, visitor, account = now(), visitor_of(request), signed_in(request)
    units = _receivers(request, account)
    form = SendForm(sent(request), units=units, human=account is None, initial={"unit": units[0][0] if units else ""})
    code, status = "", 200
    if form.is_bound:
        status = 422
        if form.is_valid() and (account is not None or _may_send(form, visitor, at)):
            try:
                _row, code = send_idea(unit=int(form.cleaned_data["unit"]), facts=form.facts(), actor=account, at=at)
            except Refused as refused:
                add_refusal(form, refused)
            else:
                if account is not None:
                    messages.success(request, _("Đã gửi ý tưởng; theo dõi ở trang của bạn."))
                    return HttpResponseRedirect(reverse("ideas:own"))
                # Only how many came from a place, never which: forgotten after a day.
                note_try(door=SENDING, visitor=visitor, at=at)
                status = 200
    context = {
        "base": open_frame(request),
        "form": form,
        "slip": request.build_absolute_uri(reverse("ideas:slip", args=[code])) if code else "",
        "trail": trail_of((_("Gửi ý tưởng"), "")),
    }
    return private(render(request, "ideas/send.html", context, status=status))


@never_cache
@login_not_required
@require_http_methods(POSTED)
def slip(request: HttpRequest, code: str) -> HttpResponse:
    """How far an idea has come, for whoever holds its code; taken back while nobody has read it."""
    row = behind_door(request, CODES, idea_behind, code)
    if request.method == "POST":
        try:
            withdraw_idea(idea=row, actor=None, at=now())
        except Refused as refused:
            messages.error(request, sentence_of(refused))
        else:
            messages.success(request, _("Đã rút ý tưởng."))
        return HttpResponseRedirect(request.path)
    return unlisted(render(request, "ideas/slip.html", _about(row) | {"public": is_public(row)}))


@login_not_required
@require_http_methods(POSTED)
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes to an idea, or take it back: once for an account, or for the code this browser keeps."""
    row = idea_with_id(pk)
    if row is None or not is_public(row):
        raise Http404
    at, account, code = now(), signed_in(request), request.COOKIES.get(_COOKIE, "")
    back = reverse("ideas:idea", args=[pk])
    new, status = account is None and not code, 200
    form = VoteForm(request.POST if request.method == "POST" and NAME in request.POST else None)
    if request.method == "POST" and (not new or (form.is_valid() and answered_once(form, at))):
        try:
            check_door(door=VOTING, visitor=visitor_of(request), at=at)
            code = code or secrets.token_urlsafe(_BYTES)
            say_yes(idea=row, actor=account, code=code, yes=request.POST.get("bo") != "1", at=at)
        except Refused as refused:
            messages.error(request, sentence_of(refused))
            return HttpResponseRedirect(back)
        note_try(door=VOTING, visitor=visitor_of(request), at=at)
        response = HttpResponseRedirect(back)
        if new:
            response.set_cookie(_COOKIE, code, max_age=_YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
        return response
    if form.is_bound:
        status = 422
    context = {"base": open_frame(request), "idea": row, "form": form, "trail": trail_of((row.title, back))}
    return private(render(request, "ideas/vote.html", context, status=status))


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What this account sent, and what it was asked to judge."""
    actor, today = actor_of(request), localdate()
    page = Paginator(own_ideas(actor), ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "rows": with_units(list(page.object_list), today),
        "to_judge": with_units(list(ideas_to_judge(actor)[:ON_A_PAGE]), today),
        "links": links(),
        "trail": trail_of((_("Của tôi"), "")),
    }
    return private(render(request, "ideas/own.html", context))


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The sender takes an idea back, while nobody has read it."""
    actor, row = actor_of(request), idea_with_id(pk)
    if row is None or row.account_id != actor.pk:
        raise Http404
    try:
        withdraw_idea(idea=row, actor=actor, at=now())
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    else:
        messages.success(request, _("Đã rút ý tưởng."))
    return HttpResponseRedirect(reverse("ideas:own"))


def _may_send(form: SendForm, visitor: str, at: datetime) -> bool:
    """Not too many from one place, and a person each time."""
    try:
        check_door(door=SENDING, visitor=visitor, at=at)
    except Refused:
        form.add_error(None, _("Từ đây vừa gửi quá nhiều ý tưởng; chờ mười phút rồi gửi tiếp."))
        return False
    return answered_once(form, at)


def _about(row: Idea) -> dict[str, Any]:
    opened = idea_opened(row, localdate(), keeper=False)
    return {"opened": opened, "idea": row, "sender": row.who if row.show_name and not row.child else ""}


def _receivers(request: HttpRequest, account: Account | None) -> list[tuple[str, str]]:
    """The unit of the address alone; else a member's own branch and those above; else the head and those under it."""
    today = localdate()
    code = request.GET.get("don-vi", "")
    if code:
        named = unit_with_code(code, today)
        if named is None or (named.end is not None and named.end <= today):
            raise Http404
        return [(str(named.id), named.name)]
    person = person_of(account) if account is not None else None
    if person is not None and person.unit_id is not None:
        home = units_by_id([person.unit_id], today)[person.unit_id]
        return [(str(one.id), one.name) for one in (home, *reversed(ancestors_of(home.id, today)))]
    return [(str(one.id), one.name) for one in units_that_receive(today)]
