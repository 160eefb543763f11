"""Rounds in which units go through their targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.accounts.queries import actor_of
from viecthat.accounts.rules import authority_of
from viecthat.documents.workbook import Workbook
from viecthat.documents.xlsx import to_xlsx
from viecthat.kernel.errors import Refused
from viecthat.plans.queries import directives_of
from viecthat.reviews.commands import accept_audit, open_round, return_audit, save_lines, sign_audit
from viecthat.reviews.exports.audit import round_sheet
from viecthat.reviews.forms import AnswerForm, LinesForm, RoundForm
from viecthat.reviews.models import AuditRound, AuditState, TargetAudit
from viecthat.reviews.queries.audit import (
    audit_numbered,
    audited_targets,
    lines_signed,
    proposals_of,
    round_numbered,
    rounds_of,
    rows_of_round,
)
from viecthat.reviews.rules import may_audit_targets, may_open_review, units_with_readable_reviews
from viecthat.ui.sentences import add_refusal, sentence_of
from viecthat.units.queries import UnitRow, children_of, unit_with_code, units_by_id
from viecthat.units.queries.scope import UnitScope, among
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.documents.model import Lang

POSTED = ["GET", "HEAD", "POST"]
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds the reader's units opened or take part in."""
    actor, at, today = actor_of(request), now(), localdate()
    page = Paginator(rounds_of(units_with_readable_reviews(actor, at)), 25).get_page(request.GET.get("trang"))
    units = units_by_id({row.unit_id for row in page}, today)
    context = {
        "page": page,
        "rows": [(row, units[row.unit_id]) for row in page],
        "opens": _own_top(actor),
        "today": today,
    }
    return render(request, "reviews/audits.html", context)


@require_http_methods(POSTED)
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """A round is opened."""
    actor, at, today = actor_of(request), now(), localdate()
    unit = unit_with_code(code, today)
    if unit is None:
        raise Http404
    if not may_open_review(actor, unit.id, at):
        raise PermissionDenied(_("Bạn chưa được giao quyền mở đợt rà soát ở đơn vị này."))
    form = RoundForm(
        request.POST if request.method == "POST" else None,
        today=today,
        directives=directives_of(unit.id),
        initial={"as_of": today, "due": today, "itself": True, "below": True},
    )
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        chosen = [row.id for row in given.pop("units")]
        if given.pop("itself"):
            chosen.append(unit.id)
        if given.pop("below"):
            chosen += [row.unit_id for row in children_of(unit.id, today)]
        try:
            opened = open_round(unit=unit.id, units=chosen, actor=actor, at=at, **given)
            return redirect("reviews:round", opened.pk)
        except Refused as refused:
            add_refusal(form, refused)
    return _change(request, form, (_("Mở đợt rà soát chỉ tiêu"), unit.name, _("Mở đợt")), reverse("reviews:audits"))


@require_safe
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How far every unit is, what they propose."""
    actor, at, today = actor_of(request), now(), localdate()
    opened, seen = _round_or_404(pk, actor)
    rows = rows_of_round(opened, today, seen)
    proposals = proposals_of(opened, seen)
    context = {
        "round": opened,
        "unit": units_by_id({opened.unit_id}, today)[opened.unit_id],
        "rows": rows,
        "signed": sum(row.audit.state in {AuditState.SIGNED, AuditState.ACCEPTED} for row in rows),
        "proposals": [(line, next(row.unit for row in rows if row.audit.pk == line.audit_id)) for line in proposals],
        "opener": may_open_review(actor, opened.unit_id, at),
        "late": opened.due < today,
    }
    return render(request, "reviews/round.html", context)


@require_safe
def round_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Every signed line of the round as a workbook."""
    opened, seen = _round_or_404(pk, actor_of(request))
    lines = lines_signed(opened, seen)
    today = localdate()
    units = units_by_id({line.audit.unit_id for line in lines}, today)
    lang: Lang = "en" if get_language() == "en" else "vi"
    sheet = round_sheet(opened, lines, units, lang)
    content = to_xlsx(Workbook((sheet,), title=opened.title, author="Việc Thật", day=today, lang=lang))
    response = HttpResponse(content, content_type=SHEET)
    response["Content-Disposition"] = f'attachment; filename="ra-soat-{opened.pk}.xlsx"'
    return response


