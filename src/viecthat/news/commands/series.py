"""Articles in editorial series: the floor that keeps series counts them, asked through `VIECTHAT_NEWS_SERIES`.

The setting names functions: `offered` (unit, at) -> (id, title) pairs, `publish` and `take_back`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.news.models import Article


def count_in_series(article: Article, day: date, at: datetime) -> int | None:
    """The article stands in its series from the day on; the id of its place there. None for an article of no series."""
    publish = _named("publish")
    if article.series is None or publish is None:
        return None
    path = reverse("news:article", args=[article.portal.code, article.pk, article.slug])
    address = f"{settings.VIECTHAT_ADDRESS}{path}"
    made: int | None = publish(
        series=article.series, unit=article.unit_id, title=article.title, url=address, day=day,
        actor=article.approved_by, at=at,
    )  # fmt: skip
    return made


def take_from_series(article: Article, actor: Account, at: datetime) -> None:
    """It is read no longer, and counts no longer."""
    undo = _named("take_back")
    if article.series_item is not None and undo is not None:
        undo(item=article.series_item, reason=article.taken_down_why[:300], actor=actor, at=at)


def _named(what: str) -> Any:
    path = getattr(settings, "VIECTHAT_NEWS_SERIES", {}).get(what)
    return import_string(path) if path else None
