"""Advice: cases (nobody is named on a list) and sessions of many."""

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

from viecthat.people.pages.life import made_up
from viecthat.support.choices import Beneficiary, LookedAt, Topic
from viecthat.support.commands.advice import (
    advise,
    follow_up_advice,
    hold_advice_session,
    undo_advice,
    undo_advice_session,
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
from viecthat.support.queries.listing import BY_DAY, cases_found, sessions_found
from viecthat.support.queries.record import case_by_id, looks_at, session_by_id
from viecthat.support.rules import may_keep_support, may_see_somebody, warns_of_fraud
from viecthat.ui.privacy import private
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.support.models import AdviceCase, AdviceSession
    from viecthat.support.pages.shared import Reader


def _cases(request: HttpRequest, reader: Reader) -> tuple[Register[AdviceCase], Asked, QuerySet[AdviceCase]]:
    asked = asked_of(request, reader.at, reader.today, kinds=Topic.choices, states=Beneficiary.choices)
    found = cases_found(asked.units, topic=asked.get("kind"), group=asked.get("state"), during=asked.during("day"))

    def show(rows: Sequence[AdviceCase], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                reverse("support:case", args=[row.pk]),
                (_("Ca {n}").format(n=row.pk), str(row.get_topic_display()), row.day, units[row.unit_id].name,
                 str(row.get_group_display()), row.follow_on),
                chip=_("đến hẹn") if row.follow_on and row.follow_on <= today and not row.followed else "",
                chip_icon="push" if row.follow_on and row.follow_on <= today and not row.followed else "",
            )
            for row in rows
        ]  # fmt: skip

    register: Register[AdviceCase] = Register(
        title=_("Ca tư vấn"),
        slug="ca-tu-van",
        columns=(
            Column(_("Ca"), width=12), Column(_("Nội dung"), width=24), Column(_("Ngày"), "ngay", "day", 12),
            Column(_("Đơn vị"), width=32), Column(_("Đối tượng"), width=24), Column(_("Hẹn lại"), "", "day", 12),
        ),
        orders=BY_DAY,
        default="-ngay",
        show=show,
        nothing=_("Chưa có ca tư vấn nào"),
        what_to_do=_("Ghi từng ca: nội dung, đối tượng; người được tư vấn không phải cho biết tên."),
        lede=_("Danh sách không nêu tên; mở một ca thì được ghi lại"),
        links=links(),
        actions=actions(reader, asked.unit, _("Ghi ca tư vấn"), "case-new"),
    )  # fmt: skip
    return register, asked, found


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The register of cases."""
    reader = reader_of(request)
    register, asked, found = _cases(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def cases_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The register whole; it names nobody."""
    reader = reader_of(request)
    register, asked, found = _cases(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def case_new(request: HttpRequest, code: str) -> HttpResponse:
    """A person advised."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)
    form = forms.CaseForm(
        sent(request),
        today=reader.today,
        units=units_of_people(reader),
        initial={"day": reader.today, "group": "other"},
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = advise(unit=unit.id, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã ghi ca tư vấn."), reverse("support:case", args=[made.pk])

    words = Words(_("Ghi ca tư vấn"), unit.name, _("Ghi vào sổ"))
    back = reverse("support:cases")
    return form_page(
        request, form, words, run, back=back, trail=trail_of((_("Ca tư vấn"), back), (words.title, "")),
        warning=warning_of_fraud(),
    )  # fmt: skip


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case; who it is about only for those who may know, and then the look is noted."""
    reader = reader_of(request)
    row = in_reach(case_by_id(pk), reader)
    named = may_see_somebody(reader.actor, row, reader.at)
    if named:
        open_somebody(what=LookedAt.CASE, row=row, actor=reader.actor, at=reader.at)
    context = {
        "row": row,
        "unit": units_by_id({row.unit_id}, reader.today)[row.unit_id],
        "named": named,
        "keeps": may_keep_support(reader.actor, row.unit_id, reader.at),
        "looks": looks_at(LookedAt.CASE, row.pk) if named else [],
        "warning": warning_of_fraud() if warns_of_fraud(row.topic) else "",
        "trail": trail_of((_("Ca tư vấn"), reverse("support:cases")), (_("Ca {n}").format(n=row.pk), "")),
        "synthetic": made_up([row.person]) if named else False,
    }
    return private(render(request, "support/case.html", context))


@require_http_methods(POSTED)
def case_step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """What came of it, or that it was recorded by mistake."""
    reader = reader_of(request)
    row = in_reach(case_by_id(pk), reader, keeps=True)
    back = reverse("support:case", args=[pk])
    name = _("Ca {n}").format(n=pk)
    form: Any
    if slug == "ket-qua":
        if not may_see_somebody(reader.actor, row, reader.at):
            raise PermissionDenied
        form = forms.FollowForm(sent(request), today=reader.today, initial={"followed": row.followed})
        words = Words(_("Kết quả sau tư vấn"), name, _("Ghi"))
    elif slug == "lay-lai":
        form = forms.ReasonForm(sent(request), today=reader.today)
        words = Words(_("Lấy lại ca ghi nhầm"), name, _("Lấy lại"))
    else:
        raise Http404

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if slug == "ket-qua":
            follow_up_advice(case=row, **given, actor=reader.actor, at=reader.at)
            return _("Đã ghi."), back
        undo_advice(case=row, **given, actor=reader.actor, at=reader.at)
        return _("Đã lấy lại; số liệu đã được đảo trong sổ việc."), reverse("support:cases")

    trail = trail_of((_("Ca tư vấn"), reverse("support:cases")), (name, back), (words.title, ""))
    return form_page(request, form, words, run, back=back, trail=trail)


def _sessions(request: HttpRequest, reader: Reader) -> tuple[Register[AdviceSession], Asked, QuerySet[AdviceSession]]:
    asked = asked_of(request, reader.at, reader.today, kinds=Topic.choices)
    found = sessions_found(
        asked.units, text=asked.get("text"), topic=asked.get("kind"), during=asked.during("day")
    )  # fmt: skip

    def show(rows: Sequence[AdviceSession], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                reverse("support:session", args=[row.pk]),
                (row.title, str(row.get_topic_display()), row.day, units[row.unit_id].name, row.people, row.turns),
            )
            for row in rows
        ]

    register: Register[AdviceSession] = Register(
        title=_("Buổi tư vấn, ngày hội"),
        slug="buoi-tu-van",
        columns=(
            Column(_("Tên buổi"), width=40), Column(_("Nội dung"), width=24), Column(_("Ngày"), "ngay", "day", 12),
            Column(_("Đơn vị"), width=32), Column(_("Người"), "", "whole", 10), Column(_("Lượt"), "", "whole", 10),
        ),
        orders=BY_DAY,
        default="-ngay",
        show=show,
        nothing=_("Chưa có buổi tư vấn nào"),
        what_to_do=_("Ghi buổi với số người và số lượt: hai số khác nhau, không cộng vào nhau."),
        links=links(),
        actions=actions(reader, asked.unit, _("Ghi buổi tư vấn"), "session-new"),
    )  # fmt: skip
    return register, asked, found


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """The register of sessions."""
    reader = reader_of(request)
    register, asked, found = _sessions(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def sessions_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The register whole."""
    reader = reader_of(request)
    register, asked, found = _sessions(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def session_new(request: HttpRequest, code: str) -> HttpResponse:
    """Many advised together."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)
    form = forms.SessionForm(
        sent(request), today=reader.today, partners=partner_choices(unit.id), initial={"day": reader.today}
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = hold_advice_session(unit=unit.id, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã ghi buổi tư vấn."), reverse("support:session", args=[made.pk])

    words = Words(_("Ghi buổi tư vấn"), unit.name, _("Ghi vào sổ"))
    back = reverse("support:sessions")
    return form_page(
        request, form, words, run, back=back, trail=trail_of((_("Buổi tư vấn"), back), (words.title, "")),
        warning=warning_of_fraud(),
    )  # fmt: skip


@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session."""
    reader = reader_of(request)
    row = in_reach(session_by_id(pk), reader)
    context = {
        "row": row,
        "unit": units_by_id({row.unit_id}, reader.today)[row.unit_id],
        "keeps": may_keep_support(reader.actor, row.unit_id, reader.at),
        "warning": warning_of_fraud() if warns_of_fraud(row.topic) else "",
        "trail": trail_of((_("Buổi tư vấn"), reverse("support:sessions")), (row.title, "")),
    }
    return render(request, "support/session.html", context)


@require_http_methods(POSTED)
def session_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """A session recorded by mistake."""
    reader = reader_of(request)
    row = in_reach(session_by_id(pk), reader, keeps=True)
    back = reverse("support:session", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        undo_advice_session(session=row, **given, actor=reader.actor, at=reader.at)
        return _("Đã lấy lại; số liệu đã được đảo trong sổ việc."), reverse("support:sessions")

    words = Words(_("Lấy lại buổi ghi nhầm"), row.title, _("Lấy lại"))
    trail = trail_of((_("Buổi tư vấn"), reverse("support:sessions")), (row.title, back), (words.title, ""))
    return form_page(request, forms.ReasonForm(sent(request), today=reader.today), words, run, back=back, trail=trail)
