"""The fee book of a branch: one month on a page, the year beside it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Capability
from viecthat.accounts.queries import actor_of
from viecthat.accounts.rules import authority_of
from viecthat.kernel.errors import Refused
from viecthat.people.commands import fee as commands
from viecthat.people.commands.rows import RowsRefused
from viecthat.people.forms.fee import CollectForm, MonthField, TakeBackFeeForm
from viecthat.people.pages.branch_choice import branch_choice
from viecthat.people.pages.life import made_up, tell_rows
from viecthat.people.queries.admission import may_follow_admissions
from viecthat.people.queries.fee import fee_book, fee_entered
from viecthat.people.queries.fee_closing import closed_until, closings_waiting
from viecthat.people.rules.charter import months_later
from viecthat.people.rules.membership import holds_members, may_keep_members
from viecthat.ui.sentences import add_refusal
from viecthat.units.queries import UnitRow, unit_with_code, units_by_id


def _branch_or_404(request: HttpRequest, code: str, at: datetime) -> UnitRow:
    unit = unit_with_code(code, localdate(at))
    if unit is None or not may_follow_admissions(actor_of(request), unit.id, at):
        raise Http404
    return unit


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The branches whose fee book one keeps."""
    at, actor = now(), actor_of(request)
    kept = branch_choice(request)
    if kept.only is not None:
        return redirect("people:fees", kept.only.code)
    today = localdate(at)
    held = {unit for unit in authority_of(actor, at).units_for(Capability.RECORD) if may_keep_members(actor, unit, at)}
    above = [unit for unit in units_by_id(held, today).values() if not holds_members(unit.kind)]
    context = {
        "kept": kept,
        "above": sorted(above, key=lambda unit: unit.name),
        "waiting": closings_waiting(actor, at).count() if above else 0,
    }
    return render(request, "people/fee_branches.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def fees(request: HttpRequest, code: str) -> HttpResponse:
    """Collect the fee of a month from those who are ticked."""
    at, actor, today = now(), actor_of(request), localdate()
    unit, month = _branch_or_404(request, code, at), _month(request, at)
    may_do = may_keep_members(actor, unit.id, at)
    book = fee_book(unit.id, month)
    form = CollectForm(request.POST if request.method == "POST" else None, today=today, initial={"day": today})
    if form.is_bound and not may_do:
        raise PermissionDenied
    asked = set(request.POST.getlist("nguoi"))
    ticked = [row.person for row in book.owing if str(row.person.pk) in asked]
    if form.is_bound and form.is_valid():
        people = [person.pk for person in ticked]
        try:
            commands.collect_fees(people=people, month=month, day=form.cleaned_data["day"], actor=actor, at=at)
        except RowsRefused as refused:
            tell_rows(form, refused, [person.full_name for person in ticked])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            said = ngettext("Đã thu đoàn phí của {n} người.", "Đã thu đoàn phí của {n} người.", len(people))
            messages.success(request, said.format(n=len(people)))
            return redirect(reverse("people:fees", args=[code]) + f"?thang={month.month}/{month.year}")
    context = {
        "unit": unit,
        "book": book,
        "form": form,
        "before": months_later(month, -1),
        "after": months_later(month, 1),
        "months": range(1, 13),
        "may_do": may_do,
        "closed": (closed_until(unit.id) or date.min) > month,
        "synthetic": made_up(row.person for row in book.rows),
    }
    return render(request, "people/fees.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A line of the book was wrong."""
    at, actor = now(), actor_of(request)
    unit = _branch_or_404(request, code, at)
    row = fee_entered(pk, unit.id)
    if row is None:
        raise Http404
    if not may_keep_members(actor, unit.id, at):
        raise PermissionDenied
    form = TakeBackFeeForm(request.POST if request.method == "POST" else None, today=localdate(at))
    if form.is_bound and form.is_valid():
        try:
            commands.take_back_fee(fee=row, reason=form.cleaned_data["reason"], actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã lấy lại; số liệu đã được đảo trong sổ việc."))
            return redirect(reverse("people:fees", args=[code]) + f"?thang={row.month.month}/{row.month.year}")
    lede = _("{name}, tháng {month}/{year}").format(
        name=row.person.full_name, month=row.month.month, year=row.month.year
    )
    words = {"title": _("Lấy lại đoàn phí"), "lede": lede, "button": _("Lấy lại")}
    context: dict[str, Any] = {"form": form, "person": row.person, "words": words, "with_files": False}
    return render(request, "people/change.html", context, status=422 if form.is_bound else 200)


def _month(request: HttpRequest, at: datetime) -> date:
    typed = request.GET.get("thang", "")
    try:
        month: date = MonthField(required=False).clean(typed) or localdate(at).replace(day=1)
        commands.check_month(month, at)
    except (ValidationError, Refused) as wrong:
        raise Http404 from wrong
    return month
