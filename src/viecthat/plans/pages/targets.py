"""The targets of a unit, and setting them: by hand or from a passage of a document."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.kernel.errors import Refused
from viecthat.plans.choices import SharingState
from viecthat.plans.commands import adopt_draft, adopt_target, drop_draft, explain_target, revise_target
from viecthat.plans.forms.target import AdoptForm, ExplainForm, ListForm, ReviseForm, TargetForm, goal_of, goal_text
from viecthat.plans.models import Directive, Target
from viecthat.plans.pages.directive import passage_or_404
from viecthat.plans.pages.shared import (
    Reader,
    Words,
    change_page,
    directive_or_404,
    own_units,
    reader_of,
    sent,
    unit_or_404,
)
from viecthat.plans.queries.directive import issued_by
from viecthat.plans.queries.programme import served_by_target
from viecthat.plans.queries.sharing import Received, own_figures_asked, received_by, sharing_in_force
from viecthat.plans.queries.target import (
    explanations_of,
    indicator_choices,
    merged_with_targets,
    target_shown,
    targets_of,
    versions_of,
)
from viecthat.plans.queries.term import terms_of
from viecthat.plans.rules import may_accept_share, may_adopt_target, may_see_targets, may_undertake
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import UnitRow, children_of, units_by_id

POSTED = ["GET", "HEAD", "POST"]
_OWN = 3  # units of the reader whose own part stands on the page of a target from above


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What a unit undertook and what it was given, today or as adopted by a day."""
    reader = reader_of(request)
    own = own_units(reader, capabilities=(Capability.SEE,))
    form = ListForm(request.GET, today=reader.today)
    valid = form.is_valid()
    asked: UnitRow | None = form.cleaned_data.get("unit") if valid else None
    unit = asked or (own[0] if own else None)
    if unit is None:
        return render(request, "plans/no_targets.html", {"form": form})
    if not may_see_targets(reader.actor, unit.id, reader.at):
        raise PermissionDenied(_("Chỉ tiêu của đơn vị này không thuộc phạm vi của bạn."))
    day: date | None = form.cleaned_data.get("day") if valid else None
    planner = may_adopt_target(reader.actor, unit.id, reader.at)
    rows = list(targets_of(unit.id, as_of=day, drafts=planner))
    received = [] if day else received_by(unit.id, reader.today)
    running = [row for row in rows if not row.draft and row.end > (day or reader.today)]
    context = {
        "form": form,
        "unit": unit,
        "day": day,
        "running": running,
        "over": [row for row in rows if not row.draft and row.end <= (day or reader.today)],
        "drafts": [row for row in rows if row.draft],
        "merged": [] if day else merged_with_targets(unit.id, reader.today),
        "received": received,
        "answering": {
            row.sharing.pk
            for row in received
            if row.sharing.state == SharingState.PROPOSED
            and may_accept_share(reader.actor, unit.id, row.giver.id, reader.at)
        },
        "asked": own_figures_asked(unit.id, reader.today) if planner and not day else [],
        "planner": planner,
        "undertakes": may_undertake(reader.actor, unit.id, reader.at),
    }
    return render(request, "plans/targets.html", context)


@require_safe
def target(request: HttpRequest, pk: int) -> HttpResponse:
    """One target: every version with its document, the passage it comes from, shares, explanations."""
    reader = reader_of(request)
    shown = target_or_404(pk, reader)
    versions = versions_of(shown)
    current = next((row for row in versions if row.superseded_on is None), shown)
    planner = may_adopt_target(reader.actor, shown.unit_id, reader.at)
    context = {
        "target": shown,
        "unit": units_by_id({shown.unit_id}, reader.today)[shown.unit_id],
        "versions": versions,
        "current": current,
        "explanations": list(explanations_of(shown)),
        "sharing": sharing_in_force(shown.root, shown.unit_id),
        "received": [] if planner else _received(shown, reader),  # who set it has the table of shares
        "serves": served_by_target(shown),
        "planner": planner,
        "undertakes": may_undertake(reader.actor, shown.unit_id, reader.at),
        "next_stage": list(shown.leads_to.filter(superseded_on=None, draft=False).select_related("indicator")),
    }
    return render(request, "plans/target.html", context)


def _received(shown: Target, reader: Reader) -> list[tuple[UnitRow, Received]]:
    """What the reader's own units were given of another unit's target."""
    units = [unit for unit in own_units(reader, capabilities=(Capability.SEE,)) if unit.id != shown.unit_id]
    return [(unit, row) for unit in units[:_OWN] for row in received_by(unit.id, reader.today, root=shown.root)]


@require_http_methods(POSTED)
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """A new target of a unit."""
    reader = reader_of(request)
    unit = _planned(unit_or_404(code, reader.today), reader)
    return _enter_page(request, reader, unit, None, None)


@require_http_methods(POSTED)
def from_clause(request: HttpRequest, pk: int) -> HttpResponse:
    """A passage of a document becomes a target."""
    reader = reader_of(request)
    directive = directive_or_404(pk, reader)
    units = own_units(reader, code=request.GET.get("don-vi", ""), capabilities=(Capability.PLAN,))
    if not units:
        raise PermissionDenied(_("Bạn chưa được giao quyền giao chỉ tiêu ở đơn vị này."))
    issuer = next((row for row in units if row.id == directive.issuer_id), None)
    if issuer is None and directive.issuer_id and may_adopt_target(reader.actor, directive.issuer_id, reader.at):
        issuer = units_by_id({directive.issuer_id}, reader.today)[directive.issuer_id]
    unit = units[0] if request.GET.get("don-vi") else issuer or units[0]
    return _enter_page(request, reader, _planned(unit, reader), directive, passage_or_404(request, directive))


