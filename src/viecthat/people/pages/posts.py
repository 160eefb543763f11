"""The register of cadres: found, sorted, paged, and the same as files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from viecthat.accounts.queries import actor_of
from viecthat.documents.csv_lines import to_csv
from viecthat.kernel.dates import format_date
from viecthat.people.choices.file import AccessKind
from viecthat.people.commands.file import note_access
from viecthat.people.exports.cadres import cadre_sheet, workbook_bytes
from viecthat.people.forms.post import RegisterForm
from viecthat.people.queries.cadre import FIRST, ORDERS, CadreFilter, cadres_found, listed, listed_in_chunks
from viecthat.people.queries.pick import suggestions
from viecthat.people.queries.reach import Reach, reach_of
from viecthat.people.rules.post import units_with_visible_cadres
from viecthat.units.queries import UnitRow

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.people.models.person import Person

ON_A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NBSP = "\u00a0"


@dataclass(frozen=True)
class Asked:
    """What the address asks for, and what was found."""

    form: RegisterForm
    wanted: CadreFilter
    found: QuerySet[Person]
    order: str
    unit: UnitRow | None
    home: UnitRow | None

    @property
    def code(self) -> str:
        """The code of the unit looked at."""
        return self.unit.code if self.unit else ""

    @property
    def filtered(self) -> bool:
        """Something narrows the list, so that an empty one may be the filters' doing."""
        return any(self.form.data.get(name) for name in RegisterForm.NAMES.values())

    @property
    def narrowed(self) -> bool:
        """One of the filters is set that are folded away at first."""
        return any(self.form.data.get(RegisterForm.NAMES[name]) for name in ("body", "full_time", "sex", "day"))


def asked_for(request: HttpRequest) -> Asked:
    """Read the address. Http404 for a unit the reader may not know of."""
    at, today = now(), localdate()
    reach = reach_or_404(request, at)
    form = RegisterForm(request.GET, units=unit_choices(reach))
    valid = form.is_valid()
    data: dict[str, Any] = form.cleaned_data
    wanted = CadreFilter(
        units=reach.units,
        day=data.get("day") or today,
        text=data.get("text", ""),
        kind=data.get("kind", ""),
        body=data.get("body", ""),
        full_time={"co": True, "khong": False}.get(data.get("full_time", "")),
        age=data.get("age", ""),
        sex=data.get("sex", ""),
    )
    order = request.GET.get("xep", FIRST)
    order = order if order in ORDERS else FIRST
    found = cadres_found(wanted, order)
    # What can't be read finds nothing: a list that silently left a filter out would be taken for the answer.
    return Asked(form, wanted, found if valid else found.none(), order, reach.unit, reach.home)


def reach_or_404(request: HttpRequest, at: datetime) -> Reach:
    """The units the reader sees cadres of, within the one the address names. Http404 for one out of reach."""
    code = request.GET.get("don-vi", "")
    reach = reach_of(actor_of(request), at, code=code)
    if reach is None:
        raise Http404
    return reach


def unit_choices(reach: Reach) -> list[tuple[str, str]]:
    """The way down to the unit and those right below, each set in by its depth."""
    return [("", _("tất cả")), *((row.code, _NBSP * 3 * depth + row.name) for row, depth in reach.steps)]


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The list, fifty to a page."""
    asked = asked_for(request)
    page = Paginator(asked.found, ON_A_PAGE).get_page(request.GET.get("trang"))
    rows = listed(list(page.object_list), asked.wanted)
    context = {
        "asked": asked,
        "form": asked.form,
        "page": page,
        "rows": rows,
        "day": asked.wanted.day,
        "today": localdate(),
        "synthetic": made_up(row.person.example for row in rows),
        "default_order": FIRST,
        "query": request.GET.urlencode(),
    }
    return render(request, "people/posts_register.html", context)


@require_safe
def register_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list whole, a line for each post."""
    asked = asked_for(request)
    name = f"can-bo-{asked.wanted.day:%Y-%m-%d}.csv"
    taken_along(request, asked.found.values_list("pk", flat=True), name)
    sheet = cadre_sheet(listed_in_chunks(asked.found, asked.wanted), "", ())
    response = StreamingHttpResponse(to_csv(sheet), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def register_xlsx(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook."""
    asked = asked_for(request)
    title = _("Cán bộ Đoàn đang giữ chức vụ")
    where = asked.unit.name if asked.unit else _("Mọi đơn vị bạn được xem")
    notes = (where, _("Vào ngày {day}").format(day=format_date(asked.wanted.day)))
    name = f"can-bo-{asked.wanted.day:%Y-%m-%d}.xlsx"
    taken_along(request, asked.found.values_list("pk", flat=True), name)
    sheet = cadre_sheet(listed_in_chunks(asked.found, asked.wanted), title, notes)
    return file_response(workbook_bytes((sheet,), title, asked.wanted.day), name)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """htmx: people for the box that is being typed in; only those the reader may name."""
    text = request.GET.get(request.headers.get("HX-Trigger-Name", "q"), "").strip()
    units = units_with_visible_cadres(actor_of(request), now())
    rows = suggestions(text, units, localdate()) if 2 <= len(text) <= 120 else []
    return render(request, "people/parts/person_names.html", {"rows": rows})


def taken_along(request: HttpRequest, people: Iterable[int], name: str) -> None:
    """Note in each person's file that it was taken along."""
    ids = list(dict.fromkeys(people))
    note_access(people=ids, kind=AccessKind.EXPORTED, detail=name, actor=actor_of(request), at=now())


def file_response(content: bytes, name: str, content_type: str = XLSX) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def made_up(flags: Any) -> str | bool:
    """The notice of a page that shows made-up people."""
    return _("Người minh hoạ: tên, ngày sinh và chức vụ do máy tạo, không phải người thật.") if any(flags) else False


def day_of(text: str, today: date) -> date:
    """A day in the address, today when it can't be read."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today
