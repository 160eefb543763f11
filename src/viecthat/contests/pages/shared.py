"""What the pages of contests share: places to go, contests in reach, files shown, one form that gives one command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from viecthat.contests.exports import works_zip
from viecthat.contests.queries.listing import contest_by_id, files_of
from viecthat.contests.rules import may_keep_contests, may_see_contests
from viecthat.documents.extract import EXTENSIONS
from viecthat.plans.pages.of_units import Registers
from viecthat.plans.pages.shared import Reader, Words, change_page, file_response, own_units, reader_of, sent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viecthat.contests.models import Contest, Submission
    from viecthat.files.models import KeptFile

POSTED = ["GET", "HEAD", "POST"]
FORM = "units/register_change.html"

__all__ = [
    "FORM",
    "POSTED",
    "Reader",
    "Words",
    "actions",
    "change_page",
    "desk_trail",
    "file_answer",
    "in_reach",
    "kept_contest_or_404",
    "kept_of",
    "links",
    "own_units",
    "reader_of",
    "sent",
    "trail_of",
    "unit_kept_or_404",
    "work_words",
    "zip_answer",
]

_REGISTERS = Registers("contests", may_keep_contests, may_see_contests)
actions, unit_kept_or_404, in_reach = _REGISTERS.actions, _REGISTERS.unit_kept_or_404, _REGISTERS.in_reach


def links() -> tuple[tuple[str, str], ...]:
    """The places of contests beside one another."""
    return (
        (_("Cuộc thi"), reverse("contests:list")),
        (_("Sổ cuộc thi"), reverse("contests:register")),
        (_("Tôi chấm"), reverse("contests:judging")),
    )


def trail_of(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    """Where in the floor a page stands."""
    return [(_("Cuộc thi"), reverse("contests:list")), *steps]


def desk_trail(contest: Contest, *steps: tuple[str, str]) -> list[tuple[str, str]]:
    """Where at the organiser's desk a page stands."""
    desk = (contest.title, reverse("contests:desk", args=[contest.pk]))
    return [(_("Sổ cuộc thi"), reverse("contests:register")), desk, *steps]


def kept_contest_or_404(pk: int, reader: Reader) -> Contest:
    """The contest, for who runs it."""
    return in_reach(contest_by_id(pk), reader, keeps=True)


def kept_of(contest: Contest, reader: Reader) -> Contest:
    """The same, when it is at hand. Http404 for who does not run it."""
    return in_reach(contest, reader, keeps=True)


def work_words(work: Submission) -> str:
    """A work by its number, and its name."""
    return _("Bài số {n}: {title}").format(n=work.number, title=work.title)


def zip_answer(works: Sequence[Submission], name: str) -> FileResponse:
    """The works as one ZIP by their numbers. Raises Refused as the packing does."""
    packed = works_zip(works, files_of(works))
    answer = FileResponse(packed, as_attachment=True, filename=f"{name}.zip", content_type="application/zip")
    answer["Cache-Control"] = "no-store"
    return answer


def file_answer(kept: KeptFile, name: str, *, download: bool = False) -> HttpResponse:
    """A kept file: a picture shown in the page, a document to be taken along. Http404 when its bytes are gone."""
    if not kept.path.exists():
        raise Http404
    content = kept.path.read_bytes()
    if kept.content_type != "image/jpeg" or download:
        ending = EXTENSIONS.get(kept.content_type, "jpg")
        return file_response(content, f"{name}.{ending}", kept.content_type)
    return HttpResponse(
        content,
        content_type="image/jpeg",
        headers={
            "Content-Disposition": f'inline; filename="{name}.jpg"',
            "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, max-age=600",
        },
    )
