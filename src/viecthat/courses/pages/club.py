"""Clubs: the register, one club, members and meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.courses.choices import ClubField, ClubState
from viecthat.courses.commands.club import (
    add_club_member,
    change_club_state,
    correct_club,
    end_club_member,
    enter_club,
    record_club_meeting,
    undo_club_meeting,
)
from viecthat.courses.forms import club as forms
from viecthat.courses.forms.course import ReasonForm
from viecthat.courses.pages.shared import (
    POSTED,
    Words,
    form_page,
    kept_units,
    links,
    reader_of,
    sent,
    unit_kept_or_404,
    units_of_people,
)
from viecthat.courses.queries import club as queries
from viecthat.courses.rules import may_keep_courses, may_see_courses, may_see_learners
from viecthat.people.pages.life import made_up
from viecthat.ui.privacy import private
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.courses.models import Club
    from viecthat.courses.pages.shared import Reader


def _register(request: HttpRequest, reader: Reader) -> tuple[Register[Club], Asked, QuerySet[Club]]:
    asked = asked_of(request, reader.at, reader.today, kinds=ClubField.choices, states=ClubState.choices)
    found = queries.clubs_found(
        asked.units, text=asked.get("text"), field=asked.get("kind"), state=asked.get("state"),
        year=asked.get("year") or None,
    )  # fmt: skip

    def show(rows: Sequence[Club], today: date) -> list[Shown]:
        return [
            Shown(
                reverse("courses:club", args=[one.club.pk]),
                (
                    one.club.name, str(one.club.get_field_display()), one.unit.name, one.club.founded_on, one.members,
                    one.meetings, one.last, str(one.club.get_state_display()),
                ),
            )
            for one in queries.clubs_listed(rows, today)
        ]  # fmt: skip

    register: Register[Club] = Register(
        title=_("Câu lạc bộ"),
        slug="cau-lac-bo",
        columns=(
            Column(_("Tên câu lạc bộ"), "ten", width=40), Column(_("Lĩnh vực"), width=24),
            Column(_("Đơn vị"), width=32),
            Column(_("Thành lập"), "ngay", "day", 12), Column(_("Thành viên"), "", "whole", 10),
            Column(_("Buổi đã sinh hoạt"), "", "whole", 10), Column(_("Lần gần nhất"), "", "day", 12),
            Column(_("Tình trạng"), width=18),
        ),
        orders=queries.ORDERS,
        default="ten",
        show=show,
        nothing=_("Chưa có câu lạc bộ nào"),
        what_to_do=_("Ghi câu lạc bộ với chủ nhiệm; buổi sinh hoạt ghi xong tự vào sổ việc."),
        links=links(reader),
        actions=tuple(
            (_("Ghi câu lạc bộ"), reverse("courses:club-new", args=[u.code])) for u in kept_units(reader, asked.unit)
        ),
    )  # fmt: skip
    return register, asked, found


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The register of clubs."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The register whole; it names nobody."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """A club of the unit."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = enter_club(unit=unit.id, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã ghi câu lạc bộ."), reverse("courses:club", args=[made.pk])

    words = Words(_("Ghi câu lạc bộ"), unit.name, _("Ghi câu lạc bộ"))
    back = f"{reverse('courses:clubs')}?don-vi={unit.code}"
    trail = [(_("Câu lạc bộ"), reverse("courses:clubs")), (words.title, "")]
    return form_page(request, forms.ClubForm(sent(request), today=reader.today), words, run, back=back, trail=trail)


@require_safe
def club(request: HttpRequest, pk: int) -> HttpResponse:
    """One club; its members by name for those who may read names."""
    reader = reader_of(request)
    row = _club_or_404(pk, reader)
    named = may_see_learners(reader.actor, row.unit_id, reader.at)
    keeps = may_keep_courses(reader.actor, row.unit_id, reader.at)
    members = queries.members_of(row)
    context = {
        "club": row,
        "unit": units_by_id({row.unit_id}, reader.today)[row.unit_id],
        "named": named,
        "keeps": keeps and row.state != ClubState.ENDED,
        "members": members,
        "meetings": queries.meetings_of(row),
        "active": row.state == ClubState.ACTIVE,
        "trail": [(_("Câu lạc bộ"), reverse("courses:clubs")), (row.name, "")],
        "synthetic": made_up(one.person for one in members) if named else False,
    }
    return private(render(request, "courses/club.html", context))


