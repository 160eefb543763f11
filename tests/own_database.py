"""A database of a test's own, for what is really committed and what really happens at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

_copies = count(1)
# The floors whose tables a copy keeps: a copy costs what its files cost, and most tables are of floors above.
KEPT = {"accounts", "files", "ledger", "people", "units"}


@pytest.fixture(scope="session")
def _empty_database(django_db_setup, django_db_blocker) -> Iterator[str]:
    """The test database; made here when a single test was picked that does not ask for it in the usual way."""
    if connection.settings_dict["NAME"] == connection.settings_dict["TEST"]["NAME"]:
        yield connection.settings_dict["NAME"]
        return
    with django_db_blocker.unblock():
        made = setup_databases(0, interactive=False, aliases={"default"})
        yield connection.settings_dict["NAME"]
        teardown_databases(made, 0)


@pytest.fixture(scope="session")
def _lower_database(_empty_database, django_db_blocker) -> Iterator[str]:
    """The empty test database without the tables of the floors above."""
    tables = [
        f'"{model._meta.db_table}"'
        for floor in apps.get_app_configs()
        if floor.name.startswith("viecthat.") and floor.label not in KEPT
        for model in floor.get_models(include_auto_created=True)
        if model._meta.managed
    ]
    with django_db_blocker.unblock(), _copy(_empty_database, f"{_empty_database}_lower") as name:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {', '.join(tables)} CASCADE")
        connection.close()
        connection.settings_dict["NAME"] = _empty_database
        yield name


@pytest.fixture
def own_database(_lower_database, django_db_blocker) -> Iterator[str]:
    """A copy of the empty test database: what is committed here is real, seen by every connection, and thrown away.

    The ledger can't be emptied between tests as other tables are: its own triggers say no.
    """
    with django_db_blocker.unblock(), _copy(_lower_database, f"{_lower_database}_{next(_copies)}") as own:
        yield own


@contextmanager
def _copy(template: str, name: str) -> Iterator[str]:
    """A copy that everybody is connected to in this block, and that is then thrown away."""
    before = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        # A page served in a thread of its own may have left its session behind; a template must have none.
        leave_alone(cursor, template)
        leave_alone(cursor, name)
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    connection.settings_dict["NAME"] = name
    try:
        yield name
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        with connection._nodb_cursor() as cursor:
            leave_alone(cursor, name)
            cursor.execute(f'DROP DATABASE "{name}"')


def leave_alone(cursor, database: str) -> None:
    """End our sessions there. Autovacuum's, which WITH (FORCE) may not end, give way to DROP and CREATE."""
    cursor.execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s AND usename = current_user"
        " AND backend_type = 'client backend'",
        [database],
    )
