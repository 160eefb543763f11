"""A target shared out: the balance, filling it in, laying it before units, deciding; what units undertake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.kernel.errors import Refused
from viecthat.kernel.names import sort_key
from viecthat.plans.choices import SharingState, UndertakingState
from viecthat.plans.commands import (
    accept_shares,
    answer_undertaking,
    decide_run,
    decide_sharing,
    draft_sharing,
    drop_sharing,
    propose_sharing,
    undertake,
)
from viecthat.plans.commands.sheet import take_shares_from_sheet
from viecthat.plans.exports.directive import workbook_bytes
from viecthat.plans.exports.sharing import balance_sheet
from viecthat.plans.forms.target import (
    AnswerForm,
    DecideForm,
    ShareByHandForm,
    SheetForm,
    UndertakeForm,
    goal_of,
    hand_initial,
)
from viecthat.plans.models import Sharing, Target, Undertaking
from viecthat.plans.pages.shared import (
    Reader,
    Words,
    change_page,
    file_response,
    reader_of,
    sent,
    unit_or_404,
)
from viecthat.plans.pages.targets import target_or_404
from viecthat.plans.queries.directive import issued_by
from viecthat.plans.queries.sharing import (
    Balance,
    Received,
    balance_of,
    given_to,
    laid_before,
    map_day,
    open_sharing,
    received_by,
    receivers_of,
    run_numbered,
    sharing_in_force,
    sharings_of,
    years_of,
)
from viecthat.plans.queries.target import current_version
from viecthat.plans.rules import may_adopt_target, may_see_targets, may_undertake
from viecthat.plans.templatetags.plans import amount as amount_words
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import UnitScope, units_seen
from viecthat.units.rules import may

POSTED = ["GET", "HEAD", "POST"]
MOST_BY_HAND = 60
ON_A_PAGE = 1000


@require_safe
def balance(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The whole, what is shared, left and over; unit by unit."""
    reader = reader_of(request)
    target, unit, shown = _balance(request, pk, code, reader)
    sharing = shown.sharing
    planner = may_adopt_target(reader.actor, unit.id, reader.at)
    # Whoever only works under a unit sees what its own units got, and the sums.
    mine = may(reader.actor, Capability.SEE, unit.id, reader.at)
    reached = UnitScope(()) if mine else units_seen(reader.actor, reader.at)
    rows = shown.rows if mine else tuple(row for row in shown.rows if row.unit.id in reached)
    context = {
        "target": target,
        "unit": unit,
        "balance": shown,
        "rows": rows[:ON_A_PAGE],
        "cut": len(rows) > ON_A_PAGE,
        "sharing": sharing,
        "versions": list(sharings_of(target.root, unit.id)),
        "open": open_sharing(target.root, unit.id),
        "answered": shown.answered,
        "planner": planner,
        "map_day": map_day(target, reader.today),
        "today": reader.today,
        "waiting": [
            (row, row_unit)
            for row_unit in (r.unit for r in rows)
            for row in shown.waiting
            if row.unit_id == row_unit.id
        ],
    }
    return render(request, "plans/balance.html", context)


