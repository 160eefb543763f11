"""The demonstration, loaded once for a run of the tests, for every test that wants real figures.

It lies in databases of its own, so that other tests keep their empty one:

    def test_page(demo, client):            # what the test writes is rolled back
        sign_in(client, demo.account("thanh-doan"))
        client.get("/so-ket/ha-noi/giua-nhiem-ky-2017-2020/")

    def test_in_browser(demo_site, page):   # a copy for this module, served; what a test writes stays until its end
        page.context.add_cookies(demo_site.cookies("thanh-doan"))
        page.goto(demo_site.address + "/so-ket/")

Neither goes with `db` or `django_db`: they stand on the empty database. In a module that uses `demo_site` every test
stands on its copy. The load and everything in it is dated `tests.factories.AT`.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from tests.factories import AT, TODAY, sign_in

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from viecthat.accounts.models import Account

SLOT = "VIECTHAT_TEST_SLOT"
TRIES = 4


@dataclass(frozen=True)
class Loaded:
    """A database that holds the demonstration, and the folder of its files."""

    name: str
    home: Path


class Demo:
    """The demonstration within reach of a test."""

    at = AT
    today = TODAY

    def unit(self, code: str) -> int:
        """The id of the unit with this code: ha-noi, trung-uong, huyen-cu-271, xa-cu-09694, xa-09694 …"""
        from viecthat.units.queries import unit_with_code

        row = unit_with_code(code, TODAY)
        assert row is not None, code
        return row.id

    def indicator(self, code: str) -> int:
        """The id of the indicator with this code."""
        from viecthat.ledger.queries import indicator_named

        return indicator_named(code).pk

    def account(self, username: str) -> "Account":
        """One of trung-uong, thanh-doan, bi-thu-ha-noi, tan-linh, kiem-tra, quan-tri."""
        from viecthat.accounts.queries import account_named

        account = account_named(username)
        assert account is not None, username
        return account


class DemoSite(Demo):
    """The demonstration served on an address of its own."""

    def __init__(self, address: str) -> None:
        self.address = address

    def cookies(self, username: str) -> list[dict[str, str]]:
        """What a browser keeps after signing in; for Playwright's `context.add_cookies`."""
        from django.conf import settings
        from django.test import Client

        client = Client()
        sign_in(client, self.account(username))
        session = client.cookies[settings.SESSION_COOKIE_NAME]
        return [{"name": session.key, "value": session.value, "url": self.address}]


@pytest.fixture(scope="session")
def demo_template(
    django_db_setup: None, django_db_blocker: "DjangoDbBlocker", tmp_path_factory: pytest.TempPathFactory
) -> "Iterator[Template]":
    """The demonstration as loaded by whichever worker came first, shared by all."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demo"
    folder.mkdir(exist_ok=True)
    template = Template(folder)
    with django_db_blocker.unblock():
        template.enter()
        yield template
        template.leave()


@pytest.fixture
def demo(demo_template: "Template", django_db_blocker: "DjangoDbBlocker") -> Iterator[Demo]:
    """The demonstration; what the test writes is rolled back."""
    from django.db import transaction

    with (
        django_db_blocker.unblock(),
        demo_template.locked(fcntl.LOCK_SH),
        standing_on(demo_template.loaded),
        transaction.atomic(),
    ):
        yield Demo()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demo_site(demo_template: "Template", django_db_blocker: "DjangoDbBlocker") -> Iterator[DemoSite]:
    """The demonstration in a copy for this module, served."""
    from django.core.wsgi import get_wsgi_application

    name = f"{demo_template.loaded.name}_{os.getpid()}"
    with django_db_blocker.unblock(), demo_template.copied(name) as copy, standing_on(copy):
        server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=_Server, handler_class=_SilentHandler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield DemoSite(f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _SilentHandler(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass

    def handle(self) -> None:
        from django.db import connection

        super().handle()
        connection.close()  # the thread ends with the request, and its connection with it


class Template:
    """The loaded demonstration and who uses it: the first worker of a run loads it, the last drops it.

    A test holds a shared lock while it is connected, a copy an exclusive one: PostgreSQL copies no database in use.
    Whoever wants one waits for a turn first, or tests that follow each other elsewhere would keep a copy waiting.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.loaded = Loaded(f"test_viecthat_{os.environ[SLOT]}_demo", folder / "home")
        self._ready, self._me = folder / "ready", folder / f"user-{os.getpid()}"

    def enter(self) -> None:
        with self.locked(fcntl.LOCK_EX):
            if not self._ready.exists():
                _load(self.loaded)
                self._ready.touch()
            self._me.touch()

    def leave(self) -> None:
        with self.locked(fcntl.LOCK_EX):
            self._me.unlink()
            if not list(self.folder.glob("user-*")):
                self._ready.unlink()
                _drop(self.loaded.name)

    @contextmanager
    def copied(self, name: str) -> Iterator[Loaded]:
        with self.locked(fcntl.LOCK_EX):
            _drop(name)
            _create(name, self.loaded.name)
        try:
            yield Loaded(name, self.loaded.home)
        finally:
            _end_sessions(name)
            _drop(name)

    @contextmanager
    def locked(self, kind: int) -> Iterator[None]:
        with (self.folder / "turn").open("w") as turn, (self.folder / "lock").open("w") as handle:
            fcntl.flock(turn, fcntl.LOCK_EX)
            fcntl.flock(handle, kind)
            fcntl.flock(turn, fcntl.LOCK_UN)
            yield


def _load(loaded: Loaded) -> None:
    from viecthat.demo.loading import load_demo
    from viecthat.project.catalogue import load_catalogue

    create_migrated(loaded.name)
    with standing_on(loaded):
        load_catalogue()
        load_demo(at=AT)


@contextmanager
def standing_on(loaded: Loaded) -> Iterator[None]:
    """Every connection and every kept file is that of the demonstration until the end."""
    from django.conf import settings
    from django.db import connection

    if connection.in_atomic_block:
        raise RuntimeError("a test takes either the demonstration or the empty database (db, django_db), not both")
    before = connection.settings_dict["NAME"], settings.MEDIA_ROOT, settings.VIECTHAT_HOME
    connection.close()
    connection.settings_dict["NAME"] = loaded.name
    settings.MEDIA_ROOT, settings.VIECTHAT_HOME = loaded.home / "files", loaded.home
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"], settings.MEDIA_ROOT, settings.VIECTHAT_HOME = before


def create_migrated(name: str) -> None:
    """A new database, empty and migrated."""
    from tests.empty_database import migrated_template

    _drop(name)
    _create(name, migrated_template())


def _drop(name: str) -> None:
    # Forced only when the polite way fails: force is denied while PostgreSQL's own autovacuum looks at the database.
    _execute(f'DROP DATABASE IF EXISTS "{name}"', f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _end_sessions(name: str) -> None:
    """Of programs that are ending, as the worker beside a server that is gone; dropping would wait five seconds."""
    _execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = "
        f"'{name}' AND usename = current_user AND backend_type = 'client backend'"
    )


def _create(name: str, template: str) -> None:
    # File by file: by the log, as is usual, every page would be written twice.
    _execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')


def _execute(*ways: str) -> None:
    """Create or drop a database from the maintenance database, one way or another.

    While somebody still looks at it PostgreSQL waits five seconds, then gives up; on a busy machine that is short.
    """
    from django.db import DatabaseError, connection

    for way in ways * TRIES:
        try:
            with connection._nodb_cursor() as cursor:
                cursor.execute(way)
        except DatabaseError as failed:
            last = failed
        else:
            return
    raise last
