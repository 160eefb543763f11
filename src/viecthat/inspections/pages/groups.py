"""Seats of units in working groups and steering boards of ministries and other bodies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.inspections.commands.group import keep_group, note_meeting
from viecthat.inspections.forms.group import GroupForm, MeetingForm
from viecthat.inspections.pages.shared import (
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
)
from viecthat.inspections.queries.group import GROUP_ORDERS, OVER, RUNNING, group_by_id, groups_found, meetings_of
from viecthat.inspections.rules import may_keep_inspection
from viecthat.people.queries.pick import picked
from viecthat.people.rules.post import units_with_visible_cadres
from viecthat.ui.privacy import private
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import UnitScope

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.inspections.models import ExternalGroup
    from viecthat.inspections.pages.shared import Reader

_CHANGE = "units/register_change.html"  # offers names of people


def _register(request: HttpRequest, reader: Reader) -> tuple[Register[ExternalGroup], Asked, QuerySet[ExternalGroup]]:
    states = ((RUNNING, _("đang tham gia")), (OVER, _("đã thôi")))
    asked = asked_of(request, reader.at, reader.today, states=states)
    found = groups_found(
        asked.units, reader.today, text=asked.get("text"), state=asked.get("state"), year=asked.given.get("year")
    )

    def show(rows: Sequence[ExternalGroup], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                reverse("inspections:group", args=[row.pk]),
                (row.name, row.body, row.called, row.post, units[row.unit_id].name, row.start, row.last_day,
                 row.met, row.last_met),  # type: ignore[attr-defined]
            )
            for row in rows
        ]  # fmt: skip

    register: Register[ExternalGroup] = Register(
        title=_("Tổ công tác, ban chỉ đạo của bộ, ngành"),
        slug="to-cong-tac",
        columns=(
            Column(_("Tổ công tác, ban chỉ đạo"), "ten", width=48), Column(_("Cơ quan chủ trì"), width=28),
            Column(_("Người tham gia"), width=28), Column(_("Chức vụ"), width=28), Column(_("Đơn vị"), width=28),
            Column(_("Từ ngày"), "ngay", "day", 12), Column(_("Đến hết"), "", "day", 12),
            Column(_("Lần họp"), "", "whole", 10), Column(_("Họp gần nhất"), "", "day", 12),
        ),
        orders=GROUP_ORDERS,
        default="-ngay",
        show=show,
        nothing=_("Chưa tham gia tổ công tác nào"),
        what_to_do=_("Ghi ai của đơn vị tham gia tổ công tác, ban chỉ đạo của bộ, ngành; mỗi lần họp ghi kết quả."),
        links=links(),
        actions=actions(reader, asked.unit, _("Ghi tổ công tác"), "group-new"),
    )  # fmt: skip
    return register, asked, found


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """Seats of units in reach."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def groups_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The register whole."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def group_new(request: HttpRequest, code: str) -> HttpResponse:
    """A seat is recorded."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)
    units = units_with_visible_cadres(reader.actor, reader.at)
    form = GroupForm(sent(request), today=reader.today, units=units, initial={"start": reader.today})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = keep_group(unit=unit.id, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã ghi."), reverse("inspections:group", args=[made.pk])

    words = Words(_("Ghi tổ công tác"), unit.name, _("Ghi"))
    return form_page(
        request, form, words, run, back=reverse("inspections:groups"), trail=_trail((words.title, "")), template=_CHANGE
    )


@require_safe
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """A seat: duties, term, meetings and what came of them."""
    reader = reader_of(request)
    row = in_reach(group_by_id(pk), reader)
    context = {
        "row": row,
        "unit": units_by_id({row.unit_id}, reader.today)[row.unit_id],
        "meetings": meetings_of(row),
        "keeps": may_keep_inspection(reader.actor, row.unit_id, reader.at),
        "trail": _trail((row.name, "")),
    }
    return private(render(request, "inspections/group.html", context))


@require_http_methods(POSTED)
def group_step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A meeting is noted, the seat corrected or ended."""
    reader = reader_of(request)
    row = in_reach(group_by_id(pk), reader, keeps=True)
    if slug not in {"hop", "sua"}:
        raise Http404
    back = reverse("inspections:group", args=[pk])
    form: Any
    if slug == "hop":
        form, title = MeetingForm(sent(request), today=reader.today, initial={"day": reader.today}), _("Ghi lần họp")
    else:
        names = ("name", "body", "member", "post", "decision", "duties", "start", "last_day")
        initial = {name: getattr(row, name) for name in names}
        initial["person"] = picked(row.person) if row.person else None
        units = units_with_visible_cadres(reader.actor, reader.at)
        if row.person is not None and row.person.unit_id is not None:
            units = units | UnitScope((row.person.unit_id,))  # who sits there already may be named again
        form = GroupForm(sent(request), today=reader.today, units=units, initial=initial)
        title = _("Sửa, kết thúc")

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if slug == "hop":
            note_meeting(group=row, actor=reader.actor, at=reader.at, **given)
        else:
            keep_group(unit=row.unit_id, facts=given, group=row, actor=reader.actor, at=reader.at)
        return _("Đã ghi."), back

    words = Words(title, row.name, _("Ghi"))
    trail = _trail((row.name, back), (title, ""))
    return form_page(request, form, words, run, back=back, trail=trail, template=_CHANGE)


def _trail(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return trail_of((_("Tổ công tác"), reverse("inspections:groups")), *steps)
