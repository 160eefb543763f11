"""Calls that open by their form's cadence, and reminders of what is due, in the background."""

from django.db import close_old_connections
from django.utils.timezone import now
from procrastinate.contrib.django import app

from viecthat.reporting.commands.call import open_due_calls, remind_of_reports


@app.periodic(cron="40 5 * * *")
@app.task(queueing_lock="report calls")
def keep_calls(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when
    """Every morning before the mail goes out; a day on which the machine was off is made up for."""
    close_old_connections()
    at = now()
    open_due_calls(at=at)
    remind_of_reports(at=at)
    close_old_connections()
