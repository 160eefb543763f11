"""One posting: what stands behind a figure; and taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.ledger.commands import reverse_posting
from viecthat.ledger.forms import ReverseForm
from viecthat.ledger.queries import entries_of, is_undone, made_up_in, posting_by_id, with_units_then
from viecthat.ledger.rules import is_reversed_by_itself, may_reverse_posting, units_with_visible_figures
from viecthat.ui.sentences import add_refusal
from viecthat.units.queries import ancestors_of, standing_of, units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Posting

ON_PAGE = 100


def posting(request: HttpRequest, pk: int) -> HttpResponse:
    """The posting's page."""
    at, actor = now(), actor_of(request)
    found = _posting_or_404(pk)
    context = _shown(request, actor, found, at)
    undone = context["undone"]
    context["may_reverse"] = not undone and is_reversed_by_itself(found) and may_reverse_posting(actor, found, at)
    return render(request, "ledger/posting.html", context)


def reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the posting back, with a reason, once one is sure."""
    at, actor = now(), actor_of(request)
    found = _posting_or_404(pk)
    context = _shown(request, actor, found, at)
    if not may_reverse_posting(actor, found, at) and found.kind != "reversal":
        raise PermissionDenied(_("Bạn chưa được giao quyền đính chính số liệu của đơn vị này."))
    form = ReverseForm(request.POST if request.method == "POST" else None)
    if not is_reversed_by_itself(found) or context["undone"]:
        return render(request, "ledger/not_reversible.html", context, status=409)
    if form.is_bound and form.is_valid():
        try:
            reversal = reverse_posting(posting=found, reason=form.cleaned_data["reason"], actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(
                request, _("Đã đảo chứng từ {number}; cả hai chứng từ vẫn đọc được.").format(number=found.pk)
            )
            return redirect("ledger:posting", reversal.pk)
    return render(request, "ledger/reverse.html", context | {"form": form}, status=422 if form.is_bound else 200)


def _posting_or_404(pk: int) -> Posting:
    found = posting_by_id(pk)
    if found is None:
        raise Http404(_("Không có chứng từ số {number}.").format(number=pk))
    return found


def _shown(request: HttpRequest, actor: Account, found: Posting, at: datetime) -> dict[str, Any]:
    """What a page of this posting shows. PermissionDenied when none of its lines is within the reader's reach."""
    reach = units_with_visible_figures(actor, at)
    lines = entries_of([found.pk])
    if found.unit_id not in reach:
        # An upper unit may have recorded for several below: everyone sees their own lines.
        lines = lines.filter(unit__in=[unit for unit in set(lines.values_list("unit", flat=True)) if unit in reach])
        if not lines.exists():
            raise PermissionDenied(_("Bạn chưa được giao quyền xem số liệu của đơn vị này."))
    page = Paginator(lines, ON_PAGE).get_page(request.GET.get("trang"))
    shown = with_units_then(list(page))
    day = min((line.entry.day for line in shown), default=localdate(at))
    today = localdate(at)
    unit = units_by_id([found.unit_id], day)[found.unit_id]
    standing = standing_of(unit.id, today)
    return {
        "posting": found,
        "page": page,
        "lines": shown,
        "unit": unit,
        "unit_now": None if standing.unit is None or standing.unit.id == unit.id else standing.unit,
        "above": ancestors_of(unit.id, day),
        "day": day,
        "today": today,
        "undone": is_undone(found),
        "original": getattr(found, "reverses", None),
        "replaced": getattr(found, "replaces", None),
        "reversal": getattr(found, "reversed_by", None),
        "replacement": getattr(found, "replaced_by", None),
        "dataset": found.dataset or (found.reverses.dataset if found.reverses else None),
        "synthetic": made_up_in(found),
    }
