"""What waits in the queue is done, by this process, until it is told to stop."""

from viecthat.jobs.cli import work
from viecthat.project.database import ensure_database
from viecthat.project.warming import warm_beside


def do_jobs(*, with_parent: bool = False) -> None:
    """Do jobs; with_parent: until whoever began this process is gone."""
    warm_beside()
    work(with_parent=with_parent, ready=ensure_database)
