"""What of a conference is taken along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from viecthat.conferences.models import Paper
from viecthat.conferences.pages.shared import Shown, kept_or_403, shown_or_404
from viecthat.conferences.queries.conclusions import conclusions_of
from viecthat.conferences.queries.conference import row_of, rows_of, units_named
from viecthat.conferences.queries.presence import (
    attendance_of,
    invitee_shown,
    invitees_found,
    listed_invitees,
)
from viecthat.documents.on_paper import on_paper
from viecthat.plans.exports.directive import workbook_bytes
from viecthat.plans.pages.plan import TYPES
from viecthat.plans.pages.shared import Reader, file_response, reader_of
from viecthat.plans.pages.task import kept_file

if TYPE_CHECKING:
    from viecthat.documents.model import OfficialDocument

LETTERS, MINUTES, NOTICE, AWARDS, CARDS, ATTENDANCE = (
    "giay-moi", "bien-ban", "thong-bao", "khen-thuong", "the", "diem-danh",
)  # fmt: skip
_KEPT = {LETTERS, CARDS, ATTENDANCE}  # names and secret addresses: for those who keep the conference


@require_safe
def paper(request: HttpRequest, pk: int, what: str, kind: str) -> HttpResponse:
    """One of its documents: `kind` docx or pdf, xlsx for who came."""
    reader = reader_of(request)
    shown = kept_or_403(pk, reader) if what in _KEPT else shown_or_404(pk, reader)
    name = f"{what}-{shown.unit.code}-{shown.conference.held_on}.{kind}"
    if what == ATTENDANCE and kind == "xlsx":
        return _attendance(shown, reader, name)
    if what == CARDS and kind == "pdf":
        return _cards(request, shown, name)
    if kind not in TYPES or what not in {LETTERS, MINUTES, NOTICE, AWARDS}:
        raise Http404
    return _official(_document(shown, what, reader), kind, name)


@require_safe
def letter(request: HttpRequest, pk: int, row: int, kind: str) -> HttpResponse:
    """The letter to one invitee, with the address where they answer."""
    from viecthat.conferences.exports import papers  # noqa: PLC0415 - only who takes it along needs Word and Typst

    reader = reader_of(request)
    shown = kept_or_403(pk, reader)
    found = invitee_shown(row, shown.conference)
    if found is None or kind not in TYPES:
        raise Http404
    document = papers.letter(
        shown.conference,
        list(shown.conference.agenda.all()),
        listed_invitees([found], shown.conference),
        address=request.build_absolute_uri(reverse("conferences:letter-door", args=[found.code])),
        day=min(reader.today, shown.conference.held_on),
        lang=_lang(),
    )
    return _official(document, kind, f"giay-moi-{shown.conference.held_on}-{found.pk}.{kind}")


@require_safe
def attached(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """The file of a paper."""
    shown = shown_or_404(pk, reader_of(request))
    found = row_of(row, "tham-luan", shown.conference)
    if not isinstance(found, Paper) or found.file is None or not found.file.path.exists():
        raise Http404
    return kept_file(found.file, found.file_name)


def _document(shown: Shown, what: str, reader: Reader) -> OfficialDocument:
    from viecthat.conferences.exports import papers  # noqa: PLC0415 - as above

    conference, lang = shown.conference, _lang()
    if what == NOTICE:
        said = localdate(conference.concluded_at) if conference.concluded_at else reader.today
        return papers.notice_of_conclusions(conference, conclusions_of(conference, reader.today), day=said, lang=lang)
    awards: Any = list(conference.awards.all())
    if what == AWARDS:
        return papers.awards_list(conference, awards, day=reader.today, lang=lang)
    agenda = list(conference.agenda.all())
    if what == LETTERS:
        invited = listed_invitees(invitees_found(conference), conference)
        return papers.letter(conference, agenda, invited, day=min(reader.today, conference.held_on), lang=lang)
    guests = listed_invitees(invitees_found(conference, part="guest", state="da-den"), conference)
    return papers.minutes(
        conference,
        agenda,
        attendance_of(conference),
        guests,
        _with_units(shown, "tham-luan"),
        _with_units(shown, "thao-luan"),
        awards,
        conclusions_of(conference, reader.today),
        day=conference.held_on,
        lang=lang,
    )


def _with_units(shown: Shown, matter: str) -> list[tuple[Any, Any]]:
    rows: list[Any] = list(rows_of(shown.conference, matter))
    units = units_named(rows, shown.conference.held_on)
    return [(row, units.get(row.unit_id or 0)) for row in rows]


def _attendance(shown: Shown, reader: Reader, name: str) -> HttpResponse:
    from viecthat.conferences.exports.sheets import attendance_sheets  # noqa: PLC0415 - as above

    rows = listed_invitees(invitees_found(shown.conference), shown.conference)
    sheets = attendance_sheets(shown.conference, attendance_of(shown.conference), rows)
    return file_response(workbook_bytes(sheets, shown.conference.title, reader.today), name)


def _cards(request: HttpRequest, shown: Shown, name: str) -> HttpResponse:
    from viecthat.conferences.exports.sheets import delegate_cards  # noqa: PLC0415 - as above
    from viecthat.documents.cards import cards_pdf  # noqa: PLC0415 - as above

    rows = listed_invitees(invitees_found(shown.conference), shown.conference)
    if not rows:
        raise Http404

    def address(code: str) -> str:
        return request.build_absolute_uri(reverse("conferences:letter-door", args=[code]))

    content = cards_pdf(delegate_cards(shown.conference, rows, address), title=shown.conference.title, lang=_lang())
    return file_response(content, name, "application/pdf")


def _official(document: OfficialDocument, kind: str, name: str) -> HttpResponse:
    return file_response(on_paper(document, kind), name, TYPES[kind])


def _lang() -> Any:
    return "en" if get_language() == "en" else "vi"
