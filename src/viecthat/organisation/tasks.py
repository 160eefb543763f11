"""Large decisions, carried out in the background."""

from django.db import close_old_connections
from django.utils.timezone import now
from procrastinate.contrib.django import app

from viecthat.organisation.commands.waiting import TASK, work_on_decision


@app.task(name=TASK)
def work_on(decision: int) -> None:
    """Carry out the decision that waits."""
    close_old_connections()
    work_on_decision(decision=decision, at=now())
    close_old_connections()
