"""Lists of what is due: over age, empty seats, congresses; the planning list; where people went."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period, parse_period
from viecthat.people.choices.post import Destination
from viecthat.people.commands.planning import drop_successor, plan_placement, plan_successor
from viecthat.people.exports.cadres import alert_sheets, left_sheet, workbook_bytes
from viecthat.people.forms.post import CandidateForm, DropForm, PlacementForm, english
from viecthat.people.pages.post_changes import Page, Words, asked_at, post_asked, sent, shown, unit_url
from viecthat.people.pages.post_unit import unit_or_404
from viecthat.people.pages.posts import file_response, made_up, reach_or_404, taken_along, unit_choices
from viecthat.people.queries.over_age import (
    LOOK_AHEAD,
    age_alerts,
    due_congresses,
    missing_members,
    resolved_placements,
    vacancies,
    vacancies_found,
)
from viecthat.people.queries.planning import (
    candidate_by_id,
    candidates_found,
    left_listed,
    placement_of,
    planned,
    posts_left,
    went_where,
)
from viecthat.people.queries.post import kinds_for
from viecthat.people.queries.reach import Reach
from viecthat.people.rules.charter import months_later
from viecthat.people.rules.post import may_give_posts, units_with_managed_cadres, units_with_visible_cadres
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import kinds as unit_kinds, units_by_id

ON_A_PAGE = 50


class _Asked:
    """What the places of cadres share: the unit looked at."""

    def __init__(self, reach: Reach) -> None:
        self.unit = reach.unit
        self.code = reach.unit.code if reach.unit else ""


@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """Everything due within two years, the oldest case first."""
    at, today = now(), localdate()
    reach = reach_or_404(request, at)
    empty = Paginator(vacancies_found(reach.units, today), ON_A_PAGE).get_page(request.GET.get("trang"))
    found = age_alerts(reach.units, today)
    managed = units_with_managed_cadres(actor_of(request), at)
    context = {
        "asked": _Asked(reach),
        "units": unit_choices(reach),
        "today": today,
        "months": LOOK_AHEAD,
        "over": [alert for alert in found if alert.over],
        "soon": [alert for alert in found if not alert.over],
        "resolved": resolved_placements(reach.units, today, months_later(today, -LOOK_AHEAD)),
        "page": empty,
        "vacancies": vacancies(list(empty.object_list), today),
        "due": due_congresses(reach.units, today),
        "missing": missing_members(reach.units, today),
        "managed": managed,
        "query": request.GET.urlencode(),
        "synthetic": made_up(alert.post.post.person.example for alert in found),
    }
    return render(request, "people/posts_alerts.html", context)


@require_safe
def alerts_xlsx(request: HttpRequest) -> HttpResponse:
    """The same lists as a workbook, a sheet each."""
    today = localdate()
    reach = reach_or_404(request, now())
    over, missing = age_alerts(reach.units, today), missing_members(reach.units, today)
    name = f"can-bo-canh-bao-{today:%Y-%m-%d}.xlsx"
    told = [alert.post.post.person_id for alert in over] + [row.post.post.person_id for row in missing]
    taken_along(request, told, name)
    sheets = alert_sheets(
        over,
        vacancies(list(vacancies_found(reach.units, today)), today),
        due_congresses(reach.units, today),
        missing,
    )
    title = _("Cán bộ quá tuổi, khuyết chức vụ, đến hạn")
    return file_response(workbook_bytes(sheets, title, today), name)


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the holder of a post is to go, by when."""
    one, asked = post_asked(request, pk)
    plan = placement_of(one.post)
    initial: dict[str, Any] = {"due": months_later(asked.today, 6)}
    if plan is not None:
        initial = {"destination": plan.destination, "due": plan.due, "note": plan.note}
    form = PlacementForm(sent(request), today=asked.today, initial=initial)
    words = Words(
        _("Phương án bố trí"),
        _("{name}, {post}. Xong khi chức vụ này được ghi thôi giữ.").format(
            name=one.post.person.full_name, post=one.name(english=english())
        ),
        _("Ghi phương án"),
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        plan_placement(post=one.post, **given, actor=asked.actor, at=asked.at)
        return _("Đã ghi phương án bố trí."), unit_url(asked.unit)

    return shown(request, Page(asked, form, words, run))


@require_safe
def planning(request: HttpRequest) -> HttpResponse:
    """The planning list of the units whose cadres the reader keeps."""
    at, today = now(), localdate()
    reach = reach_or_404(request, at)
    managed = units_with_managed_cadres(actor_of(request), at)
    page = Paginator(candidates_found(reach.units & managed, today), ON_A_PAGE).get_page(request.GET.get("trang"))
    rows = planned(list(page.object_list), today)
    context = {
        "asked": _Asked(reach),
        "units": unit_choices(reach),
        "page": page,
        "rows": rows,
        "may_plan": reach.unit is not None and reach.unit.id in managed,
        "synthetic": made_up(row.row.person.example for row in rows),
    }
    return render(request, "people/posts_planning.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody for the planning list of a unit."""
    asked = asked_at(request, unit_or_404(code, localdate()))
    form = CandidateForm(
        sent(request),
        kinds=kinds_for(asked.unit.kind, unit_kinds()[asked.unit.kind].level),
        unit_kind=asked.unit.kind,
        today=asked.today,
        units=units_with_visible_cadres(asked.actor, asked.at),
        initial={"start": asked.today, "kind": request.GET.get("chuc-vu", "")},
    )
    words = Words(_("Đưa vào quy hoạch"), _("Danh sách này chỉ người quản lý cán bộ xem được."), _("Đưa vào"))

    def run(given: dict[str, Any]) -> tuple[str, str]:
        person = given.pop("person").id
        plan_successor(unit=asked.unit.id, person=person, **given, actor=asked.actor, at=asked.at)
        return _("Đã đưa vào quy hoạch."), unit_url(asked.unit)

    return shown(request, Page(asked, form, words, run))


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves the planning list."""
    row = candidate_by_id(pk)
    if row is None or not may_give_posts(actor_of(request), row.unit_id, now()):
        raise Http404
    asked = asked_at(request, units_by_id([row.unit_id], localdate())[row.unit_id])
    form = DropForm(sent(request), today=asked.today, initial={"end": asked.today})
    words = Words(_("Ra khỏi quy hoạch"), row.person.full_name, _("Ghi"))

    def run(given: dict[str, Any]) -> tuple[str, str]:
        drop_successor(candidate=row, **given, actor=asked.actor, at=asked.at)
        return _("Đã ghi."), unit_url(asked.unit)

    return shown(request, Page(asked, form, words, run))


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Where people went from their posts in a period."""
    at, today = now(), localdate()
    reach = reach_or_404(request, at)
    period, wrong = period_in(request.GET.get("ky", ""), today)
    destination = request.GET.get("noi-den", "")
    posts = posts_left(reach.units, period.start, period.end, destination)
    page = Paginator(posts if not wrong else posts.none(), ON_A_PAGE).get_page(request.GET.get("trang"))
    rows = left_listed(list(page.object_list), today)
    context = {
        "asked": _Asked(reach),
        "units": unit_choices(reach),
        "page": page,
        "rows": rows,
        "wrong": wrong,
        "period": period,
        "typed": request.GET.get("ky", ""),
        "counts": [(Destination(code), count) for code, count in went_where(reach.units, period.start, period.end)],
        "destination": destination,
        "destinations": Destination.choices[:-1],
        "query": request.GET.urlencode(),
        "synthetic": made_up(row.post.person.example for row in rows),
    }
    return render(request, "people/posts_left.html", context)


@require_safe
def left_xlsx(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook."""
    today = localdate()
    reach = reach_or_404(request, now())
    period, _wrong = period_in(request.GET.get("ky", ""), today)
    posts = posts_left(reach.units, period.start, period.end, request.GET.get("noi-den", ""))
    title = _("Cán bộ thôi giữ chức vụ, {period}").format(period=period.name("en" if get_language() == "en" else "vi"))
    rows, name = left_listed(list(posts), today), f"can-bo-noi-den-{period.code}.xlsx"
    taken_along(request, [row.post.person_id for row in rows], name)
    return file_response(workbook_bytes((left_sheet(rows, title),), title, today), name)


def period_in(typed: str, today: date) -> tuple[Period, str]:
    """The period in the address, this year when there is none; and what is wrong with it."""
    if not typed.strip():
        return Period.year(today.year), ""
    try:
        return parse_period(typed), ""
    except Refused as refused:
        return Period.year(today.year), sentence_of(refused)
