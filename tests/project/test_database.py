"""Which database the application works with, and what it says when that one will not do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from viecthat.kernel.errors import Refused
from viecthat.project import database
from viecthat.project.database import (
    data_home,
    database_settings,
    embedded_server,
    ensure_database,
    parse_database_url,
)
from viecthat.project.embedded import EmbeddedServer


@pytest.fixture
def url_of_the_installation(monkeypatch: pytest.MonkeyPatch) -> str:
    """The database the tests run on, said as an address."""
    from urllib.parse import quote

    ensure_database()
    if given := database.database_url():
        return given
    own = embedded_server().connection()
    host = quote(own["host"], safe="")
    return f"postgres://{own['user']}:{own['password']}@{host}:{own['port']}/{own['dbname']}"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://lan:bi-mat@may:6432/doan", ("doan", "lan", "bi-mat", "may", "6432")),
        ("postgresql://lan@may/doan", ("doan", "lan", "", "may", "")),
        ("postgres:///doan", ("doan", "", "", "", "")),
        ("postgres://lan:m%40t%3Akh%E1%BA%A9u@may/doan", ("doan", "lan", "m@t:khẩu", "may", "")),
        ("postgres://lan@%2Fvar%2Frun%2FPostgreSQL/doan", ("doan", "lan", "", "/var/run/PostgreSQL", "")),
        ("postgres:///doan?host=/var/run/postgresql&port=5433", ("doan", "", "", "/var/run/postgresql", "5433")),
        ("postgres://lan@[2001:db8::1]:5433/doan", ("doan", "lan", "", "2001:db8::1", "5433")),
        ("postgres://may/t%C3%AAn", ("tên", "", "", "may", "")),
    ],
)
def test_address_is_read(url: str, expected: tuple[str, ...]) -> None:
    settings = parse_database_url(url)
    assert tuple(settings[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == expected
    assert settings["OPTIONS"] == {}


def test_other_parameters_of_the_address_are_options_of_the_connection() -> None:
    options = parse_database_url("postgres://may/doan?sslmode=verify-full&connect_timeout=3")["OPTIONS"]
    assert options == {"sslmode": "verify-full", "connect_timeout": "3"}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "doan",
        "mysql://may/doan",
        "postgres://may",
        "postgres://may/",
        "postgres://may:cổng/doan",
        "postgres://may:99999/doan",
        "postgres://may/doan/khac",
        "postgres://may/doan#x",
        "postgres://may/doan?sslmode",
    ],
)
def test_address_that_cannot_be_read_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(Refused, match="DATABASE_URL không đọc được") as refused:
        parse_database_url(url)
    assert "may" not in str(refused.value).replace("máy", "")


def test_settings_follow_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://lan:bi-mat@may:6432/doan?sslmode=require")
    settings = database_settings()
    assert (settings["HOST"], settings["NAME"], settings["OPTIONS"]) == ("may", "doan", {"sslmode": "require"})


def test_settings_of_the_embedded_server_hold_no_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("VIECTHAT_DATA", str(tmp_path / "nhà"))
    # As an installation has it; that of the tests lies elsewhere.
    monkeypatch.setattr(database, "embedded_server", lambda: EmbeddedServer(database.data_home()))
    settings = database_settings()
    assert settings["PASSWORD"] == ""
    assert settings["OPTIONS"]["passfile"].startswith(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_home_follows_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("VIECTHAT_DATA", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    as_user = data_home()
    assert as_user.parent == tmp_path / "viecthat"
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert data_home() == Path("/var/lib/viecthat") / as_user.name
    monkeypatch.setenv("VIECTHAT_DATA", "~/doan")
    assert data_home() == Path.home() / "doan"


def test_good_address_is_accepted(monkeypatch: pytest.MonkeyPatch, url_of_the_installation: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url_of_the_installation)
    ensure_database()


def test_old_server_is_refused(monkeypatch: pytest.MonkeyPatch, url_of_the_installation: str) -> None:
    database._check_server.cache_clear()
    monkeypatch.setattr(database, "OLDEST_MAJOR", 99)
    monkeypatch.setenv("DATABASE_URL", url_of_the_installation)
    with pytest.raises(Refused, match=r"cần PostgreSQL 99 trở lên; .* là bản 1\d"):
        ensure_database()


def test_unreachable_server_is_refused_and_the_password_stays_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgres://lan:bi-mat@/doan?host={tmp_path}")
    with pytest.raises(Refused, match="Không kết nối được") as refused:
        ensure_database()
    assert "bi-mat" not in str(refused.value)


def test_importing_the_settings_starts_nothing(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import viecthat.project.settings as s; print(s.DATABASES['default']['NAME'])"],
        env={**os.environ, "VIECTHAT_DATA": str(home), "DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "viecthat"
    assert not (home / "database").exists()
