"""Certificates: printed, revoked, and what a scan tells."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.commands import Door, check_door, note_try
from viecthat.accounts.queries import visitor_of
from viecthat.courses.choices import LookedAt
from viecthat.courses.commands.certificate import revoke_certificate
from viecthat.courses.commands.shared import note_look
from viecthat.courses.exports.certificate import certificate_pages
from viecthat.courses.forms.course import DayReasonForm
from viecthat.courses.pages.shared import POSTED, Words, course_or_404, form_page, reader_of, sent
from viecthat.courses.queries.certificate import certificate_by_id, certificates_of, verified_certificate
from viecthat.kernel.errors import Refused
from viecthat.plans.pages.shared import file_response
from viecthat.ui.privacy import private, secret
from viecthat.ui.sentences import sentence_of

# Only tokens that do not hold are counted: at a gate hundreds may be scanned from one place.
DOOR = Door("certificate", most=30, minutes=10)


@require_safe
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """All certificates in force of the course to print, or (`so`) one of them; that they were taken is noted."""
    reader = reader_of(request)
    row = course_or_404(pk, reader, keeps=True)
    wanted = request.GET.get("so", "")
    among = [int(wanted)] if wanted.isascii() and wanted.isdigit() else None
    found = certificates_of(pk, among=among)
    if not found:
        raise Http404
    note_look(what=LookedAt.ROLL, record=pk, actor=reader.actor, at=reader.at)
    content = certificate_pages(
        row, found, address=lambda token: request.build_absolute_uri(reverse("courses:verify", args=[token]))
    )
    return private(file_response(content, f"chung-nhan-lop-{pk}.pdf", "application/pdf"))


@require_http_methods(POSTED)
def revoke(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """A certificate that was given by mistake or is lost."""
    reader = reader_of(request)
    row = course_or_404(pk, reader, keeps=True)
    found = certificate_by_id(line, pk)
    if found is None or found.revoked_on is not None:
        raise Http404
    learner = found.enrolment
    back = reverse("courses:course", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        revoke_certificate(certificate=found, **given, actor=reader.actor, at=reader.at)
        return _("Đã thu hồi; mã trên giấy không còn hiệu lực."), back

    name = learner.person.full_name if learner.person is not None else learner.name
    words = Words(_("Thu hồi giấy chứng nhận"), f"{name}, {row.title}", _("Thu hồi"))
    form = DayReasonForm(sent(request), today=reader.today, initial={"day": reader.today})
    trail = [(_("Lớp học"), reverse("courses:list")), (row.title, back), (words.title, "")]
    return form_page(request, form, words, run, back=back, trail=trail)


@login_not_required
@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """What anybody who scans a certificate is told: whether it holds, and just enough to compare with the paper."""
    at, visitor = now(), visitor_of(request)
    found, wait, status = None, "", 404
    try:
        check_door(door=DOOR, visitor=visitor, at=at)
    except Refused as refused:
        wait, status = sentence_of(refused), 429
    else:
        found = verified_certificate(token, at)
        if found is None:
            note_try(door=DOOR, visitor=visitor, at=at)
        else:
            status = 200
    context = {"found": found, "wait": wait, "at": at}
    return secret(render(request, "courses/verified.html", context, status=status))
