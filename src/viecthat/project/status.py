"""How the installation fares, for its keeper. Looking starts nothing and changes nothing."""

from dataclasses import asdict, dataclass
from importlib.metadata import version

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError
from django.utils.translation import gettext

from viecthat.project.database import data_home, database_url, embedded_server


@dataclass(frozen=True)
class Installation:
    """`pending` counts migrations not yet run; None when the database does not answer."""

    version: str
    home: str
    database: str
    running: bool
    pending: int | None

    @property
    def sentence(self) -> str:
        """The state in words."""
        if not self.running:
            return gettext("không chạy")
        if self.pending is None:
            return gettext("đang chạy nhưng không kết nối được")
        if self.pending:
            return gettext("đang chạy; còn {count} bước cập nhật, hãy chạy “viecthat migrate”").format(
                count=self.pending
            )
        return gettext("đang chạy, đúng phiên bản")

    def as_dict(self) -> dict[str, object]:
        """The same for programs."""
        return asdict(self)


def read_status() -> Installation:
    """Look at the program, its home and its database."""
    pending = _pending()
    if database_url():
        place = connection.settings_dict
        database = f"PostgreSQL · {place['HOST'] or 'localhost'} · {place['NAME']}"
        running = pending is not None
    else:
        server = embedded_server().status()
        database = f"PostgreSQL {server.version} · {server.directory}"
        running = server.running
    return Installation(version("viecthat"), str(data_home()), database, running, pending)


def _pending() -> int | None:
    try:
        executor = MigrationExecutor(connection)
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except OperationalError:
        return None
