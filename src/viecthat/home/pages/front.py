"""The first address: the workbench of who has signed in, an open page for everybody else."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from viecthat.home.queries.front import front_page
from viecthat.ui.privacy import findable


@login_not_required
@findable
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """News, ideas, contests and events, and the way in."""
    if request.user.is_authenticated:
        return redirect("home:workbench")
    at = now()
    front = front_page(at, (get_language() or "vi")[:2])
    return render(request, "home/front.html", {"front": front, "today": localdate(at)})
