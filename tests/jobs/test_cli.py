"""The worker as a real process: it merges, ends with its parent, comes back when killed, outlives a lost connection."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.factories import AT, TODAY, make_indicator, make_tree
from tests.journeys.serving import PROGRAM, database_url
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, post_entries
from viecthat.ledger.queries import store_status

pytestmark = pytest.mark.database
PATIENCE = 60.0
# What `viecthat serve` does about jobs, without the pages; until its input ends.
BESIDE = """
import sys
from functools import partial

import django

django.setup()
from viecthat.jobs.cli import worker_beside
from viecthat.project.working import do_jobs

with worker_beside(partial(do_jobs, with_parent=True)):
    sys.stdin.read()
"""


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


@pytest.fixture
def begun(posted) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    processes = []

    def begin(*words: str | Path) -> subprocess.Popen[bytes]:
        processes.append(subprocess.Popen(words, stdin=subprocess.PIPE))
        return processes[-1]

    yield begin
    for process in processes:
        process.kill()
        process.wait()


def child_of(process: int) -> int:
    (child,) = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return int(child)


def test_new_lines_are_merged_and_a_lost_connection_is_outlived(posted, begun):
    worker = begun(PROGRAM, "work")
    until(merged)
    with connection.cursor() as cursor:
        for pid in backends():
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    posted()
    until(merged)
    assert worker.poll() is None
    worker.terminate()
    assert worker.wait(timeout=PATIENCE) == 0


def test_it_ends_with_whoever_began_it(begun):
    """Not told to stop, only left alone: the pipe to its parent closes."""
    server = begun(sys.executable, "-c", BESIDE)
    until(backends)
    server.kill()
    server.wait()
    until(lambda: not backends())


def test_one_that_is_killed_is_begun_again(posted, begun):
    server = begun(sys.executable, "-c", BESIDE)
    until(merged)
    keeper = child_of(server.pid)
    first = child_of(keeper)
    os.kill(first, signal.SIGKILL)
    posted()
    until(merged)
    assert child_of(keeper) != first
    server.stdin.close()
    assert server.wait(timeout=PATIENCE) == 0
    until(lambda: not backends())


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
