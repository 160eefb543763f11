"""The process that does what is in the queue."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from django.db import Error
from django.utils.module_loading import autodiscover_modules
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

PAUSE_SECONDS = 1.0
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
def worker_beside() -> Iterator[None]:
    """A worker in a process of its own while this lasts; started again when it dies."""
    ended = threading.Event()
    first = _begin()
    keeper = threading.Thread(target=_keep, args=(first, ended), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join(timeout=20)


def _begin() -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl+C reaches it through us, not twice.
    program = "from viecthat.project.cli import main; main(['work', '--with-parent'])"
    return subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, start_new_session=True)


def _keep(worker: subprocess.Popen[bytes], ended: threading.Event) -> None:
    while not ended.wait(PAUSE_SECONDS):
        if worker.poll() is not None:
            worker = _begin()
    worker.terminate()
    try:
        worker.wait(timeout=15)
    except subprocess.TimeoutExpired:
        worker.kill()
