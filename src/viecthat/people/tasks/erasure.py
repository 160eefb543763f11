"""People who asked to be forgotten."""

from django.db import close_old_connections
from django.utils.timezone import now
from procrastinate.contrib.django import app

from viecthat.people.commands.erasure import carry_out_erasures


@app.periodic(cron="7 2 * * *")
@app.task(queueing_lock="carry_out_erasures")
def carry_out(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when
    """Forget those whose day has come."""
    close_old_connections()
    carry_out_erasures(at=now())
    close_old_connections()
