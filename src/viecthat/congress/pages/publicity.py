"""Publicity of a congress, item by item; great days of a year with the plans units make for them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.activities.queries import activities_of
from viecthat.congress.commands.publicity import (
    drop_item,
    open_celebration,
    plan_item,
    report_item,
    sum_up_celebration,
    unit_of,
)
from viecthat.congress.exports.sheets import days_sheet, items_sheet
from viecthat.congress.forms.congress import CelebrationForm, ItemForm, ResultForm, SumUpForm
from viecthat.congress.models import Celebration, Congress, PublicityItem
from viecthat.congress.pages.congress import links
from viecthat.congress.pages.shared import POSTED, form_page, kept_or_403, sheet_file, shown_or_404, tried
from viecthat.congress.queries.publicity import (
    celebration_with_id,
    days_of_year,
    great_day_of,
    item_with_id,
    items_of,
)
from viecthat.congress.rules import may_keep_congress, may_see_congress
from viecthat.plans.pages.shared import Reader, Words, own_units, reader_of, sent
from viecthat.ui.templatetags.ui import day as day_words
from viecthat.units.queries import units_by_id

MOST_OFFERED = 100


@require_http_methods(POSTED)
def publicity(request: HttpRequest, pk: int) -> HttpResponse:
    """What goes out about the congress, by what channel, who does it by when, what came of it."""
    reader = reader_of(request)
    page = kept_or_403(pk, reader) if request.method == "POST" else shown_or_404(pk, reader)
    title = _("Kế hoạch tuyên truyền đại hội")
    context = page.context | {"title": title, "trail": page.trail((title, "")), "file": "congress:publicity-file"}
    return _items(request, page.congress, reader, context, keeps=page.keeper)


@require_safe
def publicity_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The same as a file."""
    reader = reader_of(request)
    page = shown_or_404(pk, reader)
    sheet = items_sheet(items_of(page.congress, reader.today), page.congress.name)
    return sheet_file(kind, sheet, f"tuyen-truyen-{pk}", reader.today)


@require_http_methods(POSTED)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of an item."""
    reader = reader_of(request)
    row = _item_kept(pk, reader)
    here = _page_of(row)
    start = {"day": row.done_on or reader.today, "result": row.result, "reach": row.reach, "url": row.url}
    found = activities_of([unit_of(row)]).exclude(state="cancelled").filter(day__gte=row.start)[:MOST_OFFERED]
    activities = [(one.pk, f"{day_words(one.day)}: {one.title}") for one in found]
    form = ResultForm(
        sent(request), today=reader.today, activities=activities, initial=start | {"activity": row.activity_id}
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        report_item(item=row, **given, actor=reader.actor, at=reader.at)
        return _("Đã ghi kết quả."), here

    words = Words(_("Ghi kết quả"), row.words, _("Ghi"))
    return form_page(request, form, words, run, back=here, trail=[links()[0]])


@require_POST
def item_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """An item that will not be done."""
    reader = reader_of(request)
    row = _item_kept(pk, reader)
    return tried(request, lambda: drop_item(item=row, actor=reader.actor, at=reader.at), _("Đã bỏ."), _page_of(row))


@require_safe
def days(request: HttpRequest) -> HttpResponse:
    """The great days of a year, round ones marked, each with the plans for it."""
    reader = reader_of(request)
    year = _year(request, reader)
    context = {
        "rows": days_of_year(year, reader.actor, reader.at, reader.today),
        "year": year,
        "years": range(reader.today.year + 2, reader.today.year - 4, -1),
        "links": links(),
        "keeps": bool(own_units(reader, capabilities=(Capability.RECORD,))),
        "today": reader.today,
    }
    return render(request, "congress/days.html", context)


@require_safe
def days_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    reader = reader_of(request)
    year = _year(request, reader)
    sheet = days_sheet(days_of_year(year, reader.actor, reader.at, reader.today), year)
    return sheet_file(kind, sheet, f"ngay-ky-niem-{year}", reader.today)


@require_http_methods(POSTED)
def celebration_new(request: HttpRequest) -> HttpResponse:
    """A unit plans how it marks a day, of the catalogue (`ngay`, `nam`) or one of its own."""
    reader = reader_of(request)
    key, year = request.GET.get("ngay", ""), _year(request, reader)
    known = great_day_of(key, year)
    own = own_units(reader, capabilities=(Capability.RECORD,))
    start: dict[str, Any] = {"unit": own[0] if own else None}
    if known is not None:
        start |= {"name": known.name, "day": known.day, "since": known.day.year - known.years}
    form = CelebrationForm(sent(request), today=reader.today, initial=start)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        same_day = known is not None and (given["day"].month, given["day"].day) == (known.day.month, known.day.day)
        facts = given | {"unit": given["unit"].id, "key": key if same_day else ""}
        made = open_celebration(**facts, actor=reader.actor, at=reader.at)
        return _("Đã lập; giờ ghi từng việc."), reverse("congress:celebration", args=[made.pk])

    words = Words(_("Kế hoạch kỷ niệm"), _("Việc gì, ai làm, bao giờ; xong thì ghi kết quả."), _("Lập kế hoạch"))
    return form_page(request, form, words, run, back=reverse("congress:days"), trail=[links()[1]])


@require_http_methods(POSTED)
def celebration(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan for a great day with its items."""
    reader = reader_of(request)
    row, keeps = _celebration(pk, reader, keeps=request.method == "POST")
    context = {
        "celebration": row,
        "unit": units_by_id({row.unit_id}, reader.today)[row.unit_id],
        "title": row.name,
        "keeper": keeps,
        "file": "congress:celebration-file",
        "trail": [links()[1], (row.name, "")],
    }
    return _items(request, row, reader, context, keeps=keeps)


