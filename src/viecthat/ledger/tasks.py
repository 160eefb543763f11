"""What the ledger has done in the background: its store carried on."""

from contextlib import suppress

from django.db import close_old_connections
from django.utils.timezone import localdate, now
from procrastinate.contrib.django import app

from viecthat.kernel.errors import Refused
from viecthat.ledger.commands import merge_store
from viecthat.ledger.queries import store_status


@app.periodic(cron="* * * * * */10")
# No `lock` of the queue besides: a worker that is killed would leave it held; the command has one that lets go.
@app.task(queueing_lock="merge_store")
def merge_when_due(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when
    """Merge what is long or old enough (VIECTHAT_MERGE_LINES, a minute)."""
    close_old_connections()
    at = now()
    if store_status().is_due(at):
        with suppress(Refused):  # somebody else is at it
            merge_store(today=localdate(at), at=at)
    close_old_connections()
