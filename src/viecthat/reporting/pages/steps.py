"""The steps of a report, each asked once more in a drawer; giving it back; who signs in whose place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext as _, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from viecthat.accounts.queries import account_named
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.plans.pages.shared import Reader, reader_of
from viecthat.reporting.choices import ReportState
from viecthat.reporting.commands.delegation import delegate_signing, end_delegation
from viecthat.reporting.commands.steps import (
    accept_report,
    check_report,
    reopen_report,
    restore_report,
    return_report,
    send_report,
    sign_report,
    withdraw_report,
)
from viecthat.reporting.forms.report import DelegationForm, WordsForm
from viecthat.reporting.pages.report import Standing, doubts_of_report, lang_now, report_or_404, report_page
from viecthat.reporting.pages.shared import POSTED
from viecthat.reporting.queries.delegation import (
    delegation_by_id,
    delegations_of,
    may_stand_in,
    units_signed_for,
)
from viecthat.reporting.queries.expected import expected_for
from viecthat.reporting.queries.report import report_shown
from viecthat.ui.sentences import add_refusal, sentence_of
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.reporting.models import Report

SENDING = frozenset({"ky", "gui"})
OPEN = frozenset({ReportState.DRAFT, ReportState.CHECKED, ReportState.RETURNED})


@dataclass(frozen=True)
class StepPage:
    """A step as it is asked: who may, what it says, whether words go with it, what it does."""

    title: str | Promise
    lede: str | Promise
    button: str | Promise
    done: str | Promise
    may: Callable[[Standing], bool]
    run: Callable[[Report, Reader, str, bool], Any]
    words: bool | None = None  # True: needed, None: no box
    shows_doubts: bool = False
    asks_to_send: bool = False


STEPS: dict[str, StepPage] = {
    "kiem-tra": StepPage(
        gettext_lazy("Đánh dấu đã kiểm tra"),
        gettext_lazy("Văn phòng đã xem hết các số và lời viết; bí thư ký được. Sửa gì sau đó thì phải kiểm tra lại."),
        gettext_lazy("Đã kiểm tra"),
        gettext_lazy("Đã đánh dấu kiểm tra; chờ bí thư ký."),
        lambda standing: standing.edits,
        lambda report, reader, _words, _send: check_report(report=report, actor=reader.actor, at=reader.at),
        shows_doubts=True,
    ),
    "ky": StepPage(
        pgettext_lazy("a report", "Ký báo cáo"),
        gettext_lazy("Số kê khai thêm vào sổ việc, và báo cáo được giữ nguyên như lúc này thành một bản đã ký."),
        pgettext_lazy("a report", "Ký"),
        gettext_lazy("Đã ký, chưa gửi lên; bấm “Gửi lên” khi sẵn sàng."),
        lambda standing: standing.signs,
        lambda report, reader, _words, send: sign_report(report=report, send=send, actor=reader.actor, at=reader.at),
        shows_doubts=True,
        asks_to_send=True,
    ),
    "gui": StepPage(
        gettext_lazy("Gửi lên cấp trên"),
        gettext_lazy("Cấp trên xem, nhận hoặc trả lại từng số."),
        gettext_lazy("Gửi lên"),
        gettext_lazy("Đã gửi báo cáo lên cấp trên."),
        lambda standing: standing.signs,
        lambda report, reader, _words, _send: send_report(report=report, actor=reader.actor, at=reader.at),
    ),
    "rut": StepPage(
        gettext_lazy("Rút lại báo cáo"),
        gettext_lazy("Báo cáo về lại bản soạn để sửa; bản đã ký vẫn còn và xem được."),
        gettext_lazy("Rút lại"),
        gettext_lazy("Đã rút lại; sửa rồi ký và gửi lại."),
        lambda standing: standing.signs,
        lambda report, reader, words, _send: withdraw_report(
            report=report, words=words, actor=reader.actor, at=reader.at
        ),
        words=True,
    ),
    "nhan": StepPage(
        gettext_lazy("Nhận báo cáo"),
        gettext_lazy("Bản này được tính vào tổng hợp của cấp trên."),
        gettext_lazy("Nhận"),
        gettext_lazy("Đã nhận báo cáo."),
        lambda standing: standing.takes,
        lambda report, reader, words, _send: accept_report(
            report=report, words=words, actor=reader.actor, at=reader.at
        ),
        words=False,
        shows_doubts=True,
    ),
    "mo-lai": StepPage(
        gettext_lazy("Mở lại để sửa"),
        gettext_lazy("Trong khi sửa, bản đã nhận vẫn được tính cho đến khi bản mới được nhận."),
        gettext_lazy("Mở lại"),
        gettext_lazy("Đã mở lại; sửa rồi ký và gửi bản mới."),
        lambda standing: standing.writes or standing.takes,
        lambda report, reader, words, _send: reopen_report(
            report=report, words=words, actor=reader.actor, at=reader.at
        ),
        words=True,
    ),
    "thoi-mo-lai": StepPage(
        gettext_lazy("Thôi mở lại"),
        gettext_lazy("Báo cáo đứng lại như bản đã nhận; số và lời sửa từ lúc mở lại bỏ đi. Nhật ký vẫn ghi đã mở lại."),
        gettext_lazy("Về bản đã nhận"),
        gettext_lazy("Báo cáo đứng lại như bản đã nhận."),
        lambda standing: standing.restores,
        lambda report, reader, _words, _send: restore_report(report=report, actor=reader.actor, at=reader.at),
    ),
}


@require_http_methods(POSTED)
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """A step asked once more with what hinders it; sent, taken."""
    reader = reader_of(request)
    found, standing = report_or_404(pk, reader)
    page = STEPS.get(step)
    if page is None or not page.may(standing):
        raise Http404
    form = WordsForm(request.POST if request.method == "POST" else None, needed=page.words is True)
    if request.method == "POST" and form.is_valid():
        try:
            page.run(found, reader, form.cleaned_data["words"], request.POST.get("gui") == "1")
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _sent_words(found, reader, step) or str(page.done))
            return HttpResponseRedirect(reverse("reports:report", args=[pk]))
    shown = report_shown(found, drafts=standing.writes, at=reader.at)
    drawer = {
        "step": page,
        "slug": step,
        "words_form": form,
        "close_url": reverse("reports:report", args=[pk]),
        "hindering": shown.hindering if page.asks_to_send or step == "kiem-tra" else [],
        "step_doubts": [(one, one.doubt.words(lang_now(), gettext)) for one in doubts_of_report(shown)]
        if page.shows_doubts
        else [],
        "failed": form.is_bound,
    }
    if request.headers.get("HX-Target") == "drawer-place":
        context = drawer | {"shown": shown, "report": found, "standing": standing}
        return render(request, "reporting/report_step.html", context | {"coverage": shown.filled.coverage})
    return report_page(request, reader, found, standing, drawer=drawer)


def _sent_words(report: Report, reader: Reader, step: str) -> str:
    """To whom a report has gone by this step; nothing when it has not gone."""
    report.refresh_from_db(fields=["state"])
    if step not in SENDING or report.state != ReportState.SENT:
        return ""
    above = expected_for(report.call, reader.at).superior(report.unit_id)
    if above is None:
        return _("Đã gửi báo cáo; Ban Thường vụ của đơn vị nhận.")
    name = units_by_id([above], reader.today)[above].name
    if step == "gui":
        return _("Đã gửi báo cáo lên {name}.").format(name=name)
    return _("Đã ký và gửi báo cáo lên {name}.").format(name=name)


@require_http_methods(POSTED)
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a report back: the page with a box for words at every figure and heading, and one for the whole."""
    reader = reader_of(request)
    found, standing = report_or_404(pk, reader)
    if not standing.takes or found.state != ReportState.SENT:
        raise Http404
    said = ""
    words = {name: str(value) for name, value in request.POST.items()}
    if request.method == "POST":
        try:
            return_report(
                report=found,
                words=words.get("words", ""),
                lines={
                    line.pk: words[f"so-{line.pk}"]
                    for line in found.call.form.lines.all()
                    if words.get(f"so-{line.pk}")
                },
                sections={
                    one.pk: words[f"muc-{one.pk}"]
                    for one in found.call.form.sections.all()
                    if words.get(f"muc-{one.pk}")
                },
                actor=reader.actor,
                at=reader.at,
            )
        except Refused as refused:
            said = sentence_of(refused)
        else:
            messages.success(request, _("Đã trả lại báo cáo kèm ý kiến."))
            return HttpResponseRedirect(reverse("reports:report", args=[pk]))
    return report_page(
        request, reader, found, standing, returning={"words": words, "whole": words.get("words", ""), "said": said}
    )


