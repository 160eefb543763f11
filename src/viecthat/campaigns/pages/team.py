"""One team: who is in it, what it did week by week."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.campaigns import forms
from viecthat.campaigns.commands.campaign import add_members, link_team_activities, remove_member
from viecthat.campaigns.models import Team
from viecthat.campaigns.pages.shared import POSTED, team_or_404, tried
from viecthat.campaigns.queries import campaign as queries
from viecthat.campaigns.rules import may_keep_team, may_read_members
from viecthat.people.queries.person import people_found
from viecthat.plans.pages.shared import Words, change_page, reader_of, sent
from viecthat.plans.rules import may_see_programmes
from viecthat.ui.templatetags.ui import day as day_words
from viecthat.units.queries.scope import units_seen

MOST_OFFERED = 300


def _trail(team: Team) -> list[tuple[str, str]]:
    title = queries.programme_of(team.campaign).title
    return [
        (_("Chiến dịch"), reverse("campaigns:list")),
        (title, reverse("campaigns:campaign", args=[team.campaign_id])),
        (team.name, reverse("campaigns:team", args=[team.pk])),
    ]


@require_safe
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Who, where, what came of it in each week."""
    reader = reader_of(request)
    shown = team_or_404(pk, reader)
    (row,) = queries.rows_of([shown], reader.today)
    named = may_read_members(reader.actor, shown.unit_id, reader.at)
    members = queries.members_of(shown, reader.at) if named else []
    trail = _trail(shown)
    context = {
        "team": shown,
        "row": row,
        "members": members,
        "named": named,
        "activities": queries.activities_of_team(shown),
        "keeps": may_keep_team(reader.actor, shown, reader.at),
        "trail": [*trail[:-1], (shown.name, "")]
        if may_see_programmes(reader.actor, shown.campaign.programme.unit_id, reader.at)
        else [(shown.name, "")],
        "today": reader.today,
    }
    response = render(request, "campaigns/team.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(POSTED)
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """The team's work: activities of its unit, ticked."""
    reader = reader_of(request)
    shown = team_or_404(pk, reader)
    if not may_keep_team(reader.actor, shown, reader.at):
        raise PermissionDenied
    offered = [(one.pk, f"{day_words(one.day)}: {one.title}") for one in queries.activities_to_link(shown)]
    form = forms.LinkForm(sent(request), today=reader.today, offered=offered)
    back = reverse("campaigns:team", args=[pk])

    def run(data: dict[str, Any]) -> tuple[str, str]:
        link_team_activities(team=shown, activities=data["activities"], actor=reader.actor, at=reader.at)
        return _("Đã gắn; số theo tuần lấy từ sổ việc."), back

    lede = shown.name if offered else _("Chưa có hoạt động nào của đơn vị trong những ngày này; ghi việc trước.")
    return change_page(request, form, Words(_("Gắn hoạt động"), lede, _("Gắn")), run, back=back, trail=_trail(shown))


@require_http_methods(POSTED)
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """People of the unit, to be put into the team."""
    reader = reader_of(request)
    shown = team_or_404(pk, reader)
    keeps = may_keep_team(reader.actor, shown, reader.at)
    if not keeps or not may_read_members(reader.actor, shown.unit_id, reader.at):
        raise PermissionDenied
    scope = units_seen(reader.actor, reader.at, within=shown.unit_id)
    inside = shown.members.filter(left_on__isnull=True).values("person")
    found = people_found("").filter(scope.of("unit")).exclude(pk__in=inside)[:MOST_OFFERED]
    form = forms.PeopleForm(sent(request), today=reader.today, offered=[(one.pk, one.full_name) for one in found])
    back = reverse("campaigns:team", args=[pk])

    def run(data: dict[str, Any]) -> tuple[str, str]:
        n = add_members(team=shown, people=data["people"], actor=reader.actor, at=reader.at)
        return _("Đã thêm {n} người vào đội.").format(n=n), back

    words = Words(_("Thêm người vào đội"), shown.name, _("Thêm"))
    return change_page(request, form, words, run, back=back, trail=_trail(shown))


@require_POST
def leave(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Somebody leaves the team."""
    reader = reader_of(request)
    shown = team_or_404(pk, reader)
    row = shown.members.filter(pk=member).select_related("team").first()
    if row is None:
        raise Http404
    return tried(
        request, lambda: remove_member(member=row, actor=reader.actor, at=reader.at), _("Đã ghi rời đội."),
        "campaigns:team", pk,
    )  # fmt: skip
