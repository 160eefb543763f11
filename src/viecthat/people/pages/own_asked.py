"""What a member asks for and allows: corrections, consents, a copy of everything, to be forgotten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.documents.on_paper import on_paper
from viecthat.kernel.errors import Refused
from viecthat.people.choices.file import AccessKind
from viecthat.people.commands.consent import give_consent, withdraw_consent
from viecthat.people.commands.correction import ask_for_correction, withdraw_correction
from viecthat.people.commands.erasure import ask_for_erasure, call_off_erasure
from viecthat.people.commands.file import note_access
from viecthat.people.exports.own import own_document, own_json
from viecthat.people.forms.asked import CorrectionForm, GuardianForm
from viecthat.people.forms.member import FileForm, SensitiveForm
from viecthat.people.models import Person, SensitiveFacts
from viecthat.people.pages.own import no_file, own_person
from viecthat.people.queries.consent import own_consents
from viecthat.people.queries.correction import corrections_of, labels_of, own_correction, proposals_of
from viecthat.people.queries.erasure import erasure_of
from viecthat.people.queries.membership import opened_file
from viecthat.people.queries.own import own_asked, own_facts, own_registers, own_sensitive
from viecthat.people.rules.charter import is_child, setting
from viecthat.people.rules.consent import consent_kinds
from viecthat.ui.privacy import private
from viecthat.ui.sentences import add_refusal, sentence_of

_TYPES = {
    "json": "application/json; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """My requests and their answers."""
    person = own_person(request)
    if person is None:
        return no_file(request)
    rows = [(row, labels_of(row), proposals_of(row)) for row in corrections_of(person)[:50]]
    context = {"rows": rows, "waits": any(row.state == "open" for row, *_rest in rows), "today": localdate()}
    return private(render(request, "people/own_corrections.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest) -> HttpResponse:
    """Say what is wrong in my file."""
    person, actor, at = own_person(request), actor_of(request), now()
    if person is None:
        return no_file(request)
    facts = SensitiveFacts.objects.filter(person=person).first() or SensitiveFacts(person=person)
    initial = FileForm.facts_of(person) | SensitiveForm.facts_of(facts)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = CorrectionForm(*sent, initial=initial)
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        reason, proof = given.pop("reason"), given.pop("proof")
        try:
            ask_for_correction(facts=given, reason=reason, proof=proof, actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã gửi đề nghị; trả lời hiện ở đây."))
            return redirect("own:corrections")
    context = {"form": form, "days": setting("correction_days", localdate(at))}
    return private(render(request, "people/own_correct.html", context, status=422 if form.is_bound else 200))


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """I take my request back."""
    person = own_person(request)
    row = own_correction(pk, person) if person is not None else None
    if row is None:
        raise Http404
    _do(request, _("Đã rút lại đề nghị."), lambda at: withdraw_correction(request=row, actor=actor_of(request), at=at))
    return redirect("own:corrections")


@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: HttpRequest) -> HttpResponse:
    """What I allow, since when; given and taken back here."""
    person, actor, at = own_person(request), actor_of(request), now()
    if person is None:
        return no_file(request)
    form = GuardianForm(
        request.POST if request.method == "POST" else None,
        today=localdate(at),
        child=is_child(person.birth_date, localdate(at)),
    )
    status = 200
    if form.is_bound and form.is_valid():
        code = request.POST.get("muc", "")
        if code not in consent_kinds(localdate(at)):
            raise Http404
        try:
            if request.POST.get("viec") == "rut":
                withdraw_consent(code=code, actor=actor, at=at)
                messages.success(request, _("Đã rút lại, có hiệu lực từ lúc này."))
            else:
                give_consent(code=code, guardian=form.cleaned_data.get("guardian", ""), actor=actor, at=at)
                messages.success(request, _("Đã ghi bạn đồng ý."))
            return redirect("own:consents")
        except Refused as refused:
            add_refusal(form, refused)
            status = 422
    context = {"form": form, "rows": own_consents(person, at), "asked": request.POST.get("muc", "")}
    return private(render(request, "people/own_consents.html", context, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HttpRequest) -> HttpResponse:
    """A copy of everything; and, once I have left, to be forgotten."""
    person, actor, at = own_person(request), actor_of(request), now()
    if person is None:
        return no_file(request)
    today = localdate(at)
    child = person.birth_date is not None and is_child(person.birth_date, today)
    form = GuardianForm(request.POST if request.method == "POST" else None, today=today, child=child)
    status, waiting = 200, erasure_of(person.pk)
    if form.is_bound and form.is_valid():
        try:
            if request.POST.get("viec") == "rut" and waiting is not None:
                call_off_erasure(erasure=waiting, actor=actor, at=at)
                messages.success(request, _("Đã rút lại; dữ liệu được giữ nguyên."))
            else:
                ask_for_erasure(guardian=form.cleaned_data.get("guardian", ""), actor=actor, at=at)
                messages.success(request, _("Đã ghi đề nghị xoá dữ liệu."))
            return redirect("own:data")
        except Refused as refused:
            add_refusal(form, refused)
            status = 422
    context = {
        "form": form,
        "erasure": waiting,
        "member": opened_file(person, at).membership is not None,
        "days": setting("erasure_wait_days", today),
    }
    return private(render(request, "people/own_data.html", context, status=status))


@require_safe
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The copy; that it was taken is noted in the file."""
    person, at = own_person(request), now()
    if person is None or kind not in _TYPES:
        raise Http404
    content = _copy(person, kind, at)
    name = f"du-lieu-cua-toi-{localdate(at):%Y-%m-%d}.{kind}"
    note_access(people=[person.pk], kind=AccessKind.EXPORTED, detail=name, actor=actor_of(request), at=at)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=_TYPES[kind], headers=headers)


def _copy(person: Person, kind: str, at: datetime) -> bytes:
    sections = [own_facts(person), own_sensitive(person), *own_registers(person, at), *own_asked(person, at)]
    if kind == "json":
        return own_json(person, sections, at=at)
    unit = opened_file(person, at).unit
    document = own_document(person, sections, unit=unit.name if unit else "", at=at)
    return on_paper(document, kind)


def _do(request: HttpRequest, said: str, run: Any) -> None:
    try:
        run(now())
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    else:
        messages.success(request, said)