@require_http_methods(POSTED)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Do one thing with the club."""
    reader = reader_of(request)
    row = _club_or_404(pk, reader, keeps=True)
    today, data = reader.today, sent(request)
    who: dict[str, Any] = {"club": row, "actor": reader.actor, "at": reader.at}
    back = reverse("courses:club", args=[pk])
    form: Any
    if slug == "sua":
        form = forms.ClubForm(data, today=today, initial={name: getattr(row, name) for name in forms.CLUB_FIELDS})
        title, button = _("Sửa câu lạc bộ"), _("Ghi")
    elif slug == "tinh-trang":
        form = forms.ClubStateForm(data, today=today, initial={"day": today, "state": row.state})
        title, button = _("Đổi tình trạng"), _("Ghi")
    elif slug == "thanh-vien":
        form = forms.ClubMemberForm(data, today=today, initial={"since": today}, units=units_of_people(reader))
        title, button = _("Thêm thành viên"), _("Thêm")
    elif slug == "sinh-hoat":
        form = forms.ClubMeetingForm(data, today=today, initial={"day": today})
        title, button = _("Ghi buổi sinh hoạt"), _("Ghi vào sổ")
    else:
        raise Http404
    if row.state == ClubState.ENDED:
        raise PermissionDenied(_("Câu lạc bộ này đã giải thể."))

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if slug == "sua":
            correct_club(facts=given, **who)
        elif slug == "tinh-trang":
            change_club_state(**given, **who)
        elif slug == "thanh-vien":
            add_club_member(**given, **who)
        else:
            record_club_meeting(**given, **who)
        return _("Đã ghi."), back

    trail = [(_("Câu lạc bộ"), reverse("courses:clubs")), (row.name, back), (title, "")]
    return form_page(request, form, Words(title, row.name, button), run, back=back, trail=trail)


@require_http_methods(POSTED)
def member_leaves(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Somebody leaves the club."""
    reader = reader_of(request)
    row = _club_or_404(pk, reader, keeps=True)
    found = queries.member_by_id(line, pk)
    if found is None or found.until is not None:
        raise Http404
    back = reverse("courses:club", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        end_club_member(member=found, **given, actor=reader.actor, at=reader.at)
        return _("Đã ghi."), back

    name = found.person.full_name if found.person is not None else found.name
    words = Words(_("Thôi là thành viên"), f"{name}, {row.name}", _("Ghi"))
    form = forms.LeaveForm(sent(request), today=reader.today, initial={"day": reader.today})
    trail = [(_("Câu lạc bộ"), reverse("courses:clubs")), (row.name, back), (words.title, "")]
    return form_page(request, form, words, run, back=back, trail=trail)


@require_http_methods(POSTED)
def meeting_undo(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """A meeting that was recorded by mistake."""
    reader = reader_of(request)
    row = _club_or_404(pk, reader, keeps=True)
    found = queries.meeting_of(line, pk)
    if found is None:
        raise Http404
    back = reverse("courses:club", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        undo_club_meeting(meeting=found, **given, actor=reader.actor, at=reader.at)
        return _("Đã lấy lại; số liệu đã được đảo trong sổ việc."), back

    words = Words(_("Lấy lại buổi ghi nhầm"), f"{found.topic}, {row.name}", _("Lấy lại"))
    trail = [(_("Câu lạc bộ"), reverse("courses:clubs")), (row.name, back), (words.title, "")]
    return form_page(request, ReasonForm(sent(request), today=reader.today), words, run, back=back, trail=trail)


def _club_or_404(pk: int, reader: Reader, *, keeps: bool = False) -> Club:
    found = queries.club_by_id(pk)
    rule = may_keep_courses if keeps else may_see_courses
    if found is None or not rule(reader.actor, found.unit_id, reader.at):
        raise Http404
    return found
