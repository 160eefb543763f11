"""The small city in a database of its own, so that the program itself can be asked about it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.demo_data import SLOT, Loaded, _beginning, _create, _drop, _standing_on
from tests.documents.conftest import convert
from tests.journeys.serving import database_url
from tests.reviews.city import City, make_city

__all__ = ["convert"]


@dataclass(frozen=True)
class Standing:
    """The city, and what a process of its own needs to find it."""

    city: City
    environment: dict[str, str]


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker, tmp_path_factory, worker_id) -> Iterator[Standing]:
    """Every test of the module stands on the city; it only reads. Not to be mixed with `db` or `django_db`."""
    name, home = f"test_viecthat_{os.environ[SLOT]}_{worker_id}_city", tmp_path_factory.mktemp("city")
    with django_db_blocker.unblock():
        _drop(name)
        _create(name, _beginning())
        try:
            with _standing_on(Loaded(name, home)):
                call_command("migrate", verbosity=0)
                yield Standing(make_city(), _environment(name, home))
        finally:
            _drop(name)


def _environment(database: str, home: Path) -> dict[str, str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("VIECTHAT_")}
    ours = {"DATABASE_URL": database_url(database), "VIECTHAT_DATA": str(home), "VIECTHAT_FILES": str(home / "files")}
    return known | ours


@pytest.fixture
def city(standing: Standing) -> City:
    return standing.city
