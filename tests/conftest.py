"""What every test stands on: a real PostgreSQL, a place for files that goes away, chance that repeats itself."""

import fcntl
import gc
import os
from collections.abc import Generator
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings as hypothesis_settings

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

pytest_plugins = ["tests.browsers", "tests.demo_data", "tests.own_database", "tests.reviews.standing"]

# The floors whose tests run a second time against the PostgreSQL that DATABASE_URL names: what is of rows, rules and
# constraints. What a page shows (`pages/`, `test_…page….py`) is no matter of the server; what it asks is, so of those
# tests the ones run again that count queries, with one row and with three.
DATABASE_FLOORS = {"accounts", "activities", "audit", "ledger", "people", "plans", "residence", "units"}
QUERIES_COUNTED = {"django_assert_num_queries", "django_assert_max_num_queries"}
# Begun first, so that no worker is left alone with one of them at the end: what takes longest, most of it browsers and
# programs; the second needs no database, so that it does not wait while the first makes the demonstration.
LONGEST = (
    "journeys/test_pages.py",
    "rollup/sql/test_spark.py",
    "project/test_cli.py",
    "journeys/test_pages_of_siblings.py",
    "journeys/test_pages_of_people.py",
    "ui/test_browser.py",
    "ledger/test_store.py",
    "journeys/",
    "reviews/test_cli.py",
    "project/",
    "jobs/",
    "rollup/store/",
)
HERE = Path(__file__).parent
SLOT = "VIECTHAT_TEST_SLOT"
_held: list[IO[str]] = []

# Programs are read in and pages made of very many small objects, next to none of them in circles: after every 700 new
# ones, as is usual, the collector looks through them and finds nothing.
gc.set_threshold(50_000, 20, 100)

hypothesis_settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.register_profile("explore", max_examples=2_000, deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_configure(config: pytest.Config) -> None:
    # Once a browser was driven, its event loop stays in this thread, though asleep; Django would refuse every query.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    from tests.own_server import use_own_server
    from viecthat.project.database import database_url

    if database_url() is None:
        use_own_server()
    # Two runs of the tests at once must not fight over one test database: each holds a numbered place while it lasts.
    if hasattr(config, "workerinput"):
        return
    number, handle = _free_slot()
    _held.append(handle)
    os.environ[SLOT] = str(number)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: each waits now and then, for a page to be drawn or a program to begin."""
    return len(os.sched_getaffinity(0)) + 1


def pytest_unconfigure(config: pytest.Config) -> None:
    """Whoever ends last stops the tests' own server."""
    from tests.own_server import own_server

    if not hasattr(config, "workerinput") and _held and _nobody_else_runs():
        own_server().stop()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With `-m database` the other floors aren't even read."""
    below = collection_path.relative_to(HERE).parts if collection_path.is_relative_to(HERE) else ()
    other = len(below) == 1 and collection_path.is_dir() and below[0] not in DATABASE_FLOORS
    return True if other and config.getoption("markexpr") == "database" else None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None, None, None]:
    for item in items:
        below = item.path.relative_to(HERE).as_posix()
        floor = below.partition("/")[0]
        asked_for = set(getattr(item, "fixturenames", ()))
        touches = item.get_closest_marker("django_db") or asked_for & {"db", "transactional_db"}
        of_rows = "page" not in below or asked_for & QUERIES_COUNTED
        if floor in DATABASE_FLOORS and touches and of_rows and not item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.database)
    yield  # -m looks at the marks, and pytest-django puts what needs a database before what needs none
    items.sort(key=lambda item: _turn(item.path.relative_to(HERE).as_posix()))


def pytest_collection_finish() -> None:
    # What was loaded by now stays to the end: the collector need not look through it again and again.
    gc.collect()
    gc.freeze()


def _turn(path: str) -> tuple[int, str]:
    """When a file of tests has its turn: the longest first, each in one piece."""
    return next((turn for turn, begins in enumerate(LONGEST) if path.startswith(begins)), len(LONGEST)), path


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest, django_db_blocker: "DjangoDbBlocker") -> None:
    """Start the database the first test needs one, and name the test database after this run and its worker."""
    from django.db import connections

    from tests.empty_database import migrated_template
    from viecthat.project.database import ensure_database

    ensure_database()
    with django_db_blocker.unblock():
        template = migrated_template()
    worker = getattr(request.config, "workerinput", {}).get("workerid", "alone")
    for connection in connections.all():
        connection.settings_dict["TEST"] |= {"NAME": f"test_viecthat_{os.environ[SLOT]}_{worker}", "TEMPLATE": template}


@pytest.fixture(scope="session", autouse=True)
def _passwords_cost_little() -> None:
    from django.conf import settings
    from django.core.signals import setting_changed

    settings.PASSWORD_HASHERS = ["tests.hashing.CheapArgon2", *settings.PASSWORD_HASHERS[1:]]
    setting_changed.send(sender=None, setting="PASSWORD_HASHERS", value=settings.PASSWORD_HASHERS, enter=True)


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_found_once() -> None:
    from whitenoise.middleware import WhiteNoiseMiddleware

    find, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def find_once(self: WhiteNoiseMiddleware) -> None:
        # Every client begins an application of its own, and each would open every file.
        if not found:
            find(self)
            found.update(self.files)
        self.files.update(found)

    WhiteNoiseMiddleware.add_files_from_finders = find_once  # type: ignore[method-assign]


@pytest.fixture(scope="session", autouse=True)
def _files_go_away(tmp_path_factory: pytest.TempPathFactory) -> None:
    from django.conf import settings

    settings.MEDIA_ROOT = tmp_path_factory.mktemp("files")
    settings.VIECTHAT_STORE = tmp_path_factory.mktemp("store")


def _free_slot() -> tuple[int, IO[str]]:
    for number in range(1, 100):
        if handle := _taken(_places() / f"{number}.lock"):
            return number, handle
    raise RuntimeError("99 runs of the tests at once: is one of them stuck?")


def _nobody_else_runs() -> bool:
    for place in _places().glob("*[0-9].lock"):
        if str(place) not in {handle.name for handle in _held}:
            if not (handle := _taken(place)):
                return False
            handle.close()
    return True


def _taken(place: Path) -> IO[str] | None:
    handle = place.open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        return None
    return handle


def _places() -> Path:
    from viecthat.project.database import data_home

    places = data_home() / "tests"
    places.mkdir(parents=True, exist_ok=True)
    return places
