"""Reminders, noted and mailed in the background."""

from django.conf import settings
from django.db import close_old_connections
from django.utils.timezone import now
from procrastinate.contrib.django import app

from viecthat.plans.commands import remind, send_digests


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="remind")
def remind_when_due(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when
    """Note what is due, and mail it once a day; an hour in which the machine was off is made up for."""
    close_old_connections()
    at = now()
    remind(at=at)
    send_digests(at=at, address=settings.VIECTHAT_ADDRESS)
    close_old_connections()
