"""What the pages share: units in reach, the file opened, forms sent, refusals told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.timezone import localdate

from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import gettext_noop
from viecthat.people.choices.file import AccessKind
from viecthat.people.commands.file import note_access
from viecthat.people.pages.life import made_up
from viecthat.people.rules.membership import may_keep_members
from viecthat.residence.queries.registration import registration_with_id
from viecthat.residence.rules import COMMUNE, residential_branches
from viecthat.ui.privacy import private
from viecthat.ui.sentences import add_refusal, sentence_of
from viecthat.units.queries import UnitRow, unit_with_code, units_by_id

if TYPE_CHECKING:
    from django.forms import BaseForm

    from viecthat.people.commands.rows import RowsRefused
    from viecthat.people.models import Person
    from viecthat.residence.models import Registration

FIRST_YEAR = 2018
WHERE = gettext_noop("nơi cư trú")


def kept_or_404(request: HttpRequest, code: str, at: datetime, *, commune: bool = False) -> UnitRow:
    """The unit whose books the reader keeps; Http404 for any other, as for one that is not."""
    unit = unit_with_code(code, localdate(at))
    if unit is None or not may_keep_members(actor_of(request), unit.id, at):
        raise Http404
    if commune and unit.kind != COMMUNE:
        raise Http404
    return unit


def registration_or_404(request: HttpRequest, pk: int, at: datetime) -> Registration:
    """The registration, for its two sides; that it was opened stands in the person's file."""
    found = registration_with_id(pk, actor_of(request), at)
    if found is None:
        raise Http404
    note(request, [found.person_id], at)
    return found


def note(request: HttpRequest, people: Iterable[int], at: datetime) -> None:
    """A record of residence opened is a file opened."""
    note_access(people=people, kind=AccessKind.OPENED, detail=WHERE, actor=actor_of(request), at=at)


def branch_choices(commune: int, today: date) -> list[tuple[str, str]]:
    """The residential branches of a commune."""
    ids = residential_branches(commune, today)
    rows = units_by_id(set(ids), today)
    return [(str(unit), rows[unit].name) for unit in ids]


def year_asked(request: HttpRequest, today: date) -> int:
    """The year in the address (`nam`), this one when there is none. Http404 for one that can't be."""
    typed = request.GET.get("nam", "")
    if not typed:
        return today.year
    if not (typed.isascii() and typed.isdigit()) or not FIRST_YEAR <= int(typed) <= today.year:
        raise Http404
    return int(typed)


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent; a form with every box blank is an answer too."""
    return request.POST if request.method == "POST" else None


def tell_rows(form: BaseForm, refused: RowsRefused, labels: Sequence[str]) -> None:
    """Each wrong row's sentence at the head of the form, with who it is about."""
    add_refusal(form, refused)
    for place, wrong in refused.rows.items():
        form.add_error(None, f"{labels[place]}: {sentence_of(wrong)}")


def change_page(
    request: HttpRequest, form: BaseForm, *, back: str, people: Iterable[Person], **words: Any
) -> HttpResponse:
    """One form on a page: `title`, `lede`, `button`, perhaps `about`."""
    context = {"form": form, "back": back, "words": words, "synthetic": made_up(people)}
    status = 422 if form.is_bound else 200
    return private(render(request, "residence/change.html", context, status=status))
