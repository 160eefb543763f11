"""What the pages of works share: a step as data, the unit meant, files out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise

from viecthat.accounts.choices import Capability
from viecthat.documents.workbook import Sheet
from viecthat.plans.pages.shared import Reader, Words, change_page, file_response, own_units, sent
from viecthat.units.forms import unit_label
from viecthat.units.queries import UnitRow, unit_with_code
from viecthat.units.queries.scope import UnitScope, units_seen
from viecthat.units.rules import may
from viecthat.works.exports import file_of
from viecthat.works.forms import ListForm

ON_A_PAGE = 50
MOST_TAKEN = 20_000
ONE_YEAR = 31_536_000
POSTED = ["GET", "HEAD", "POST"]
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Deed:
    """Something that may be done with a row: its words, its form, the command, who may."""

    icon: str
    title: str | Promise
    done: str | Promise
    form: type[forms.Form]
    run: Callable[[Any, Any, Reader], Any]
    fits: Callable[[Any, Reader], bool]
    about: str | Promise = ""
    needs: Callable[[Any, Reader], dict[str, Any]] = lambda _row, _reader: {}
    starts: Callable[[Any, Reader], dict[str, Any]] = lambda _row, reader: {"day": reader.today}


def deeds_for(deeds: Mapping[str, Deed], row: Any, reader: Reader) -> list[tuple[str, Deed]]:
    """What this reader may do with the row now."""
    return [(slug, deed) for slug, deed in deeds.items() if deed.fits(row, reader)]


def do(
    request: HttpRequest,
    deed: Deed | None,
    row: Any,
    reader: Reader,
    *,
    back: str,
    trail: Sequence[tuple[str, str]],
    lede: str,
) -> HttpResponse:
    """The page of one deed: its form, or the way back once it is done. Http404 for none, 403 for who may not."""
    if deed is None:
        raise Http404
    if not deed.fits(row, reader):
        raise PermissionDenied
    files = request.FILES if request.method == "POST" else None
    given = {"today": reader.today, "initial": deed.starts(row, reader), **deed.needs(row, reader)}
    form = deed.form(sent(request), files, **given)
    words = Words(str(deed.title), str(deed.about or lede), str(deed.title))

    def run(_data: dict[str, Any]) -> tuple[str, str]:
        deed.run(row, form, reader)
        return str(deed.done), back

    return change_page(request, form, words, run, back=back, trail=trail)


def scope_asked(form: ListForm, reader: Reader) -> UnitScope:
    """The units the list is drawn from. Http404 for a unit out of reach."""
    unit: UnitRow | None = form.cleaned_data.get("unit") if form.is_valid() else None
    scope = units_seen(reader.actor, reader.at, within=unit.id if unit else None)
    if unit is not None and not scope:
        raise Http404
    if unit is not None:
        data: Any = form.data  # the pages hand in a copy of the address
        data[form.add_prefix("unit")] = unit_label(unit.name, unit.code)
    return scope


def is_asked(form: forms.Form, *names: str) -> bool:
    """Whether one of these boxes (any when none is named) narrows the list."""
    return any(form[name].value() for name in (names or tuple(form.fields)))


def order_asked(request: HttpRequest, orders: Mapping[str, Any], default: str) -> str:
    """The order in the address, when it is one."""
    asked = request.GET.get("xep", default)
    return asked if asked in orders else default


def kept_or_403(request: HttpRequest, reader: Reader) -> tuple[UnitRow, list[UnitRow]]:
    """The unit to record for (`don-vi`, else the reader's own), and those to choose from."""
    own = own_units(reader, capabilities=(Capability.RECORD,))
    code = request.GET.get("don-vi", "")
    unit = unit_with_code(code, reader.today) if code else (own[0] if own else None)
    if unit is None:
        if code:
            raise Http404
        raise PermissionDenied
    if not may(reader.actor, Capability.RECORD, unit.id, reader.at):
        raise PermissionDenied
    return unit, own


def list_file(kind: str, sheets: tuple[Sheet, ...], name: str, day: date) -> HttpResponse:
    """A list as a file. Http404 for a kind that is none."""
    if kind not in TYPES:
        raise Http404
    content = file_of(sheets, sheets[0].title or sheets[0].name, kind, day)
    return file_response(content, f"{name}-{day:%Y-%m-%d}.{kind}", TYPES[kind])


def taken(found: Any) -> Any:
    """The first so many rows of a list as a file holds them."""
    return found[:MOST_TAKEN]


def picture(content: bytes, name: str) -> HttpResponse:
    """A kept picture, as nothing but a picture; another reader at this address may not be allowed."""
    return HttpResponse(
        content,
        content_type="image/jpeg",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": f"private, max-age={ONE_YEAR}, immutable",
        },
    )


def contents(photos: Iterable[Any]) -> list[bytes]:
    """The bytes of photos as they were sent."""
    return [photo.content for photo in photos]
