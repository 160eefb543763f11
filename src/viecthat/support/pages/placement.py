"""Partners and placements: whom the unit works with, who was referred, who is to be asked again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.people.pages.life import made_up
from viecthat.support.choices import LookedAt, PartnerKind, PlacementKind, PlacementState
from viecthat.support.commands.placement import (
    ask_again,
    correct_partner,
    enter_partner,
    refer,
    take_on,
    turn_down,
    undo_placement,
)
from viecthat.support.commands.shared import open_somebody
from viecthat.support.forms import career as forms
from viecthat.support.pages.shared import (
    POSTED,
    Words,
    actions,
    form_page,
    in_reach,
    links,
    partner_choices,
    reader_of,
    sent,
    trail_of,
    unit_kept_or_404,
    units_of_people,
    warning_of_fraud,
)
from viecthat.support.queries.listing import BY_DAY, BY_NAME, partners_found, placements_due, placements_found
from viecthat.support.queries.record import looks_at, partner_by_id, placement_by_id
from viecthat.support.rules import FIRST_ASKED, LAST_ASKED, asked_again_on, may_keep_support, may_see_somebody
from viecthat.ui.privacy import private
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.support.models import Partner, Placement
    from viecthat.support.pages.shared import Reader


def _partners(request: HttpRequest, reader: Reader) -> tuple[Register[Partner], Asked, QuerySet[Partner]]:
    asked = asked_of(request, reader.at, reader.today, kinds=PartnerKind.choices, years=False)
    found = partners_found(asked.units, text=asked.get("text"), kind=asked.get("kind"))

    def show(rows: Sequence[Partner], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                _address_of(row, reader),
                (row.name, str(row.get_kind_display()), units[row.unit_id].name, row.since, row.until,
                 row.referred, row.placed),  # type: ignore[attr-defined]
            )
            for row in rows
        ]  # fmt: skip

    register: Register[Partner] = Register(
        title=_("Đối tác"),
        slug="doi-tac",
        columns=(
            Column(_("Tên đối tác"), "ten", width=40), Column(_("Loại"), width=28), Column(_("Đơn vị"), width=32),
            Column(_("Từ ngày"), "", "day", 12), Column(_("Đến trước ngày"), "", "day", 12),
            Column(_("Đã giới thiệu"), "", "whole", 10), Column(_("Đã nhận"), "", "whole", 10),
        ),
        orders=BY_NAME,
        default="ten",
        show=show,
        nothing=_("Chưa có đối tác nào"),
        what_to_do=_("Ghi trung tâm, trường nghề, doanh nghiệp đơn vị phối hợp; rồi ghi từng lượt giới thiệu."),
        links=links(),
        actions=actions(reader, asked.unit, _("Ghi đối tác"), "partner-new"),
    )  # fmt: skip
    return register, asked, found


def _address_of(row: Partner, reader: Reader) -> str:
    """The partner's page for who keeps it; others are led to what was referred there."""
    if may_keep_support(reader.actor, row.unit_id, reader.at):
        return reverse("support:partner", args=[row.pk])
    return f"{reverse('support:placements')}?{urlencode({'q': row.name})}"


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """The register of partners."""
    reader = reader_of(request)
    register, asked, found = _partners(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def partners_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The register whole."""
    reader = reader_of(request)
    register, asked, found = _partners(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def partner_new(request: HttpRequest, code: str) -> HttpResponse:
    """A partner of the unit."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        enter_partner(unit=unit.id, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã ghi đối tác."), back

    words = Words(_("Ghi đối tác"), unit.name, _("Ghi vào sổ"))
    back = reverse("support:partners")
    form = forms.PartnerForm(sent(request), today=reader.today, initial={"since": reader.today})
    trail = trail_of((_("Đối tác"), back), (words.title, ""))
    return form_page(request, form, words, run, back=back, trail=trail, warning=warning_of_fraud())


