"""The page somebody meets after signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from viecthat.accounts.queries import actor_of
from viecthat.home.queries import workbench_of


@require_safe
def workbench(request: HttpRequest) -> HttpResponse:
    """What is due, how my units stand, what was done last."""
    desk = workbench_of(actor_of(request), now())
    return render(
        request, "home/workbench.html", {"desk": desk, "due_count": desk.due_count, "synthetic": desk.made_up}
    )
