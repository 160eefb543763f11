"""Checks: lists drawn by lot, what was found, what the unit answers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

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
from viecthat.activities.choices import CheckState
from viecthat.activities.commands.checking import answer_check, draw_checks, settle_check
from viecthat.activities.forms.checking import AnswerCheckForm, DrawForm, SettleForm
from viecthat.activities.queries import live_results_of
from viecthat.activities.queries.checking import (
    Doubt,
    check_shown,
    checks_of,
    checks_to_answer,
    counted_rounds,
    round_shown,
    rounds_seen,
)
from viecthat.activities.queries.kinds import kind_book, results_of, typed_indicators
from viecthat.activities.rules import may_answer_check, may_draw_checks
from viecthat.kernel.errors import Refused
from viecthat.plans.pages.shared import Words, change_page, own_units, reader_of, sent
from viecthat.ui.sentences import add_refusal
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.activities.models import Check

ON_A_PAGE = 30
MOST_TO_ANSWER = 20


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """Lists that were drawn, and what went against my units and waits for their answer."""
    reader = reader_of(request)
    page = Paginator(rounds_seen(reader.actor, reader.at), ON_A_PAGE).get_page(request.GET.get("trang"))
    rows = counted_rounds(list(page.object_list))
    names = units_by_id({row.draw.unit_id for row in rows}, reader.today)
    context = {
        "page": page,
        "rows": [(row, names[row.draw.unit_id]) for row in rows],
        "to_answer": list(checks_to_answer(reader.actor, reader.at)[:MOST_TO_ANSWER]),
        "may_draw": bool(own_units(reader, capabilities=(Capability.VERIFY,))),
    }
    return render(request, "activities/checks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest) -> HttpResponse:
    """Draw a new list."""
    reader = reader_of(request)
    units = own_units(reader, capabilities=(Capability.VERIFY,))
    if not units:
        raise PermissionDenied
    first = reader.today.replace(day=1)
    initial = {"start": first, "last": reader.today, "size": 10, "seed": f"{reader.today:%Y%m%d}"}
    form = DrawForm(sent(request), units=[(unit.id, unit.name) for unit in units], initial=initial)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        row = draw_checks(actor=reader.actor, at=reader.at, **given)
        said = _("Đã rút {n} trong {pool} việc.").format(n=row.checks.count(), pool=row.pool)
        return said, reverse("activities:check-round", args=[row.pk])

    lede = _(
        "Máy rút ngẫu nhiên; việc có điều đáng ngờ dễ được rút hơn. Cùng số gieo, cùng số việc thì rút ra y như vậy."
    )
    words = Words(_("Rút thăm kiểm tra"), lede, _("Rút thăm"))
    trail = [(_("Kiểm tra"), reverse("activities:checks"))]
    return change_page(
        request, form, words, run, back=reverse("activities:checks"), trail=trail, template="activities/change.html"
    )


@require_safe
def check_round(request: HttpRequest, pk: int) -> HttpResponse:
    """A list: what is to be looked at, why, how, and what was found."""
    reader = reader_of(request)
    row = round_shown(pk, reader.actor, reader.at)
    if row is None:
        raise Http404
    checks = checks_of(row)
    names = units_by_id({check.activity.unit_id for check in checks} | {row.unit_id}, reader.today)
    context = {
        "round": row,
        "unit": names[row.unit_id],
        "rows": [
            {
                "check": check,
                "unit": names[check.activity.unit_id],
                "doubts": [Doubt(doubt).label for doubt in check.doubts],
            }
            for check in checks
        ],
    }
    return render(request, "activities/check_round.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """One check: what speaks for it, the finding, the unit's answer."""
    actor, at = actor_of(request), now()
    found = check_shown(pk, actor, at)
    if found is None:
        raise Http404
    activity = found.activity
    results = live_results_of([activity.pk])[activity.pk].results
    open_to_checker = found.state == CheckState.OPEN or bool(found.answer)
    may_settle = (
        open_to_checker and activity.recorded_by_id != actor.pk and may_draw_checks(actor, activity.unit_id, at)
    )
    version = kind_book([activity.kind_id]).on(activity.kind_id, activity.day)
    asked = results_of(version, typed_indicators()) if version else []
    form = SettleForm(
        sent(request) if may_settle and "found" in request.POST else None,
        results=asked,
        initial={f"result_{result.indicator.pk}": result.amount for result in results},
    )
    answer = AnswerCheckForm(sent(request) if "answer" in request.POST else None)
    if request.method == "POST":
        done = _settled(found, form, actor, at) if form.is_bound else _answered(found, answer, actor, at)
        if done:
            messages.success(request, done)
            return redirect("activities:check", pk)
    context = {
        "check": found,
        "unit": units_by_id({activity.unit_id}, localdate(at))[activity.unit_id],
        "doubts": [Doubt(doubt).label for doubt in found.doubts],
        "results": results,
        "form": form if may_settle else None,
        "answer_form": answer if _may_answer(found, actor, at) else None,
    }
    return render(request, "activities/check.html", context, status=422 if form.errors or answer.errors else 200)


def _may_answer(found: Check, actor: Account, at: datetime) -> bool:
    against = found.state in {CheckState.CORRECTED, CheckState.REJECTED} and not found.answer
    return against and may_answer_check(actor, found.activity, at)


def _settled(found: Check, form: SettleForm, actor: Account, at: datetime) -> str:
    if not form.is_valid():
        return ""
    state = CheckState(form.cleaned_data["found"])
    try:
        settle_check(
            check=found,
            found=state,
            words=form.cleaned_data["words"],
            results=form.results if state == CheckState.CORRECTED else None,
            actor=actor,
            at=at,
        )
    except Refused as refused:
        add_refusal(form, refused)
        return ""
    return _("Đã ghi kết quả kiểm tra.")


def _answered(found: Check, form: AnswerCheckForm, actor: Account, at: datetime) -> str:
    if not form.is_bound or not form.is_valid():
        return ""
    try:
        answer_check(check=found, answer=form.cleaned_data["answer"], actor=actor, at=at)
    except Refused as refused:
        add_refusal(form, refused)
        return ""
    return _("Đã gửi câu trả lời của đơn vị.")
