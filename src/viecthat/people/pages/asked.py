"""Where the branch and the units above answer what members ask: corrections, guardians' words, erasure."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.files.commands import small_copy
from viecthat.kernel.errors import Refused
from viecthat.people.choices.file import AccessKind
from viecthat.people.choices.own import RequestState
from viecthat.people.commands.consent import confirm_guardian
from viecthat.people.commands.correction import answer_correction
from viecthat.people.commands.erasure import ask_for_erasure, call_off_erasure
from viecthat.people.commands.file import note_access
from viecthat.people.forms.asked import AnswerForm, GuardianForm, RequestsForm
from viecthat.people.models import CorrectionRequest
from viecthat.people.pages.branch_choice import branch_choice
from viecthat.people.pages.life import made_up
from viecthat.people.queries.consent import consent_at, consents_at
from viecthat.people.queries.correction import (
    correction_to_answer,
    corrections_to_answer,
    labels_of,
    proposals_of,
)
from viecthat.people.queries.erasure import erasure_of, erasures_seen, listed_erasures, people_of_erasures
from viecthat.people.queries.membership import person_with_file
from viecthat.people.rules.charter import is_child, setting
from viecthat.people.rules.consent import consent_kinds
from viecthat.people.rules.membership import holds_members
from viecthat.people.rules.own import SENSITIVE, may_invite, units_to_invite
from viecthat.ui.privacy import private
from viecthat.ui.sentences import add_refusal, sentence_of
from viecthat.units.queries import UnitRow, unit_with_code, units_by_id

ON_PAGE = 50


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Requests that wait for an answer, the first due first."""
    actor, at = actor_of(request), now()
    form = RequestsForm(request.GET, today=localdate(at))
    state = (form.cleaned_data["state"] if form.is_valid() else "") or RequestState.OPEN
    page = Paginator(corrections_to_answer(actor, at, state=state), ON_PAGE).get_page(request.GET.get("trang"))
    units = units_by_id({row.person.unit_id for row in page if row.person.unit_id is not None}, localdate(at))
    context = {
        "form": form,
        "page": page,
        "rows": [(row, labels_of(row), units.get(row.person.unit_id or 0)) for row in page],
        "today": localdate(at),
        "synthetic": made_up(row.person for row in page),
    }
    return private(render(request, "people/corrections.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """One request beside what the file says; answered here. To look at it is to open the file."""
    actor, at = actor_of(request), now()
    row = _request_or_404(request, pk, at)
    form = AnswerForm(request.POST if request.method == "POST" else None, today=localdate(at))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            answer_correction(request=row, accept=given["accept"] == "yes", answer=given["answer"], actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã trả lời; người gửi thấy ngay."))
            return redirect("keeping:corrections")
    if not form.is_bound:
        kind = AccessKind.OPENED if SENSITIVE.isdisjoint(row.facts) else AccessKind.SENSITIVE
        note_access(people=[row.person_id], kind=kind, detail=_("đề nghị sửa hồ sơ"), actor=actor, at=at)
    context = {
        "asked": row,
        "proposals": proposals_of(row),
        "form": form if row.state == RequestState.OPEN else None,
        "synthetic": made_up([row.person]),
    }
    return private(render(request, "people/correction.html", context, status=422 if form.is_bound else 200))


@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture sent with a request, small enough to read; gone once there is an answer."""
    row = _request_or_404(request, pk, now())
    if row.proof is None or not row.proof.path.exists():
        raise Http404
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    full = request.GET.get("co") == "lon"
    content = (row.proof.path if full else small_copy(row.proof)).read_bytes()
    return HttpResponse(content, content_type="image/jpeg", headers=headers)


@require_safe
def consent_branches(request: HttpRequest) -> HttpResponse:
    """The branches whose members' consents one may see."""
    kept = branch_choice(request, within=units_to_invite(actor_of(request), now()))
    if kept.only is not None:
        return redirect("keeping:consents", kept.only.code)
    words = {"title": _("Điều đoàn viên đồng ý"), "address": "keeping:consents"}
    return render(request, "people/own_branches.html", {"kept": kept, "words": words})


@require_safe
def consents(request: HttpRequest, code: str) -> HttpResponse:
    """Who of a branch allows what."""
    at = now()
    unit = _branch_or_404(request, code, at)
    rows = consents_at(unit.id, at)
    context = {
        "unit": unit,
        "kinds": list(consent_kinds(localdate(at)).values()),
        "rows": rows,
        "synthetic": made_up(person for person, _said in rows),
    }
    return private(render(request, "people/consents.html", context))


@require_POST
def confirm(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The guardian of a child agrees too."""
    at = now()
    unit = _branch_or_404(request, code, at)
    row = consent_at(pk, unit.id)
    if row is None:
        raise Http404
    try:
        confirm_guardian(consent=row, actor=actor_of(request), at=at)
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    else:
        messages.success(request, _("Đã ghi người giám hộ đồng ý."))
    return redirect("keeping:consents", code)


@require_safe
def erasures(request: HttpRequest) -> HttpResponse:
    """Who asked to be forgotten, when it is due, what is done; names only for who opens their files."""
    actor, at = actor_of(request), now()
    page = Paginator(erasures_seen(actor, at), ON_PAGE).get_page(request.GET.get("trang"))
    rows = listed_erasures(list(page.object_list), actor, at)
    context = {"page": page, "rows": rows, "synthetic": made_up(people_of_erasures(rows))}
    return private(render(request, "people/erasures.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """A request on paper of somebody without a sign-in; or such a request taken back."""
    actor, at = actor_of(request), now()
    person = person_with_file(pk, actor, at)
    if person is None or not may_invite(actor, person.unit_id or 0, at):
        raise Http404
    waiting, today = erasure_of(pk), localdate(at)
    child = person.birth_date is not None and is_child(person.birth_date, today)
    form = GuardianForm(request.POST if request.method == "POST" else None, today=today, child=child)
    if form.is_bound and form.is_valid():
        try:
            if waiting is not None:
                call_off_erasure(erasure=waiting, actor=actor, at=at)
                messages.success(request, _("Đã rút lại; dữ liệu được giữ nguyên."))
            else:
                guardian = form.cleaned_data.get("guardian", "")
                ask_for_erasure(person=pk, guardian=guardian, actor=actor, at=at)
                messages.success(request, _("Đã ghi đề nghị xoá dữ liệu."))
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("keeping:erasures")
    words = {
        "title": _("Rút đề nghị xoá dữ liệu") if waiting else _("Đề nghị xoá dữ liệu, theo đơn giấy"),
        "lede": person.full_name,
        "about": _(
            "Sau {days} ngày, họ tên, ngày sinh, liên lạc, ảnh và lời nhận xét bị xoá hẳn, kể cả trong lịch sử. "
            "Số quyết định và số liệu ở lại, không còn tên."
        ).format(days=setting("erasure_wait_days", today)),
        "button": _("Rút lại") if waiting else _("Ghi đề nghị"),
    }
    context = {"form": form, "person": person, "words": words, "with_files": False}
    return private(render(request, "people/change.html", context, status=422 if form.is_bound else 200))


def _request_or_404(request: HttpRequest, pk: int, at: datetime) -> CorrectionRequest:
    row = correction_to_answer(pk, actor_of(request), at)
    if row is None:
        raise Http404
    return row


def _branch_or_404(request: HttpRequest, code: str, at: datetime) -> UnitRow:
    unit = unit_with_code(code, localdate(at))
    if unit is None or not holds_members(unit.kind) or not may_invite(actor_of(request), unit.id, at):
        raise Http404
    return unit
