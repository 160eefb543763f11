"""Members' Day: the list of a branch's day, and which branches have held it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.activities.commands.members_day import settle_members_day
from viecthat.activities.pages.activity import opened_or_404
from viecthat.activities.queries.members_day import (
    MEMBERS_DAY,
    branches_without_day,
    guidance_of,
    held_days,
    members_day_rows,
    members_days,
)
from viecthat.activities.rules import may_document_activity
from viecthat.kernel.errors import Refused
from viecthat.people.rules.membership import holds_members, may_keep_members
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import units_by_id

ON_PAGE = 50
_YEARS_BACK = 10


@require_safe
def days(request: HttpRequest) -> HttpResponse:
    """Which branches held the day this year, what came of it, and which have not."""
    actor, at = actor_of(request), now()
    this = localdate(at).year
    typed = request.GET.get("nam", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and this - _YEARS_BACK <= int(typed) <= this else this
    page = Paginator(members_days(actor, at, year=year), ON_PAGE).get_page(request.GET.get("trang"))
    branches, held, missing = branches_without_day(actor, at, year=year)
    context = {
        "year": year,
        "years": range(this - 2, this + 1),
        "page": page,
        "rows": held_days(list(page.object_list), at),
        "branches": branches,
        "held": held,
        "missing": missing,
        "guidance": guidance_of(MEMBERS_DAY),
    }
    return render(request, "activities/members_days.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick who came, who paid, who got their card."""
    actor, at = actor_of(request), now()
    opened = opened_or_404(request, pk, at)
    activity = opened.activity
    unit = units_by_id({activity.unit_id}, localdate(at)).get(activity.unit_id)
    if activity.kind_id != MEMBERS_DAY or unit is None or not holds_members(unit.kind):
        raise Http404
    if not may_document_activity(actor, activity, at) or not may_keep_members(actor, unit.id, at):
        raise PermissionDenied
    rows, wrong, status = members_day_rows(activity), "", 200
    if request.method == "POST":
        # Only what the page offers is taken from what was sent.
        came, paid, carded = (set(request.POST.getlist(name)) for name in ("den", "phi", "the"))
        try:
            settle_members_day(
                activity=activity,
                present=[row.person.pk for row in rows if str(row.person.pk) in came and not row.present],
                paid=[row.person.pk for row in rows if str(row.person.pk) in paid and row.fee is None],
                carded=[row.person.pk for row in rows if str(row.person.pk) in carded and row.gets_card],
                actor=actor,
                at=at,
            )
        except Refused as refused:
            wrong, status = sentence_of(refused), 422
        else:
            messages.success(request, _("Đã ghi vào ba sổ: người đến, đoàn phí, thẻ."))
            return redirect("activities:members-day", pk)
    context = {"activity": activity, "unit": unit, "rows": rows, "wrong": wrong, "guidance": guidance_of(MEMBERS_DAY)}
    response = render(request, "activities/members_day.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
