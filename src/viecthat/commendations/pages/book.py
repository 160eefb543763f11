"""The book of commendations, decisions and their papers, what is set right, and the public page of a code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.commands import Door, check_door, note_try
from viecthat.accounts.queries import visitor_of
from viecthat.commendations.choices import NomineeKind
from viecthat.commendations.commands.decision import (
    correct_commendation,
    restore_commendation,
    withdraw_commendation,
)
from viecthat.commendations.exports.papers import certificates, decision_document
from viecthat.commendations.forms.council import CorrectForm, RestoreForm, WithdrawForm
from viecthat.commendations.forms.verify import VerifyForm
from viecthat.commendations.models import Commendation, CommendationDecision
from viecthat.commendations.pages.shared import POSTED, decision_or_404, links
from viecthat.commendations.queries import book as queries
from viecthat.commendations.rules import form_kinds, may_decide, may_see_meeting
from viecthat.documents.on_paper import on_paper
from viecthat.kernel.errors import Refused
from viecthat.kernel.made_up import MadeUp
from viecthat.ledger.queries import made_up_in
from viecthat.plans.pages.shared import Reader, Words, change_page, file_response, reader_of, sent
from viecthat.ui.privacy import private, secret
from viecthat.ui.sentences import sentence_of
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id

# Only codes that do not hold are counted: at a ceremony hundreds may be scanned from one place.
DOOR = Door("commendation", most=30, minutes=10)
PAPERS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
DECISION_ORDERS = {"ngay": ("day", "pk"), "-ngay": ("-day", "-pk"), "so": ("number", "pk"), "-so": ("-number", "-pk")}


def _book() -> Register[Commendation]:
    return Register(
        title=_("Sổ khen thưởng"),
        slug="so-khen-thuong",
        columns=(
            Column(_("Tập thể, cá nhân"), "ten", width=34),
            Column(_("Đơn vị"), width=28),
            Column(_("Hình thức, danh hiệu"), width=34),
            Column(_("Đơn vị tặng"), width=28),
            Column(_("Quyết định"), width=20),
            Column(_("Ngày"), "ngay", "day", 12),
            Column(_("Số vào sổ"), "so", width=12),
            Column(_("Thành tích"), width=40),
        ),
        orders=queries.ORDERS,
        default=queries.NEWEST,
        show=_lines,
        nothing=_("Chưa khen thưởng ai"),
        what_to_do=_("Hội đồng xét, có quyết định thì tên tự vào sổ này."),
        links=links(),
    )


def _lines(rows: Sequence[Commendation], today: date) -> list[Shown]:
    return [
        Shown(
            reverse("commendations:commendation", args=[line.row.pk]),
            (
                line.row.name, line.home.name, str(line.kind or line.row.form), line.giver.name,
                line.row.decision.number, line.row.day, line.number, line.row.why,
            ),
            note=line.row.place,
            chip=_("đã thu hồi") if line.row.withdrawn_on else "",
        )
        for line in queries.lines(rows, today)
    ]  # fmt: skip


def _sought(request: HttpRequest, reader: Reader) -> tuple[Asked, Any]:
    kinds = [(code, str(kind)) for code, kind in form_kinds().items()]
    asked = asked_of(request, reader.at, reader.today, kinds=kinds, states=NomineeKind.choices)
    found = queries.book_found(
        reader.actor, reader.at, text=asked.get("text"), form=asked.get("kind"), year=asked.given.get("year"),
        to=asked.get("state"), scope=asked.units if asked.unit else None,
    )  # fmt: skip
    return asked, found


@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """Who was commended, the newest first."""
    reader = reader_of(request)
    return register_page(request, _book(), *_sought(request, reader), reader.today)


@require_safe
def book_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list whole."""
    reader = reader_of(request)
    return private(register_file(request, _book(), *_sought(request, reader), reader.today, kind))


