"""Sharing out in the background."""

from django.db import close_old_connections
from django.utils.timezone import now
from procrastinate.contrib.django import app

from viecthat.figures.commands import do_run
from viecthat.plans.commands import end_run
from viecthat.plans.queries.sharing import run_numbered


@app.task
def share_out(run: int, basis: str) -> None:
    """Do the work that a page asked for."""
    close_old_connections()
    found = run_numbered(run)
    if found is not None and found.state in {"waiting", "running"}:
        try:
            do_run(run=found, basis=basis, at=now())
        except Exception:
            # Whoever waits must be told; the queue keeps the fault itself.
            end_run(run=found, problem="Máy chủ gặp lỗi; thử lại.", at=now())
            raise
    close_old_connections()
