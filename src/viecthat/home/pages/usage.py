"""Which units use the system and how, n of N, opened to those that do not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from viecthat.accounts.choices import Capability
from viecthat.accounts.queries import actor_of
from viecthat.accounts.rules import authority_of
from viecthat.home.forms import UsageForm
from viecthat.home.queries.usage import FIRST, ORDERS, Usage, UsageTable, kinds_below, usage_below, usage_found
from viecthat.units.forms import unit_label
from viecthat.units.queries import UnitRow, kinds, units_by_id
from viecthat.units.rules import may
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

ON_A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    form: UsageForm
    table: UsageTable | None
    rows: list[Usage]
    order: str


@require_safe
def usage(request: HttpRequest) -> HttpResponse:
    """The units below one, fifty to a page."""
    asked = _asked(request)
    page = Paginator(asked.rows, ON_A_PAGE).get_page(request.GET.get("trang"))
    query = request.GET.copy()
    query.pop("trang", None)
    without = query.copy()
    without.pop("chua", None)
    context = {
        "form": asked.form,
        "table": asked.table,
        "page": page,
        "rows": list(page.object_list),
        "shares": asked.table.shares if asked.table else [],
        "order": asked.order,
        "default_order": FIRST,
        "query": query.urlencode(),
        "without": without.urlencode(),
        "filtered": any(query.get(name) for name in ("q", "chua")),
    }
    return render(request, "home/usage.html", context)


@require_safe
def usage_file(request: HttpRequest) -> HttpResponse:
    """The same list whole, as XLSX."""
    from viecthat.home.exports import usage_xlsx  # noqa: PLC0415 - only who takes it along needs spreadsheets

    asked = _asked(request)
    if asked.table is None:
        raise Http404
    name = f"su-dung-{asked.table.above.code}-{asked.table.today}.xlsx"
    return HttpResponse(
        usage_xlsx(asked.table, asked.rows),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _asked(request: HttpRequest) -> Asked:
    actor, at, today = actor_of(request), now(), localdate()
    order = request.GET.get("xep", FIRST)
    order = order if order.removeprefix("-") in ORDERS else FIRST
    named = kinds()
    query = request.GET.copy()
    form = UsageForm(query, today=today, kinds=[(code, str(kind)) for code, kind in named.items()])
    valid = form.is_valid()
    given: dict[str, Any] = form.cleaned_data
    above: UnitRow | None = given.get("unit") or (None if "unit" in form.errors else _own(actor, at, today))
    if above is None or not valid:
        return Asked(form, None, [], order)
    if not may(actor, Capability.SEE, above.id, at):
        raise Http404
    query["don-vi"] = unit_label(above.name, above.code)
    here = [(code, str(named[code])) for code in kinds_below(above.id, today) if code in named]
    kind = given["kind"] if given["kind"] in dict(here) else ""
    shown = UsageForm(query, today=today, kinds=here)
    table = usage_below(above, actor, at, kind=kind)
    return Asked(shown, table, usage_found(table.rows, text=given["text"], lacks=given["lacks"], order=order), order)


def _own(actor: Account, at: datetime, today: date) -> UnitRow | None:
    """The highest unit that the reader sees by a role held there."""
    unit_map = map_on(today)
    stand = {unit_map.stands_at(unit)[0] for unit in authority_of(actor, at).units_for(Capability.SEE)}
    held = [unit for unit in stand if unit is not None]
    if not held:
        return None
    own = min(held, key=lambda unit: (len(unit_map.tree.ancestors(unit)), unit_map.tree.position(unit)))
    return units_by_id({own}, today)[own]