def _decisions() -> Register[CommendationDecision]:
    return Register(
        title=_("Quyết định khen thưởng"),
        slug="quyet-dinh-khen-thuong",
        columns=(
            Column(_("Số"), "so", width=24),
            Column(_("Trích yếu"), width=44),
            Column(_("Đơn vị ban hành"), width=28),
            Column(_("Ngày"), "ngay", "day", 12),
            Column(_("Được khen"), kind="whole", width=10),
        ),
        orders=DECISION_ORDERS,
        default="-ngay",
        show=_decision_rows,
        nothing=_("Chưa có quyết định nào"),
        what_to_do=_("Chốt biên bản hội đồng rồi ra quyết định."),
        links=links(),
    )


def _decision_rows(rows: Sequence[CommendationDecision], today: date) -> list[Shown]:
    units = units_by_id({row.unit_id for row in rows}, today)
    return [
        Shown(
            reverse("commendations:decision", args=[row.pk]),
            (row.number, row.about, units[row.unit_id].name, row.day, row.given),  # type: ignore[attr-defined]
        )
        for row in rows
    ]


def _decisions_sought(request: HttpRequest, reader: Reader) -> tuple[Asked, Any]:
    asked = asked_of(request, reader.at, reader.today)
    found = queries.decisions_found(reader.actor, reader.at).filter(asked.during("day"))
    if asked.unit:
        found = found.filter(asked.units.of("unit"))
    if text := asked.get("text"):
        found = queries.decisions_with(found, text)
    return asked, found


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Decisions, the newest first."""
    reader = reader_of(request)
    return register_page(request, _decisions(), *_decisions_sought(request, reader), reader.today)


@require_safe
def decisions_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list whole."""
    reader = reader_of(request)
    return register_file(request, _decisions(), *_decisions_sought(request, reader), reader.today, kind)


@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision with its lists."""
    reader = reader_of(request)
    shown = decision_or_404(pk, reader)
    rows = list(shown.commendations.order_by("form", "to", "number"))
    context = {
        "decision": shown,
        "unit": units_by_id([shown.unit_id], shown.day)[shown.unit_id],
        "lines": queries.lines(rows, reader.today),
        "opens_meeting": may_see_meeting(reader.actor, shown.unit_id, reader.at),
        "prints": any(row.withdrawn_on is None for row in rows) and may_decide(reader.actor, shown.unit_id, reader.at),
        "trail": [*_trail("decisions", _("Quyết định")), (shown.number, "")],
    }
    return render(request, "commendations/decision.html", context)


def _made_up(rows: Sequence[Commendation]) -> bool:
    return any(row.posting is not None and made_up_in(row.posting) != MadeUp.NOTHING for row in rows[:1])


@require_safe
def decision_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The decision as Word or PDF, as it was signed: those withdrawn later stand in it."""
    reader = reader_of(request)
    shown = decision_or_404(pk, reader)
    if kind not in PAPERS:
        raise Http404
    rows = list(shown.commendations.select_related("posting__dataset").order_by("form", "to", "number"))
    content = on_paper(decision_document(shown, rows, made_up=_made_up(rows)), kind)
    return file_response(content, f"quyet-dinh-khen-thuong-{pk}.{kind}", PAPERS[kind])


