"""Search: a whole page, or the list that drops from the search box."""

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from viecthat.accounts.queries import actor_of
from viecthat.home.queries import found_everywhere
from viecthat.kernel.looking import one_look
from viecthat.ui.fragments import asks_for_part, render_page_or_part

LONGEST = 100
IN_LIST, ON_PAGE = 5, 20


@require_safe
@one_look()
def search(request: HttpRequest) -> HttpResponse:
    """Everything that has a name, by part of it."""
    text = request.GET.get("q", "")[:LONGEST]
    most = IN_LIST if asks_for_part(request) else ON_PAGE
    found = found_everywhere(text, actor_of(request), now(), most=most)
    context = {"found": found, "asked": text, "synthetic": found.made_up}
    return render_page_or_part(request, "home/search.html", "home/search_list.html", context)
