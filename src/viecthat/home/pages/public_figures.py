"""What everybody reads of the whole organisation's figures, and how each was counted."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from viecthat.accounts.queries import actor_of
from viecthat.home.queries.public_figures import public_figures
from viecthat.ledger.rules import may_see_figures
from viecthat.news.queries.figures import how_counted, made_up_in
from viecthat.ui.context import open_frame
from viecthat.ui.privacy import findable


@login_not_required
@findable
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """All of them."""
    found = public_figures(now(), (get_language() or "vi")[:2])
    return render(request, "home/figures.html", {"base": open_frame(request), "found": found, "today": localdate()})


@login_not_required
@findable
@require_safe
def figure(request: HttpRequest, code: str) -> HttpResponse:
    """One of them: of whom, of which days, how it is counted, how well it is proved."""
    at = now()
    found = public_figures(at, (get_language() or "vi")[:2])
    shown = found.named(code)
    if shown is None or found.unit is None:
        raise Http404
    context = {
        "base": open_frame(request),
        "found": found,
        "figure": shown,
        "how": how_counted(shown.row),
        "made_up": made_up_in(shown.row),
        "opens": request.user.is_authenticated and may_see_figures(actor_of(request), found.unit.id, at),
        "today": localdate(at),
    }
    return render(request, "home/figure.html", context)
