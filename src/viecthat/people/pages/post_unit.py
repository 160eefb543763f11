"""A unit's bodies on a day of the reader's choice: who is who, what is empty, who was there before."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from viecthat.accounts.queries import actor_of
from viecthat.people.pages.posts import day_of, made_up
from viecthat.people.queries.over_age import age_alerts, due_congresses, missing_members, vacancies, vacancies_found
from viecthat.people.queries.planning import candidates_of
from viecthat.people.queries.post import bodies_of, left_posts_of, past_bodies_of
from viecthat.people.queries.post_check import oversized
from viecthat.people.rules.post import may_give_posts, may_see_cadres, may_see_posts
from viecthat.units.queries import UnitRow, ancestors_of, unit_with_code
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.catalogue.posts import BodyKind
    from viecthat.people.models.body import Body
    from viecthat.people.queries.post import HeldPost


def unit_or_404(code: str, day: date) -> UnitRow:
    """The unit with this code as it was on `day` or nearest to it."""
    unit = unit_with_code(code, day)
    if unit is None:
        raise Http404(_("Không có đơn vị mã {code}.").format(code=code))
    return unit


def trail_to(unit: UnitRow, day: date, actor: Account, at: datetime) -> list[tuple[str, str]]:
    """Where in the tree, each step leading to its bodies; one that the reader may not open is only named."""
    above = ancestors_of(unit.id, day) if unit.id in tree_on(day) else []
    return [
        (step.name, reverse("cadres:unit", args=[step.code]) if may_see_posts(actor, step.id, at) else "")
        for step in (*above, unit)
    ]


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """The page; `ngay` chooses the day. PermissionDenied for those who don't see the unit."""
    today, at, actor = localdate(), now(), actor_of(request)
    day = day_of(request.GET.get("ngay", ""), today)
    row = unit_or_404(code, day)
    if not may_see_posts(actor, row.id, at):
        raise PermissionDenied(_("Bạn chưa được giao quyền xem cán bộ của đơn vị này."))
    files = may_see_cadres(actor, row.id, at)
    manages = may_give_posts(actor, row.id, at)
    bodies = bodies_of(row.id, day)
    past = past_bodies_of(row.id, day)
    left = left_posts_of(row.id, day) if files else []
    people = [one.post.person for state in bodies for one in state.posts]
    here = [row.id]
    context = {
        "unit": row,
        "trail": [*trail_to(row, day, actor, at)[:-1], (row.name, "")],
        "day": day,
        "today": today,
        "moments": _moments(past, today),
        "bodies": bodies,
        "past": past,
        "left": left,
        "files": files,
        "manages": manages,
        "there": row.id in tree_on(day),
        "vacancies": vacancies(list(vacancies_found(here, day)), day),
        "oversized": oversized(row.id, day),
        "due": due_congresses(here, day),
        "missing": missing_members(here, day) if files else [],
        "alerts": {alert.post.post.pk: alert for alert in age_alerts(here, day)} if files else {},
        "candidates": candidates_of(row.id, day) if manages else [],
        "synthetic": made_up(person.example for person in people),
    }
    return render(request, "people/posts_unit.html", context)


def _moments(past: list[tuple[Body, BodyKind, list[HeldPost]]], today: date) -> list[date]:
    """Days worth a look: today, and the last one of each term before."""
    ends = sorted({body.end - timedelta(days=1) for body, _kind, _posts in past if body.end}, reverse=True)
    return [today, *ends[:6]]
