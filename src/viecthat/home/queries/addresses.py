"""Which pages search engines are told of: those of findable addresses that name no private person."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.db.models import Q

from viecthat.contests.queries.listing import public_contests
from viecthat.ideas.queries.bank import ideas_found
from viecthat.news.queries.public import portals
from viecthat.opinion.queries.survey import published_surveys

MOST = 20_000  # of each kind; a sitemap holds 50.000 addresses
_LISTS = (
    "root", "news:front", "ideas:list", "contests:list", "activities:calendar-public", "home:figures",
    "opinion:open", "opinion:published",
)  # fmt: skip


def portal_codes() -> list[str]:
    """Portals, each with a sitemap of its own. One query."""
    return [portal.code for portal in portals()]


def open_pages() -> Iterator[tuple[str, tuple[int, ...]]]:
    """Names and numbers of open pages outside the portals. Three queries."""
    ideas = ideas_found(None).exclude(show_name=True, child=False).order_by("-pk").values_list("pk", flat=True)
    running = public_contests(text="", state="", during=Q(published_at__isnull=True))
    contests = running.order_by("-pk").values_list("pk", flat=True)
    surveys = published_surveys().values_list("pk", flat=True)
    return chain(
        ((name, ()) for name in _LISTS),
        (("ideas:idea", (pk,)) for pk in ideas[:MOST]),
        (("contests:contest", (pk,)) for pk in contests[:MOST]),
        (("opinion:results", (pk,)) for pk in surveys[:MOST]),
    )
