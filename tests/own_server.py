"""The tests' own embedded PostgreSQL: the program an installation runs, but it never waits for a disk.

What is lost when the power fails is made anew by the next run, so a copy of the empty database costs a third. The
server of an installation on the same machine stays as it is.
"""

import psycopg

from viecthat.project import database
from viecthat.project.embedded import EmbeddedServer
from viecthat.project.embedded.server import KEEPER

# What waits for a disk; and what looks after a database for years, at any moment, of those that last an hour.
NOT_NEEDED = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "jit")


def own_server() -> EmbeddedServer:
    """Beside the installation's, in the folder of the tests."""
    return _OwnServer(database.data_home() / "tests" / "server")


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
            for name in NOT_NEEDED:
                connection.execute(f"ALTER SYSTEM SET {name} = off")
            connection.execute("SELECT pg_reload_conf()")
