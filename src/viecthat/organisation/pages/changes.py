"""Decisions about units: what will happen is shown before anything is written, then all of it is carried out."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Capability
from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.organisation.commands.founding import found_as_proposed
from viecthat.organisation.commands.reorganisation import CarriedOut, carry_out, undo_reorganisation
from viecthat.organisation.commands.waiting import carry_out_later
from viecthat.organisation.forms.reorganisation import (
    CloseForm,
    DecisionForm,
    FoundForm,
    MergeForm,
    MoveForm,
    SplitForm,
    UndoForm,
)
from viecthat.organisation.queries.decisions import decision_opened, decision_with_id, decisions_of, waiting_with_id
from viecthat.organisation.queries.effects import effects_of
from viecthat.organisation.queries.founding import proposal_with_id
from viecthat.organisation.queries.plan import Place, Plan
from viecthat.organisation.queries.setting import kinds_used_at
from viecthat.people.pages.post_changes import said
from viecthat.people.queries.post_check import Finding
from viecthat.people.queries.reorganisation import members_of
from viecthat.people.rules.membership import holds_members
from viecthat.ui.sentences import add_refusal
from viecthat.units.pages.unit import unit_or_404
from viecthat.units.queries import UnitRow, ancestors_of, children_of, kinds, units_by_id
from viecthat.units.queries.scope import units_where
from viecthat.units.rules import may, may_organise

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.organisation.models import FoundingProposal
    from viecthat.people.models import Membership

MOST_CHOSEN = 500
MOST_AT_ONCE = 1000  # members: beyond it it takes seconds, so it is not tried out and goes through the queue


class _NotYet(Exception):
    """Ends the trial: it would be possible, and nothing of it stays."""


@dataclass(frozen=True)
class Words:
    """What a page of change says: its title, what it does, its button, and that it is done."""

    title: str
    lede: str
    button: str
    done: str


@dataclass(frozen=True)
class Asked:
    """Who asks for a change of which unit, when."""

    unit: UnitRow
    actor: Account
    today: date
    at: datetime


@dataclass
class Chooser:
    """Lines to choose in: members, each with where they go; units below, likewise. Without places: ticked or not."""

    places: list[tuple[Place, str]] = field(default_factory=list)
    members: list[tuple[Membership, str]] = field(default_factory=list)
    units: list[tuple[UnitRow, str]] = field(default_factory=list)
    hidden: int = 0  # members whose files the reader may not open


@dataclass
class Page:
    """A decision to fill in; `plan` reads the form, `after` is where it leads."""

    asked: Asked
    form: DecisionForm
    words: Words
    plan: Callable[[], Plan]
    chooser: Callable[[], Chooser] = Chooser
    carry: Callable[[Plan, str | None], CarriedOut] | None = None


@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest, code: str) -> HttpResponse:
    """A new unit below this one; `de-nghi` names the proposal of two units that it carries out."""
    asked = asked_at(request, code)
    proposal = _proposal(request, asked)
    known = kinds()
    level = known[asked.unit.kind].level
    used = kinds_used_at(asked.unit.id, asked.today)
    below = [
        k
        for k in known.values()
        if k.level >= level and (k.end is None or k.end > asked.today) and (used is None or k.code in used.kinds)
    ]
    initial: dict[str, Any] = {"day": asked.today}
    if proposal is not None:
        initial |= {"name": proposal.name, "kind": proposal.kind}
    form = FoundForm(_sent(request), kinds=below, initial=initial, **_given(asked))
    words = Words(
        _("Thành lập đơn vị trực thuộc"),
        _("Đơn vị mới trực thuộc {unit} từ ngày có hiệu lực.").format(unit=asked.unit.name),
        _("Thành lập"),
        _("Đã thành lập {name}."),
    )
    ticked = {int(person) for person in request.POST.getlist("nguoi") if person.isdecimal()}

    def chooser() -> Chooser:
        sources = [row.id for row in form.cleaned_data["sources"]]
        return _members_chooser(asked, sources, dict.fromkeys(ticked, "x"))

    def plan() -> Plan:
        offered = {member.person_id for member, _place in chooser().members}
        return form.plan(sorted(ticked & offered))

    def carry(made: Plan, key: str | None) -> CarriedOut:
        if proposal is None:
            return carry_out(plan=made, actor=asked.actor, at=asked.at, key=key)
        return found_as_proposed(proposal=proposal, plan=made, actor=asked.actor, at=asked.at, key=key)

    return _shown(request, Page(asked, form, words, plan, chooser, carry))


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, code: str) -> HttpResponse:
    """This unit, and others with it, end and become another."""
    asked = asked_at(request, code)
    form = MergeForm(_sent(request), initial={"day": asked.today, "merged": [asked.unit]}, **_given(asked))
    words = Words(
        _("Sáp nhập"),
        _("Số liệu cũ của đơn vị được sáp nhập từ nay tính vào đơn vị nhận; trên bản đồ cũ vẫn đứng tại chỗ cũ."),
        _("Sáp nhập"),
        _("Đã sáp nhập."),
    )
    return _shown(request, Page(asked, form, words, lambda: form.plan(())))


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, code: str) -> HttpResponse:
    """This unit ends and becomes several."""
    asked = asked_at(request, code)
    form = SplitForm(_sent(request), initial={"day": asked.today}, **_given(asked))
    words = Words(
        _("Chia tách"),
        _("{unit} kết thúc vào ngày có hiệu lực; các đơn vị mới làm tiếp.").format(unit=asked.unit.name),
        _("Chia tách"),
        _("Đã chia tách."),
    )

    def chooser() -> Chooser:
        places = [(place, name) for place, name, _new in form.cleaned_data["into"]]
        chosen = {int(k[6:]): str(v) for k, v in request.POST.items() if k.startswith("nguoi_") and k[6:].isdecimal()}
        made = Chooser(places)
        if holds_members(asked.unit.kind):
            made = _members_chooser(asked, [asked.unit.id], chosen)
            made.places = places
        for child in children_of(asked.unit.id, asked.today):
            row = unit_or_404(child.unit.code, asked.today)
            made.units.append((row, request.POST.get(f"donvi_{row.id}", str(places[0][0]))))
        return made

    def plan() -> Plan:
        made = chooser()
        by_text = {str(place): place for place, _name in made.places}
        return form.plan(
            {
                "people": {m.person_id: by_text[at] for m, at in made.members if at in by_text},
                "units": {row.id: by_text[at] for row, at in made.units if at in by_text},
            }
        )

    return _shown(request, Page(asked, form, words, plan, chooser))


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Another parent from a day on."""
    asked = asked_at(request, code)
    form = MoveForm(_sent(request), initial={"day": asked.today}, **_given(asked))
    words = Words(
        _("Chuyển cấp trên"),
        _("{unit} và mọi đơn vị trực thuộc cùng chuyển về cấp trên mới.").format(unit=asked.unit.name),
        _("Chuyển"),
        _("Đã chuyển cấp trên."),
    )
    return _shown(request, Page(asked, form, words, lambda: form.plan(())))


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, code: str) -> HttpResponse:
    """The unit ends with nobody to carry it on."""
    asked = asked_at(request, code)
    form = CloseForm(_sent(request), initial={"day": asked.today}, **_given(asked))
    words = Words(
        _("Giải thể"),
        _("{unit} kết thúc; số liệu cũ đứng ở cấp trên, đoàn viên chuyển về nơi nhận.").format(unit=asked.unit.name),
        _("Giải thể"),
        _("Đã giải thể."),
    )
    return _shown(request, Page(asked, form, words, lambda: form.plan(())))


