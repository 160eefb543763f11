"""How often articles are opened, day by day: a number and nothing of the reader."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import connection
from django.utils.timezone import localdate

_MACHINES = re.compile(
    r"bot|crawl|spider|slurp|preview|fetch|curl|wget|python|java|monitor|headless|lighthouse|^$", re.IGNORECASE
)


def note_opened(*, article: int, agent: str, at: datetime) -> bool:
    """One more for the day, unless a machine says it is one; whether it was counted."""
    if _MACHINES.search(agent):
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO news_articleday (article_id, day, views) VALUES (%s, %s, 1)"
            " ON CONFLICT (article_id, day) DO UPDATE SET views = news_articleday.views + 1",
            [article, localdate(at)],
        )
    return True
