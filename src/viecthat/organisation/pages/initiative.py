"""Three initiatives: the register of a year, one base union with its registration and recognition."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Capability
from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.kernel.names import fold
from viecthat.organisation.choices import InitiativeState
from viecthat.organisation.commands.initiative import decide_initiatives, register_initiatives
from viecthat.organisation.commands.rating import kind_rated
from viecthat.organisation.exports.rating import initiatives_xlsx
from viecthat.organisation.forms.rating import DecideInitiativesForm, RegisterInitiativesForm, YearForm, year_asked
from viecthat.organisation.pages.changes import trail_to
from viecthat.organisation.pages.choose_part import or_choose_part
from viecthat.organisation.queries.rating import RegisteredUnit, initiative_of, initiatives_of, registered_units
from viecthat.organisation.rules.standing import BASE, initiatives as criteria, may_decide_rating, may_propose_rating
from viecthat.people.pages.posts import file_response
from viecthat.ui.sentences import add_refusal
from viecthat.units.pages.unit import unit_or_404
from viecthat.units.rules import may

ON_A_PAGE = 50


@require_safe
@or_choose_part(gettext_lazy("“3 chủ động”"))
def register(request: HttpRequest) -> HttpResponse:
    """Every base unit of the reader in the year: registered, recognised, neither."""
    form, rows, year = _asked(request)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("trang"))
    query = request.GET.copy()
    query.pop("trang", None)
    context = {
        "form": form,
        "year": str(year),  # a number would be written as 2.026
        "page": page,
        "rows": list(page.object_list),
        "registered": sum(row.row is not None for row in rows),
        "recognised": sum(row.row is not None and row.row.state == InitiativeState.RECOGNISED for row in rows),
        "query": query.urlencode(),
    }
    return render(request, "organisation/initiatives.html", context)


@require_safe
@or_choose_part(gettext_lazy("“3 chủ động”"))
def register_file(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    _form, rows, year = _asked(request)
    title = _("Đoàn cơ sở “3 chủ động” năm {year}").format(year=year)
    return file_response(initiatives_xlsx(rows, title, localdate()), f"3-chu-dong-{year}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def initiative(request: HttpRequest, code: str) -> HttpResponse:
    """One base union in a year."""
    at, today, actor = now(), localdate(), actor_of(request)
    unit = unit_or_404(code, today)
    if not may(actor, Capability.SEE, unit.id, at):
        raise PermissionDenied(_("Bạn chưa được giao quyền xem đơn vị này."))
    try:
        base = kind_rated(unit.id, today) == BASE
    except Refused:
        base = False
    if not base:
        raise PermissionDenied(_("Mô hình “3 chủ động” dành cho đoàn cơ sở."))
    year = year_asked(request.GET.get("nam", ""), today)
    row, known = initiative_of(unit.id, year), criteria(date(year, 12, 31))
    said = request.POST.get("viec", "") if request.method == "POST" else ""
    enter = RegisterInitiativesForm(request.POST if said == "dang-ky" else None, known=known)
    decide = DecideInitiativesForm(request.POST if said == "quyet-dinh" else None, known=known)
    asked = {"dang-ky": enter, "quyet-dinh": decide}.get(said)
    if asked is not None and asked.is_valid():
        try:
            if said == "dang-ky":
                register_initiatives(unit=unit.id, year=year, plans=enter.plans(), actor=actor, at=at)
                messages.success(request, _("Đã đăng ký “3 chủ động” năm {year}.").format(year=year))
            elif row is not None:
                data = decide.cleaned_data
                decide_initiatives(
                    registration=row, met=decide.met(), reason=data["reason"], decision=data["decision"],
                    actor=actor, at=at,
                )  # fmt: skip
                messages.success(request, _("Đã ghi quyết định."))
            return redirect(f"{reverse('organisation:initiative', args=[unit.code])}?nam={year}")
        except Refused as refused:
            add_refusal(asked, refused)
    waiting = row is not None and row.state == InitiativeState.REGISTERED
    decides = may_decide_rating(actor, unit.id, at) and waiting and row is not None
    context = {
        "unit": unit,
        "trail": [*trail_to(unit)[:-1], (unit.name, reverse("units:unit", args=[unit.code]))],
        "year": str(year),  # a number would be written as 2.026
        "shown": RegisteredUnit(unit, row),
        "others": [one for one in initiatives_of(unit.id) if one.year != year],
        "enter": enter if row is None and may_propose_rating(actor, unit.id, at) else None,
        "decide": decide if decides and row is not None and row.registered_by_id != actor.pk else None,
    }
    status = 422 if asked is not None and asked.errors else 200
    return render(request, "organisation/initiative.html", context, status=status)


def _asked(request: HttpRequest) -> tuple[YearForm, list[RegisteredUnit], int]:
    at, today = now(), localdate()
    form = YearForm(request.GET, today=today)
    form.is_valid()
    given = form.cleaned_data
    year, unit = given.get("year") or today.year, given.get("within")
    if "within" in form.errors:
        return form, [], year
    rows = registered_units(actor_of(request), at, year, within=unit.id if unit else None)
    wanted = fold(given.get("text", ""))
    return form, [row for row in rows if wanted in fold(row.unit.name)], year
