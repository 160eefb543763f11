"""Meetings of the council: listed, held, their ballots counted, closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.commendations.choices import NomineeState
from viecthat.commendations.commands import council as commands
from viecthat.commendations.commands.decision import DecisionFacts, commend
from viecthat.commendations.forms import council as forms
from viecthat.commendations.models import CouncilMeeting
from viecthat.commendations.pages.shared import POSTED, links, meeting_or_404, nominee_or_404, own_unit, tried
from viecthat.commendations.queries import council as queries
from viecthat.commendations.queries.dossier import named_in
from viecthat.commendations.rules import may_decide
from viecthat.plans.pages.shared import Reader, Words, change_page, reader_of, sent
from viecthat.ui.privacy import private
from viecthat.units.exports import unit_head
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page

DECIDING = (Capability.ACCEPT,)
ORDERS = {"ngay": ("day", "pk"), "-ngay": ("-day", "-pk")}


def _register(reader: Reader) -> Register[CouncilMeeting]:
    return Register(
        title=_("Hội đồng thi đua, khen thưởng"),
        slug="hoi-dong",
        columns=(
            Column(_("Phiên họp"), width=36),
            Column(_("Ngày họp"), "ngay", "day", 12),
            Column(_("Có mặt"), kind="whole", width=10),
            Column(_("Thành viên"), kind="whole", width=10),
            Column(_("Đã xét"), kind="whole", width=10),
            Column(_("Thông qua"), kind="whole", width=10),
        ),
        orders=ORDERS,
        default="-ngay",
        show=_shown,
        nothing=_("Chưa có phiên họp nào"),
        what_to_do=_("Ghi phiên họp với thành viên, rồi nhập kết quả bỏ phiếu kín về từng đề nghị."),
        links=links(),
        actions=((_("Ghi phiên họp"), reverse("commendations:meeting-new")),) if own_unit(reader, DECIDING) else (),
    )


def _shown(rows: Sequence[CouncilMeeting], today: date) -> list[Shown]:
    return [
        Shown(
            reverse("commendations:meeting", args=[one.row.pk]),
            (one.unit.name, one.row.day, one.present, one.members, one.voted, one.passed),
            note=one.row.minutes,
            chip=_("đã chốt biên bản") if one.row.closed_at else "",
        )
        for one in queries.listed_meetings(rows, today)
    ]


def _sought(request: HttpRequest, reader: Reader) -> tuple[Asked, Any]:
    asked = asked_of(request, reader.at, reader.today)
    found = queries.meetings_found(reader.actor, reader.at).filter(asked.units.of("unit"), asked.during("day"))
    if text := asked.get("text"):
        found = found.filter(minutes__icontains=text)
    return asked, found


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Meetings, the newest first."""
    reader = reader_of(request)
    return register_page(request, _register(reader), *_sought(request, reader), reader.today)


@require_safe
def listing_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list whole."""
    reader = reader_of(request)
    return register_file(request, _register(reader), *_sought(request, reader), reader.today, kind)


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: who sat, what was voted on, what still waits."""
    reader = reader_of(request)
    shown = meeting_or_404(pk, reader)
    (told,) = queries.listed_meetings([shown], reader.today)
    keeps = may_decide(reader.actor, shown.unit_id, reader.at)
    ballots = queries.ballots_of(shown)
    rows = named_in([one.nominee for one in ballots.values()], reader.today)
    waiting = []
    if keeps and shown.closed_at is None:
        waiting = named_in(queries.waiting_for_council(shown.unit_id), reader.today)
    decisions = list(shown.decisions.order_by("-day", "-pk"))
    context = {
        "meeting": shown,
        "told": told,
        "seats": list(shown.seats.all()),
        "rows": [(row, ballots[row.nominee.pk]) for row in rows],
        "waiting": waiting,
        "keeps": keeps and shown.closed_at is None,
        "decides": keeps and shown.closed_at is not None and any(_undecided(row) for row in rows),
        "reopens": keeps and shown.closed_at is not None and not decisions,
        "decisions": decisions,
        "trail": [*_trail(), (told.unit.name, "")],
    }
    return private(render(request, "commendations/meeting.html", context))


def _undecided(row: Any) -> bool:
    return bool(row.nominee.state == NomineeState.PASSED)


@require_http_methods(POSTED)
def new(request: HttpRequest) -> HttpResponse:
    """Write a meeting down."""
    reader = reader_of(request)
    start = own_unit(reader, DECIDING)
    if not start:
        raise PermissionDenied
    last = queries.last_seats(start["unit"].id)
    form = forms.MeetingForm(sent(request), today=reader.today, initial={**start, "members": last, "day": reader.today})

    def run(data: dict[str, Any]) -> tuple[str, str]:
        seats = [commands.Seat(name, post, here) for name, post, here in data.pop("members")]
        row = commands.hold_meeting(
            unit=data.pop("unit").id, seats=seats, **data, actor=reader.actor, at=reader.at
        )  # fmt: skip
        return _("Đã ghi phiên họp; nhập kết quả bỏ phiếu."), reverse("commendations:meeting", args=[row.pk])

    words = Words(_("Ghi phiên họp hội đồng"), _("Thành viên lấy theo phiên trước"), _("Ghi phiên họp"))
    return change_page(request, form, words, run, back=reverse("commendations:meetings"), trail=_trail())