@require_safe
def balance_file(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The balance as a workbook that can be filled in and sent back."""
    reader = reader_of(request)
    target, unit, shown = _balance(request, pk, code, reader)
    _check_inside(unit, reader)
    day = map_day(target, reader.today)
    below = units_by_id(set(receivers_of(unit.id, "", day)), day)
    if shown.sharing is None and not shown.by_year:
        shown = balance_years(shown, target)
    sheet = balance_sheet(shown, list(below.values()))
    name = f"phan-bo-{target.indicator.code}-{unit.code}.xlsx"
    return file_response(workbook_bytes((sheet,), str(target.indicator), reader.today), name)


def balance_years(shown: Balance, target: Target) -> Balance:
    """An empty balance with a column for each year of the target."""
    return replace(shown, years=tuple(years_of(target)))


@require_http_methods(POSTED)
def by_hand(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A box for each unit right below and each year."""
    reader = reader_of(request)
    target, unit, shown = _balance(request, pk, code, reader, prefer_open=True)
    _check_planner(unit, reader)
    by_year = request.GET.get("theo") != "ca-ky" if not shown.rows else shown.by_year
    ids = {*receivers_of(unit.id, "", map_day(target, reader.today)), *(row.unit.id for row in shown.rows)}
    if len(ids) > MOST_BY_HAND:
        messages.warning(request, _("Nhiều đơn vị quá để nhập từng ô; tải bảng Excel về, điền rồi nhập lại."))
        return HttpResponseRedirect(_address("targets:sheet", target, unit))
    years = tuple(y for y in shown.years if y is not None) or (tuple(years_of(target)) if by_year else (None,))
    units = sorted(units_by_id(ids, map_day(target, reader.today)).values(), key=lambda row: sort_key(row.name))
    decimals = target.indicator.decimals
    form = ShareByHandForm(
        sent(request),
        units=[(row.id, row.name) for row in units],
        years=years,
        decimals=decimals,
        initial=hand_initial(shown.rows, decimals),
    )

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        draft_sharing(target=target, unit=unit.id, amounts=form.amounts, actor=reader.actor, at=reader.at)
        return _("Đã lưu bản thảo phân bổ."), _address("targets:balance", target, unit)

    words = Words(_("Phân bổ bằng tay"), f"{unit.name}: {target.indicator}", _("Lưu bản thảo"))
    extra = {"years": years, "target": target, "balance": shown}
    back = _address("targets:balance", target, unit)
    return change_page(request, form, words, run, back=back, extra=extra, template="plans/by_hand.html")


@require_http_methods(POSTED)
def sheet(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The filled-in workbook comes back."""
    reader = reader_of(request)
    target, unit = _target_and_unit(pk, code, reader)
    _check_planner(unit, reader)
    form = SheetForm(sent(request), request.FILES or None)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        take_shares_from_sheet(
            target=target,
            unit=unit.id,
            content=given["file"],
            day=map_day(target, reader.today),
            actor=reader.actor,
            at=reader.at,
        )
        return _("Đã lưu bản thảo phân bổ từ bảng."), _address("targets:balance", target, unit)

    words = Words(_("Nhập phân bổ từ Excel"), f"{unit.name}: {target.indicator}", _("Nhập"))
    return change_page(request, form, words, run, back=_address("targets:balance", target, unit))


@require_POST
def propose(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The draft is laid before the units it names."""
    reader = reader_of(request)
    target, unit, sharing = _open(pk, code, reader)
    run = partial(propose_sharing, sharing=sharing, actor=reader.actor, at=reader.at)
    return _done(request, target, unit, run, _("Đã gửi lấy ý kiến; các đơn vị thấy phần của mình ở “Việc của tôi”."))


@require_POST
def drop(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The draft is taken back."""
    reader = reader_of(request)
    target, unit, sharing = _open(pk, code, reader)
    run = partial(drop_sharing, sharing=sharing, actor=reader.actor, at=reader.at)
    return _done(request, target, unit, run, _("Đã bỏ phương án."))


@require_http_methods(POSTED)
def decide(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The shares are given by a document."""
    reader = reader_of(request)
    target, unit, sharing = _open(pk, code, reader)
    # A district without documents of its own here gives its shares by the decision from above.
    documents = issued_by(unit.id) | issued_by(target.unit_id)
    form = DecideForm(sent(request), today=reader.today, directives=documents, initial={"day": reader.today})
    back = _address("targets:balance", target, unit)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        decide_sharing(sharing=sharing, actor=reader.actor, at=reader.at, **given)
        return _("Đã giao chỉ tiêu cho các đơn vị."), back

    words = Words(_("Giao chỉ tiêu"), f"{unit.name}: {target.indicator}", _("Giao"))
    return change_page(request, form, words, run, back=back, extra=_recording(unit))


@require_http_methods(POSTED)
def decide_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that one go of sharing out has drafted is given by one document."""
    reader = reader_of(request)
    run = run_numbered(pk)
    if run is None or not may_adopt_target(reader.actor, run.unit_id, reader.at):
        raise Http404
    unit = units_by_id({run.unit_id}, reader.today)[run.unit_id]
    form = DecideForm(sent(request), today=reader.today, directives=issued_by(unit.id), initial={"day": reader.today})
    back = reverse("targets:list") + f"?don-vi={unit.code}"

    def act(given: dict[str, Any]) -> tuple[str, str]:
        count = decide_run(run=run, actor=reader.actor, at=reader.at, **given)
        return _("Đã giao {count} chỉ tiêu cho các đơn vị.").format(count=count), back

    words = Words(_("Giao cả đợt"), unit.name, _("Giao"))
    return change_page(request, form, words, act, back=back, extra=_recording(unit))


def _recording(unit: UnitRow) -> dict[str, Any]:
    """The way to record the document that shares are given by, where it is not there to be chosen."""
    address = f"{reverse('directives:enter')}?don-vi={unit.code}"
    return {"elsewhere": (address, _("Văn bản chưa có ở đây? Ghi vào sổ văn bản; phương án vẫn còn để quay lại giao."))}


@require_http_methods(POSTED)
def own_figure(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A unit says what it undertakes itself."""
    reader = reader_of(request)
    target = current_or_404(pk, reader)
    unit = unit_or_404(code, reader.today)
    if not may_undertake(reader.actor, unit.id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền đăng ký chỉ tiêu cho đơn vị này."))
    given_amounts = laid_before(target.root, unit.id) or given_to(target.root, unit.id)
    form = UndertakeForm(sent(request), years=sorted(given_amounts, key=lambda year: year or 0))
    back = reverse("targets:list") + f"?don-vi={unit.code}"

    def run(given: dict[str, Any]) -> tuple[str, str]:
        amount = goal_of(given["amount"], is_share=False, decimals=target.indicator.decimals)
        made = undertake(
            target=target,
            unit=unit.id,
            year=given.get("year"),
            amount=amount if isinstance(amount, int) else 0,
            reason=given["reason"],
            actor=reader.actor,
            at=reader.at,
        )
        if made.state == UndertakingState.PROPOSED:
            return _("Đã gửi đề nghị; {giver} trả lời thì hiện ở trang này.").format(giver=received[0].giver.name), back
        return _("Đã đăng ký mức của đơn vị; có hiệu lực ngay."), back

    received = received_by(unit.id, reader.today, root=target.root)
    words = Words(_("Đơn vị đăng ký"), f"{unit.name}: {target.indicator}", _("Đăng ký"))
    extra = {"received": received, "target": target}
    return change_page(request, form, words, run, back=back, extra=extra, template="plans/undertake.html")


@require_POST
def accept(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A unit agrees to what is laid before it."""
    reader = reader_of(request)
    target = current_or_404(pk, reader)
    unit = unit_or_404(code, reader.today)
    if not may_undertake(reader.actor, unit.id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền đăng ký chỉ tiêu cho đơn vị này."))
    try:
        accept_shares(target=target, unit=unit.id, actor=reader.actor, at=reader.at)
        messages.success(request, _("Đã trả lời đồng ý mức dự kiến; đơn vị giao chỉ tiêu thấy ngay."))
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    return HttpResponseRedirect(reverse("targets:list") + f"?don-vi={unit.code}")


@require_http_methods(POSTED)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The level above answers a lower figure."""
    reader = reader_of(request)
    found = Undertaking.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    target = current_or_404(found.target_id, reader)
    received = received_by(found.unit_id, reader.today, root=target.root)
    if not received or not may_adopt_target(reader.actor, received[0].giver.id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền giao chỉ tiêu ở đơn vị này."))
    giver = received[0].giver
    unit = units_by_id({found.unit_id}, reader.today)[found.unit_id]
    form = AnswerForm(sent(request), initial={"agree": "1"})
    back = _address("targets:balance", target, giver)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        answer_undertaking(undertaking=found, actor=reader.actor, at=reader.at, **given)
        return _answered(given["agree"], unit, asked, received[0]), back

    asked = amount_words(found.amount, target.indicator)
    cell = next((cell for cell in received[0].cells if cell.year == found.year), None)
    share = amount_words(cell.amount if cell is not None else None, target.indicator)
    said = _("Đề nghị {asked} thay cho {share} {measure}.").format(
        asked=asked, share=share, measure=target.indicator.measured_in
    )
    about = f"{unit.name}: {target.indicator}{f', {found.year}' if found.year else ''}"
    words = Words(_("Trả lời đề nghị"), about, _("Trả lời"))
    return change_page(request, form, words, run, back=back, extra={"quote": f"{said} {found.reason}"})


def _answered(agree: bool, unit: UnitRow, asked: str, received: Received) -> str:
    """What an answer did, and what is left to do: shares that were given change only when they are given anew."""
    if not agree:
        return _("Đã trả lời không đồng ý; phần của {unit} giữ nguyên.").format(unit=unit.name)
    if received.sharing.state == SharingState.DECIDED:
        said = _("Đã đồng ý {asked} cho {unit}: đã có phương án mới, bấm “Giao chỉ tiêu” để có hiệu lực.")
    else:
        said = _("Đã đồng ý: phần của {unit} còn {asked}; chỗ giảm nằm ở “còn lại”.")
    return said.format(asked=asked, unit=unit.name)


def current_or_404(pk: int, reader: Reader) -> Target:
    """The version in force of the target whose version the address names."""
    found = target_or_404(pk, reader)
    if found.superseded_on is None:
        return found
    current = current_version(found.root)
    if current is None:
        raise Http404
    return current


def _target_and_unit(pk: int, code: str, reader: Reader) -> tuple[Target, UnitRow]:
    target = current_or_404(pk, reader)
    unit = unit_or_404(code, reader.today)
    if not may_see_targets(reader.actor, unit.id, reader.at):
        raise PermissionDenied(_("Chỉ tiêu của đơn vị này không thuộc phạm vi của bạn."))
    if unit.id != target.unit_id and not given_to(target.root, unit.id):
        raise Http404
    return target, unit


def _balance(
    request: HttpRequest, pk: int, code: str, reader: Reader, *, prefer_open: bool = False
) -> tuple[Target, UnitRow, Balance]:
    target, unit = _target_and_unit(pk, code, reader)
    planner = may_adopt_target(reader.actor, unit.id, reader.at)
    sharing: Sharing | None = None
    asked = request.GET.get("lan", "")
    if asked.isascii() and asked.isdigit():
        sharing = sharings_of(target.root, unit.id).filter(version=int(asked[:5])).first()
        if sharing is None or (sharing.state == "draft" and not planner):
            raise Http404
    if sharing is None and planner:
        # Those who plan work on what is open; everybody else reads what was given.
        sharing = open_sharing(target.root, unit.id)
    sharing = sharing or sharing_in_force(target.root, unit.id)
    if prefer_open:
        sharing = open_sharing(target.root, unit.id) or sharing_in_force(target.root, unit.id)
    return target, unit, balance_of(target, unit.id, sharing, map_day(target, reader.today))


def _open(pk: int, code: str, reader: Reader) -> tuple[Target, UnitRow, Sharing]:
    target, unit = _target_and_unit(pk, code, reader)
    _check_planner(unit, reader)
    sharing = open_sharing(target.root, unit.id)
    if sharing is None:
        raise Http404
    return target, unit, sharing


def _done(request: HttpRequest, target: Target, unit: UnitRow, run: Callable[[], object], words: str) -> HttpResponse:
    try:
        run()
        messages.success(request, words)
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    return HttpResponseRedirect(_address("targets:balance", target, unit))


def _check_planner(unit: UnitRow, reader: Reader) -> None:
    if not may_adopt_target(reader.actor, unit.id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền giao chỉ tiêu ở đơn vị này."))


def _check_inside(unit: UnitRow, reader: Reader) -> None:
    if not may(reader.actor, Capability.SEE, unit.id, reader.at):
        raise PermissionDenied(_("Chỉ tiêu của đơn vị này không thuộc phạm vi của bạn."))


def _address(name: str, target: Target, unit: UnitRow) -> str:
    return reverse(name, args=[target.pk, unit.code])