@require_safe
def decisions(request: HttpRequest, code: str) -> HttpResponse:
    """What was decided about this unit, newest first."""
    unit = unit_or_404(code, localdate())
    if not may(actor_of(request), Capability.SEE, unit.id, now()):
        raise PermissionDenied(_("Bạn chưa được giao quyền xem đơn vị này."))
    context = {"unit": unit, "trail": trail_to(unit), "decisions": decisions_of(unit.id)}
    return render(request, "organisation/decisions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision with all it did; a later one undoes it from here."""
    at, today, actor = now(), localdate(), actor_of(request)
    row = decision_with_id(pk)
    if row is None or not may(actor, Capability.SEE, row.unit_id, at):
        raise Http404
    opened = decision_opened(row)
    unit = opened.unit
    may_undo = may_organise(actor, row.unit_id, at) and opened.may_be_undone
    form = UndoForm(_sent(request) if may_undo else None, unit=unit, today=today, initial={"day": today})
    if may_undo and form.is_bound and form.is_valid():
        try:
            made = undo_reorganisation(reorganisation=row, **form.cleaned_data, actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã bỏ quyết định {number}.").format(number=row.decision))
            return redirect("organisation:decision", made.pk)
    files = may(actor, Capability.FILES, row.unit_id, at)
    context = {
        "opened": opened,
        "unit": unit,
        "trail": [*trail_to(unit)[:-1], (unit.name, reverse("units:unit", args=[unit.code])), (row.decision, "")],
        "form": form if may_undo else None,
        "files": files,
    }
    return render(request, "organisation/decision.html", context, status=422 if form.is_bound else 200)


@require_safe
def waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """A large decision on its way: looks again every second, and leads to the decision when it is done."""
    row = waiting_with_id(pk)
    if row is None or not may_organise(actor_of(request), row.unit_id, now()):
        raise Http404
    if row.reorganisation_id is not None:
        done = redirect("organisation:decision", row.reorganisation_id)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": done["Location"]})
        return done
    unit = units_by_id([row.unit_id], localdate())[row.unit_id]
    part = "organisation/parts/waiting.html" if request.headers.get("HX-Request") else "organisation/waiting.html"
    response = render(request, part, {"row": row, "unit": unit, "trail": trail_to(unit)})
    response["Cache-Control"] = "no-store"
    return response


def asked_at(request: HttpRequest, code: str) -> Asked:
    """Who asks. PermissionDenied for those who may not organise the unit."""
    today, at, actor = localdate(), now(), actor_of(request)
    unit = unit_or_404(code, today)
    if not may_organise(actor, unit.id, at):
        raise PermissionDenied(_("Bạn chưa được giao quyền sắp xếp tổ chức ở đơn vị này."))
    return Asked(unit, actor, today, at)


def trail_to(unit: UnitRow) -> list[tuple[str, str]]:
    """Where in the tree, each step leading to its page."""
    above = ancestors_of(unit.id, localdate())
    return [*((step.name, reverse("units:unit", args=[step.code])) for step in above), (unit.name, "")]


def _given(asked: Asked) -> dict[str, Any]:
    return {
        "unit": asked.unit,
        "today": asked.today,
        "units": units_where(asked.actor, Capability.FILES, asked.at),
    }


def _sent(request: HttpRequest) -> QueryDict | None:
    # Not `request.POST or None`: a form sent with every box blank is an answer too, and must be refused as one.
    return request.POST if request.method == "POST" else None


def _proposal(request: HttpRequest, asked: Asked) -> FoundingProposal | None:
    number = request.GET.get("de-nghi", "")
    proposal = proposal_with_id(int(number), asked.actor, asked.at) if number.isdecimal() else None
    return proposal if proposal is not None and proposal.host_id == asked.unit.id else None


def _members_chooser(asked: Asked, branches: list[int], chosen: dict[int, str]) -> Chooser:
    open_ones = [unit for unit in branches if may(asked.actor, Capability.FILES, unit, asked.at)]
    found = members_of(branches)
    shown = [(one, chosen.get(one.person_id, "")) for one in found.filter(unit__in=open_ones)[:MOST_CHOSEN]]
    return Chooser(members=shown, hidden=found.count() - len(shown))


def _shown(request: HttpRequest, page: Page) -> HttpResponse:
    form, asked = page.form, page.asked
    context: dict[str, Any] = {
        "unit": asked.unit,
        "trail": [*trail_to(asked.unit)[:-1], (asked.unit.name, reverse("units:unit", args=[asked.unit.code]))],
        "form": form,
        "words": page.words,
        "key": request.POST.get("key") or uuid.uuid4().hex,
    }
    if form.is_bound and form.is_valid():
        plan = page.plan()
        effects = effects_of(plan, asked.at)
        context |= {"effects": effects, "chooser": page.chooser()}
        confirmed = request.POST.get("confirm", "")
        try:
            if confirmed and confirmed == effects.digest:
                if effects.members_going > MOST_AT_ONCE and page.carry is None:
                    key = request.POST.get("key", "")[:80]
                    row = carry_out_later(plan=plan, actor=asked.actor, at=asked.at, key=key)
                    return redirect("organisation:waiting", row.pk)
                return _done(request, page, plan)
            if effects.members_going <= MOST_AT_ONCE:
                _try_out(page, plan)
        except Refused as refused:
            add_refusal(form, refused)
        context["changed_since"] = bool(confirmed) and confirmed != effects.digest
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "organisation/change.html", context, status=status)


def _carried(page: Page, plan: Plan, key: str) -> CarriedOut:
    if page.carry is not None:
        return page.carry(plan, key or None)
    return carry_out(plan=plan, actor=page.asked.actor, at=page.asked.at, key=key or None)


def _try_out(page: Page, plan: Plan) -> None:
    """Raises Refused as carrying it out would; nothing of it stays."""
    try:
        with transaction.atomic():
            _carried(page, plan, "")
            raise _NotYet
    except _NotYet:
        return


def _done(request: HttpRequest, page: Page, plan: Plan) -> HttpResponse:
    made = _carried(page, plan, request.POST.get("key", "")[:80])
    messages.success(request, page.words.done.format(name=plan.founded[0].name if plan.founded else ""))
    for warning in made.warnings:
        if isinstance(warning, Finding):
            messages.warning(request, said(warning))
    return redirect("organisation:decision", made.reorganisation.pk)
