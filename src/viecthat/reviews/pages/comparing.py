"""Any two reviews, units or periods side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from viecthat.figures.rules import units_beyond_reach
from viecthat.kernel.errors import Refused, gettext_noop, quoted
from viecthat.plans.pages.shared import Reader, file_response, reader_of
from viecthat.reviews.exports.comparing import compared_workbook
from viecthat.reviews.forms.comparing import CompareForm
from viecthat.reviews.forms.view import MAPS
from viecthat.reviews.queries import review_table, reviews_held
from viecthat.reviews.queries.comparing import BOTH, ONLY_A, ONLY_B, Compared, compared_reviews
from viecthat.reviews.queries.period import period_meant
from viecthat.reviews.rules import may_read_review, units_with_readable_reviews
from viecthat.ui.sentences import add_refusal, sentence_of
from viecthat.ui.templatetags.ui import period_name
from viecthat.units.forms import unit_label
from viecthat.units.queries import unit_with_code, units_by_id

if TYPE_CHECKING:
    from viecthat.kernel.periods import Period
    from viecthat.reviews.models import Review
    from viecthat.units.queries import UnitRow

OFFERED = 12


@dataclass(frozen=True)
class Side:
    """A side as the address names it."""

    unit: UnitRow
    period: Period
    review: Review | None

    @property
    def address(self) -> str:
        """How it stands in the address: unit code, then the review's short name or the period."""
        return f"{self.unit.code}/{self.slug}"

    @property
    def title(self) -> str:
        """The review's title, or the period."""
        return self.review.title if self.review else period_name(self.period)

    @property
    def slug(self) -> str:
        """The review's short name, or the period's."""
        return self.review.slug if self.review else self.period.code


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The pickers, and the two sides figure by figure once both are chosen."""
    reader = reader_of(request)
    if "don-vi-a" in request.GET:
        return _chosen(request, reader)
    found, sides, why = _compared(request, reader)
    form = CompareForm(initial=_initial(request, sides), today=reader.today)
    context = {
        "form": form,
        "found": found,
        "sides": sides,
        "why": why,
        "query": request.GET.urlencode(),
        "both": found.counted(BOTH) if found else 0,
        "only_a": found.counted(ONLY_A) if found else 0,
        "only_b": found.counted(ONLY_B) if found else 0,
        "offered": [] if found else _offered(reader),
        "synthetic": (found.a.made_up or found.b.made_up) if found else None,
    }
    return render(request, "reviews/compare.html", context, status=422 if why else 200)


@require_safe
def compare_file(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    reader = reader_of(request)
    found, _sides, why = _compared(request, reader)
    if found is None:
        form = CompareForm(today=reader.today)
        return render(request, "reviews/compare.html", {"form": form, "why": why or _("Chọn hai bên.")}, status=422)
    return file_response(compared_workbook(found, reader.today), "so-sanh.xlsx")


def _chosen(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What the pickers say, as the page's own address."""
    form = CompareForm(request.GET, today=reader.today)
    if form.is_valid():
        given = form.cleaned_data
        try:
            query = QueryDict(mutable=True)
            for side in ("a", "b"):
                try:
                    named = _side(given[f"unit_{side}"], given[f"period_{side}"], reader)
                except Refused as refused:
                    refused.field = f"{'unit' if refused.field == 'unit' else 'period'}_{side}"
                    raise
                query[side] = named.address
            if given["map"] == "hom-nay":
                query["ban-do"] = "hom-nay"
            return redirect(f"{reverse('reviews:compare')}?{query.urlencode(safe='/')}")
        except Refused as refused:
            add_refusal(form, refused)
    return render(request, "reviews/compare.html", {"form": form, "offered": _offered(reader)}, status=422)


def _compared(request: HttpRequest, reader: Reader) -> tuple[Compared | None, list[Side], str]:
    """The two sides the address names, compared; what hinders it otherwise."""
    texts = [text for side in ("a", "b") if (text := request.GET.get(side, ""))]
    map_name = MAPS.get(request.GET.get("ban-do", ""), "then")
    sides: list[Side] = []
    try:
        for text in texts:
            code, _slash, slug = text.partition("/")
            unit = unit_with_code(code, reader.today)
            if unit is None:
                raise Refused(gettext_noop("Không có đơn vị mã “{code}”."), code=quoted(code))
            sides.append(_side(unit, slug, reader))
        if len(sides) < 2:  # one is chosen, the other still to be
            return None, sides, ""
        tables = [
            review_table(side.unit, side.period, map_name=map_name, today=reader.today, review=side.review)
            for side in sides
        ]
        beyond = [bool(units_beyond_reach(reader.actor, [table.unit.id], table.map_day, reader.at)) for table in tables]
        found = compared_reviews(
            tables[0], tables[1], beyond_a=beyond[0], beyond_b=beyond[1], order=request.GET.get("xep", "")
        )
    except Refused as refused:
        return None, sides, sentence_of(refused)
    return found, sides, ""


def _side(unit: UnitRow, text: str, reader: Reader) -> Side:
    if not may_read_review(reader.actor, unit.id, reader.at):
        raise Refused(
            gettext_noop("Bạn chưa được giao quyền xem số liệu của {unit}; chọn đơn vị khác."),
            field="unit",
            unit=unit.name,
        )
    period, review = period_meant(unit, text)
    if period.start > reader.today:
        raise Refused(gettext_noop("Kỳ này chưa bắt đầu nên chưa có gì để so sánh."), field="period")
    return Side(unit, period, review)


def _initial(request: HttpRequest, sides: list[Side]) -> dict[str, str]:
    found = {"map": request.GET.get("ban-do", "khi-do")}
    for name, side in zip("ab", sides, strict=False):
        found[f"unit_{name}"] = unit_label(side.unit.name, side.unit.code)
        found[f"period_{name}"] = side.slug
    return found


def _offered(reader: Reader) -> list[tuple[str, str, str]]:
    """Reviews to begin with: (unit, title, how a side names it)."""
    held = reviews_held(units_with_readable_reviews(reader.actor, reader.at))[:OFFERED]
    units = units_by_id({review.unit_id for review in held}, reader.today)
    return [
        (units[review.unit_id].name, review.title, f"{units[review.unit_id].code}/{review.slug}") for review in held
    ]
