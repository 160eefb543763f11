"""The register of people and members: found, narrowed, paged, taken along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from viecthat.accounts.queries import actor_of
from viecthat.people.choices.file import AccessKind
from viecthat.people.choices.membership import MemberState
from viecthat.people.commands.file import note_access
from viecthat.people.exports.register import register_csv, register_xlsx
from viecthat.people.forms.member import RegisterForm
from viecthat.people.models import Person
from viecthat.people.pages.life import made_up
from viecthat.people.queries.membership import branches_kept, members_to_mature, transfers_waiting
from viecthat.people.queries.register import (
    BY_NAME,
    Reach,
    count_up_to,
    listed_people,
    listed_people_in_chunks,
    members_found,
    reach_of,
)
from viecthat.units.forms import unit_label
from viecthat.units.queries import UnitRow

ON_PAGE = 50
MOST_COUNTED = 10_000
MOST_FOUND = 200  # by a text; whoever finds more types more
MOST_TAKEN = 100_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Asked:
    """What the address asks for, within the reader's reach."""

    form: RegisterForm
    found: QuerySet[Person]
    reach: Reach
    unit: UnitRow | None
    today: date


class PaginatorOfMany(Paginator):
    """Pages of a list whose length is counted up to a bound: of a million nobody turns the last page."""

    @cached_property
    def count(self) -> int:
        return count_up_to(cast(QuerySet[Person], self.object_list), MOST_COUNTED)


def asked_for(request: HttpRequest, at: datetime, *, most: int | None = None) -> Asked:
    """Read the address; of what a text finds, no more than `most`.

    Http404 for a unit whose files the reader may not open: it is as unknown as one that is not.
    """
    today, actor = localdate(at), actor_of(request)
    query = request.GET.copy()
    if "tinh-trang" not in query and not query.get("q"):
        query["tinh-trang"] = MemberState.MEMBER
    form = RegisterForm(query, today=today)
    valid = form.is_valid()
    given: dict[str, Any] = form.cleaned_data
    unit: UnitRow | None = given.get("unit")
    reach = reach_of(actor, at, within=unit.id if unit else None)
    if unit is not None and not reach.files:
        raise Http404
    if unit is not None:
        query[form.add_prefix("unit")] = unit_label(unit.name, unit.code)
        form.data = query
    found = members_found(
        reach,
        text=given.get("text", ""),
        state=given.get("state", ""),
        sex=given.get("sex", ""),
        age=given.get("age"),
        order=given.get("order", BY_NAME),
        most=most,
    )
    return Asked(form, found if valid else found.none(), reach, unit, today)


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The list, fifty to a page."""
    at, actor = now(), actor_of(request)
    asked = asked_for(request, at, most=MOST_FOUND)
    page = PaginatorOfMany(asked.found, ON_PAGE).get_page(request.GET.get("trang"))
    rows = listed_people(list(page.object_list), asked.reach)
    query = request.GET.copy()
    query.pop("trang", None)
    context = {
        "asked": asked,
        "form": asked.form,
        "page": page,
        "many": page.paginator.count == MOST_COUNTED,
        "cut": bool(request.GET.get("q", "").strip()) and page.paginator.count == MOST_FOUND,
        "rows": rows,
        "synthetic": made_up(row.person for row in rows),
        "default_order": BY_NAME,
        "query": query.urlencode(),
        "no_reach": not asked.reach.files,
        "branches": branches_kept(actor, at),
        "to_mature": members_to_mature(actor, at).count(),
        "to_receive": transfers_waiting(actor, at).count(),
    }
    return render(request, "people/register.html", context)


@require_safe
def download(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same list whole, as CSV or a workbook; masked like the screen, and noted in every file it names."""
    at, actor = now(), actor_of(request)
    if kind not in {"csv", "xlsx"}:
        raise Http404
    asked = asked_for(request, at)
    people = list(asked.found.values_list("pk", flat=True)[: MOST_TAKEN + 1])
    if len(people) > MOST_TAKEN:
        sentence = _("Danh sách dài quá {most} người; chọn một đơn vị rồi tải.").format(most=MOST_TAKEN)
        return HttpResponse(sentence, status=422, content_type="text/plain; charset=utf-8")
    name = f"doan-vien-{asked.today:%Y-%m-%d}.{kind}"
    note_access(people=people, kind=AccessKind.EXPORTED, detail=name, actor=actor, at=at)
    rows = listed_people_in_chunks(asked.found, people, asked.reach)
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(register_csv(rows), content_type="text/csv; charset=utf-8")
    else:
        language: Literal["vi", "en"] = "en" if get_language() == "en" else "vi"
        where = asked.unit.name if asked.unit else _("Mọi đơn vị được xem")
        notes = (where, _("Mỗi người có tên ở đây thấy trong hồ sơ của mình ai đã tải danh sách này."))
        content = register_xlsx(rows, title=_("Danh sách đoàn viên"), notes=notes, day=asked.today, lang=language)
        response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
