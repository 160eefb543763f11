"""The small city in a database of its own, so that the program too can be asked about it; a plugin for all floors."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.demo_data import SLOT, Loaded, _drop, create_migrated, standing_on

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from tests.reviews.city import City


@dataclass(frozen=True)
class Standing:
    """The city, and what a process of its own needs to find it."""

    city: "City"
    environment: dict[str, str]


@pytest.fixture(scope="session")
def _loaded_city(
    django_db_setup: None,
    django_db_blocker: "DjangoDbBlocker",
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
) -> Iterator[tuple[Loaded, "City"]]:
    from tests.reviews.city import make_city

    loaded = Loaded(f"test_viecthat_{os.environ[SLOT]}_{worker_id}_city", tmp_path_factory.mktemp("city"))
    with django_db_blocker.unblock():
        create_migrated(loaded.name)
        with standing_on(loaded):
            city = make_city()
    yield loaded, city
    with django_db_blocker.unblock():
        _drop(loaded.name)


@pytest.fixture(scope="module")
def standing(_loaded_city: tuple[Loaded, "City"], django_db_blocker: "DjangoDbBlocker") -> Iterator[Standing]:
    """Every test of the module stands on the city; it only reads. Not to be mixed with `db` or `django_db`."""
    loaded, city = _loaded_city
    with django_db_blocker.unblock(), standing_on(loaded):
        yield Standing(city, _environment(loaded.name, loaded.home))


def _environment(database: str, home: Path) -> dict[str, str]:
    from tests.journeys.serving import database_url

    known = {name: value for name, value in os.environ.items() if not name.startswith("VIECTHAT_")}
    ours = {"DATABASE_URL": database_url(database), "VIECTHAT_DATA": str(home), "VIECTHAT_FILES": str(home / "files")}
    return known | ours


@pytest.fixture
def city(standing: Standing) -> "City":
    return standing.city
