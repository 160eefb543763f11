"""What is recorded of members where they live: the log, the yearly remarks and their confirmation, requests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.people.commands.rows import RowsRefused
from viecthat.people.pages.life import made_up
from viecthat.people.queries.own import person_of
from viecthat.residence.commands import commendation, log as log_commands, remark as commands, request as ask
from viecthat.residence.forms import record as forms
from viecthat.residence.forms.registration import ReasonForm
from viecthat.residence.pages.shared import change_page, kept_or_404, note, sent, tell_rows, year_asked
from viecthat.residence.queries.registration import residents_of
from viecthat.residence.queries.request import (
    ANSWERED,
    OPEN,
    OVERDUE,
    commendation_with_id,
    request_with_id,
    requests_of_person,
    requests_seen,
    stay_of,
)
from viecthat.residence.queries.taking_part import (
    lines_of_branch,
    log_entry,
    remark_with_id,
    remarks_in,
    year_of_branch,
)
from viecthat.residence.rules import (
    levels,
    may_answer_request,
    may_confirm_remark,
    may_keep_residents,
)
from viecthat.ui.privacy import private
from viecthat.ui.sentences import add_refusal
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.people.models import Person

ON_PAGE = 50
LINES_SHOWN = 100


def _living_or_404(request: HttpRequest, code: str, at: datetime) -> UnitRow:
    unit = kept_or_404(request, code, at)
    if unit.parent is None:
        raise Http404
    return unit


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest, code: str) -> HttpResponse:
    """The branch notes in a line who took part in what no activity was recorded of."""
    at, actor, today = now(), actor_of(request), localdate()
    unit = _living_or_404(request, code, at)
    residents = list(residents_of(unit.id))
    form = forms.LogForm(sent(request), today=today, residents=residents, initial={"day": today})
    if form.is_bound and form.is_valid():
        names = {row.pk: row.person.full_name for row in residents}
        ticked = form.ticked
        given = {name: form.cleaned_data[name] for name in ("what", "day")}
        try:
            log_commands.log_participation(registrations=ticked, **given, actor=actor, at=at)
        except RowsRefused as refused:
            tell_rows(form, refused, [names[pk] for pk in ticked])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _said(len(ticked)))
            return redirect("residence:log", code)
    context = {
        "unit": unit,
        "form": form,
        "lines": lines_of_branch(unit.id, LINES_SHOWN),
        "synthetic": made_up(row.person for row in residents),
    }
    return private(render(request, "residence/log.html", context, status=422 if form.is_bound else 200))


@require_http_methods(["GET", "HEAD", "POST"])
def remarks(request: HttpRequest, code: str) -> HttpResponse:
    """The branch writes how each took part in a year."""
    at, actor, today = now(), actor_of(request), localdate()
    unit = _living_or_404(request, code, at)
    year = year_asked(request, today)
    rows = year_of_branch(unit.id, year, today)
    residents = [row.registration for row in rows if row.step == "give"]
    form = forms.RemarkForm(sent(request), today=today, residents=residents, initial={"day": today})
    if form.is_bound and form.is_valid():
        names = {row.pk: row.person.full_name for row in residents}
        given = form.given
        try:
            commands.give_remarks(given=given, year=year, day=form.cleaned_data["day"], actor=actor, at=at)
        except RowsRefused as refused:
            tell_rows(form, refused, [names[one.registration] for one in given])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _said(len(given)))
            return redirect(reverse("residence:remarks", args=[code]) + f"?nam={year}")
    known = levels(today)
    times = {row.registration.pk: row for row in rows}
    context = {
        "unit": unit,
        "year": year,
        "years": [today.year, today.year - 1, today.year - 2],
        "form": form,
        "rows": [(row, times[row.pk], boxes) for row, boxes in form.rows],
        "given": [(row, known.get(row.remark.level)) for row in rows if row.step != "give" and row.remark],
        "synthetic": made_up(row.registration.person for row in rows),
    }
    return private(render(request, "residence/remarks.html", context, status=422 if form.is_bound else 200))


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """The commune confirms the remarks of its branches."""
    at, actor, today = now(), actor_of(request), localdate()
    unit = kept_or_404(request, code, at, commune=True)
    year = year_asked(request, today)
    found = remarks_in(unit.id, year)
    form = forms.ConfirmForm(sent(request), today=today, initial={"day": today})
    asked = set(request.POST.getlist("nhan-xet"))
    ticked = [one for one in found if str(one.pk) in asked]
    if form.is_bound and form.is_valid():
        try:
            commands.confirm_remarks(
                remarks=[one.pk for one in ticked], day=form.cleaned_data["day"], actor=actor, at=at
            )
        except RowsRefused as refused:
            tell_rows(form, refused, [one.person.full_name for one in ticked])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            said = ngettext("Đã xác nhận {n} nhận xét.", "Đã xác nhận {n} nhận xét.", len(ticked))
            messages.success(request, said.format(n=len(ticked)))
            return redirect(reverse("residence:confirm", args=[code]) + f"?nam={year}")
    branches = units_by_id({one.unit_id for one in found}, today)
    known = levels(today)
    waiting = [one for one in found if one.confirmed_on is None and not one.returned]
    context = {
        "unit": unit,
        "year": year,
        "years": [today.year, today.year - 1, today.year - 2],
        "form": form,
        "rows": [
            (one, branches[one.unit_id], known.get(one.level), one.given_by_id == actor.pk, str(one.pk) in asked)
            for one in waiting
        ],
        "others": [(one, branches[one.unit_id], known.get(one.level)) for one in found if one not in waiting],
        "synthetic": made_up(one.person for one in found),
    }
    return private(render(request, "residence/confirm.html", context, status=422 if form.is_bound else 200))


@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The commune sends a remark back to the branch; a confirmed one is taken back, its figure reversed."""
    at, actor = now(), actor_of(request)
    row = remark_with_id(pk)
    if row is None or not may_confirm_remark(actor, row, at):
        raise Http404
    form = ReasonForm(sent(request), today=localdate())
    run = commands.return_remark if row.confirmed_on is None else commands.take_back_remark
    unit = units_by_id([row.registration.commune_id], localdate())[row.registration.commune_id]
    back = reverse("residence:confirm", args=[unit.code]) + f"?nam={row.year}"
    if form.is_bound and form.is_valid():
        try:
            run(remark=row, reason=form.cleaned_data["reason"], actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã trả nhận xét về chi đoàn."))
            return redirect(back)
    note(request, [row.person_id], at)
    words = {"title": _("Trả nhận xét về chi đoàn"), "lede": row.person.full_name, "button": _("Trả lại")}
    return change_page(request, form, back=back, people=[row.person], **words)


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Requests the reader may read, those due first."""
    at, actor, today = now(), actor_of(request), localdate()
    state = request.GET.get("tinh-trang", "")
    state = state if state in (OPEN, OVERDUE, ANSWERED) else ""
    page = Paginator(requests_seen(actor, at, today, state=state), ON_PAGE).get_page(request.GET.get("trang"))
    rows = list(page.object_list)
    note(request, {row.registration.person_id for row in rows}, at)
    units = units_by_id({row.registration.branch_id for row in rows if row.registration.branch_id}, today)
    context = {
        "page": page,
        "rows": [(row, units[row.registration.branch_id or 0]) for row in rows],
        "state": state,
        "states": [("", _("tất cả")), (OPEN, _("chờ trả lời")), (OVERDUE, _("quá hạn")), (ANSWERED, _("đã trả lời"))],
        "today": today,
        "synthetic": made_up(row.registration.person for row in rows),
    }
    return private(render(request, "residence/requests.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def one_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request; the place of residence answers it here."""
    at, actor, today = now(), actor_of(request), localdate()
    mine = person_of(actor)
    row = request_with_id(pk, actor, mine.pk if mine else None, at)
    if row is None:
        raise Http404
    person = row.registration.person
    own = mine is not None and mine.pk == person.pk
    may_answer = may_answer_request(actor, row, at)
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    form = forms.AnswerRequestForm(sent(request), today=today, initial={"day": today})
    if form.is_bound and form.is_valid():
        try:
            ask.answer_request(request=row, **form.cleaned_data, actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã ghi trả lời."))
            return redirect("residence:request", pk)
    if not own:
        note(request, [person.pk], at)
    open_still = row.answered_on is None and row.undone_at is None
    context = {
        "row": row,
        "form": form if may_answer else None,
        "own": own,
        "overdue": open_still and row.due < today,
        "may_undo": open_still and row.recorded_by_id == actor.pk,
        "synthetic": made_up([person]),
    }
    return private(render(request, "residence/request.html", context, status=422 if form.is_bound else 200))


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """A member's own requests to where they live, and the form for another; nothing here takes anybody's id."""
    at, actor, today = now(), actor_of(request), localdate()
    person = person_of(actor)
    if person is None:
        raise Http404
    stay = stay_of(person.pk)
    form = forms.RequestForm(sent(request), today=today, initial={"day": today}) if stay else None
    if request.method == "POST" and form is None:
        raise PermissionDenied
    if form is not None and form.is_bound and form.is_valid() and stay is not None:
        try:
            ask.send_request(registration=stay, **form.cleaned_data, actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã gửi; nơi cư trú trả lời trong hạn."))
            return redirect("residence:own")
    units = units_by_id({stay.branch_id, stay.commune_id} - {None}, today) if stay else {}  # type: ignore[arg-type]
    context = {
        "person": person,
        "stay": stay,
        "branch": units.get(stay.branch_id or 0) if stay else None,
        "form": form,
        "rows": requests_of_person(person.pk),
        "today": today,
        "synthetic": made_up([person]),
    }
    bound = form is not None and form.is_bound
    return private(render(request, "residence/own.html", context, status=422 if bound else 200))


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Take back a line of the log, a commendation or a request that was recorded wrongly."""
    at, actor = now(), actor_of(request)
    person, back, run = _undoable(request, what, pk, at)
    form = ReasonForm(sent(request), today=localdate())
    if form.is_bound and form.is_valid():
        try:
            run(form.cleaned_data["reason"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã lấy lại."))
            return redirect(back)
    mine = person_of(actor)
    if mine is None or mine.pk != person.pk:
        note(request, [person.pk], at)
    words = {"title": _("Lấy lại điều đã ghi"), "lede": person.full_name, "button": _("Lấy lại")}
    return change_page(request, form, back=back, people=[person], **words)


def _undoable(request: HttpRequest, what: str, pk: int, at: datetime) -> tuple[Person, str, Callable[[str], None]]:
    """Whose record it is, the page to go back to, and the command; Http404 for what the reader did not record."""
    actor = actor_of(request)
    if what == "so" and (entry := log_entry(pk)) and may_keep_residents(actor, entry.registration, at):
        back = reverse("residence:registration", args=[entry.registration_id])
        return (
            entry.registration.person,
            back,
            lambda why: log_commands.take_back_log(entry=entry, reason=why, actor=actor, at=at),
        )
    if what == "khen" and (merit := commendation_with_id(pk)) and may_keep_residents(actor, merit.registration, at):
        back = reverse("residence:registration", args=[merit.registration_id])
        return (
            merit.registration.person,
            back,
            lambda why: commendation.take_back_commendation(commendation=merit, reason=why, actor=actor, at=at),
        )
    mine = person_of(actor)
    row = request_with_id(pk, actor, mine.pk if mine else None, at) if what == "kien-nghi" else None
    if row is not None and row.recorded_by_id == actor.pk:
        back = reverse("residence:own" if row.own else "residence:requests")
        return (
            row.registration.person,
            back,
            lambda why: ask.take_back_request(request=row, reason=why, actor=actor, at=at),
        )
    raise Http404


def _said(n: int) -> str:
    return ngettext("Đã ghi cho {n} người.", "Đã ghi cho {n} người.", n).format(n=n)
