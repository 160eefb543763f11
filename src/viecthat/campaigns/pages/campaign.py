"""Campaigns: the list of programmes of that kind, one with its teams, weeks and calls; setting up, teams, calls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Capability
from viecthat.campaigns import forms
from viecthat.campaigns.commands.campaign import (
    CallFacts,
    TeamFacts,
    call_for_volunteers,
    form_team,
    set_up_campaign,
)
from viecthat.campaigns.exports import campaigns_sheet, weeks_sheet
from viecthat.campaigns.models import Campaign
from viecthat.campaigns.pages.shared import (
    MOST_TAKEN,
    ON_A_PAGE,
    POSTED,
    campaign_or_404,
    list_file,
    order_asked,
    year_of,
)
from viecthat.campaigns.queries import call as calls, campaign as queries
from viecthat.campaigns.rules import is_under, may_run_campaign, units_running
from viecthat.plans.choices import ProgrammeKind
from viecthat.plans.pages.shared import Reader, Words, change_page, own_units, reader_of, sent
from viecthat.plans.queries.programme import programme_shown
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import units_seen

if TYPE_CHECKING:
    from viecthat.plans.models import Programme

MOST_SILENT = 50


def _asked(request: HttpRequest, reader: Reader) -> tuple[forms.ListForm, Any]:
    form = forms.ListForm(request.GET.copy(), today=reader.today)
    order = order_asked(request, queries.ORDERS, queries.NEWEST)
    if not form.is_valid():
        # What can't be read finds nothing: a list that left a filter out would be taken for the answer.
        return form, queries.campaigns_found(reader.actor, reader.at, order=order).none()
    data = form.cleaned_data
    year = year_of(data["year"])
    return form, queries.campaigns_found(reader.actor, reader.at, text=data["text"], year=year, order=order)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Programmes of kind campaign: how many teams, volunteers, calls."""
    reader = reader_of(request)
    form, found = _asked(request, reader)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    query = request.GET.copy()
    query.pop("trang", None)
    context = {
        "form": form,
        "page": page,
        "rows": queries.listed(list(page.object_list), reader.today),
        "run": _run_by(page.object_list, reader),
        "asked": any(form[name].value() for name in form.fields),
        "query": query.urlencode(),
        "default_order": queries.NEWEST,
    }
    return render(request, "campaigns/list.html", context)


@require_safe
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list whole, as a file."""
    reader = reader_of(request)
    _form, found = _asked(request, reader)
    rows = queries.listed(list(found[:MOST_TAKEN]), reader.today)
    return list_file(kind, campaigns_sheet(rows), "chien-dich", reader.today)


def _trail(campaign: Campaign | None = None) -> list[tuple[str, str]]:
    trail = [(_("Chiến dịch"), reverse("campaigns:list"))]
    if campaign is None:
        return trail
    return [*trail, (queries.programme_of(campaign).title, reverse("campaigns:campaign", args=[campaign.pk]))]


def _run_by(programmes: Iterable[Programme], reader: Reader) -> set[int]:
    """Units of these programmes whose campaigns the reader may set up; others read the programme."""
    return units_running(reader.actor, {one.unit_id for one in programmes}, reader.at)


@require_http_methods(POSTED)
def set_up(request: HttpRequest, programme: int) -> HttpResponse:
    """Which campaign a programme is, and its safety notes."""
    reader = reader_of(request)
    of = programme_shown(programme, reader.actor, reader.at)
    if of is None or of.kind != ProgrammeKind.CAMPAIGN:
        raise Http404
    if not may_run_campaign(reader.actor, of.unit_id, reader.at):
        raise PermissionDenied(_("Chiến dịch do đơn vị ra chương trình lập; bạn chưa được giao quyền ở đơn vị đó."))
    known = queries.campaign_of(of)
    start = {"kind": known.kind, "safety": known.safety, "digital": known.digital} if known else {}
    form = forms.SetUpForm(sent(request), today=reader.today, initial=start)

    def run(data: dict[str, Any]) -> tuple[str, str]:
        row = set_up_campaign(programme=of, **data, actor=reader.actor, at=reader.at)
        return _("Đã lưu; giờ lập đội và gọi tình nguyện viên."), reverse("campaigns:campaign", args=[row.pk])

    words = Words(_("Lập chiến dịch"), of.title, _("Lưu"))
    back = reverse("campaigns:campaign", args=[known.pk]) if known else reverse("campaigns:list")
    return change_page(request, form, words, run, back=back, trail=_trail())


@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign: this week's figures, teams, those that recorded nothing, thrusts, calls."""
    reader = reader_of(request)
    shown = campaign_or_404(pk, reader)
    programme = queries.programme_of(shown)
    ids = queries.within(shown)
    text = request.GET.get("q", "")[:120]
    page = Paginator(queries.teams_found(ids, text), ON_A_PAGE).get_page(request.GET.get("trang"))
    rows = queries.rows_of(list(page.object_list), reader.today)
    silent = queries.silent_teams(ids, reader.today)
    first_silent = list(silent[:MOST_SILENT])
    quiet_units = units_by_id({team.unit_id for team in first_silent}, reader.today)
    scope = units_seen(reader.actor, reader.at)
    found = calls.calls_found(reader.today, campaign=shown.pk, is_open=None, order="-han")[:ON_A_PAGE]
    own = own_units(reader, capabilities=(Capability.RECORD,))
    context = {
        "campaign": shown,
        "programme": programme,
        "unit": units_by_id([programme.unit_id], reader.today)[programme.unit_id],
        "rows": [(row, scope.has(row.team.unit_id)) for row in rows],
        "page": page,
        "silent": [(team, quiet_units[team.unit_id]) for team in first_silent],
        "silent_count": silent.count() if len(first_silent) == MOST_SILENT else len(first_silent),
        "sums": queries.sums_of(ids, reader.today),
        "thrusts": (thrusts := queries.thrusts_of(shown)),
        "run": _run_by([part for part, _own in thrusts], reader),
        "calls": calls.listed_calls(list(found), reader.today),
        "runs": may_run_campaign(reader.actor, programme.unit_id, reader.at),
        "joins": any(is_under(row.id, programme.unit_id, reader.at) for row in own)
        or may_run_campaign(reader.actor, programme.unit_id, reader.at),
        "asked": text,
        "today": reader.today,
        "trail": [*_trail(), (programme.title, "")],
    }
    return render(request, "campaigns/campaign.html", context)


