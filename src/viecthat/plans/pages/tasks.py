"""The register of tasks: found, sorted, paged, the same as files; what is left of the year; where work comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Capability
from viecthat.documents.csv_lines import to_csv
from viecthat.plans.commands import give_task
from viecthat.plans.exports.directive import workbook_bytes
from viecthat.plans.exports.task import tasks_sheet
from viecthat.plans.forms.task import TaskEntryForm, TaskListForm, UnitChoiceForm, month_of
from viecthat.plans.models import Task
from viecthat.plans.pages.shared import Reader, Words, change_page, file_response, own_units, reader_of, sent
from viecthat.plans.queries.directive import task_groups
from viecthat.plans.queries.notice import unread_notices
from viecthat.plans.queries.task import (
    FIRST,
    ORDERS,
    TaskFilter,
    backlog_of,
    listed_tasks,
    people_at,
    tasks_found,
    workload_of,
)
from viecthat.plans.rules import units_held
from viecthat.units.queries import UnitRow
from viecthat.units.rules import may

ON_A_PAGE = 50
MOST_TAKEN = 20_000
POSTED = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Asked:
    """What the address asks for, and what was found."""

    form: TaskListForm
    found: QuerySet[Task]
    order: str

    @property
    def filtered(self) -> bool:
        """Something narrows the list."""
        return any(self.form.data.get(name) for name in TaskListForm.parameters.values())


def _asked(request: HttpRequest, reader: Reader) -> Asked:
    form = TaskListForm(request.GET, today=reader.today)
    valid = form.is_valid()
    data: dict[str, Any] = form.cleaned_data
    wanted = TaskFilter(
        text=data.get("text", ""),
        whose=data.get("whose", ""),
        state=data.get("state", ""),
        month=month_of(data.get("month", ""), reader.today),
        origin=data.get("origin", ""),
        line=data.get("line", ""),
        unit=data["unit"].id if data.get("unit") else None,
        units=tuple(units_held(reader.actor, reader.at)),
    )
    order = request.GET.get("xep", FIRST)
    order = order if order in ORDERS else FIRST
    found = tasks_found(wanted, reader.actor, reader.at, order)
    # What can't be read finds nothing: a list that silently left a filter out would be taken for the answer.
    return Asked(form, found if valid else found.none(), order)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The list, fifty to a page."""
    reader = reader_of(request)
    asked = _asked(request, reader)
    page = Paginator(asked.found, ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "asked": asked,
        "form": asked.form,
        "page": page,
        "rows": listed_tasks(page.object_list, reader.today),
        "own": own_units(reader),
        "default_order": FIRST,
        "query": request.GET.urlencode(),
        "today": reader.today,
        "unread": unread_notices(reader.actor).count(),
    }
    return render(request, "plans/task_list.html", context)


@require_safe
def listing_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same list whole, as CSV or XLSX."""
    reader = reader_of(request)
    if kind not in {"csv", "xlsx"}:
        raise Http404
    asked = _asked(request, reader)
    sheet = tasks_sheet(listed_tasks(asked.found[:MOST_TAKEN], reader.today), _("Nhiệm vụ"))
    name = f"nhiem-vu-{reader.today:%Y-%m-%d}.{kind}"
    if kind == "xlsx":
        return file_response(workbook_bytes((sheet,), _("Nhiệm vụ"), reader.today), name)
    response = StreamingHttpResponse(to_csv(sheet), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(POSTED)
def enter(request: HttpRequest) -> HttpResponse:
    """A new task: the own unit's, or for one below."""
    reader = reader_of(request)
    units = own_units(reader, code=request.GET.get("don-vi", ""))
    if not units:
        raise PermissionDenied(_("Bạn chưa được giao quyền ghi việc ở đơn vị nào."))
    by_code = {row.code: row for row in units}
    form = TaskEntryForm(
        sent(request),
        today=reader.today,
        units=[(row.code, row.name) for row in units],
        people=people_at(units[0].id, reader.at),
        groups=task_groups(units[0].id),
        initial={"giver": units[0].code},
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        giver = by_code[given["giver"]].id
        made = give_task(
            unit=given["unit"].id if given["unit"] else giver,
            giver=giver,
            text=form.words,
            due=given["due"],
            person=given["person"],
            group=given.get("group"),
            milestones=given["milestones"],
            partners=[row.id for row in given["partners"]],
            proposed=given["proposed"],
            actor=reader.actor,
            at=reader.at,
        )
        return _("Đã ghi nhiệm vụ."), reverse("tasks:task", args=[made.pk])

    words = Words(
        _("Giao nhiệm vụ"), _("Việc của chính đơn vị, hoặc giao cho đơn vị cấp dưới; ai làm, đến ngày nào."), _("Giao")
    )
    return change_page(request, form, words, run, back=reverse("tasks:list"), trail=trail())


@require_safe
def backlog(request: HttpRequest) -> HttpResponse:
    """What is left of the year: late, then month by month."""
    reader = reader_of(request)
    form, unit = _unit_asked(request, reader)
    heaps = backlog_of(unit.id, reader.actor, reader.at) if unit else []
    context = {
        "form": form,
        "unit": unit,
        "heaps": heaps,
        "count": sum(len(heap.rows) for heap in heaps),
        "late": sum(len(heap.rows) for heap in heaps if heap.kind == "late"),
        "today": reader.today,
    }
    return render(request, "plans/task_backlog.html", context)


@require_safe
def backlog_file(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    reader = reader_of(request)
    _form, unit = _unit_asked(request, reader)
    if unit is None:
        raise Http404
    rows = [row for heap in backlog_of(unit.id, reader.actor, reader.at) for row in heap.rows]
    title = _("Việc còn lại của năm {year}: {unit}").format(year=reader.today.year, unit=unit.name)
    content = workbook_bytes((tasks_sheet(rows, title),), title, reader.today)
    return file_response(content, f"viec-con-lai-{unit.code}-{reader.today:%Y-%m-%d}.xlsx")


@require_safe
def workload(request: HttpRequest) -> HttpResponse:
    """How the unit's work divides between the two lines of command, and by source."""
    reader = reader_of(request)
    form, unit = _unit_asked(request, reader)
    context = {
        "form": form,
        "unit": unit,
        "rows": workload_of(unit.id, reader.actor, reader.at) if unit else [],
        "year": reader.today.year,
    }
    return render(request, "plans/task_workload.html", context)


def _unit_asked(request: HttpRequest, reader: Reader) -> tuple[UnitChoiceForm, UnitRow | None]:
    """The unit that the address names, else the reader's first one; none for an unknown name."""
    form = UnitChoiceForm(request.GET, today=reader.today)
    valid = form.is_valid()
    unit: UnitRow | None = form.cleaned_data.get("unit") if valid else None
    if unit is None and valid:
        held = own_units(reader, capabilities=(Capability.SEE,))
        unit = held[0] if held else None
    if unit is not None and not may(reader.actor, Capability.SEE, unit.id, reader.at):
        raise PermissionDenied(_("Việc của đơn vị này chỉ dành cho người của đơn vị và cấp trên."))
    return form, unit


def trail() -> list[tuple[str, str]]:
    """The way to a page about a task."""
    return [(_("Nhiệm vụ"), reverse("tasks:list"))]
