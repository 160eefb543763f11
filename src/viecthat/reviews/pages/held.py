"""Reviews that were held, and the way to any other."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.reviews.forms import OpenForm
from viecthat.reviews.forms.opening import ReviewListForm
from viecthat.reviews.queries.held import FIRST, ORDERS, ReviewFilter, reviews_found
from viecthat.reviews.queries.period import period_meant
from viecthat.reviews.rules import reviews_reached
from viecthat.ui.sentences import add_refusal
from viecthat.units.queries import units_by_id


def held_reviews(request: HttpRequest) -> HttpResponse:
    """The reviews of the units I may see, and a form that opens any unit's review of any period."""
    at, today = now(), localdate()
    form = OpenForm(request.GET if "don-vi" in request.GET else None, today=today)
    if form.is_bound and form.is_valid():
        unit = form.cleaned_data["unit"]
        try:
            period, review = period_meant(unit, form.cleaned_data["period"])
            return redirect("reviews:review", unit.code, review.slug if review else period.code)
        except Refused as refused:
            add_refusal(form, refused)
    seen, opens = reviews_reached(actor_of(request), at)
    filters = ReviewListForm(request.GET, today=today)
    valid = filters.is_valid()
    given = filters.cleaned_data
    wanted = ReviewFilter(given.get("text", ""), given.get("kind", ""), given.get("year"))
    order = request.GET.get("xep", FIRST)
    order = order if order in ORDERS else FIRST
    held = reviews_found(wanted, seen, today, order)
    # What can't be read finds nothing: a list that silently left a filter out would be taken for the answer.
    page = Paginator(held if valid else held.none(), 25).get_page(request.GET.get("trang"))
    units = units_by_id({review.unit_id for review in page}, today)
    context = {
        "form": form,
        "filters": filters,
        "filtered": any(request.GET.get(name) for name in ReviewListForm.parameters.values()),
        "order": order,
        "default_order": FIRST,
        "page": page,
        "rows": [(review, units[review.unit_id]) for review in page],
        "opens": opens,
    }
    return render(request, "reviews/list.html", context)
