"""What everybody finds at the first address: news, figures, ideas, contests that take works, what one may come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import localdate

from viecthat.activities.queries.calendar import public_activities
from viecthat.contests.choices import ContestState
from viecthat.contests.queries.listing import CONTEST_ORDERS, public_contests
from viecthat.home.queries.public_figures import PublicFigures, public_figures
from viecthat.ideas.choices import IdeaState
from viecthat.ideas.queries.bank import ORDERS, counted_public, ideas_found
from viecthat.kernel.periods import Period
from viecthat.news.queries.public import articles_public, covers_of
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.activities.models import Activity
    from viecthat.contests.models import Contest
    from viecthat.ideas.models import Idea
    from viecthat.news.models import Article, Picture
    from viecthat.news.queries.figures import FigureTold
    from viecthat.units.queries import UnitRow

STORIES, FIGURES, IDEAS, CONTESTS, EVENTS = 6, 4, 3, 3, 4
_AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Front:
    """The first page of who has not signed in. cover: of the first story. ideas: how many, how many realised."""

    stories: tuple[Article, ...]
    cover: Picture | None
    ideas: tuple[tuple[Idea, UnitRow], ...]
    ideas_sent: int
    ideas_done: int
    contests: tuple[Contest, ...]
    events: tuple[tuple[Activity, UnitRow], ...]
    public: PublicFigures

    @property
    def figures_shown(self) -> tuple[FigureTold, ...]:
        """The first few figures that are told exactly."""
        return tuple(one for one in self.public.figures if not one.few)[:FIGURES]


def front_page(at: datetime, lang: str) -> Front:
    """All of it in a fixed number of queries."""
    today = localdate(at)
    stories = list(articles_public(at)[:STORIES])
    ideas = list(ideas_found(None).exclude(state=IdeaState.REFUSED).order_by(*ORDERS["-ung-ho"])[:IDEAS])
    sent, done = counted_public()
    running = public_contests(text="", state=ContestState.OPEN, during=Q()).order_by(*CONTEST_ORDERS["-nam"])
    events = list(public_activities(Period(today, today + _AHEAD))[:EVENTS])
    units = units_by_id({*(row.unit_id for row in ideas), *(row.unit_id for row in events)}, today)
    return Front(
        tuple(stories),
        covers_of(stories[:1]).get(stories[0].pk) if stories else None,
        tuple((row, units[row.unit_id]) for row in ideas),
        sent,
        done,
        tuple(running[:CONTESTS]),
        tuple((row, units[row.unit_id]) for row in events),
        public_figures(at, lang),
    )
