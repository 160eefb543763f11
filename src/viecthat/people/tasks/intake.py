"""Lists of members: checked, written, taken back, and forgotten."""

from django.db import close_old_connections
from django.utils.timezone import now
from procrastinate.contrib.django import app

from viecthat.people.commands.intake import TASK, forget_old_lists, work_on_list


@app.task(name=TASK)
def work_on(intake: int) -> None:
    """Do what the list's state asks for."""
    close_old_connections()
    work_on_list(intake=intake, at=now())
    close_old_connections()


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="forget_lists")
def forget_lists(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when
    """Empty what is left of files sent more than a month ago."""
    close_old_connections()
    forget_old_lists(at=now())
    close_old_connections()
