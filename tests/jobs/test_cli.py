"""The worker as a real process: it merges, ends with its parent, comes back when killed, outlives a lost connection."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest
from django.db import connection

from tests.factories import AT, TODAY, make_indicator, make_tree
from tests.journeys.serving import database_url
from viecthat.jobs import cli
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, post_entries
from viecthat.ledger.queries import store_status

pytestmark = pytest.mark.database
PATIENCE = 60.0


def until(holds: Callable[[], object]) -> None:
    """Wait for what another process does."""
    pause = threading.Event()
    for _ in range(int(PATIENCE / 0.05)):
        if holds():
            return
        pause.wait(0.05)
    pytest.fail("the worker did not do it in a minute")


@pytest.fixture
def posted(own_database, settings, tmp_path, monkeypatch):
    settings.VIECTHAT_STORE = tmp_path / "store"
    monkeypatch.setenv("DATABASE_URL", database_url(connection.settings_dict["NAME"]))
    monkeypatch.setenv("VIECTHAT_STORE", str(settings.VIECTHAT_STORE))
    monkeypatch.setenv("VIECTHAT_MERGE_LINES", "1")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    tree, indicator = make_tree(), make_indicator()

    def post() -> None:
        line = Line(tree.branch.pk, indicator.pk, TODAY, 5, Grade.DECLARED)
        post_entries(kind=PostingKind.ACTIVITY, unit=tree.branch.pk, lines=[line], actor=None, at=AT)

    post()
    return post


def merged() -> bool:
    return store_status().tail == 0


def backends() -> list[int]:
    """Connections of other processes to this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return [pid for (pid,) in cursor.fetchall()]


def test_new_lines_are_merged_and_a_lost_connection_is_outlived(posted):
    worker = cli._begin()
    try:
        until(merged)
        with connection.cursor() as cursor:
            for pid in backends():
                cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        posted()
        until(merged)
        assert worker.poll() is None
    finally:
        worker.terminate()
        assert worker.wait(timeout=PATIENCE) == 0


def test_it_ends_with_whoever_began_it(posted):
    """Not told to stop, only left alone: the pipe to its parent closes."""
    worker = cli._begin()
    until(backends)
    assert worker.stdin is not None
    worker.stdin.close()
    assert worker.wait(timeout=PATIENCE) in {0, -signal.SIGTERM}  # the latter before it began with its queue


def test_one_that_is_killed_is_begun_again(posted, monkeypatch):
    begun: list[subprocess.Popen[bytes]] = []
    begin = cli._begin

    def counted():
        begun.append(begin())
        return begun[-1]

    monkeypatch.setattr(cli, "_begin", counted)
    with cli.worker_beside():
        until(merged)
        os.kill(begun[0].pid, signal.SIGKILL)
        posted()
        until(merged)
        assert len(begun) == 2
    assert begun[0].poll() == -signal.SIGKILL
    assert begun[1].poll() in {0, -signal.SIGTERM}


def test_a_job_whose_worker_died_is_put_back(posted):
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    from procrastinate.contrib.django import app

    from viecthat.jobs.tasks import retry_stalled

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '2 minutes') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id)"
            " VALUES ('default', 'viecthat.ledger.tasks.merge_when_due', 'doing', %s)",
            [worker],
        )

    class Told:
        pass

    Told.app = app
    # In a thread of its own: where a browser was driven before, this one has an event loop already.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, retry_stalled.func(Told, 0)).result()
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs")
        assert cursor.fetchall() == [("todo",)]
