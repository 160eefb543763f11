"""By which lines targets are judged, and which resolutions a target serves."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.plans.commands import drop_judging, serve_target, set_judging
from viecthat.plans.forms.programme import JudgingForm, ServeForm
from viecthat.plans.pages.programmes import at_once
from viecthat.plans.pages.shared import Words, change_page, reader_of, sent
from viecthat.plans.pages.targets import target_or_404
from viecthat.plans.queries.judging import judging_lines, judging_rules
from viecthat.plans.queries.programme import servable, served_by_target
from viecthat.plans.rules import may_adopt_target, may_set_judging

POSTED = ["GET", "HEAD", "POST"]


@require_safe
def judging(request: HttpRequest) -> HttpResponse:
    """The lines in force, those to come and those before."""
    reader = reader_of(request)
    rules = list(judging_rules())
    context = {
        "lines": judging_lines()(reader.today),
        "rules": rules,
        "in_force": next((rule for rule in rules if rule.start <= reader.today), None),
        "setter": may_set_judging(reader.actor, reader.at),
        "today": reader.today,
    }
    return render(request, "plans/judging.html", context)


@require_http_methods(POSTED)
def enter(request: HttpRequest) -> HttpResponse:
    """Other lines from a day on."""
    reader = reader_of(request)
    if not may_set_judging(reader.actor, reader.at):
        raise PermissionDenied(_("Chỉ người có quyền giao chỉ tiêu ở cấp cao nhất mới đặt được cách xét."))
    lines = judging_lines()(reader.today)
    initial = {
        "start": reader.today,
        "met": round(lines.met * 100),
        "promising": round(lines.promising * 100),
        "far_too_low": round(lines.far_too_low * 100),
    }
    form = JudgingForm(sent(request), today=reader.today, initial=initial)
    back = reverse("targets:judging")

    def run(given: dict[str, Any]) -> tuple[str, str]:
        set_judging(actor=reader.actor, at=reader.at, **given)
        return _("Đã đặt cách xét chỉ tiêu."), back

    words = Words(_("Đặt cách xét chỉ tiêu"), _("Áp dụng cho mọi đơn vị từ ngày ghi dưới đây."), _("Đặt"))
    return change_page(request, form, words, run, back=back)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Lines that have not begun to hold are taken back."""
    reader = reader_of(request)
    rule = judging_rules().filter(pk=pk).first()
    if rule is None:
        raise Http404
    back = reverse("targets:judging")
    return at_once(
        request, lambda: drop_judging(rule=rule, actor=reader.actor, at=reader.at), _("Đã bỏ cách xét."), back, back
    )


@require_http_methods(POSTED)
def serve(request: HttpRequest, pk: int) -> HttpResponse:
    """Which resolutions a target serves beside the document that adopted it."""
    reader = reader_of(request)
    shown = target_or_404(pk, reader)
    if not may_adopt_target(reader.actor, shown.unit_id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền giao chỉ tiêu ở đơn vị này."))
    serves = [row.pk for row in served_by_target(shown)]
    form = ServeForm(sent(request), directives=servable(reader.actor, reader.at), initial={"directives": serves})
    back = reverse("targets:target", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        chosen = [row.pk for row in given["directives"]]
        serve_target(target=shown, directives=chosen, actor=reader.actor, at=reader.at)
        return _("Đã ghi các nghị quyết được phục vụ."), back

    return change_page(request, form, Words(_("Phục vụ nghị quyết"), str(shown.indicator), _("Ghi")), run, back=back)
