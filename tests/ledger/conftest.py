"""A clock that stands still, the small tree, and a thread of its own for what really happens at once."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Queue

import pytest
from django.db import connection

from tests.factories import SmallTree, make_tree, stop_clock
from viecthat.ledger.feed import ledger_state
from viecthat.ledger.models import Posting


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree(db) -> SmallTree:
    return make_tree()


def settle() -> None:
    """Wait until all that was written is settled: the horizon is the whole server's, other tests' transactions too."""
    pause = threading.Event()
    last = Posting.objects.order_by("-xact").values_list("xact", flat=True).first() or 0
    while ledger_state().horizon <= last:
        pause.wait(0.01)


class Elsewhere:
    """Another connection, in a thread of its own, that does one thing after the other as it is told."""

    def __init__(self) -> None:
        self._told: Queue[Callable[[], object] | None] = Queue()
        self._answers: Queue[object] = Queue()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def _work(self) -> None:
        while (job := self._told.get()) is not None:
            try:
                self._answers.put(job())
            except BaseException as failed:
                self._answers.put(failed)
        connection.close()

    def start(self, job: Callable[[], object]) -> None:
        """Let it begin and don't wait."""
        self._told.put(job)

    def answer(self) -> object:
        """What came of the job that was started; an exception is given back, not raised."""
        return self._answers.get(timeout=60)

    def do(self, job: Callable[[], object]) -> object:
        """Let it do the job and wait; an exception is raised here."""
        self.start(job)
        done = self.answer()
        if isinstance(done, BaseException):
            raise done
        return done

    def close(self) -> None:
        self._told.put(None)
        self._thread.join(timeout=60)


@pytest.fixture
def elsewhere(own_database) -> Iterator[Callable[[], Elsewhere]]:
    """Make other connections; they are closed when the test is over."""
    made: list[Elsewhere] = []

    def make() -> Elsewhere:
        made.append(Elsewhere())
        return made[-1]

    yield make
    for one in made:
        one.close()


@contextmanager
def without_triggers(*tables: str) -> Iterator[None]:
    """Break what the triggers forbid, to see that it is found. Only within a test's own transaction."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture
def broken_open():
    return without_triggers
