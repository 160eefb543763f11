"""Reminders of limits to mend and proposals to answer."""

from django.db import close_old_connections
from django.utils.timezone import now
from procrastinate.contrib.django import app

from viecthat.reviews.commands.limit import remind_of_limits
from viecthat.reviews.commands.proposal import remind_of_proposals


@app.periodic(cron="45 5 * * *")
@app.task(queueing_lock="limits and proposals")
def remind_of_open_items(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when
    """Every morning before the mail goes out."""
    close_old_connections()
    at = now()
    remind_of_limits(at=at)
    remind_of_proposals(at=at)
    close_old_connections()
