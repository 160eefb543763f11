"""Children's cases: a register for few, and every look at one is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Capability
from viecthat.courses.choices import Concern, LookedAt, ReferralState
from viecthat.courses.commands.referral import close_referral, hand_on_referral, open_referral, take_up_referral
from viecthat.courses.forms import club as forms
from viecthat.courses.pages.shared import POSTED, Words, form_page, links, own_units, reader_of, sent
from viecthat.courses.queries import club as queries
from viecthat.courses.queries.look import looks_at
from viecthat.courses.rules import may_see_restricted
from viecthat.ui.privacy import private
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import unit_with_code, units_by_id
from viecthat.units.queries.scope import UnitScope

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.courses.models import Referral
    from viecthat.courses.pages.shared import Reader


def _register(request: HttpRequest, reader: Reader) -> tuple[Register[Referral], Asked, QuerySet[Referral]]:
    asked = asked_of(
        request, reader.at, reader.today, capability=Capability.SENSITIVE, kinds=Concern.choices,
        states=ReferralState.choices,
    )  # fmt: skip
    found = queries.referrals_found(
        asked.units, text=asked.get("text"), concern=asked.get("kind"), state=asked.get("state"),
        during=asked.during("day"),
    )  # fmt: skip
    if asked.unit is not None:
        kept = [asked.unit] if may_see_restricted(reader.actor, asked.unit.id, reader.at) else []
    else:
        kept = own_units(reader, capabilities=(Capability.SENSITIVE,))[:1]

    def show(rows: Sequence[Referral], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                reverse("courses:referral", args=[row.pk]),
                (row.child, row.day, units[row.unit_id].name, str(row.get_concern_display()),
                 str(row.get_state_display()), row.referred_on, row.closed_on),
            )
            for row in rows
        ]  # fmt: skip

    register: Register[Referral] = Register(
        title=_("Bảo vệ trẻ em"),
        slug="bao-ve-tre-em",
        columns=(
            Column(_("Ký hiệu"), width=16), Column(_("Tiếp nhận"), "ngay", "day", 12), Column(_("Đơn vị"), width=32),
            Column(_("Lo ngại"), width=24), Column(_("Tình trạng"), width=16), Column(_("Chuyển"), "", "day", 12),
            Column(_("Kết thúc"), "", "day", 12),
        ),
        orders=queries.REFERRAL_ORDERS,
        default="-ngay",
        show=show,
        nothing=_("Chưa có ca nào"),
        what_to_do=_("Câu lạc bộ tư vấn, trợ giúp trẻ em tiếp nhận rồi chuyển cho nơi có trách nhiệm."),
        lede=_("Không ghi tên trẻ; mỗi lần mở một ca đều được ghi lại. Khẩn cấp: gọi 111."),
        links=links(reader),
        actions=tuple((_("Tiếp nhận ca"), reverse("courses:referral-new", args=[unit.code])) for unit in kept),
    )  # fmt: skip
    return register, asked, found


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The register, for those who may read what is restricted."""
    reader = reader_of(request)
    _check(reader)
    register, asked, found = _register(request, reader)
    return private(register_page(request, register, asked, found, reader.today))


@require_safe
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The register without what happened."""
    reader = reader_of(request)
    _check(reader)
    register, asked, found = _register(request, reader)
    return private(register_file(request, register, asked, found, reader.today, kind))


@require_http_methods(POSTED)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """A case taken up."""
    reader = reader_of(request)
    unit = unit_with_code(code, reader.today)
    if unit is None or not may_see_restricted(reader.actor, unit.id, reader.at):
        raise Http404
    clubs = list(queries.clubs_found(UnitScope((unit.id,))).order_by("folded_name"))
    form = forms.ReferralForm(sent(request), today=reader.today, clubs=clubs, initial={"day": reader.today})
    by_id = {str(one.pk): one for one in clubs}

    def run(given: dict[str, Any]) -> tuple[str, str]:
        given["club"] = by_id.get(given["club"])
        made = take_up_referral(unit=unit.id, **given, actor=reader.actor, at=reader.at)
        return _("Đã tiếp nhận; chuyển cho nơi có trách nhiệm sớm nhất."), reverse("courses:referral", args=[made.pk])

    words = Words(_("Tiếp nhận ca bảo vệ trẻ em"), unit.name, _("Tiếp nhận"))
    back = reverse("courses:referrals")
    warning = _("Trẻ đang gặp nguy hiểm: gọi ngay 111 (Tổng đài quốc gia bảo vệ trẻ em) hoặc 113, rồi mới ghi.")
    return form_page(
        request, form, words, run, back=back, trail=[(_("Bảo vệ trẻ em"), back), (words.title, "")], warning=warning
    )


@require_safe
def referral(request: HttpRequest, pk: int) -> HttpResponse:
    """One case; the look is noted, and everybody who may read it sees who looked."""
    reader = reader_of(request)
    row = _referral_or_404(pk, reader)
    open_referral(referral=row, actor=reader.actor, at=reader.at)
    context = {
        "row": row,
        "unit": units_by_id({row.unit_id}, reader.today)[row.unit_id],
        "looks": looks_at(LookedAt.REFERRAL, row.pk),
        "is_open": row.state == ReferralState.OPEN,
        "is_referred": row.state == ReferralState.REFERRED,
        "trail": [(_("Bảo vệ trẻ em"), reverse("courses:referrals")), (row.child, "")],
    }
    return private(render(request, "courses/referral.html", context))


@require_http_methods(POSTED)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Hand the case on, or close it."""
    reader = reader_of(request)
    row = _referral_or_404(pk, reader)
    back = reverse("courses:referral", args=[pk])
    form: Any
    if slug == "chuyen" and row.state == ReferralState.OPEN:
        form, title, button = forms.HandOnForm, _("Chuyển ca"), _("Ghi đã chuyển")
    elif slug == "ket-thuc" and row.state == ReferralState.REFERRED:
        form, title, button = forms.CloseForm, _("Kết thúc ca"), _("Ghi kết quả")
    else:
        raise Http404

    def run(given: dict[str, Any]) -> tuple[str, str]:
        deed = hand_on_referral if slug == "chuyen" else close_referral
        deed(referral=row, **given, actor=reader.actor, at=reader.at)
        return _("Đã ghi."), back

    trail = [(_("Bảo vệ trẻ em"), reverse("courses:referrals")), (row.child, back), (title, "")]
    shown = form(sent(request), today=reader.today, initial={"day": reader.today})
    return form_page(request, shown, Words(title, row.child, button), run, back=back, trail=trail)


def _check(reader: Reader) -> None:
    if not own_units(reader, capabilities=(Capability.SENSITIVE,)):
        raise Http404


def _referral_or_404(pk: int, reader: Reader) -> Referral:
    found = queries.referral_by_id(pk)
    if found is None or not may_see_restricted(reader.actor, found.unit_id, reader.at):
        raise Http404
    return found
