"""Loan groups, loans and repayments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.people.pages.life import made_up
from viecthat.support.choices import LookedAt
from viecthat.support.commands.loan import (
    end_loan_group,
    enter_loan_group,
    pay_out_loan,
    repay_loan,
    undo_loan,
    undo_repayment,
)
from viecthat.support.commands.shared import open_somebody
from viecthat.support.forms import money as forms
from viecthat.support.forms.career import DayForm, ReasonForm
from viecthat.support.pages.shared import (
    POSTED,
    Words,
    actions,
    form_page,
    in_reach,
    links,
    reader_of,
    sent,
    trail_of,
    unit_kept_or_404,
    units_of_people,
)
from viecthat.support.queries.listing import GROUP_ORDERS, groups_found, groups_listed, overdue_in
from viecthat.support.queries.record import (
    group_by_id,
    loan_by_id,
    loans_of,
    looks_at,
    repayment_by_id,
    repayments_of,
)
from viecthat.support.rules import may_keep_support, may_see_somebody
from viecthat.ui.privacy import private
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.support.models import LoanGroup
    from viecthat.support.pages.shared import Reader


def _groups(request: HttpRequest, reader: Reader) -> tuple[Register[LoanGroup], Asked, QuerySet[LoanGroup]]:
    asked = asked_of(request, reader.at, reader.today, states=[("ended", _("đã giải thể"))], years=False)
    found = groups_found(asked.units, text=asked.get("text"), ended=asked.get("state") == "ended")
    late = overdue_in(asked.units, reader.today)
    said = ngettext("{n} khoản vay quá hạn còn nợ", "{n} khoản vay quá hạn còn nợ", late)

    def show(rows: Sequence[LoanGroup], today: date) -> list[Shown]:
        return [
            Shown(
                reverse("support:group", args=[one.group.pk]),
                (one.group.name, one.unit.name, one.group.bank, one.group.founded_on, one.loans, one.lent, one.debt,
                 one.overdue),
                chip=_("có nợ quá hạn") if one.overdue else "",
                chip_icon="push" if one.overdue else "",
            )
            for one in groups_listed(rows, today)
        ]  # fmt: skip

    register: Register[LoanGroup] = Register(
        title=_("Tổ tiết kiệm và vay vốn"),
        slug="to-vay-von",
        columns=(
            Column(_("Tên tổ"), "ten", width=36), Column(_("Đơn vị"), width=32), Column(_("Bên cho vay"), width=32),
            Column(_("Thành lập"), "ngay", "day", 12), Column(_("Khoản vay"), "", "whole", 10),
            Column(_("Đã cho vay (đồng)"), "", "money", 18), Column(_("Dư nợ (đồng)"), "", "money", 18),
            Column(_("Quá hạn (đồng)"), "", "money", 18),
        ),
        orders=GROUP_ORDERS,
        default="ten",
        show=show,
        nothing=_("Chưa có tổ nào"),
        what_to_do=_("Ghi tổ, rồi ghi từng khoản giải ngân và từng lần trả; dư nợ tự vào sổ việc."),
        links=links(),
        due=((said.format(n=late), reverse("support:groups")),) if late else (),
        actions=actions(reader, asked.unit, _("Ghi tổ"), "group-new"),
    )  # fmt: skip
    return register, asked, found


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """The register of loan groups."""
    reader = reader_of(request)
    register, asked, found = _groups(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def groups_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The register whole; it names no borrower."""
    reader = reader_of(request)
    register, asked, found = _groups(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def group_new(request: HttpRequest, code: str) -> HttpResponse:
    """A group of the unit."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = enter_loan_group(unit=unit.id, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã ghi tổ."), reverse("support:group", args=[made.pk])

    words = Words(_("Ghi tổ tiết kiệm và vay vốn"), unit.name, _("Ghi vào sổ"))
    back = reverse("support:groups")
    form = forms.GroupForm(sent(request), today=reader.today)
    return form_page(request, form, words, run, back=back, trail=trail_of((_("Tổ vay vốn"), back), (words.title, "")))


@require_safe
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """One group with its loans by number; who borrowed is told on the loan."""
    reader = reader_of(request)
    row = in_reach(group_by_id(pk), reader)
    (listed,) = groups_listed([row], reader.today)
    context = {
        "row": row,
        "listed": listed,
        "loans": loans_of(row),
        "today": reader.today,
        "keeps": may_keep_support(reader.actor, row.unit_id, reader.at) and row.ended_on is None,
        "trail": trail_of((_("Tổ vay vốn"), reverse("support:groups")), (row.name, "")),
    }
    return render(request, "support/group.html", context)


@require_http_methods(POSTED)
def group_step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A loan paid out, or the end of the group."""
    reader = reader_of(request)
    row = in_reach(group_by_id(pk), reader, keeps=True)
    back = reverse("support:group", args=[pk])
    form: Any
    if slug == "giai-ngan":
        form = forms.LoanForm(
            sent(request), today=reader.today, units=units_of_people(reader), initial={"day": reader.today}
        )
        words = Words(_("Ghi giải ngân"), row.name, _("Ghi vào sổ"))
    elif slug == "giai-the":
        form = DayForm(sent(request), today=reader.today, initial={"day": reader.today})
        words = Words(_("Giải thể tổ"), row.name, _("Ghi giải thể"))
    else:
        raise Http404

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if slug == "giai-ngan":
            pay_out_loan(group=row, facts=given, actor=reader.actor, at=reader.at)
        else:
            end_loan_group(group=row, **given, actor=reader.actor, at=reader.at)
        return _("Đã ghi."), back

    trail = trail_of((_("Tổ vay vốn"), reverse("support:groups")), (row.name, back), (words.title, ""))
    return form_page(request, form, words, run, back=back, trail=trail)


@require_safe
def loan(request: HttpRequest, pk: int) -> HttpResponse:
    """One loan; who borrowed only for those who may know, and then the look is noted."""
    reader = reader_of(request)
    row = in_reach(loan_by_id(pk), reader)
    named = may_see_somebody(reader.actor, row, reader.at)
    if named:
        open_somebody(what=LookedAt.LOAN, row=row, actor=reader.actor, at=reader.at)
    back = reverse("support:group", args=[row.loan_group_id])
    debt: int = row.debt  # type: ignore[attr-defined]
    context = {
        "row": row,
        "named": named,
        "keeps": may_keep_support(reader.actor, row.unit_id, reader.at),
        "overdue": debt > 0 and row.due < reader.today,
        "repayments": repayments_of(row),
        "looks": looks_at(LookedAt.LOAN, row.pk) if named else [],
        "trail": trail_of((row.loan_group.name, back), (_("Khoản vay {n}").format(n=row.pk), "")),
        "synthetic": made_up([row.person]) if named else False,
    }
    return private(render(request, "support/loan.html", context))


@require_http_methods(POSTED)
def loan_step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A repayment, or a loan recorded by mistake."""
    reader = reader_of(request)
    row = in_reach(loan_by_id(pk), reader, keeps=True)
    back = reverse("support:loan", args=[pk])
    name = _("Khoản vay {n}").format(n=pk)
    form: Any
    if slug == "tra":
        form = forms.RepayForm(sent(request), today=reader.today, initial={"day": reader.today})
        words = Words(_("Ghi trả nợ"), name, _("Ghi vào sổ"))
    elif slug == "lay-lai":
        form = ReasonForm(sent(request), today=reader.today)
        words = Words(_("Lấy lại khoản ghi nhầm"), name, _("Lấy lại"))
    else:
        raise Http404

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if slug == "tra":
            repay_loan(loan=row, **given, actor=reader.actor, at=reader.at)
            return _("Đã ghi trả nợ; dư nợ trong sổ việc giảm theo."), back
        undo_loan(loan=row, **given, actor=reader.actor, at=reader.at)
        return _("Đã lấy lại; số liệu đã được đảo trong sổ việc."), reverse("support:group", args=[row.loan_group_id])

    trail = trail_of(
        (row.loan_group.name, reverse("support:group", args=[row.loan_group_id])), (name, back), (words.title, "")
    )
    return form_page(request, form, words, run, back=back, trail=trail)


@require_http_methods(POSTED)
def repayment_undo(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """A repayment recorded by mistake."""
    reader = reader_of(request)
    row = in_reach(loan_by_id(pk), reader, keeps=True)
    found = repayment_by_id(line, pk)
    if found is None:
        raise Http404
    back = reverse("support:loan", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        undo_repayment(repayment=found, **given, actor=reader.actor, at=reader.at)
        return _("Đã lấy lại; số liệu đã được đảo trong sổ việc."), back

    words = Words(_("Lấy lại lần trả ghi nhầm"), row.loan_group.name, _("Lấy lại"))
    trail = trail_of((_("Khoản vay {n}").format(n=pk), back), (words.title, ""))
    return form_page(request, ReasonForm(sent(request), today=reader.today), words, run, back=back, trail=trail)
