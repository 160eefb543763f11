"""Where targets stand and are heading; sharing them out by figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext, gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from procrastinate.contrib.django import app

from viecthat.accounts.queries import actor_of
from viecthat.figures.commands import do_run
from viecthat.figures.forms import ShareForm
from viecthat.figures.queries.bases import LAST_YEAR, MEMBERS, YOUTH
from viecthat.figures.queries.forecast import forecasts, forecasts_of, progress_of_shares
from viecthat.figures.rules import may_ask_figures, units_to_ask_first
from viecthat.kernel.errors import Refused
from viecthat.kernel.numbers import format_number
from viecthat.kernel.periods import Period
from viecthat.plans.choices import SharingMethod
from viecthat.plans.commands import open_run
from viecthat.plans.queries import target_shown, versions_of
from viecthat.plans.queries.sharing import map_day, receivers_of, run_numbered, run_targets, shareable_targets
from viecthat.plans.rules import may_adopt_target
from viecthat.ui.sentences import add_refusal
from viecthat.units.queries import UnitKind, UnitRow, counts_below, kinds, unit_with_code, units_by_id

if TYPE_CHECKING:
    from viecthat.plans.models import Target

SHARE_OUT = "viecthat.figures.tasks.share_out"  # by its name: pages and tasks stand side by side
AT_ONCE = 2_000  # shares that the page itself writes while one waits; more go into the queue


@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    """Every running target of a unit with its forecast."""
    actor, at, today = actor_of(request), now(), localdate()
    code = request.GET.get("don-vi", "")
    unit = unit_with_code(code, today) if code else _first_unit(request)
    if unit is None:
        raise Http404
    if not may_ask_figures(actor, unit.id, at):
        raise PermissionDenied(_("Số liệu của đơn vị này không thuộc phạm vi của bạn."))
    context = {"unit": unit, "rows": forecasts_of(unit.id, today), "today": today}
    return render(request, "figures/progress.html", context)


@require_safe
def target(request: HttpRequest, pk: int) -> HttpResponse:
    """One target: forecast, and how far each unit with a share has come."""
    actor, at, today = actor_of(request), now(), localdate()
    found = target_shown(pk, actor, at)
    if found is None or found.draft:
        raise Http404
    if not may_ask_figures(actor, found.unit_id, at):
        raise PermissionDenied(_("Số liệu của đơn vị này không thuộc phạm vi của bạn."))
    current = next((row for row in versions_of(found) if row.superseded_on is None), found)
    rows = forecasts([current], today) if current.start <= today else []
    context = {
        "target": current,
        "unit": units_by_id({current.unit_id}, today)[current.unit_id],
        "row": rows[0] if rows else None,
        "units": progress_of_shares(current, current.unit_id, today) if rows and current.goal_of is None else [],
        "today": today,
    }
    return render(request, "figures/target_progress.html", context)


def _named(target: Target, givers: Mapping[int, UnitRow], lang: str) -> str:
    """A target as it is chosen: one's own and the part of one from above may be of the same indicator and time."""
    named = f"{target.indicator}, {Period(target.start, target.end).name(lang)}"
    giver = givers.get(target.unit_id)
    return gettext("{target} ({giver} giao)").format(target=named, giver=giver.name) if giver is not None else named


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, code: str) -> HttpResponse:
    """Share targets out evenly, by a base figure or by a floor: few at once, many in the background."""
    actor, at, today = actor_of(request), now(), localdate()
    unit = unit_with_code(code, today)
    if unit is None:
        raise Http404
    if not may_adopt_target(actor, unit.id, at):
        raise PermissionDenied(_("Bạn chưa được giao quyền giao chỉ tiêu ở đơn vị này."))
    known = sorted(shareable_targets(unit.id), key=lambda row: row.end <= today)  # what is over comes last
    givers = units_by_id({row.unit_id for row in known} - {unit.id}, today)
    days = {map_day(row, today) for row in known}
    below = {kind: n for day in sorted(days) for kind, n in counts_below([unit.id], day).get(unit.id, {}).items()}
    names = kinds()
    lang = "en" if get_language() == "en" else "vi"
    form = ShareForm(
        request.POST if request.method == "POST" else None,
        targets=[(row.pk, _named(row, givers, lang)) for row in known],
        kinds=[
            (kind, f"{names[kind].name_en if lang == 'en' else names[kind].name} ({format_number(n, lang=lang)})")
            for kind, n in below.items()
            if kind in names
        ],
        initial={"targets": request.GET.getlist("chi-tieu"), "by_year": True, "method": SharingMethod.EQUAL},
    )
    if form.is_bound and form.is_valid():
        chosen: dict[str, Any] = form.cleaned_data
        meant = [row for row in known if row.pk in chosen["targets"]]
        receivers = sum(len(receivers_of(unit.id, chosen["kind"], map_day(row, today))) for row in meant)
        try:
            with transaction.atomic():
                run = open_run(
                    unit=unit.id,
                    targets=meant,
                    kind=chosen["kind"],
                    receivers=receivers,
                    method=form.way[0],
                    base=form.way[1],
                    by_year=chosen["by_year"],
                    day=today,
                    actor=actor,
                    at=at,
                )
                basis = _basis(form)
                if run.total > AT_ONCE:
                    app.configure_task(SHARE_OUT).defer(run=run.pk, basis=basis)
            if run.total <= AT_ONCE:
                do_run(run=run, basis=basis, at=at)
            return redirect("progress:run", run.pk)
        except Refused as refused:
            add_refusal(form, refused)
    context = {"form": form, "unit": unit, "known": known, "back": reverse("targets:list") + f"?don-vi={unit.code}"}
    return render(request, "figures/share.html", context, status=422 if form.is_bound else 200)


@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """How far sharing out has come; htmx asks for the part anew until it is done."""
    actor, at, today = actor_of(request), now(), localdate()
    found = run_numbered(pk)
    if found is None or not may_adopt_target(actor, found.unit_id, at):
        raise Http404
    unit = units_by_id({found.unit_id}, today)[found.unit_id]
    context = {
        "run": found,
        "unit": unit,
        "targets": run_targets(found),
        "going": found.state in {"waiting", "running"},
        "percent": found.done * 100 // max(1, found.total),
    }
    part = bool(request.headers.get("HX-Request"))
    return render(request, "figures/parts/run.html" if part else "figures/run.html", context)


def _first_unit(request: HttpRequest) -> UnitRow | None:
    first = units_to_ask_first(actor_of(request), now())
    return units_by_id({first[0]}, localdate())[first[0]] if first else None


def _basis(form: forms.Form) -> str:
    chosen = form.cleaned_data["method"]
    words = {
        MEMBERS: _("theo số đoàn viên"),
        YOUTH: _("theo số thanh niên trên địa bàn"),
        LAST_YEAR: _("theo kết quả năm trước"),
        SharingMethod.FLOOR: _("mức sàn {floor}").format(floor=format_number(form.cleaned_data.get("floor") or 0)),
    }
    return words.get(chosen, "")


def _counted(kind: UnitKind, count: int, lang: str) -> str:
    return f"{kind.name_en if lang == 'en' else kind.name} ({format_number(count, lang=lang)})"
