"""The process that does what is in the queue."""

from __future__ import annotations

import logging
import os
import select
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psycopg
from django.db import Error
from django.utils.module_loading import autodiscover_modules
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

PAUSE_SECONDS = 1.0
LAST_SECONDS = 15  # for what a worker is doing when it is told to end
_AT_ONCE = 2
_log = logging.getLogger(__name__)


def work(*, with_parent: bool, ready: Callable[[], None]) -> None:
    """Do jobs until told to stop. A database that went away is waited for: `ready` returns when it is there again.

    with_parent: stop as well when whoever started this process is gone.
    """
    if with_parent:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    autodiscover_modules("tasks")
    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("the queue stands on Django's database")
    while True:
        try:
            ready()
            with app.replace_connector(connector.get_worker_connector()) as worker:
                # Told to stop, it ends what it is doing and returns.
                worker.run_worker(concurrency=_AT_ONCE, delete_jobs="successful", shutdown_graceful_timeout=10)
            return
        except (psycopg.Error, Error, ConnectorException) as lost:
            _log.warning("the queue's database went away: %s", " ".join(str(lost).split()))
            time.sleep(PAUSE_SECONDS)


def _end_with_parent() -> None:
    # The other end of the pipe closes with the process that holds it, however that ends.
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def worker_beside(job: Callable[[], None]) -> Iterator[None]:
    """A worker in a process of its own while this lasts, which does `job`; begun again when it dies.

    It is a fork, with all that is loaded here: a second of processor time and a hundred megabytes less than a program
    begun anew. A fork of a process with threads might hang; so one is forked now, that only begins workers.
    """
    alive, held = os.pipe()  # ends with this process, however that ends

    def keeper() -> None:
        os.close(held)
        _keep(job, alive)

    keeping = _forked(keeper)
    os.close(alive)
    try:
        yield
    finally:
        os.close(held)
        os.kill(keeping, signal.SIGTERM)
        os.waitpid(keeping, 0)


def _keep(job: Callable[[], None], alive: int) -> None:
    def worker() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.dup2(alive, 0)
        job()

    os.setsid()  # Ctrl+C reaches it through us, not twice
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    working = _forked(worker)
    try:
        while not select.select([alive], [], [], PAUSE_SECONDS)[0]:
            if os.waitpid(working, os.WNOHANG)[0]:
                working = _forked(worker)
    finally:
        _end(working)


def _end(worker: int) -> None:
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(worker, signal.SIGTERM)
        until = time.monotonic() + LAST_SECONDS
        while not os.waitpid(worker, os.WNOHANG)[0]:
            if time.monotonic() > until:
                os.kill(worker, signal.SIGKILL)
            time.sleep(0.05)


def _forked(act: Callable[[], None]) -> int:
    """The number of a process that does this and nothing else: what this one does at its end is not done twice."""
    sys.stdout.flush()
    sys.stderr.flush()
    if process := os.fork():
        return process
    status = 1
    try:
        act()
        status = 0
    except SystemExit:
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
