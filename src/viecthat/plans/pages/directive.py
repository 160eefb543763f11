"""One document: its text, what was made of it, where it went, what it is joined to; and its way through units."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.accounts.queries import grants_at
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.plans.commands import (
    acknowledge_rule,
    link_directives,
    make_task,
    receive_directive,
    send_directive,
    unlink_directives,
)
from viecthat.plans.exports.directive import cascade_sheet, workbook_bytes
from viecthat.plans.forms.directive import LinkForm, ReceiveForm, SendForm, TaskForm
from viecthat.plans.models import Directive, DirectiveLink
from viecthat.plans.pages.shared import (
    Reader,
    Words,
    change_page,
    directive_or_404,
    file_response,
    own_units,
    reader_of,
    sent,
)
from viecthat.plans.queries.cascade import cascade_of
from viecthat.plans.queries.directive import (
    DirectiveFilter,
    acknowledgements_of,
    deliveries_of,
    directives_found,
    links_of,
    paragraphs_of,
    task_groups,
)
from viecthat.plans.queries.programme import serving
from viecthat.plans.queries.task import listed_tasks, proposals_of
from viecthat.plans.rules import may_keep_directive
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import children_of, units_by_id
from viecthat.units.queries.scope import units_seen
from viecthat.units.rules import may

POSTED = ["GET", "HEAD", "POST"]


@require_safe
def directive(request: HttpRequest, pk: int) -> HttpResponse:
    """The document."""
    reader = reader_of(request)
    shown = directive_or_404(pk, reader)
    keeper = may_keep_directive(reader.actor, shown, reader.at)
    own = own_units(reader)
    reached = units_seen(reader.actor, reader.at)
    # Whoever keeps the register sees everybody it was sent to; others only themselves and those below.
    sent_to = deliveries_of(shown, reader.today, None if keeper else reached)
    names = units_by_id({u for u in (shown.issuer_id, shown.kept_by_id) if u is not None}, reader.today)
    waiting = [unit for unit in own if any(s.unit.id == unit.id and s.delivery.read_at is None for s in sent_to)]
    acknowledged = list(acknowledgements_of(shown)) if shown.internal_rule else []
    context = {
        "directive": shown,
        "issuer": names.get(shown.issuer_id or 0),
        "kept_by": names.get(shown.kept_by_id or 0),
        "keeper": keeper,
        "own": own,
        "paragraphs": paragraphs_of(shown),
        "files": list(shown.files.order_by("pk")),
        "links": links_of(shown, reader.actor, reader.at),
        "serving": serving(shown, reader.actor, reader.at),
        "sent_to": sent_to,
        "unread": sum(1 for row in sent_to if row.delivery.read_at is None),
        "waiting": waiting,
        "acknowledged": acknowledged,
        "to_acknowledge": _to_acknowledge(shown, {a.account_id for a in acknowledged}, reader),
        "acknowledged_by_me": any(a.account_id == reader.actor.pk for a in acknowledged),
        "planner": bool(own_units(reader, capabilities=(Capability.PLAN,))),
        "tasks": listed_tasks(proposals_of(shown), reader.today),
    }
    return render(request, "plans/directive.html", context)


def _to_acknowledge(shown: Directive, done: set[int], reader: Reader) -> list[str]:
    """Those with a role at the unit who have not confirmed its rule yet."""
    unit = shown.kept_by_id or shown.issuer_id
    if not shown.internal_rule or unit is None:
        return []
    people = {grant.account_id: grant.account.full_name for grant in grants_at([unit], reader.at)}
    return sorted(name for pk, name in people.items() if pk not in done)


@require_http_methods(POSTED)
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Join this document to another."""
    reader = reader_of(request)
    source = _kept(pk, reader)
    form = LinkForm(sent(request))
    back = reverse("directives:directive", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        other = _meant(given["other"], source, reader)
        link_directives(source=source, target=other, kind=given["kind"], actor=reader.actor, at=reader.at)
        return _("Đã nối với {name}.").format(name=other), back

    words = Words(_("Nối với văn bản khác"), str(source), _("Nối"))
    return change_page(request, form, words, run, back=back)


def _meant(text: str, source: Directive, reader: Reader) -> Directive:
    found = list(directives_found(DirectiveFilter(text=text), reader.actor, reader.at).exclude(pk=source.pk)[:6])
    exact = [row for row in found if row.number == text.strip()]
    found = exact if len(exact) == 1 else found
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused(gettext_noop("Không có văn bản nào như vậy trong phạm vi bạn đọc được."), field="other")
    names = "; ".join(str(row)[:60] for row in found[:5])
    raise Refused(
        gettext_noop("Có nhiều văn bản như vậy: {names}. Ghi số, ký hiệu đầy đủ."), field="other", names=names
    )


@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a link back."""
    reader = reader_of(request)
    found = DirectiveLink.objects.filter(pk=pk).select_related("source").first()
    if found is None:
        raise Http404
    source = _kept(found.source_id, reader)
    unlink_directives(link=found, actor=reader.actor, at=reader.at)
    messages.success(request, _("Đã bỏ nối."))
    return HttpResponseRedirect(reverse("directives:directive", args=[source.pk]))


@require_http_methods(POSTED)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the document to units."""
    reader = reader_of(request)
    shown = _kept(pk, reader)
    below = shown.issuer_id or shown.kept_by_id
    form = SendForm(sent(request), today=reader.today, initial={"day": reader.today, "below": True})
    back = reverse("directives:directive", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        units = [row.id for row in given["units"]]
        if given["below"]:
            units += children_of(below, reader.today).values_list("unit", flat=True)
        new = send_directive(directive=shown, units=units, day=given["day"], actor=reader.actor, at=reader.at)
        return _("Đã gửi tới {count} đơn vị.").format(count=new), back

    words = Words(_("Gửi văn bản"), str(shown), _("Gửi"))
    return change_page(request, form, words, run, back=back)


@require_http_methods(POSTED)
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit takes the document into its incoming book."""
    reader = reader_of(request)
    shown = directive_or_404(pk, reader)
    units = [row for row in own_units(reader, code=request.GET.get("don-vi", "")) if row.id != shown.issuer_id]
    if not units:
        raise PermissionDenied(_("Bạn chưa được giao quyền giữ sổ văn bản của đơn vị nào."))
    by_code = {row.code: row for row in units}
    form = ReceiveForm(
        sent(request),
        today=reader.today,
        units=[(row.code, row.name) for row in units],
        initial={"day": reader.today, "unit": units[0].code},
    )
    back = reverse("directives:directive", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        unit = by_code[given["unit"]].id
        made = receive_directive(directive=shown, unit=unit, day=given["day"], actor=reader.actor, at=reader.at)
        number = f"{made.arrival_number}/{made.arrival_year}"
        return _("Đã vào sổ đến, số {number}.").format(number=number), back

    words = Words(_("Nhận văn bản"), str(shown), _("Nhận vào sổ đến"))
    return change_page(request, form, words, run, back=back)


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """The reader confirms an internal rule."""
    reader = reader_of(request)
    shown = directive_or_404(pk, reader)
    try:
        acknowledge_rule(directive=shown, actor=reader.actor, at=reader.at)
        messages.success(request, _("Đã xác nhận."))
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    return HttpResponseRedirect(reverse("directives:directive", args=[pk]))


@require_http_methods(POSTED)
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """A task, or a group of tasks, out of a passage."""
    reader = reader_of(request)
    shown = directive_or_404(pk, reader)
    units = own_units(reader, code=request.GET.get("don-vi", ""))
    if not units:
        raise PermissionDenied(_("Bạn chưa được giao quyền giữ sổ văn bản của đơn vị nào."))
    passage = passage_or_404(request, shown)
    unit = units[0]
    quote = shown.paragraphs[passage[0] - 1][passage[1] : passage[2]]
    form = TaskForm(sent(request), today=reader.today, initial={"title": quote[:500]})
    form.fields["group"].queryset = task_groups(unit.id)  # type: ignore[attr-defined]
    form.fields["group"].label_from_instance = lambda row: row.title  # type: ignore[attr-defined]
    back = reverse("directives:directive", args=[pk]) + f"#doan-{passage[0]}"

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = make_task(
            unit=unit.id,
            directive=shown,
            paragraph=passage[0],
            span=passage[1:],
            actor=reader.actor,
            at=reader.at,
            **given,
        )
        return _("Đã ghi: {name}.").format(name=made.title), back

    words = Words(_("Nhiệm vụ từ văn bản"), unit.name, _("Ghi nhiệm vụ"))
    return change_page(request, form, words, run, back=back, extra={"quote": quote})


def passage_or_404(request: HttpRequest, shown: Directive) -> tuple[int, int, int | None]:
    """The passage the address names: `doan`, and for a part of it `cau`, first and last character: 12-80."""
    try:
        paragraph = int(request.GET.get("doan", ""))
        first, _dash, last = request.GET.get("cau", "").partition("-")
        start, end = int(first or 0), int(last) if last else None
    except ValueError:
        raise Http404 from None
    if not 1 <= paragraph <= len(shown.paragraphs) or start < 0 or (end is not None and end <= start):
        raise Http404
    return paragraph, start, end


@require_safe
def cascade(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has issued their own plan, who has not."""
    reader = reader_of(request)
    shown = _overseen(pk, reader)
    context = {"directive": shown, "cascade": cascade_of(shown, reader.today)}
    return render(request, "plans/cascade.html", context)


@require_safe
def cascade_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a workbook."""
    reader = reader_of(request)
    shown = _overseen(pk, reader)
    title = _("Triển khai {name}").format(name=shown)
    sheet = cascade_sheet(cascade_of(shown, reader.today), title)
    return file_response(workbook_bytes((sheet,), title, reader.today), f"trien-khai-{pk}.xlsx")


def _overseen(pk: int, reader: Reader) -> Directive:
    """A document whose way the reader may follow: those who see the unit that issued or keeps it."""
    shown = directive_or_404(pk, reader)
    unit = shown.issuer_id or shown.kept_by_id
    kept = shown.kept_by_id or unit
    if not any(u is not None and may(reader.actor, Capability.SEE, u, reader.at) for u in (unit, kept)):
        raise PermissionDenied(_("Chỉ đơn vị ban hành hoặc giữ sổ theo dõi việc triển khai văn bản này."))
    return shown


def _kept(pk: int, reader: Reader) -> Directive:
    found = directive_or_404(pk, reader)
    if not may_keep_directive(reader.actor, found, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền giữ sổ văn bản của đơn vị này."))
    return found
