"""Turn-out at the place of residence, branch by branch."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from viecthat.accounts.choices import Capability
from viecthat.accounts.queries import actor_of
from viecthat.documents.workbook import Sheet, SheetColumn
from viecthat.residence.pages.shared import FIRST_YEAR, year_asked
from viecthat.residence.queries.turn_out import TurnOut, turn_out
from viecthat.units.pages.register import TYPES, sheet_bytes
from viecthat.units.queries import unit_with_code
from viecthat.units.rules import may


@require_safe
def branches(request: HttpRequest, code: str) -> HttpResponse:
    """Of the residents of each branch, how many took part, and how often."""
    today = localdate()
    context = {
        "told": _told(request, code),
        "years": range(today.year, max(FIRST_YEAR, today.year - 5) - 1, -1),
    }
    return render(request, "residence/turn_out.html", context)


@require_safe
def download(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The same as a file."""
    if kind not in TYPES:
        raise Http404
    told = _told(request, code)
    columns = (
        SheetColumn(_("Chi đoàn nơi cư trú"), "text", 36), SheetColumn(_("Đoàn xã, phường"), "text", 32),
        SheetColumn(_("Đoàn viên đăng ký"), "whole", 14), SheetColumn(_("Có tham gia"), "whole", 14),
        SheetColumn(_("Lượt tham gia"), "whole", 14),
    )  # fmt: skip
    lines = [(one.branch.name, one.commune.name, one.residents, one.came, one.times) for one in told.rows]
    title = _("Tham gia sinh hoạt nơi cư trú")
    notes = (f"{told.unit.name} · {told.year}",)
    sheet = Sheet(title[:31], columns, lines, title, notes, freeze=1, landscape=True)
    headers = {"Content-Disposition": f'attachment; filename="tham-gia-noi-cu-tru-{code}-{told.year}.{kind}"'}
    return HttpResponse(sheet_bytes((sheet,), title, localdate(), kind), content_type=TYPES[kind], headers=headers)


def _told(request: HttpRequest, code: str) -> TurnOut:
    at, today = now(), localdate()
    unit = unit_with_code(code, today)
    if unit is None or not may(actor_of(request), Capability.SEE, unit.id, at):
        raise Http404
    return turn_out(unit, year_asked(request, today), today)
