"""The yearly rating of units: all of a superior in a year, one unit with its proposal and decision."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

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
from viecthat.organisation.choices import RatingState
from viecthat.organisation.commands.rating import (
    decide_rating,
    kind_rated,
    propose_rating,
    return_rating,
    take_back_unit_rating,
)
from viecthat.organisation.exports.rating import ratings_xlsx
from viecthat.organisation.forms.rating import (
    DecideRatingForm,
    ProposeRatingForm,
    ReasonForm,
    YearForm,
    year_asked,
)
from viecthat.organisation.pages.changes import trail_to
from viecthat.organisation.pages.choose_part import or_choose_part
from viecthat.organisation.queries.rating import RatedUnit, rated_units, rating_of, trend_of
from viecthat.organisation.queries.scoring import scores_kept, scores_of
from viecthat.organisation.rules.standing import class_for, may_decide_rating, may_propose_rating, unit_classes
from viecthat.people.pages.posts import file_response
from viecthat.ui.sentences import add_refusal
from viecthat.units.pages.unit import unit_or_404
from viecthat.units.rules import may

ON_A_PAGE = 50


@require_safe
@or_choose_part(gettext_lazy("Xếp loại đơn vị"))
def ratings(request: HttpRequest) -> HttpResponse:
    """Every branch and base unit of the reader with its rating of the year."""
    form, rows, year = _asked(request)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("trang"))
    query = request.GET.copy()
    query.pop("trang", None)
    known = unit_classes(date(year, 12, 31))
    context = {
        "form": form,
        "year": str(year),  # a number would be written as 2.026
        "page": page,
        "rows": list(page.object_list),
        "decided": sum(row.given is not None for row in rows),
        "waiting": sum(row.rating is not None and row.rating.state == RatingState.PROPOSED for row in rows),
        "counts": [(one, sum(row.given == one for row in rows)) for one in known.values()],
        "query": query.urlencode(),
    }
    return render(request, "organisation/ratings.html", context)


@require_safe
@or_choose_part(gettext_lazy("Xếp loại đơn vị"))
def ratings_file(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook."""
    _form, rows, year = _asked(request)
    title = _("Xếp loại chi đoàn, đoàn cơ sở năm {year}").format(year=year)
    return file_response(ratings_xlsx(rows, title, localdate()), f"xep-loai-{year}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def rating(request: HttpRequest, code: str) -> HttpResponse:
    """One unit in a year: what the registers say, what it proposes, what its superior decides."""
    at, today, actor = now(), localdate(), actor_of(request)
    unit = unit_or_404(code, today)
    if not may(actor, Capability.SEE, unit.id, at):
        raise PermissionDenied(_("Bạn chưa được giao quyền xem đơn vị này."))
    year = year_asked(request.GET.get("nam", ""), today)
    try:
        what = kind_rated(unit.id, today)
    except Refused:
        raise PermissionDenied(_("Chỉ chi đoàn và đoàn cơ sở được xếp loại ở đây.")) from None
    row = rating_of(unit.id, year)
    classes = unit_classes(date(year, 12, 31))
    waiting = row is not None and row.state == RatingState.PROPOSED
    may_propose = may_propose_rating(actor, unit.id, at) and (row is None or row.state == RatingState.RETURNED)
    may_decide = may_decide_rating(actor, unit.id, at)
    said = request.POST.get("viec", "") if request.method == "POST" else ""
    live = scores_of(unit.id, what, year, today) if row is None or row.state == RatingState.RETURNED else []
    propose = ProposeRatingForm(request.POST if said == "de-nghi" else None, scores=live, classes=classes.values())
    decide = DecideRatingForm(
        request.POST if said == "quyet-dinh" else None, classes=classes.values(),
        initial={"given_class": row.proposed_class if row else ""},
    )  # fmt: skip
    back = ReasonForm(request.POST if said in {"tra-lai", "lay-lai"} else None)
    done = ""
    asked = {"de-nghi": propose, "quyet-dinh": decide, "tra-lai": back, "lay-lai": back}.get(said)
    if asked is not None and asked.is_valid():
        try:
            if said == "de-nghi":
                data = propose.cleaned_data
                propose_rating(
                    unit=unit.id, year=year, proposed_class=data["proposed_class"], said=propose.said(),
                    note=data["note"], actor=actor, at=at,
                )  # fmt: skip
                done = _("Đã gửi đề nghị xếp loại lên cấp trên.")
            elif row is None:
                raise PermissionDenied
            elif said == "quyet-dinh":
                decide_rating(rating=row, **decide.cleaned_data, actor=actor, at=at)
                done = _("Đã xếp loại.")
            elif said == "tra-lai":
                return_rating(rating=row, answer=back.cleaned_data["answer"], actor=actor, at=at)
                done = _("Đã trả lại.")
            else:
                take_back_unit_rating(rating=row, reason=back.cleaned_data["answer"], actor=actor, at=at)
                done = _("Đã lấy lại; số liệu đã đảo.")
        except Refused as refused:
            add_refusal(asked, refused)
    if done:
        messages.success(request, done)
        return redirect(f"{reverse('organisation:rating', args=[unit.code])}?nam={year}")
    kept = scores_kept(row, what) if row is not None and row.state != RatingState.RETURNED else []
    total = sum((one.points for one in kept or live if one.points is not None), start=Decimal(0))
    context: dict[str, Any] = {
        "unit": unit,
        "trail": [*trail_to(unit)[:-1], (unit.name, reverse("units:unit", args=[unit.code]))],
        "year": str(year),  # a number would be written as 2.026
        "row": row,
        "kept": kept,
        "total": total,
        "speaks_for": class_for(total, date(year, 12, 31)) if kept and total else None,
        "given": classes.get(row.given_class) if row else None,
        "proposed": classes.get(row.proposed_class) if row else None,
        "trend": trend_of(unit.id, year),
        "propose": propose if may_propose else None,
        "decide": decide if may_decide and waiting and row and row.proposed_by_id != actor.pk else None,
        "back": back if may_decide and row and (waiting or row.state == RatingState.DECIDED) else None,
        "waiting": waiting,
        "years": [str(today.year - 1), str(today.year)],
    }
    status = 422 if asked is not None and asked.errors else 200
    return render(request, "organisation/rating.html", context, status=status)


def _asked(request: HttpRequest) -> tuple[YearForm, list[RatedUnit], int]:
    at, today = now(), localdate()
    form = YearForm(request.GET, today=today)
    form.is_valid()
    given = form.cleaned_data
    year = given.get("year") or today.year
    unit = given.get("within")
    if "within" in form.errors:
        return form, [], year
    rows = rated_units(actor_of(request), at, year, within=unit.id if unit else None)
    wanted, state = fold(given.get("text", "")), given.get("state", "")
    rows = [row for row in rows if wanted in fold(row.unit.name)]
    if state:
        rows = [row for row in rows if (row.rating.state if row.rating else "none") == state]
    return form, rows, year
