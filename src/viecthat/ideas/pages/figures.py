"""The bank in figures: by unit and field, each down to its rows."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from viecthat.accounts.choices import Capability
from viecthat.documents.workbook import Sheet, SheetColumn
from viecthat.ideas.pages.shared import Reader, links, reader_of, trail_of
from viecthat.ideas.queries.figures import Figures, Tally, figures_of
from viecthat.plans.pages.shared import file_response, own_units
from viecthat.units.pages.register import Asked, asked_of, sheet_bytes
from viecthat.units.queries import UnitRow

_STATES = ("counted", "chosen", "realised")


def _heads() -> tuple[str, ...]:
    return (
        _("Ý tưởng đề xuất"), _("Được chọn"), _("Đã thực hiện"),
        _("Sáng kiến xác nhận"), _("Làm lợi (đồng)"), _("Giờ công"),
    )  # fmt: skip


def _asked(request: HttpRequest, reader: Reader) -> tuple[Asked, UnitRow | None, Figures]:
    asked = asked_of(request, reader.at, reader.today)
    top = asked.unit or next(iter(own_units(reader, capabilities=(Capability.SEE,))), None)
    year = asked.given.get("year") or None
    found = figures_of(top.id, asked.units, year, reader.today) if top is not None and asked.valid else Figures()
    return asked, top, found


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """By part of the tree and by field."""
    reader = reader_of(request)
    asked, top, found = _asked(request, reader)
    year = asked.given.get("year") or ""
    code = top.code if top is not None else ""
    context = {
        "form": asked.form,
        "unit": top,
        "heads": _heads(),
        "whole": _linked(found.whole, code, year),
        # What is the unit's own has no list of its own: its list holds those below it too.
        "units": [(row, _linked(tally, row.code if row.code != code else None, year)) for row, tally in found.units],
        "fields": [(label, _linked(tally, code, year, field)) for field, label, tally in found.fields],
        "empty": not found.units,
        "query": request.GET.urlencode(),
        "links": links(),
        "trail": trail_of((_("Tổng hợp"), "")),
    }
    return render(request, "ideas/figures.html", context)


@require_safe
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a file: a sheet by unit and one by field; a CSV holds the first."""
    reader = reader_of(request)
    if kind not in {"csv", "xlsx"}:
        raise Http404
    _form, top, found = _asked(request, reader)
    title = _("Ý tưởng, sáng kiến: {unit}").format(unit=top.name if top is not None else "")
    columns = [SheetColumn(head, "whole", 18) for head in _heads()]
    sheets = (
        Sheet(_("Theo đơn vị"), (SheetColumn(_("Đơn vị"), "text", 40), *columns),
              [(row.name, *tally.cells) for row, tally in found.units], title),
        Sheet(_("Theo lĩnh vực"), (SheetColumn(_("Lĩnh vực"), "text", 40), *columns),
              [(label, *tally.cells) for _code, label, tally in found.fields], title),
    )  # fmt: skip
    content = sheet_bytes(sheets, title, reader.today, kind)
    types = {"csv": "text/csv; charset=utf-8"}
    name = f"y-tuong-tong-hop-{reader.today:%Y-%m-%d}.{kind}"
    return file_response(content, name, types[kind]) if kind in types else file_response(content, name)


def _linked(tally: Tally, code: str | None, year: object, field: str = "") -> list[tuple[int, str]]:
    """Each figure with the address of the list it counts; none for nothing."""
    found: list[tuple[int, str]] = []
    for place, n in enumerate(tally.cells):
        register = "ideas:register" if place < len(_STATES) else "ideas:initiatives"
        state = _STATES[place] if place < len(_STATES) else "confirmed"
        query = {"don-vi": code, "loai": field, "tinh-trang": state, "nam": year}
        url = f"{reverse(register)}?{urlencode({k: v for k, v in query.items() if v})}" if n and code else ""
        found.append((n, url))
    return found
