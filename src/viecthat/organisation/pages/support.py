"""Support between unions: the list of a year with both sides' totals, recording, answering."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Capability
from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.organisation.choices import SupportState
from viecthat.organisation.commands.support import (
    confirm_support,
    record_support,
    refuse_support,
    withdraw_support,
)
from viecthat.organisation.exports.support import supports_xlsx
from viecthat.organisation.forms.rating import YearForm
from viecthat.organisation.forms.support import SupportAnswerForm, SupportForm
from viecthat.organisation.pages.changes import trail_to
from viecthat.organisation.queries.support import (
    ShownSupport,
    sums_of,
    support_by_id,
    supports_found,
    supports_seen,
    supports_shown,
)
from viecthat.people.pages.posts import file_response
from viecthat.ui.sentences import add_refusal
from viecthat.units.pages.unit import unit_or_404
from viecthat.units.rules import may

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

ON_A_PAGE = 50


@require_safe
def supports(request: HttpRequest) -> HttpResponse:
    """What was given and received in the year."""
    at, actor = now(), actor_of(request)
    form, year, unit = _asked(request)
    given, received = supports_found(actor, at, year, unit=unit)
    seen = supports_seen(actor, at, year, unit=unit)
    page = Paginator(seen, ON_A_PAGE).get_page(request.GET.get("trang"))
    within = form.cleaned_data.get("within")
    context = {
        "form": form,
        "year": str(year),
        "page": page,
        "rows": supports_shown(list(page.object_list)),
        "given": sums_of(given),
        "received": sums_of(received),
        "within": within,
        "may_record": within is not None and may(actor, Capability.DECLARE, within.id, at),
        "query": request.GET.urlencode(),
    }
    return render(request, "organisation/supports.html", context)


@require_safe
def supports_file(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    _form, year, unit = _asked(request)
    rows = supports_shown(list(supports_seen(actor_of(request), now(), year, unit=unit)))
    title = _("Hỗ trợ giữa các đơn vị năm {year}").format(year=year)
    return file_response(supports_xlsx(rows, title, localdate()), f"ho-tro-{year}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, code: str) -> HttpResponse:
    """What this unit gave."""
    at, today, actor = now(), localdate(), actor_of(request)
    unit = unit_or_404(code, today)
    if not may(actor, Capability.DECLARE, unit.id, at):
        raise PermissionDenied(_("Bạn chưa được giao quyền ghi thay cho đơn vị này."))
    form = SupportForm(
        request.POST if request.method == "POST" else None, today=today, initial={"start": today, "end": today}
    )
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        receiver = given.pop("receiver")
        try:
            record_support(giver=unit.id, receiver=receiver.id if receiver else None, **given, actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã ghi; đơn vị nhận xác nhận thì số vào sổ việc."))
            return redirect(f"{reverse('organisation:supports')}?don-vi={unit.code}")
    context = {
        "form": form,
        "title": _("Ghi việc hỗ trợ của {unit}").format(unit=unit.name),
        "back": f"{reverse('organisation:supports')}?don-vi={unit.code}",
        "trail": [*trail_to(unit)[:-1], (unit.name, reverse("units:unit", args=[unit.code]))],
    }
    return render(request, "organisation/support_change.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """One record: the receiver confirms or refuses it, the giver takes it back."""
    at, actor = now(), actor_of(request)
    shown = _shown(pk, actor, at)
    row = shown.row
    waits = row.state == SupportState.GIVEN and row.receiver_id is not None
    answers = waits and may(actor, Capability.DECLARE, row.receiver_id or 0, at) and row.recorded_by_id != actor.pk
    withdraws = row.state != SupportState.WITHDRAWN and may(actor, Capability.CORRECT, row.giver_id, at)
    form = SupportAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason, said = form.cleaned_data["reason"], request.POST.get("viec", "")
        try:
            if said == "xac-nhan":
                confirm_support(support=row, actor=actor, at=at)
                messages.success(request, _("Đã xác nhận; số đã vào sổ việc của đơn vị hỗ trợ."))
            elif said == "khong":
                refuse_support(support=row, reason=reason, actor=actor, at=at)
                messages.success(request, _("Đã ghi không xác nhận."))
            else:
                withdraw_support(support=row, reason=reason, actor=actor, at=at)
                messages.success(request, _("Đã rút."))
            return redirect("organisation:supports")
        except Refused as refused:
            add_refusal(form, refused)
    context = {
        "shown": shown,
        "row": row,
        "form": form if answers or withdraws else None,
        "answers": answers,
        "withdraws": withdraws,
        "trail": [(_("Hỗ trợ giữa các đơn vị"), reverse("organisation:supports")), (shown.to, "")],
    }
    return render(request, "organisation/support.html", context, status=422 if form.is_bound else 200)


def _asked(request: HttpRequest) -> tuple[YearForm, int, int | None]:
    today = localdate()
    form = YearForm(request.GET, today=today)
    form.is_valid()
    unit = form.cleaned_data.get("within")
    return form, form.cleaned_data.get("year") or today.year, unit.id if unit else None


def _shown(pk: int, actor: Account, at: datetime) -> ShownSupport:
    """The record for those who see one of its sides. Http404 for anybody else."""
    row = support_by_id(pk)
    sides = [unit for unit in (row.giver_id, row.receiver_id) if unit is not None] if row is not None else []
    if row is None or not any(may(actor, Capability.SEE, unit, at) for unit in sides):
        raise Http404
    return supports_shown([row])[0]
