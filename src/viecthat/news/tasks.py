"""The portal's own work in the background."""

from django.db import close_old_connections
from django.utils.timezone import now
from procrastinate.contrib.django import app

from viecthat.news.commands.article import count_published
from viecthat.news.commands.comment import forget_contacts


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="news")
def keep_portal(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when
    """Count what has become public at its moment, delete contacts whose day has come."""
    close_old_connections()
    at = now()
    count_published(at=at)
    forget_contacts(at=at)
    close_old_connections()