def _enter_page(
    request: HttpRequest,
    reader: Reader,
    unit: UnitRow,
    directive: Directive | None,
    passage: tuple[int, int, int | None] | None,
) -> HttpResponse:
    term = terms_of(unit.id).first()
    documents = issued_by(unit.id) | Directive.objects.filter(pk=directive.pk) if directive else issued_by(unit.id)
    initial: dict[str, Any] = {"adopted_on": directive.issued_on if directive else None, "directive": directive}
    if term is not None:
        initial |= {"start": term.start, "last_day": date.fromordinal(term.end.toordinal() - 1)}
    # The last target of the same document had the same time: ten targets of one resolution are one term's.
    before = directive.targets.filter(unit=unit.id).order_by("-pk").first() if directive else None
    if before is not None:
        initial |= {
            "start": before.start,
            "last_day": date.fromordinal(before.end.toordinal() - 1),
            "body": before.body,
        }
    form = TargetForm(
        sent(request),
        today=reader.today,
        indicators=indicator_choices(unit.id, reader.today),
        targets=targets_of(unit.id),
        directives=documents,
        units_below=children_of(unit.id, reader.today).count(),
        initial=initial,
    )
    back = reverse("targets:list") + f"?don-vi={unit.code}"
    if directive is not None and passage is not None:
        back = reverse("directives:directive", args=[directive.pk]) + f"#doan-{passage[0]}"

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        chosen = form.target()
        made = adopt_target(unit=unit.id, passage=passage, actor=reader.actor, at=reader.at, **chosen)
        return _("Đã đặt chỉ tiêu {name}.").format(name=made.indicator), (
            back if passage is not None else reverse("targets:target", args=[made.pk])
        )

    quote = ""
    if directive is not None and passage is not None:
        quote = directive.paragraphs[passage[0] - 1][passage[1] : passage[2]]
    words = Words(_("Đặt chỉ tiêu"), unit.name, _("Đặt chỉ tiêu"))
    return change_page(request, form, words, run, back=back, extra={"quote": quote})


@require_http_methods(POSTED)
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft is adopted."""
    reader = reader_of(request)
    shown, unit = _planned_target(pk, reader)
    initial = {"directive": shown.directive_id, "body": shown.body, "adopted_on": reader.today}
    form = AdoptForm(sent(request), today=reader.today, directives=_documents(shown), initial=initial)
    back = reverse("targets:target", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        adopt_draft(target=shown, actor=reader.actor, at=reader.at, **given)
        return _("Chỉ tiêu đã được thông qua."), back

    words = Words(_("Thông qua chỉ tiêu"), f"{unit.name}: {shown.indicator}", _("Thông qua"))
    return change_page(request, form, words, run, back=back)


@require_http_methods(POSTED)
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """A later decision sets another goal."""
    reader = reader_of(request)
    shown, unit = _planned_target(pk, reader)
    initial = {"goal": goal_text(shown), "adopted_on": reader.today}
    form = ReviseForm(sent(request), today=reader.today, directives=_documents(shown), initial=initial)
    back = reverse("targets:target", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        indicator = shown.indicator
        goal = goal_of(given.pop("goal"), is_share=shown.goal_of is not None, decimals=indicator.decimals)
        made = revise_target(target=shown, goal=goal, actor=reader.actor, at=reader.at, **given)
        return _("Đã điều chỉnh; mức cũ vẫn giữ nguyên."), reverse("targets:target", args=[made.pk])

    words = Words(_("Điều chỉnh chỉ tiêu"), f"{unit.name}: {shown.indicator}", _("Điều chỉnh"))
    return change_page(request, form, words, run, back=back)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft is taken back."""
    reader = reader_of(request)
    shown, unit = _planned_target(pk, reader)
    try:
        drop_draft(target=shown, actor=reader.actor, at=reader.at)
    except Refused as refused:
        messages.error(request, sentence_of(refused))
        return HttpResponseRedirect(reverse("targets:target", args=[pk]))
    messages.success(request, _("Đã bỏ bản thảo."))
    return HttpResponseRedirect(reverse("targets:list") + f"?don-vi={unit.code}")


@require_http_methods(POSTED)
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """What the unit says about where it stands."""
    reader = reader_of(request)
    shown = target_or_404(pk, reader)
    if not may_undertake(reader.actor, shown.unit_id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền giải trình cho đơn vị này."))
    form: forms.Form = ExplainForm(sent(request))
    back = reverse("targets:target", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        explain_target(target=shown, text=given["text"], actor=reader.actor, at=reader.at)
        return _("Đã ghi giải trình."), back

    words = Words(_("Giải trình"), str(shown.indicator), _("Ghi giải trình"))
    return change_page(request, form, words, run, back=back)


def target_or_404(pk: int, reader: Reader) -> Target:
    """The target. Http404 for one the reader may not know of."""
    found = target_shown(pk, reader.actor, reader.at)
    if found is None:
        raise Http404
    return found


def _planned(unit: UnitRow, reader: Reader) -> UnitRow:
    if not may_adopt_target(reader.actor, unit.id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền giao chỉ tiêu ở đơn vị này."))
    return unit


def _planned_target(pk: int, reader: Reader) -> tuple[Target, UnitRow]:
    shown = target_or_404(pk, reader)
    return shown, _planned(units_by_id({shown.unit_id}, reader.today)[shown.unit_id], reader)


def _documents(shown: Target) -> Any:
    if shown.directive_id is None:
        return issued_by(shown.unit_id)
    return issued_by(shown.unit_id) | Directive.objects.filter(pk=shown.directive_id)