@require_http_methods(POSTED)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """What was written down of a meeting is put right."""
    reader = reader_of(request)
    shown = meeting_or_404(pk, reader)
    if not may_decide(reader.actor, shown.unit_id, reader.at):
        raise PermissionDenied
    values = {name: getattr(shown, name) for name in ("day", "place", "minutes")}
    form = forms.MeetingForm(sent(request), today=reader.today, initial=values | {"members": queries.seats_of(shown)})
    del form.fields["unit"]
    back = reverse("commendations:meeting", args=[pk])

    def run(data: dict[str, Any]) -> tuple[str, str]:
        seats = [commands.Seat(name, post, here) for name, post, here in data.pop("members")]
        commands.correct_meeting(meeting=shown, seats=seats, **data, actor=reader.actor, at=reader.at)
        return _("Đã sửa."), back

    words = Words(_("Sửa phiên họp hội đồng"), "", _("Ghi"))
    return change_page(request, form, words, run, back=back, trail=[*_trail(), (_("Phiên họp"), back)])


@require_POST
def leave_out(request: HttpRequest, pk: int, nominee: int) -> HttpResponse:
    """The count on a nominee who was not voted on."""
    reader = reader_of(request)
    shown = meeting_or_404(pk, reader)
    row = nominee_or_404(nominee, reader)
    return tried(
        request, lambda: commands.drop_ballot(meeting=shown, nominee=row, actor=reader.actor, at=reader.at),
        _("Đã bỏ kết quả; đề nghị lại chờ hội đồng xét."), "commendations:meeting", pk,
    )  # fmt: skip


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes were closed too soon."""
    reader = reader_of(request)
    shown = meeting_or_404(pk, reader)
    return tried(
        request, lambda: commands.reopen_meeting(meeting=shown, actor=reader.actor, at=reader.at),
        _("Đã mở lại biên bản; sửa rồi chốt lại."), "commendations:meeting", pk,
    )  # fmt: skip


@require_http_methods(POSTED)
def count(request: HttpRequest, pk: int, nominee: int) -> HttpResponse:
    """The count of the secret ballots on one nominee."""
    reader = reader_of(request)
    shown = meeting_or_404(pk, reader)
    row = nominee_or_404(nominee, reader)
    if not may_decide(reader.actor, shown.unit_id, reader.at):
        raise PermissionDenied
    (named,) = named_in([row], reader.today)
    known = queries.ballots_of(shown).get(row.pk)
    values = (
        {"votes_for": known.votes_for, "votes_against": known.votes_against, "votes_blank": known.votes_blank}
        if known
        else {"votes_against": 0, "votes_blank": 0}
    )
    form = forms.BallotForm(sent(request), today=reader.today, initial=values)
    back = reverse("commendations:meeting", args=[pk])

    def run(data: dict[str, Any]) -> tuple[str, str]:
        ballot = commands.count_ballots(meeting=shown, nominee=row, **data, actor=reader.actor, at=reader.at)
        return (_("Đã ghi: thông qua.") if ballot.passed else _("Đã ghi: không thông qua.")), back

    words = Words(_("Kết quả bỏ phiếu kín"), f"{named.name} · {named.kind}", _("Ghi kết quả"))
    return change_page(request, form, words, run, back=back, trail=[*_trail(), (_("Phiên họp"), back)])


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes are closed."""
    reader = reader_of(request)
    shown = meeting_or_404(pk, reader)
    return tried(
        request, lambda: commands.close_meeting(meeting=shown, actor=reader.actor, at=reader.at),
        _("Đã chốt biên bản; ra quyết định được."), "commendations:meeting", pk,
    )  # fmt: skip


@require_http_methods(POSTED)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision on those the meeting passed."""
    reader = reader_of(request)
    shown = meeting_or_404(pk, reader)
    if not may_decide(reader.actor, shown.unit_id, reader.at):
        raise PermissionDenied
    passed = [one.nominee for one in queries.ballots_of(shown).values() if one.nominee.state == NomineeState.PASSED]
    rows = named_in(passed, reader.today)
    head = unit_head(shown.unit_id, reader.today, "vi")
    offered = [(row.nominee.pk, f"{row.name} · {row.kind}") for row in rows]
    values = {"day": reader.today, "place": head.place, "signer_post": _("Bí thư")}
    form = forms.DecisionForm(sent(request), today=reader.today, offered=offered, initial=values)
    back = reverse("commendations:meeting", args=[pk])

    def run(data: dict[str, Any]) -> tuple[str, str]:
        chosen = data.pop("nominees")
        row = commend(
            meeting=shown, nominees=chosen, facts=DecisionFacts(**data), actor=reader.actor, at=reader.at
        )  # fmt: skip
        return _("Đã ra quyết định; ghi vào sổ khen thưởng."), reverse("commendations:decision", args=[row.pk])

    words = Words(_("Ra quyết định khen thưởng"), head.unit.name, _("Ra quyết định"))
    return change_page(request, form, words, run, back=back, trail=[*_trail(), (_("Phiên họp"), back)])


def _trail() -> list[tuple[str, str]]:
    return [
        (_("Thi đua, khen thưởng"), reverse("commendations:drives")),
        (_("Hội đồng"), reverse("commendations:meetings")),
    ]
