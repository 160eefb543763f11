"""A member's own sign-in: the branch hands out codes, the member opens it, the branch takes a lost one off."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of, visitor_of
from viecthat.kernel.errors import Refused
from viecthat.people.commands import own_account as commands
from viecthat.people.commands.rows import RowsRefused
from viecthat.people.forms.own import InviteForm, OpenForm, TakeOffForm, TieForm, guardians_in
from viecthat.people.pages.branch_choice import branch_choice
from viecthat.people.pages.life import made_up, tell_rows
from viecthat.people.queries.membership import person_with_file
from viecthat.people.queries.own import account_of, invitees_of, person_of
from viecthat.people.rules.membership import holds_members
from viecthat.people.rules.own import may_invite, units_to_invite
from viecthat.ui.privacy import private
from viecthat.ui.sentences import add_refusal
from viecthat.units.queries import unit_with_code

BACKEND = "viecthat.accounts.backends.AccountBackend"


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The branches whose members one may invite."""
    kept = branch_choice(request, within=units_to_invite(actor_of(request), now()))
    if kept.only is not None:
        return redirect("keeping:invite", kept.only.code)
    words = {"title": _("Tài khoản của đoàn viên"), "address": "keeping:invite"}
    return render(request, "people/own_branches.html", {"kept": kept, "words": words})


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, code: str) -> HttpResponse:
    """Codes for those who are ticked; the slips are shown this once."""
    at, actor = now(), actor_of(request)
    unit = unit_with_code(code, localdate(at))
    if unit is None or not holds_members(unit.kind) or not may_invite(actor, unit.id, at):
        raise Http404
    rows = invitees_of(unit.id, at)
    form = InviteForm(
        request.POST if request.method == "POST" else None,
        today=localdate(at),
        initial={"guardians_agreed_on": localdate(at)},
    )
    asked = set(request.POST.getlist("nguoi"))
    ticked = [row.person for row in rows if str(row.person.pk) in asked]
    guardians = guardians_in(request.POST, [person.pk for person in ticked])
    if form.is_bound and form.is_valid():
        invited = [commands.Invited(person.pk, guardians[person.pk]) for person in ticked]
        agreed = form.cleaned_data["guardians_agreed_on"]
        try:
            slips = commands.issue_invitations(invited=invited, guardians_agreed_on=agreed, actor=actor, at=at)
        except RowsRefused as refused:
            tell_rows(form, refused, [person.full_name for person in ticked])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            address = request.build_absolute_uri(reverse("open-account"))
            context = {"unit": unit, "slips": slips, "address": address, "synthetic": made_up(ticked)}
            return private(render(request, "people/own_slips.html", context))
    context = {
        "unit": unit,
        "rows": rows,
        "form": form,
        "asked": asked,
        "guardians": guardians,
        "children": any(row.child and row.account is None for row in rows),
        "synthetic": made_up(row.person for row in rows),
    }
    return private(render(request, "people/own_invite.html", context, status=422 if form.is_bound else 200))


@require_http_methods(["GET", "HEAD", "POST"])
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    """The member's sign-in is lost or in wrong hands."""
    at, actor = now(), actor_of(request)
    person = person_with_file(pk, actor, at)
    link = account_of(pk) if person is not None else None
    if person is None or link is None:
        raise Http404
    if not may_invite(actor, person.unit_id or 0, at):
        raise PermissionDenied
    form = TakeOffForm(request.POST if request.method == "POST" else None, today=localdate(at))
    if form.is_bound and form.is_valid():
        try:
            commands.take_account_off(person=pk, reason=form.cleaned_data["reason"], actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã gỡ tài khoản; phát mã mới để người này mở lại."))
            return redirect("people:person", pk)
    words = {
        "title": _("Gỡ tài khoản của đoàn viên"),
        "lede": person.full_name,
        "about": _("Mất mật khẩu hoặc tài khoản lọt vào tay người khác: gỡ, rồi phát mã mới."),
        "button": _("Gỡ tài khoản"),
    }
    context = {"form": form, "person": person, "words": words, "with_files": False}
    return render(request, "people/change.html", context, status=422 if form.is_bound else 200)


@sensitive_post_parameters("code", "password", "again")
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_account(request: HttpRequest) -> HttpResponse:
    """With the code of a slip: a sign-in of one's own, or one's file tied to the account one is signed in with."""
    at = now()
    account = actor_of(request) if request.user.is_authenticated else None
    if account is not None and person_of(account) is not None:
        return redirect("own:own")
    kind = TieForm if account is not None else OpenForm
    form = kind(request.POST if request.method == "POST" else None, initial={"code": request.GET.get("ma", "")[:20]})
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            given = dict(form.cleaned_data)
            given.pop("again", None)
            try:
                opened = commands.redeem_invitation(**given, account=account, visitor=visitor_of(request), at=at)
            except Refused as refused:
                status = 422 if refused.field else 429
                add_refusal(form, refused)
            else:
                if account is None:
                    login(request, opened, backend=BACKEND)
                messages.success(request, _("Tài khoản đã gắn với hồ sơ của bạn."))
                return redirect("own:own")
    return render(request, "people/own_open.html", {"form": form, "tied_to": account}, status=status)