@require_safe
def celebration_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The same as a file."""
    reader = reader_of(request)
    row, _keeps = _celebration(pk, reader)
    return sheet_file(kind, items_sheet(items_of(row, reader.today), row.name), f"ky-niem-{pk}", reader.today)


@require_http_methods(POSTED)
def sum_up(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of all of it, in words."""
    reader = reader_of(request)
    row, _keeps = _celebration(pk, reader, keeps=True)
    here = reverse("congress:celebration", args=[pk])
    form = SumUpForm(sent(request), today=reader.today, initial={"result": row.result})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        sum_up_celebration(celebration=row, **given, actor=reader.actor, at=reader.at)
        return _("Đã ghi đánh giá."), here

    words = Words(_("Đánh giá chung"), row.name, _("Ghi"))
    return form_page(request, form, words, run, back=here, trail=[links()[1], (row.name, here)])


def _items(
    request: HttpRequest, owner: Congress | Celebration, reader: Reader, context: dict[str, Any], *, keeps: bool
) -> HttpResponse:
    form = ItemForm(sent(request), today=reader.today, initial={"start": reader.today})
    if form.is_bound and form.is_valid():

        def run() -> None:
            plan_item(of=owner, facts=form.facts, actor=reader.actor, at=reader.at)

        return tried(request, run, _("Đã thêm vào kế hoạch."), request.path)
    rows = items_of(owner, reader.today)
    told = context | {
        "owner": owner,
        "rows": rows,
        "done": sum(row.item.done_on is not None for row in rows),
        "late": sum(row.state == "late" for row in rows),
        "form": form if keeps else None,
        "keeper": keeps,
    }
    return render(request, "congress/items.html", told, status=422 if form.is_bound else 200)


def _item_kept(pk: int, reader: Reader) -> PublicityItem:
    row = item_with_id(pk)
    if row is None or not may_keep_congress(reader.actor, unit_of(row), reader.at):
        raise Http404
    return row


def _page_of(row: PublicityItem) -> str:
    if row.congress_id is not None:
        return reverse("congress:publicity", args=[row.congress_id])
    return reverse("congress:celebration", args=[row.celebration_id])


def _celebration(pk: int, reader: Reader, *, keeps: bool = False) -> tuple[Celebration, bool]:
    row = celebration_with_id(pk)
    if row is None or not may_see_congress(reader.actor, row.unit_id, reader.at):
        raise Http404
    kept = may_keep_congress(reader.actor, row.unit_id, reader.at)
    if keeps and not kept:
        raise Http404
    return row, kept


def _year(request: HttpRequest, reader: Reader) -> int:
    text = request.GET.get("nam", "")
    return int(text) if text.isascii() and text.isdigit() and 1931 <= int(text) <= 2199 else reader.today.year
