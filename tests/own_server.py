"""The tests' own embedded PostgreSQL: the program an installation runs, but it never waits for a disk.

What is lost when the power fails is made anew by the next run. The server of an installation on the same machine stays
as it is.
"""

import hashlib
import os
from pathlib import Path

import psycopg

from viecthat.project import database
from viecthat.project.embedded import EmbeddedServer
from viecthat.project.embedded.home import memory
from viecthat.project.embedded.server import KEEPER

# What waits for a disk; what looks after a database for years, at any moment, of those that last an hour; and no more
# of the log than a few copies fill, for it may lie in memory.
SETTINGS = dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "jit"), "off")
SETTINGS |= {"max_wal_size": "256MB"}
# An empty database is 6,000 files. To make them takes a disk two to four seconds of processor time, memory a tenth of
# one, and a run of the tests makes fifty copies. A run fills 2 GB.
MEMORY = Path("/dev/shm")
ROOM, AT_LEAST = 4 * 2**30, 8 * 2**30


def own_server() -> EmbeddedServer:
    """In memory where there is enough of it, else beside the installation's, in the folder of the tests.

    Between runs it keeps the empty database, 100 MB, until the machine starts anew.
    """
    home = database.data_home() / "tests" / "server"
    if in_memory():
        home = MEMORY / f"viecthat-tests-{hashlib.sha256(os.fsencode(home)).hexdigest()[:10]}"
    return _OwnServer(home)


def in_memory() -> bool:
    """Whether databases may lie in memory. By its size, not by what is free: during a run the answer stays the same."""
    if not os.access(MEMORY, os.W_OK):
        return False
    whole = os.statvfs(MEMORY)
    return whole.f_blocks * whole.f_frsize >= ROOM and memory() >= AT_LEAST


def use_own_server() -> None:
    """From now on the embedded server is the tests' own. Nothing is started yet, nothing may be connected."""
    from django.conf import settings

    database.embedded_server = own_server
    settings.DATABASES["default"].update(database.database_settings())


class _OwnServer(EmbeddedServer):
    def _make_database(self) -> None:
        super()._make_database()
        keeper = {"host": str(self.home.sockets), "port": 5432, "user": KEEPER, "dbname": "postgres"}
        passfile = str(self.home.password_file(KEEPER))
        with psycopg.connect(**keeper, passfile=passfile, autocommit=True) as connection:  # type: ignore[arg-type]
            for name, value in SETTINGS.items():
                connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
            connection.execute("SELECT pg_reload_conf()")
