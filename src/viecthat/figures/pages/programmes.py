"""What came of a programme: its groups of targets, its means."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.figures.commands import record_resource, take_back_resource
from viecthat.figures.forms import ResourceForm, TakeBackForm
from viecthat.figures.queries.programme import group_states, served_figures
from viecthat.figures.rules import may_ask_figures
from viecthat.kernel.errors import Refused
from viecthat.plans.queries.programme import programme_shown
from viecthat.plans.queries.resource import means_of, resource_shown
from viecthat.plans.rules import may_make_programmes
from viecthat.ui.sentences import add_refusal
from viecthat.units.queries import units_by_id

POSTED = ["GET", "HEAD", "POST"]


@require_safe
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """The groups of targets of a programme, each with its state."""
    actor, at, today = actor_of(request), now(), localdate()
    shown = programme_shown(pk, actor, at)
    if shown is None:
        raise Http404
    if not may_ask_figures(actor, shown.unit_id, at):
        raise PermissionDenied(_("Số liệu của đơn vị này không thuộc phạm vi của bạn."))
    states = group_states(shown, today)
    context = {
        "programme": shown,
        "unit": units_by_id({shown.unit_id}, today)[shown.unit_id],
        "states": states,
        "counts": _counts(states),
        "served": served_figures(shown, today),
        "today": today,
    }
    return render(request, "figures/programme.html", context)


@require_safe
def resources(request: HttpRequest, pk: int) -> HttpResponse:
    """The means of a programme by source, line by line, each with its posting."""
    actor, at, today = actor_of(request), now(), localdate()
    shown = programme_shown(pk, actor, at)
    if shown is None:
        raise Http404
    context = {
        "programme": shown,
        "unit": units_by_id({shown.unit_id}, today)[shown.unit_id],
        "means": means_of(shown),
        "maker": may_make_programmes(actor, shown.unit_id, at),
    }
    return render(request, "figures/resources.html", context)


@require_http_methods(POSTED)
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Means that came in."""
    actor, at, today = actor_of(request), now(), localdate()
    shown = programme_shown(pk, actor, at)
    if shown is None:
        raise Http404
    if not may_make_programmes(actor, shown.unit_id, at):
        raise PermissionDenied(_("Bạn chưa được giao quyền lập chương trình, kế hoạch của đơn vị này."))
    form = ResourceForm(request.POST if request.method == "POST" else None, initial={"day": today})
    if form.is_bound and form.is_valid():
        try:
            record_resource(programme=shown, actor=actor, at=at, **form.cleaned_data)
            return redirect("results:resources", pk)
        except Refused as refused:
            add_refusal(form, refused)
    return _change(request, form, _("Ghi nguồn lực"), shown.title, pk)


@require_http_methods(POSTED)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A line entered by mistake is reversed."""
    actor, at = actor_of(request), now()
    found = resource_shown(pk, actor, at)
    if found is None:
        raise Http404
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            take_back_resource(resource=found, actor=actor, at=at, **form.cleaned_data)
            return redirect("results:resources", found.programme_id)
        except Refused as refused:
            add_refusal(form, refused)
    return _change(request, form, _("Bỏ dòng nguồn lực"), found.programme.title, found.programme_id)


def _change(request: HttpRequest, form: Any, title: str, lede: str, programme: int) -> HttpResponse:
    context = {
        "form": form,
        "words": {"title": title, "lede": lede, "button": _("Ghi")},
        "back": reverse("results:resources", args=[programme]),
        "trail": [],
    }
    return render(request, "plans/change.html", context, status=422 if form.is_bound else 200)


def _counts(states: list[Any]) -> list[tuple[Any, int]]:
    found: dict[Any, int] = {}
    for state in states:
        found[state.verdict] = found.get(state.verdict, 0) + 1
    return list(found.items())