@require_http_methods(POSTED)
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """One partner, to read and put right by who keeps the unit's books."""
    reader = reader_of(request)
    row = in_reach(partner_by_id(pk), reader, keeps=True)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        correct_partner(partner=row, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã ghi."), back

    words = Words(row.name, str(row.get_kind_display()), _("Ghi"))
    back = reverse("support:partners")
    form = forms.PartnerForm(
        sent(request), today=reader.today, initial={name: getattr(row, name) for name in forms.PARTNER_FIELDS}
    )
    return form_page(request, form, words, run, back=back, trail=trail_of((_("Đối tác"), back), (row.name, "")))


def _placements(request: HttpRequest, reader: Reader) -> tuple[Register[Placement], Asked, QuerySet[Placement]]:
    states = [*PlacementState.choices, ("due", _("đến hạn hỏi lại"))]
    asked = asked_of(request, reader.at, reader.today, kinds=PlacementKind.choices, states=states)
    found = placements_found(
        asked.units, text=asked.get("text"), kind=asked.get("kind"), state=asked.get("state"),
        during=asked.during("day"), today=reader.today,
    )  # fmt: skip
    waiting = placements_due(asked.units, reader.today)
    said = ngettext("{n} người đến hạn hỏi lại việc làm", "{n} người đến hạn hỏi lại việc làm", waiting)

    def show(rows: Sequence[Placement], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                reverse("support:placement", args=[row.pk]),
                (row.what, str(row.get_kind_display()), row.partner.name, units[row.unit_id].name, row.day,
                 str(row.get_group_display()), str(row.get_state_display()), row.placed_on,
                 str(row.get_after_3_display()), str(row.get_after_6_display())),
                chip=_("hỏi lại") if due_months(row, today) else "",
                chip_icon="push" if due_months(row, today) else "",
            )
            for row in rows
        ]  # fmt: skip

    register: Register[Placement] = Register(
        title=_("Giới thiệu việc làm, học nghề"),
        slug="gioi-thieu-viec-lam",
        columns=(
            Column(_("Công việc, nghề"), width=32), Column(_("Loại"), width=22), Column(_("Đối tác"), width=32),
            Column(_("Đơn vị"), width=30), Column(_("Ngày"), "ngay", "day", 12), Column(_("Đối tượng"), width=22),
            Column(_("Tình trạng"), width=16), Column(_("Nhận từ"), "", "day", 12),
            Column(_("Sau 3 tháng"), width=18), Column(_("Sau 6 tháng"), width=18),
        ),
        orders=BY_DAY,
        default="-ngay",
        show=show,
        nothing=_("Chưa giới thiệu ai"),
        what_to_do=_("Ghi đối tác trước, rồi ghi từng lượt giới thiệu; nhận việc thì tự vào sổ việc."),
        lede=_("Danh sách không nêu tên; mở một lượt thì được ghi lại"),
        links=links(),
        due=((said.format(n=waiting), "?tinh-trang=due"),) if waiting else (),
        actions=actions(reader, asked.unit, _("Ghi giới thiệu"), "placement-new"),
    )  # fmt: skip
    return register, asked, found


def due_months(row: Placement, today: date) -> int:
    """3 or 6 when somebody placed is to be asked by now, else 0; the later question stands for the earlier."""
    if row.state != PlacementState.PLACED or row.placed_on is None:
        return 0
    for months, answered in ((LAST_ASKED, row.after_6), (FIRST_ASKED, row.after_3)):
        if not answered and asked_again_on(row.placed_on, months) <= today:
            return months
    return 0


