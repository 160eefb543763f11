"""Which PostgreSQL the application works with: the embedded one, or the one that DATABASE_URL names.

Computing the connection starts nothing; `ensure_database()` does, and is called by the programs that need it.
"""

import hashlib
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.project.embedded import EmbeddedServer

OLDEST_MAJOR = 15
SCHEMES = {"postgres", "postgresql"}
# Parameters of an address that are Django's own settings, and not an option of the connection.
PLACES = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
CONNECT_SECONDS = 10


def data_home() -> Path:
    """Where this installation keeps what it stores. Creates nothing.

    VIECTHAT_DATA, or /var/lib/viecthat/<project> for root, or ~/.local/share/viecthat/<project> (XDG_DATA_HOME).
    """
    if given := os.environ.get("VIECTHAT_DATA"):
        return Path(given).expanduser().absolute()
    if os.geteuid() == 0:
        above = Path("/var/lib")
    else:
        above = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    project = hashlib.sha256(os.fsencode(_project_directory())).hexdigest()[:10]
    return above / "viecthat" / project


def embedded_server() -> EmbeddedServer:
    """The embedded server of this installation; not started by asking for it."""
    return EmbeddedServer(data_home())


def database_url() -> str | None:
    """DATABASE_URL, or None when the embedded server is to be used."""
    return os.environ.get("DATABASE_URL", "").strip() or None


def database_settings() -> dict[str, Any]:
    """Django's settings of the default database. Raises Refused when DATABASE_URL cannot be read."""
    url = database_url()
    if url:
        settings = parse_database_url(url)
    else:
        parameters = embedded_server().parameters()
        settings = {
            "NAME": parameters["dbname"],
            "USER": parameters["user"],
            "PASSWORD": "",
            "HOST": parameters["host"],
            "PORT": str(parameters["port"]),
            "OPTIONS": {"passfile": parameters["passfile"]},
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **settings,
    }


def parse_database_url(url: str) -> dict[str, Any]:
    """Read `postgres://user:password@host:port/name?option=value` into Django's names.

    A socket's folder is given as the host, percent-encoded, or as `?host=/folder`. Raises Refused on anything else.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
        options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError as wrong:
        raise _unreadable() from wrong
    settings: dict[str, Any] = {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": _host(parts.netloc),
        "PORT": str(port or ""),
    }
    for name, place in PLACES.items():
        settings[place] = options.pop(name, settings[place])
    if parts.scheme not in SCHEMES or not settings["NAME"] or "/" in settings["NAME"] or parts.fragment:
        raise _unreadable()
    return settings | {"OPTIONS": options}


def ensure_database() -> None:
    """Return with a database that answers and is recent enough; start the embedded server when it is the one.

    Raises Refused with a sentence otherwise.
    """
    url = database_url()
    if url is None:
        embedded_server().ensure_running()
        return
    _check_server(url)


@cache
def _check_server(url: str) -> None:
    settings = parse_database_url(url)
    parameters = {name: settings[place] or None for name, place in PLACES.items()} | settings["OPTIONS"]
    try:
        with psycopg.connect(**({"connect_timeout": CONNECT_SECONDS} | parameters)) as connection:
            version = connection.info.server_version
    except psycopg.Error as failed:
        raise Refused(
            gettext_noop("Không kết nối được cơ sở dữ liệu mà DATABASE_URL chỉ tới: {reason}"),
            reason=" ".join(str(failed).split()),
        ) from failed
    if version // 10_000 < OLDEST_MAJOR:
        raise Refused(
            gettext_noop(
                "Việc Thật cần PostgreSQL {oldest} trở lên; máy chủ mà DATABASE_URL chỉ tới là bản {version}."
            ),
            oldest=OLDEST_MAJOR,
            version=version // 10_000,
        )


def _host(netloc: str) -> str:
    # urlsplit().hostname lowers its letters, which a socket's folder does not survive.
    host = netloc.rpartition("@")[2]
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return unquote(host.partition(":")[0])


def _unreadable() -> Refused:
    return Refused(
        gettext_noop("DATABASE_URL không đọc được; hãy viết như postgres://tên:mật-khẩu@máy:5432/cơ-sở-dữ-liệu.")
    )


def _project_directory() -> Path:
    """The clone when run from one, else the environment the package is installed in."""
    clone = Path(__file__).resolve().parents[3]
    return clone if (clone / "pyproject.toml").is_file() else Path(sys.prefix).resolve()
