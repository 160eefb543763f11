"""Papers of a member's life to print, as Word or PDF; each print is noted in the file."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from viecthat.accounts.queries import actor_of
from viecthat.documents.docx import to_docx
from viecthat.documents.model import OfficialDocument
from viecthat.documents.pdf import to_pdf
from viecthat.people.choices.file import AccessKind
from viecthat.people.choices.membership import AdmissionStep
from viecthat.people.commands.file import note_access
from viecthat.people.exports.papers import event_paper, transfer_paper, vote_paper
from viecthat.people.queries.admission import admissions_at, may_follow_admissions
from viecthat.people.queries.membership import WITH_PAPER, event_with_id, transfer_with_id
from viecthat.units.queries import unit_with_code

_WRITERS = {
    "docx": (to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (to_pdf, "application/pdf"),
}
_VOTED = (AdmissionStep.VOTED, AdmissionStep.APPROVED, AdmissionStep.ADMITTED, AdmissionStep.NOT_PASSED)


@require_safe
def event(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The decision behind an event."""
    at = now()
    found = event_with_id(pk, actor_of(request), at)
    if found is None or found.undone_at is not None or found.kind not in WITH_PAPER:
        raise Http404
    return _paper(request, event_paper(found), f"{found.kind}-{found.pk}", kind, [found.person_id], at)


@require_safe
def transfer(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The letter of transfer."""
    at = now()
    letter = transfer_with_id(pk, actor_of(request), at)
    if letter is None:
        raise Http404
    return _paper(request, transfer_paper(letter), f"chuyen-{letter.pk}", kind, [letter.person_id], at)


@require_safe
def vote(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The minutes of the branch's last meeting on admissions."""
    at = now()
    unit = unit_with_code(code, localdate(at))
    if unit is None or not may_follow_admissions(actor_of(request), unit.id, at):
        raise Http404
    voted = [one for one in admissions_at(unit.id, _VOTED) if one.voted_on is not None]
    if not voted:
        raise Http404
    day = max(one.voted_on for one in voted if one.voted_on)
    there = [one for one in voted if one.voted_on == day]
    paper = vote_paper(unit, there, day)
    return _paper(request, paper, f"bien-ban-{day:%Y-%m-%d}", kind, [one.person_id for one in there], at)


def _paper(
    request: HttpRequest, paper: OfficialDocument, name: str, kind: str, people: list[int], at: datetime
) -> HttpResponse:
    if kind not in _WRITERS:
        raise Http404
    write, content_type = _WRITERS[kind]
    content = write(paper)
    file = f"{name}.{kind}"
    note_access(people=people, kind=AccessKind.PRINTED, detail=file, actor=actor_of(request), at=at)
    headers = {"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)