@require_safe
def placements(request: HttpRequest) -> HttpResponse:
    """The register of placements."""
    reader = reader_of(request)
    register, asked, found = _placements(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def placements_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The register whole; it names nobody."""
    reader = reader_of(request)
    register, asked, found = _placements(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def placement_new(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody referred."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)
    form = forms.PlacementForm(
        sent(request), today=reader.today, units=units_of_people(reader), partners=partner_choices(unit.id),
        initial={"day": reader.today, "group": "other"},
    )  # fmt: skip

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = refer(unit=unit.id, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã ghi giới thiệu."), reverse("support:placement", args=[made.pk])

    words = Words(_("Ghi giới thiệu"), unit.name, _("Ghi vào sổ"))
    back = reverse("support:placements")
    trail = trail_of((_("Giới thiệu việc làm"), back), (words.title, ""))
    return form_page(request, form, words, run, back=back, trail=trail, warning=warning_of_fraud())


@require_safe
def placement(request: HttpRequest, pk: int) -> HttpResponse:
    """One placement; whose it is only for those who may know, and then the look is noted."""
    reader = reader_of(request)
    row = in_reach(placement_by_id(pk), reader)
    named = may_see_somebody(reader.actor, row, reader.at)
    if named:
        open_somebody(what=LookedAt.PLACEMENT, row=row, actor=reader.actor, at=reader.at)
    context = {
        "row": row,
        "unit": units_by_id({row.unit_id}, reader.today)[row.unit_id],
        "named": named,
        "keeps": may_keep_support(reader.actor, row.unit_id, reader.at),
        "is_referred": row.state == PlacementState.REFERRED,
        "is_placed": row.state == PlacementState.PLACED,
        "due": due_months(row, reader.today),
        "last_due": row.placed_on is not None and asked_again_on(row.placed_on, LAST_ASKED) <= reader.today,
        "first_due": row.placed_on is not None and asked_again_on(row.placed_on, FIRST_ASKED) <= reader.today,
        "asks": [(months, asked_again_on(row.placed_on, months)) for months in (3, 6)] if row.placed_on else [],
        "looks": looks_at(LookedAt.PLACEMENT, row.pk) if named else [],
        "warning": warning_of_fraud() if row.kind == PlacementKind.ABROAD else "",
        "trail": trail_of((_("Giới thiệu việc làm"), reverse("support:placements")), (row.what, "")),
        "synthetic": made_up([row.person]) if named else False,
    }
    return private(render(request, "support/placement.html", context))


@require_http_methods(POSTED)
def placement_step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Taken on, turned down, asked again, or taken back."""
    reader = reader_of(request)
    row = in_reach(placement_by_id(pk), reader, keeps=True)
    back = reverse("support:placement", args=[pk])
    today, data = reader.today, sent(request)
    who: dict[str, Any] = {"placement": row, "actor": reader.actor, "at": reader.at}
    months = {"hoi-3": FIRST_ASKED, "hoi-6": LAST_ASKED}.get(slug, 0)
    form: Any
    if slug == "nhan":
        form, words = forms.DayForm(data, today=today, initial={"day": today}), (_("Đã nhận"), _("Ghi đã nhận"))
    elif slug == "khong-nhan":
        form, words = forms.ReasonForm(data, today=today), (_("Không nhận"), _("Ghi không nhận"))
    elif slug == "lay-lai":
        form, words = forms.ReasonForm(data, today=today), (_("Lấy lại việc nhận"), _("Lấy lại"))
    elif months:
        form = forms.AskForm(data, today=today, initial={"day": today})
        words = (_("Hỏi lại sau {n} tháng").format(n=months), _("Ghi trả lời"))
    else:
        raise Http404
    if (row.state == PlacementState.REFERRED) != (slug in {"nhan", "khong-nhan"}):
        raise PermissionDenied(_("Lượt giới thiệu này đã có kết quả, hoặc chưa nhận."))

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if slug == "nhan":
            take_on(**given, **who)
        elif slug == "khong-nhan":
            turn_down(**given, **who)
        elif slug == "lay-lai":
            undo_placement(**given, **who)
        else:
            ask_again(months=months, **given, **who)
        return _("Đã ghi."), back

    title, button = words
    trail = trail_of((_("Giới thiệu việc làm"), reverse("support:placements")), (row.what, back), (title, ""))
    return form_page(
        request, form, Words(title, f"{row.what}, {row.partner.name}", button), run, back=back, trail=trail
    )