@require_safe
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Certificates of all who still hold one, or (`so`) of one."""
    reader = reader_of(request)
    shown = decision_or_404(pk, reader)
    if not may_decide(reader.actor, shown.unit_id, reader.at):
        raise PermissionDenied
    wanted = request.GET.get("so", "")
    rows = queries.awarded_in(shown)
    if wanted:
        rows = [row for row in rows if str(row.pk) == wanted]
    if not rows:
        raise Http404
    content = certificates(
        shown, rows, made_up=_made_up(rows),
        address=lambda token: request.build_absolute_uri(reverse("commendations:verify", args=[token])),
    )  # fmt: skip
    return private(file_response(content, f"giay-khen-thuong-{pk}.pdf", "application/pdf"))


@require_safe
def commendation(request: HttpRequest, pk: int) -> HttpResponse:
    """One line of the book."""
    reader = reader_of(request)
    row = _line_or_404(pk, reader)
    (line,) = queries.lines([row], reader.today)
    context = {
        "line": line,
        "decides": may_decide(reader.actor, row.giver_id, reader.at),
        "trail": [*_trail("book", _("Sổ khen thưởng")), (row.name, "")],
    }
    return private(render(request, "commendations/commendation.html", context))


def _line_or_404(pk: int, reader: Reader, *, decides: bool = False) -> Commendation:
    row = queries.commendation_shown(pk, reader.actor, reader.at)
    if row is None:
        raise Http404
    if decides and not may_decide(reader.actor, row.giver_id, reader.at):
        raise PermissionDenied
    return row


@require_http_methods(POSTED)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """A name or place set right."""
    reader = reader_of(request)
    row = _line_or_404(pk, reader, decides=True)
    back = reverse("commendations:commendation", args=[pk])
    form = CorrectForm(sent(request), today=reader.today, initial={"name": row.name, "place": row.place})

    def run(data: dict[str, Any]) -> tuple[str, str]:
        correct_commendation(commendation=row, **data, actor=reader.actor, at=reader.at)
        return _("Đã đính chính; in lại giấy."), back

    words = Words(_("Đính chính"), row.name, _("Đính chính"))
    return change_page(
        request, form, words, run, back=back, trail=[*_trail("book", _("Sổ khen thưởng")), (row.name, back)]
    )


@require_http_methods(POSTED)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Taken back by decision."""
    reader = reader_of(request)
    row = _line_or_404(pk, reader, decides=True)
    back = reverse("commendations:commendation", args=[pk])
    form = WithdrawForm(sent(request), today=reader.today, initial={"day": reader.today})

    def run(data: dict[str, Any]) -> tuple[str, str]:
        withdraw_commendation(commendation=row, **data, actor=reader.actor, at=reader.at)
        return _("Đã thu hồi; mã trên giấy không còn hiệu lực, số trong sổ việc đã đảo."), back

    words = Words(_("Thu hồi khen thưởng"), row.name, _("Thu hồi"))
    return change_page(
        request, form, words, run, back=back, trail=[*_trail("book", _("Sổ khen thưởng")), (row.name, back)]
    )


@require_http_methods(POSTED)
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdrawn by mistake: it holds again."""
    reader = reader_of(request)
    row = _line_or_404(pk, reader, decides=True)
    back = reverse("commendations:commendation", args=[pk])
    form = RestoreForm(sent(request), today=reader.today)

    def run(data: dict[str, Any]) -> tuple[str, str]:
        restore_commendation(commendation=row, **data, actor=reader.actor, at=reader.at)
        return _("Khen thưởng có hiệu lực lại; mã trên giấy kiểm tra được, số đã ghi lại vào sổ việc."), back

    words = Words(_("Khôi phục khen thưởng"), row.name, _("Khôi phục"))
    return change_page(
        request, form, words, run, back=back, trail=[*_trail("book", _("Sổ khen thưởng")), (row.name, back)]
    )


@login_not_required
@require_safe
def ask_code(request: HttpRequest) -> HttpResponse:
    """Where anybody types the code on a paper."""
    form = VerifyForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        token = "".join(form.cleaned_data["code"].split())
        if token.isascii() and token.isalnum():
            return HttpResponseRedirect(reverse("commendations:verify", args=[token]))
        form.add_error("code", _("Mã chỉ gồm chữ và số, ví dụ như in trên giấy."))
    return secret(render(request, "commendations/ask_code.html", {"form": form}, status=422 if form.errors else 200))


@login_not_required
@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """What anybody who scans a paper is told: name, unit, form and decision, or that it does not hold."""
    at, visitor = now(), visitor_of(request)
    found, wait, status = None, "", 404
    try:
        check_door(door=DOOR, visitor=visitor, at=at)
    except Refused as refused:
        wait, status = sentence_of(refused), 429
    else:
        found = queries.verified_commendation(token, at)
        if found is None:
            note_try(door=DOOR, visitor=visitor, at=at)
        else:
            status = 200
    context = {"found": found, "wait": wait, "at": at}
    return secret(render(request, "commendations/verified.html", context, status=status))


def _trail(name: str, word: str) -> list[tuple[str, str]]:
    return [
        (_("Thi đua, khen thưởng"), reverse("commendations:drives")),
        (word, reverse(f"commendations:{name}")),
    ]