@require_http_methods(POSTED)
def audit(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's targets with value and class; whoever speaks for it writes beside them."""
    actor, at, today = actor_of(request), now(), localdate()
    found = _audit_or_404(pk, actor)
    rows = audited_targets(found)
    writes = may_audit_targets(actor, found.unit_id, at) and found.state in {AuditState.OPEN, AuditState.RETURNED}
    form = LinesForm(request.POST if request.method == "POST" else None, rows=rows)
    if form.is_bound and writes and form.is_valid():
        try:
            save_lines(audit=found, said=form.said(), actor=actor, at=at)
            messages.success(request, _("Đã ghi."))
            return redirect("reviews:audit", pk)
        except Refused as refused:
            add_refusal(form, refused)
    context = {
        "audit": found,
        "unit": units_by_id({found.unit_id}, today)[found.unit_id],
        "rows": rows,
        "form": form,
        "writes": writes,
        "answers": found.state == AuditState.SIGNED and may_open_review(actor, found.round.unit_id, at),
    }
    return render(request, "reviews/audit.html", context, status=422 if form.is_bound else 200)


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit signs."""
    actor = actor_of(request)
    found = _audit_or_404(pk, actor)
    try:
        sign_audit(audit=found, actor=actor, at=now())
        messages.success(request, _("Đã ký, số liệu và giải trình được giữ như lúc này."))
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    return redirect("reviews:audit", pk)


@require_http_methods(POSTED)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit that opened the round takes it or sends it back."""
    actor, at, today = actor_of(request), now(), localdate()
    found = _audit_or_404(pk, actor)
    if not may_open_review(actor, found.round.unit_id, at):
        raise PermissionDenied(_("Chỉ đơn vị mở đợt rà soát mới nhận hoặc trả lại được."))
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        do = accept_audit if form.cleaned_data["accept"] else return_audit
        try:
            do(audit=found, remark=form.cleaned_data["remark"], actor=actor, at=at)
            return redirect("reviews:round", found.round_id)
        except Refused as refused:
            add_refusal(form, refused)
    unit = units_by_id({found.unit_id}, today)[found.unit_id]
    words = (_("Trả lời rà soát"), f"{unit.name}: {found.round.title}", _("Trả lời"))
    return _change(request, form, words, reverse("reviews:audit", args=[pk]))


def _change(request: HttpRequest, form: Any, words: tuple[str, str, str], back: str) -> HttpResponse:
    title, lede, button = words
    context = {
        "form": form,
        "words": {"title": title, "lede": lede, "button": button},
        "back": back,
        "trail": [(_("Rà soát chỉ tiêu"), reverse("reviews:audits"))],
    }
    return render(request, "plans/change.html", context, status=422 if form.is_bound else 200)


def _round_or_404(pk: int, actor: Account) -> tuple[AuditRound, UnitScope]:
    """The round and the units of it that the reader may see. Http404 for one the reader may not know of."""
    seen = units_with_readable_reviews(actor, now())
    opened = round_numbered(pk)
    if opened is None or (opened.unit_id not in seen and not opened.audits.filter(among(seen)).exists()):
        raise Http404
    return opened, seen


def _audit_or_404(pk: int, actor: Account) -> TargetAudit:
    found = audit_numbered(pk)
    if found is None or found.unit_id not in units_with_readable_reviews(actor, now()):
        raise Http404
    return found


def _own_top(actor: Account) -> UnitRow | None:
    """The highest unit the reader may open a round at."""
    held = authority_of(actor, now()).units_for(Capability.PLAN)
    tree = map_on(localdate()).tree
    tops = sorted((unit for unit in held if unit in tree), key=tree.position)
    return units_by_id({tops[0]}, localdate())[tops[0]] if tops else None
