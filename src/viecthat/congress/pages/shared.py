"""What the pages of congresses share: the record in reach, where a page stands, one form that gives one command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext as _

from viecthat.congress.models import Congress
from viecthat.congress.queries.congress import congress_with_id
from viecthat.congress.rules import may_keep_congress, may_read_delegates, may_see_congress
from viecthat.documents.on_paper import on_paper
from viecthat.kernel.errors import Refused
from viecthat.people.choices.file import AccessKind
from viecthat.people.commands.file import note_access
from viecthat.plans.pages.plan import TYPES as PAPERS
from viecthat.plans.pages.shared import Reader, Words, change_page, file_response
from viecthat.ui.sentences import sentence_of
from viecthat.units.pages.register import TYPES, sheet_bytes
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.forms import Form

    from viecthat.documents.model import Lang, OfficialDocument
    from viecthat.documents.workbook import Sheet

POSTED = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Shown:
    """A congress with what every page of it says; `named`: the reader may read names of delegates."""

    congress: Congress
    unit: UnitRow
    keeper: bool
    named: bool

    @property
    def home(self) -> str:
        """Its own page."""
        return reverse("congress:congress", args=[self.congress.pk])

    def trail(self, *steps: tuple[str, str]) -> list[tuple[str, str]]:
        """The way to a page of it."""
        return [(_("Đại hội"), reverse("congress:list")), (self.congress.name, self.home), *steps]

    @property
    def context(self) -> dict[str, Any]:
        """What its pages say."""
        return {
            "congress": self.congress,
            "unit": self.unit,
            "keeper": self.keeper,
            "named": self.named,
            "open": self.keeper and self.congress.held_on is None,
        }


def shown_or_404(pk: int, reader: Reader) -> Shown:
    """The congress. Http404 for one the reader may not know of."""
    found = congress_with_id(pk)
    if found is None or not may_see_congress(reader.actor, found.unit_id, reader.at):
        raise Http404
    unit = units_by_id({found.unit_id}, reader.today)[found.unit_id]
    keeper = may_keep_congress(reader.actor, found.unit_id, reader.at)
    return Shown(found, unit, keeper, may_read_delegates(reader.actor, found.unit_id, reader.at))


def kept_or_403(pk: int, reader: Reader) -> Shown:
    """The same, for those who keep it."""
    shown = shown_or_404(pk, reader)
    if not shown.keeper:
        raise PermissionDenied(_("Bạn chưa được giao quyền ghi việc cho đơn vị này."))
    return shown


def named_or_403(pk: int, reader: Reader) -> Shown:
    """The same, for those who read names of delegates."""
    shown = shown_or_404(pk, reader)
    if not shown.named:
        raise PermissionDenied(_("Danh sách đại biểu chỉ mở cho người xem được hồ sơ của đơn vị này."))
    return shown


def form_page(
    request: HttpRequest,
    form: Form,
    words: Words,
    run: Callable[[dict[str, Any]], tuple[str, str]],
    *,
    back: str,
    trail: Sequence[tuple[str, str]],
    files: bool = False,
) -> HttpResponse:
    """One form that gives one command; one that takes files is sent whole."""
    template = "plans/change.html" if files else "units/register_change.html"
    return change_page(request, form, words, run, back=back, trail=[*trail, (words.title, "")], template=template)


def tried(request: HttpRequest, run: Callable[[], object], done: str, back: str) -> HttpResponse:
    """Do it and say so, or say why not; back to the page either way."""
    try:
        run()
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    else:
        messages.success(request, done)
    return redirect(back)


def sheet_file(kind: str, sheet: Sheet, name: str, day: date) -> HttpResponse:
    """A list as a file. Http404 for a kind that is none."""
    if kind not in TYPES:
        raise Http404
    return file_response(sheet_bytes((sheet,), sheet.title, day, kind), f"{name}-{day:%Y-%m-%d}.{kind}", TYPES[kind])


def paper_file(kind: str, document: Callable[[Lang], OfficialDocument], name: str) -> HttpResponse:
    """A document as Word or PDF. Http404 for another kind."""
    if kind not in PAPERS:
        raise Http404
    lang: Lang = "en" if (get_language() or "vi").startswith("en") else "vi"
    return file_response(on_paper(document(lang), kind), f"{name}.{kind}", PAPERS[kind])


def note_names(reader: Reader, people: Iterable[int], detail: str) -> None:
    """Names of delegates were taken away: noted in their files."""
    note_access(people=people, kind=AccessKind.EXPORTED, detail=detail, actor=reader.actor, at=reader.at)
