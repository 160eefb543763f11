"""The register of branches with their secretaries, residential ones among them, and the list of weak units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_safe

from viecthat.accounts.queries import actor_of
from viecthat.organisation.exports.branches import branches_xlsx
from viecthat.organisation.forms.branches import PLACES, BranchesForm
from viecthat.organisation.pages.choose_part import or_choose_part
from viecthat.organisation.queries.branches import Standing, found, judged_units, standing_of
from viecthat.organisation.rules.founding import kinds_at
from viecthat.organisation.rules.standing import WeakRule, weak_rules
from viecthat.people.pages.posts import file_response
from viecthat.units.queries import UnitRow

ON_A_PAGE = 50


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the units judged, in order, and of how many."""

    form: BranchesForm
    rows: list[Standing]
    judged: int
    unit: UnitRow | None
    place: str
    today: date

    @property
    def title(self) -> str:
        """Where the list is drawn from."""
        where = self.unit.name if self.unit else _("Mọi đơn vị bạn được xem")
        return f"{where}, {PLACES[self.place]}" if self.place else where


@require_safe
@or_choose_part(gettext_lazy("Chi đoàn và bí thư"))
def branches(request: HttpRequest) -> HttpResponse:
    """Every branch with its strength, secretary and activity."""
    asked = _asked(request, branches_only=True)
    page = Paginator(asked.rows, ON_A_PAGE).get_page(request.GET.get("trang"))
    led = sum(row.secretary is not None for row in asked.rows)
    active = sum(row.activities > 0 for row in asked.rows)
    context = _context(request, asked) | {
        "page": page,
        "rows": list(page.object_list),
        "members": sum(row.members for row in asked.rows),
        "led": led,
        "active": active,
    }
    return render(request, "organisation/branches.html", context)


@require_safe
@or_choose_part(gettext_lazy("Đơn vị yếu"))
def weak(request: HttpRequest) -> HttpResponse:
    """Units that show a sign of weakness, those with most signs first; each with what to do."""
    asked = _asked(request, branches_only=False)
    code = request.GET.get("vi", "")
    shown = _weak_ones(asked.rows, code)
    page = Paginator(shown, ON_A_PAGE).get_page(request.GET.get("trang"))
    counts = [(rule, sum(rule in row.reasons for row in asked.rows)) for rule in weak_rules(asked.today)]
    context = _context(request, asked) | {
        "page": page,
        "rows": list(page.object_list),
        "counts": counts,
        "chosen": code,
        "weak": len(_weak_ones(asked.rows, "")),
    }
    return render(request, "organisation/weak.html", context)


@require_safe
@or_choose_part(gettext_lazy("Chi đoàn và bí thư"))
def branches_file(request: HttpRequest) -> HttpResponse:
    """The register as a workbook."""
    asked = _asked(request, branches_only=True)
    return _file(asked, asked.rows, _("Sổ chi đoàn"), f"chi-doan-{asked.today:%Y-%m-%d}.xlsx", weak=False)


@require_safe
@or_choose_part(gettext_lazy("Đơn vị yếu"))
def weak_file(request: HttpRequest) -> HttpResponse:
    """The weak-unit list as a workbook."""
    asked = _asked(request, branches_only=False)
    shown = _weak_ones(asked.rows, request.GET.get("vi", ""))
    return _file(asked, shown, _("Đơn vị yếu"), f"don-vi-yeu-{asked.today:%Y-%m-%d}.xlsx", weak=True)


def _asked(request: HttpRequest, *, branches_only: bool) -> Asked:
    at, today = now(), localdate()
    form = BranchesForm(request.GET, today=today)
    form.is_valid()
    given = form.given
    unit: UnitRow | None = given.get("within")
    place = given.get("place") or ""
    wrong = "within" in form.errors
    units = [] if wrong else judged_units(
        actor_of(request), at, within=unit.id if unit else None, codes=kinds_at(place) if place else ()
    )  # fmt: skip
    rows = [row for row in standing_of(units, today) if row.is_branch or not branches_only] if units else []
    shown = found(rows, text=given.get("text", ""), order=given.get("order", "ten"))
    return Asked(form, shown, len(rows), unit, place, today)


def _weak_ones(rows: list[Standing], code: str) -> list[Standing]:
    def shows(reasons: tuple[WeakRule, ...]) -> bool:
        return any(reason.code == code for reason in reasons) if code else bool(reasons)

    return sorted((row for row in rows if shows(row.reasons)), key=lambda row: -len(row.reasons))


def _context(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    query = request.GET.copy()
    query.pop("trang", None)
    return {"asked": asked, "form": asked.form, "query": query.urlencode(), "today": asked.today}


def _file(asked: Asked, rows: list[Standing], title: str, name: str, *, weak: bool) -> HttpResponse:
    content = branches_xlsx(rows, title, (asked.title,), asked.today, weak=weak)
    return file_response(content, name)
