"""A database of a bench's own, on the server of this installation, thrown away at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def own_database(name: str) -> Iterator[None]:
    """Set Django up and stand on a migrated database of this name; it is dropped whatever happens."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viecthat.project.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from viecthat.project.database import ensure_database

    ensure_database()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = "postgres"
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")
