"""Long tables of figures: checked, written, taken back."""

from django.db import close_old_connections
from django.utils.timezone import now
from procrastinate.contrib.django import app

from viecthat.reporting.commands.table import TASK, work_on_table


@app.task(name=TASK)
def work_on(table: int) -> None:
    """Do what the table's state asks for."""
    close_old_connections()
    work_on_table(table=table, at=now())
    close_old_connections()
