"""Portals, unpublished articles and pictures follow their units that are merged or closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from viecthat.news.choices import ArticleState
from viecthat.news.models import Article, Followed, Picture, Portal
from viecthat.organisation.commands.following import Followers, bring_rows_back, follow_rows


def follow_units(*, decision: int, successors: Mapping[int, int], day: date) -> int:
    """Take what is open to the units that carry theirs on; returns how many rows followed."""
    return follow_rows(followers=_open(), trail=Followed, decision=decision, successors=successors, day=day)


def come_back(*, undone: int, day: date) -> int:
    """What followed the decision stands again as before it; what somebody moved since is left as it is."""
    return bring_rows_back(followers=_open(), trail=Followed, undone=undone)


def _open() -> list[Followers]:
    return [
        Followers("portal", Portal.objects.all()),
        Followers("article", Article.objects.filter(state__in=(ArticleState.DRAFT, ArticleState.SENT))),
        Followers("picture", Picture.objects.all()),
    ]
