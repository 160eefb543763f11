"""Declaring a figure: a total somebody types, shown beforehand as it would count."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.ledger.commands import declare_figure
from viecthat.ledger.forms import DeclareForm
from viecthat.ledger.queries import Offered, Preview, indicators_offered, preview_of
from viecthat.ledger.rules import may_declare_figure, units_to_declare_for
from viecthat.ui.fragments import asks_for_part
from viecthat.units.queries import unit_with_code, units_by_id


def declare(request: HttpRequest) -> HttpResponse:
    """The form; sent with `xem` it only shows what the figure would change."""
    at, today, actor = now(), localdate(), actor_of(request)
    mine = units_by_id(units_to_declare_for(actor, at), today)
    if not mine:
        return render(request, "ledger/nothing_to_declare.html", status=403)
    offered = indicators_offered(mine.keys(), today)
    if request.method != "POST":
        form = DeclareForm(today=today, offered=offered, initial=_initial(request, mine, at))
        return render(request, "ledger/declare.html", _context(form, offered, None))
    form = DeclareForm(request.POST, today=today, offered=offered)
    valid = form.is_valid()
    if "xem" in request.POST:
        return _previewed(request, form, offered, at)
    if valid:
        given = form.cleaned_data
        try:
            posting = declare_figure(
                unit=given["unit"].id,
                indicator=given["indicator"],
                quantity=given["quantity"],
                day=given["day"],
                reason=given["reason"],
                key=f"ke-khai-{actor.pk}-{given['key']}"[:80],
                actor=actor,
                at=at,
            )
        except Refused as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, _("Đã ghi vào sổ việc, chứng từ {number}.").format(number=posting.pk))
            return redirect("ledger:posting", posting.pk)
    return render(request, "ledger/declare.html", _context(form, offered, _preview(form, request, at)), status=422)


def _previewed(request: HttpRequest, form: DeclareForm, offered: list[Offered], at: datetime) -> HttpResponse:
    """What the figure would change, and nothing written. While one still types, only this part; no box is scolded."""
    context = _context(form, offered, _preview(form, request, at))
    if not asks_for_part(request):
        return render(request, "ledger/declare.html", context, status=422 if form.errors else 200)
    unscolded = DeclareForm(today=form.today, offered=offered, initial=request.POST.dict())
    # The boxes for the number are drawn anew only for another indicator: somebody may be typing in them.
    redraw = (form.chosen.code if form.chosen else "") != request.POST.get("shown_for", "")
    return render(request, "ledger/parts/preview.html", context | {"form": unscolded, "redraw": redraw})


def _preview(form: DeclareForm, request: HttpRequest, at: datetime) -> Preview | None:
    given = form.cleaned_data
    if not {"unit", "indicator", "quantity", "day"} <= given.keys():
        return None
    if not may_declare_figure(actor_of(request), given["unit"].id, at):
        return None
    return preview_of(given["unit"], given["indicator"], given["quantity"], given["day"], today=localdate(at))


def _initial(request: HttpRequest, mine: dict[int, Any], at: datetime) -> dict[str, Any]:
    today = localdate(at)
    asked = unit_with_code(request.GET.get("don-vi", ""), today)
    unit = asked or min(mine.values(), key=lambda one: one.name)
    return {
        "key": uuid.uuid4().hex,
        "unit": unit,
        "indicator": request.GET.get("chi-so", ""),
        "day": today,
    }


def _context(form: DeclareForm, offered: list[Offered], preview: Preview | None) -> dict[str, Any]:
    withheld = [one for one in offered if one.why_not is not None]
    return {"form": form, "chosen": form.chosen, "withheld": withheld, "preview": preview, "redraw": False}