@require_http_methods(POSTED)
def delegations(request: HttpRequest) -> HttpResponse:
    """Who signs in whose place, and letting somebody sign while one is away."""
    reader = reader_of(request)
    units = units_signed_for(reader.actor, reader.at)
    rows = delegations_of(reader.actor, [unit.id for unit in units], reader.at)
    if not units and not rows:
        raise PermissionDenied(_("Chỉ bí thư, phó bí thư của đơn vị mới ủy quyền ký báo cáo."))
    form = DelegationForm(request.POST if request.method == "POST" else None, units=units, today=reader.today)
    if units and form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            deputy = account_named(given["deputy"])
            if deputy is None:
                raise Refused(gettext_noop("Không có tài khoản nào có tên đăng nhập này."), field="deputy")
            delegate_signing(
                unit=given["unit"],
                deputy=deputy,
                start=given["start"],
                end=form.end,
                words=given["words"],
                actor=reader.actor,
                at=reader.at,
            )
        except Refused as refused:
            refused.field = "last_day" if refused.field == "end" else refused.field
            add_refusal(form, refused)
        else:
            messages.success(request, _("{name} ký thay được rồi.").format(name=deputy))
            return HttpResponseRedirect(reverse("reports:delegations"))
    context = {
        "form": form if units else None,
        "rows": rows,
        "today": reader.today,
        "own_units": {unit.id for unit in units},
        "candidates": may_stand_in(reader.actor, [unit.id for unit in units], reader.at),
    }
    return render(request, "reporting/delegations.html", context, status=422 if form.is_bound else 200)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The signer is back."""
    reader = reader_of(request)
    found = delegation_by_id(pk)
    if found is None or (
        found.signer_id != reader.actor.pk
        and found.unit_id not in {unit.id for unit in units_signed_for(reader.actor, reader.at)}
    ):
        raise Http404
    end_delegation(delegation=found, actor=reader.actor, at=reader.at)
    messages.success(request, _("Đã thôi ủy quyền."))
    return HttpResponseRedirect(reverse("reports:delegations"))
