"""What a unit has settled for itself and everything below it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from viecthat.accounts.choices import Capability
from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.organisation.commands.setting import settle_kinds
from viecthat.organisation.forms.setting import KindsForm
from viecthat.organisation.pages.changes import trail_to
from viecthat.organisation.queries.setting import kinds_used_at, settings_of
from viecthat.people.forms.post import named
from viecthat.ui.sentences import add_refusal
from viecthat.units.pages.unit import unit_or_404
from viecthat.units.queries import kinds as unit_kinds, units_by_id
from viecthat.units.rules import may, may_organise


@require_http_methods(["GET", "HEAD", "POST"])
def setting(request: HttpRequest, code: str) -> HttpResponse:
    """Which kinds of units may be founded below; what holds now, and what held before."""
    at, today, actor = now(), localdate(), actor_of(request)
    unit = unit_or_404(code, today)
    if not may(actor, Capability.SEE, unit.id, at):
        raise PermissionDenied(_("Bạn chưa được giao quyền xem đơn vị này."))
    known = unit_kinds()
    level = known[unit.kind].level
    used = kinds_used_at(unit.id, today)
    offered = [k for k in known.values() if k.level >= level and (k.end is None or k.end > today)]
    changes = may_organise(actor, unit.id, at)
    form = KindsForm(
        request.POST if request.method == "POST" and changes else None,
        kinds=[(k.code, named(k)) for k in offered],
        initial={"start": today, "kinds": used.kinds if used else [k.code for k in offered]},
    )
    if form.is_bound and form.is_valid():
        try:
            settle_kinds(unit=unit.id, **form.cleaned_data, actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã ghi; trang Thành lập đơn vị chỉ còn những loại này từ ngày ấy."))
            return redirect("organisation:setting", unit.code)
    names = {k.code: named(k) for k in known.values()}
    context = {
        "unit": unit,
        "used": used,
        "used_kinds": [names.get(kind, kind) for kind in used.kinds] if used else [],
        "used_unit": units_by_id([used.unit_id], today)[used.unit_id] if used else None,
        "rows": [(row, [names.get(kind, kind) for kind in row.kinds]) for row in settings_of(unit.id)],
        "form": form if changes else None,
        "trail": [*trail_to(unit)[:-1], (unit.name, reverse("units:unit", args=[unit.code]))],
    }
    return render(request, "organisation/setting.html", context, status=422 if form.is_bound else 200)
