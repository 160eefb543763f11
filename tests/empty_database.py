"""The empty database, migrated once: every run and every worker begins with a copy.

Kept on its server from run to run under a name that tells which migrations made it; a new one takes its place.
"""

import fcntl
import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "test_viecthat_migrated_"
# What the tables and the rows that come with them are made of.
MADE_OF = ("uv.lock", "src/viecthat/*/migrations/*.py", "src/viecthat/**/models*", "src/viecthat/project/*.py")


def migrated_template() -> str:
    """The name of the database to copy; made by whoever needs it first, while the others wait."""
    from viecthat.project.database import data_home

    name = PREFIX + _mark()
    with (data_home() / "tests" / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if name not in _templates():
            _make(name)
    return name


def _mark() -> str:
    """A digest of everything that makes the database."""
    files = {file for pattern in MADE_OF for file in ROOT.glob(pattern)}
    files |= {inner for folder in files if folder.is_dir() for inner in folder.glob("**/*.py")}
    digest = hashlib.sha256()
    for file in sorted(file for file in files if file.is_file()):
        digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _templates() -> list[str]:
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [PREFIX + "%"])
        return [name for (name,) in cursor.fetchall()]


def _make(name: str) -> None:
    from django.core.management import call_command
    from django.db import DatabaseError, connection

    with connection._nodb_cursor() as cursor:
        for old in _templates():
            try:
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
            except DatabaseError:  # another run copies it at this moment
                continue
        # Under its name only once it is whole.
        draft = f"{name}_draft"
        cursor.execute(f'CREATE DATABASE "{draft}"')
        installation = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = draft
        try:
            call_command("migrate", verbosity=0, run_syncdb=True)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = installation
        cursor.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')
