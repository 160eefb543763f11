"""The list of activities, its filters, and the same list as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from viecthat.accounts.choices import Capability
from viecthat.accounts.queries import actor_of
from viecthat.accounts.rules import authority_of
from viecthat.activities.exports.listing import activities_xlsx
from viecthat.activities.forms.listing import FilterForm
from viecthat.activities.queries import (
    NEWEST,
    ORDERS,
    Activity,
    ListedActivity,
    activities_found,
    kind_book,
    kinds,
    listed,
    listed_in_chunks,
    people_nameable,
    unit_path,
    units_seen,
)
from viecthat.kernel.made_up import MadeUp
from viecthat.kernel.periods import Period
from viecthat.plans.pages.shared import file_response
from viecthat.units.queries import UnitRow, unit_with_code

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.people.models import Person

ON_A_PAGE = 50
MOST_IN_XLSX = 20_000
_NBSP = "\u00a0"


@dataclass(frozen=True)
class Asked:
    """What the address asks for, and what was found."""

    form: FilterForm
    found: QuerySet[Activity]
    order: str
    unit: UnitRow | None
    person: Person | None
    today: date

    @property
    def filtered(self) -> bool:
        """Something narrows the list, so that an empty one may be the filters' doing."""
        return any(self.form.data.get(name) for name in FilterForm.NAMES.values())

    @property
    def narrowed(self) -> bool:
        """One of the filters is set that are folded away at first."""
        return any(self.form.data.get(FilterForm.NAMES[name]) for name in ("kind", "state", "documented"))


def asked_for(request: HttpRequest) -> Asked:
    """Read the address. Http404 for a unit or person the reader may not know of."""
    at, actor, today = now(), actor_of(request), localdate()
    code = request.GET.get("don-vi", "")
    unit = unit_with_code(code, today) if code else None
    if code and unit is None:
        raise Http404
    scope = units_seen(actor, at, within=unit.id if unit else None)
    if unit is not None and not scope:
        raise Http404
    form = FilterForm(request.GET, units=_units_to_choose(request, unit, at), kinds=kinds())
    valid = form.is_valid()
    data: dict[str, Any] = form.cleaned_data
    person = None
    if data.get("person") is not None:
        person = people_nameable(actor, [data["person"]], at).get(data["person"])
        if person is None:
            raise Http404
    order = request.GET.get("xep", NEWEST)
    order = order if order in ORDERS else NEWEST
    found = activities_found(
        scope,
        kind=data.get("kind", ""),
        state=data.get("state", ""),
        documented={"co": True, "chua": False}.get(data.get("documented", "")),
        text=data.get("text", ""),
        period=data.get("period"),
        person=person.pk if person else None,
        order=order,
    )
    # What can't be read finds nothing: a list that silently left a filter out would be taken for the answer.
    return Asked(form, found if valid else found.none(), order, unit, person, today)


@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """The list, fifty to a page."""
    asked = asked_for(request)
    page = Paginator(asked.found, ON_A_PAGE).get_page(request.GET.get("trang"))
    rows = listed(list(page.object_list), asked.today)
    context = {
        "asked": asked,
        "form": asked.form,
        "page": page,
        "rows": rows,
        "synthetic": MadeUp.among(row.made_up for row in rows),
        "periods": _periods(asked.today),
        "default_order": NEWEST,
        "query": request.GET.urlencode(),
        "records": bool(authority_of(actor_of(request), now()).units_for(Capability.RECORD)),
    }
    return render(request, "activities/list.html", context)


@require_safe
def activities_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list whole, a line for each result, as a file that opens in a spreadsheet."""
    asked = asked_for(request)
    # Words are settled here: the lines are written after the reader's language has been put away.
    heads = [
        _("Ngày"), _("Đơn vị"), _("Mã đơn vị"), _("Loại việc"), _("Việc"), _("Nơi làm"), _("Số người"),
        _("Trạng thái"), _("Số ảnh"), _("Kết quả"), _("Số lượng"), _("Đơn vị tính"), _("Chứng minh"),
        _("Dữ liệu minh hoạ"),
    ]  # fmt: skip
    return StreamingHttpResponse(
        _lines(heads, listed_in_chunks(asked.found, asked.today)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="hoat-dong-{asked.today:%Y-%m-%d}.csv"'},
    )


@require_safe
def activities_as_xlsx(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook, with the boxes of each kind on a sheet of its own."""
    asked = asked_for(request)
    rows = listed(list(asked.found[:MOST_IN_XLSX]), asked.today)
    lang: Literal["vi", "en"] = "en" if get_language() == "en" else "vi"
    author = asked.unit.name if asked.unit else actor_of(request).full_name
    content = activities_xlsx(rows, kind_book(), author=author, day=asked.today, lang=lang)
    return file_response(content, f"hoat-dong-{asked.today:%Y-%m-%d}.xlsx")


class _Line:
    """What csv.writer writes to: it hands the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _lines(heads: list[str], rows: Iterator[ListedActivity]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + str(writer.writerow(heads))
    for row in rows:
        a = row.activity
        words = [row.unit.name, row.unit.code, str(a.kind), a.title, a.place]
        start = [a.day.isoformat(), *map(_harmless, words), a.head_count, a.get_state_display(), _count(a)]
        mark = "x" if row.made_up else ""
        for result in row.results:
            end = [str(result.indicator), result.amount, result.indicator.measured_in, result.grade.label]
            yield str(writer.writerow([*start, *end, mark]))
        if not row.results:
            yield str(writer.writerow([*start, "", "", "", "", mark]))


def _harmless(text: str) -> str:
    """A spreadsheet must not take a title for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _count(activity: Activity) -> int:
    return int(getattr(activity, "evidence_count", 0))


def _units_to_choose(request: HttpRequest, unit: UnitRow | None, at: datetime) -> list[tuple[str, str]]:
    """The way down to the unit and the units right below it, each set in by its depth."""
    rows = unit_path(actor_of(request), unit.id if unit else None, at)
    return [("", _("tất cả")), *((row.unit.code, _NBSP * 3 * row.depth + row.unit.name) for row in rows)]


def _periods(today: date) -> list[str]:
    """Periods that are asked for often."""
    month = Period.month(today.year, today.month)
    before = Period.month(today.year - (today.month == 1), (today.month - 2) % 12 + 1)
    quarter = Period.quarter(today.year, (today.month + 2) // 3)
    years = [Period.year(today.year), Period.year(today.year - 1)]
    language = "en" if get_language() == "en" else "vi"
    return [period.name(language) for period in (month, before, quarter, *years)]
