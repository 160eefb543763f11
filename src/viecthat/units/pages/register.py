"""A register as a list: found, sorted, fifty to a page, the same as CSV or XLSX. Floors above say what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext as _

from viecthat.accounts.choices import Capability
from viecthat.accounts.queries import actor_of
from viecthat.documents.csv_lines import to_csv
from viecthat.documents.workbook import Kind, Sheet, SheetCell, SheetColumn, Workbook
from viecthat.documents.xlsx import to_xlsx
from viecthat.units.forms import RegisterForm, unit_label
from viecthat.units.queries.scope import UnitScope, units_where

if TYPE_CHECKING:
    from viecthat.units.queries import UnitRow

ON_A_PAGE = 50
MOST_TAKEN = 20_000
_CHUNK = 500
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
M = TypeVar("M", bound=Model)
Orders = Mapping[str, tuple[str | OrderBy, ...]]


@dataclass(frozen=True)
class Column:
    """A column of a register; `sort` is its name in the address where one may sort by it."""

    title: str
    sort: str = ""
    kind: Kind = "text"
    width: float = 20


@dataclass(frozen=True)
class Shown:
    """A row: the first cell leads to `url`; `note` stands small under it, `chip` beside it."""

    url: str
    cells: tuple[SheetCell, ...]
    note: str = ""
    chip: str = ""
    chip_icon: str = ""


@dataclass(frozen=True)
class Register(Generic[M]):
    """What a register shows. `show` turns rows of one page into cells, in a fixed number of queries."""

    title: str
    slug: str
    columns: tuple[Column, ...]
    orders: Orders
    default: str
    show: Callable[[Sequence[M], date], list[Shown]]
    nothing: str
    what_to_do: str = ""
    lede: str = ""
    links: tuple[tuple[str, str], ...] = ()
    actions: tuple[tuple[str, str], ...] = ()
    due: tuple[tuple[str, str], ...] = ()
    crumbs: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """What the address asks for; `units` are those in reach, under the unit asked for when there is one."""

    form: RegisterForm
    valid: bool
    given: Mapping[str, Any]
    units: UnitScope
    unit: UnitRow | None

    def get(self, name: str) -> Any:
        """What was chosen; empty for nothing."""
        return self.given.get(name) or ""

    def during(self, start: str, end: str = "") -> Q:
        """The condition that a span of days touches the year asked for."""
        year = self.given.get("year")
        if not year:
            return Q()
        return Q(**{f"{start}__lte": date(year, 12, 31), f"{end or start}__gte": date(year, 1, 1)})


def asked_of(
    request: HttpRequest, at: datetime, today: date, *, capability: Capability = Capability.SEE, **choices: Any
) -> Asked:
    """Read the address. Http404 for a unit out of reach: it is not said that it is there."""
    query = request.GET.copy()
    form = RegisterForm(query, today=today, **choices)
    valid = form.is_valid()
    unit: UnitRow | None = form.cleaned_data.get("unit")
    units = units_where(actor_of(request), capability, at, within=unit.id if unit else None)
    if unit is not None:
        if not units:
            raise Http404
        query[form.add_prefix("unit")] = unit_label(unit.name, unit.code)
        form.data = query
    return Asked(form, valid, form.cleaned_data, units, unit)


def register_page(
    request: HttpRequest,
    register: Register[M],
    asked: Asked,
    found: QuerySet[M],
    today: date,
    *,
    template: str = "units/register.html",
) -> HttpResponse:
    """One page of the register; what can't be read finds nothing."""
    page = Paginator(_ordered(request, register, asked, found), ON_A_PAGE).get_page(request.GET.get("trang"))
    query = request.GET.copy()
    query.pop("trang", None)
    context = {
        "register": register,
        "form": asked.form,
        "page": page,
        "rows": [
            (row, list(zip(row.cells[1:], register.columns[1:], strict=True)))
            for row in register.show(list(page.object_list), today)
        ],
        "query": query.urlencode(),
        **register.more,
    }
    return render(request, template, context)


def register_file(
    request: HttpRequest, register: Register[M], asked: Asked, found: QuerySet[M], today: date, kind: str
) -> HttpResponse:
    """The whole list as `csv` or `xlsx`. Http404 for another kind of file."""
    if kind not in TYPES:
        raise Http404
    rows = _ordered(request, register, asked, found)
    if rows.count() > MOST_TAKEN:
        sentence = _("Danh sách dài quá {most} dòng; chọn một đơn vị rồi tải.").format(most=MOST_TAKEN)
        return HttpResponse(sentence, status=422, content_type="text/plain; charset=utf-8")
    columns = tuple(SheetColumn(column.title, column.kind, column.width) for column in register.columns)
    cells = (row.cells for part in Paginator(rows, _CHUNK) for row in register.show(list(part.object_list), today))
    sheet = Sheet(register.title[:31], columns, cells, register.title, register.notes, freeze=1, landscape=True)
    content = sheet_bytes((sheet,), register.title, today, kind)
    headers = {"Content-Disposition": f'attachment; filename="{register.slug}-{today:%Y-%m-%d}.{kind}"'}
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)


def sheet_bytes(sheets: Iterable[Sheet], title: str, day: date, kind: str = "xlsx") -> bytes:
    """The sheets as a file; a CSV holds the first."""
    made = tuple(sheets)
    if kind == "csv":
        return "".join(to_csv(made[0])).encode()
    lang = "en" if get_language() == "en" else "vi"
    return to_xlsx(Workbook(made, title=title, author="Việc Thật", day=day, lang=lang))  # type: ignore[arg-type]


def _ordered(request: HttpRequest, register: Register[M], asked: Asked, found: QuerySet[M]) -> QuerySet[M]:
    if not asked.valid:
        return found.none()
    order = request.GET.get("xep", register.default)
    return found.order_by(*register.orders[order if order in register.orders else register.default])