@require_safe
def weeks(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Every team's weeks, as a file."""
    reader = reader_of(request)
    shown = campaign_or_404(pk, reader)
    title = queries.programme_of(shown).title
    rows = queries.rows_in_chunks(queries.teams_found(queries.within(shown)), reader.today)
    return list_file(kind, weeks_sheet(rows, title), f"chien-dich-{pk}", reader.today)


def _own_start(shown: Campaign, reader: Reader) -> dict[str, Any]:
    """The reader's own unit in the campaign, and the campaign's days."""
    programme = queries.programme_of(shown)
    own = own_units(reader, capabilities=(Capability.RECORD,))
    mine = [row for row in own if is_under(row.id, programme.unit_id, reader.at)]
    unit = mine[0] if mine else units_by_id([programme.unit_id], reader.today)[programme.unit_id]
    return {"unit": unit, "start": programme.start}


@require_http_methods(POSTED)
def new_team(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit forms a team."""
    reader = reader_of(request)
    shown = campaign_or_404(pk, reader)
    form = forms.TeamForm(sent(request), today=reader.today, initial=_own_start(shown, reader))

    def run(data: dict[str, Any]) -> tuple[str, str]:
        facts = TeamFacts(**{**data, "unit": data["unit"].id})
        team = form_team(campaign=shown, facts=facts, actor=reader.actor, at=reader.at)
        return _("Đã lập đội."), reverse("campaigns:team", args=[team.pk])

    words = Words(_("Lập đội"), queries.programme_of(shown).title, _("Lập đội"))
    back = reverse("campaigns:campaign", args=[pk])
    return change_page(request, form, words, run, back=back, trail=_trail(shown))


@require_http_methods(POSTED)
def new_call(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit calls for volunteers."""
    reader = reader_of(request)
    shown = campaign_or_404(pk, reader)
    start = _own_start(shown, reader)
    scope = units_seen(reader.actor, reader.at)
    teams = [(str(t.pk), t.name) for t in shown.teams.order_by("folded", "pk") if scope.has(t.unit_id)]
    team = request.GET.get("doi", "")
    form = forms.CallForm(sent(request), today=reader.today, teams=teams, initial={**start, "team": team})

    def run(data: dict[str, Any]) -> tuple[str, str]:
        facts = CallFacts(**{**data, "unit": data["unit"].id})
        call = call_for_volunteers(campaign=shown, facts=facts, actor=reader.actor, at=reader.at)
        return _("Đã gọi; mọi đoàn viên thấy lời gọi này."), reverse("campaigns:call", args=[call.pk])

    words = Words(_("Gọi tình nguyện viên"), queries.programme_of(shown).title, _("Gọi"))
    back = reverse("campaigns:campaign", args=[pk])
    return change_page(request, form, words, run, back=back, trail=_trail(shown))
