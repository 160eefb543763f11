"""Reviews that were held, and the way to any other."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.reviews.forms import OpenForm
from viecthat.reviews.queries import reviews_held
from viecthat.reviews.queries.period import period_meant
from viecthat.reviews.rules import units_with_readable_reviews
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
    held = reviews_held(units_with_readable_reviews(actor_of(request), at))
    page = Paginator(held, 25).get_page(request.GET.get("trang"))
    units = units_by_id({review.unit_id for review in page}, today)
    rows = [(review, units[review.unit_id]) for review in page]
    return render(request, "reviews/list.html", {"form": form, "page": page, "rows": rows})
