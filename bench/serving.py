"""The program serving a bench's database, people signed in, and many clients at once."""

from __future__ import annotations

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

TOKEN: Final = "a" * 32


@dataclass(frozen=True)
class Answered:
    """Seconds of each answer, and of all of them together."""

    each: list[float]
    whole: float


@contextmanager
def served() -> Iterator[int]:
    """The program serving this database, with as many workers as it takes by itself; its port."""
    from django.db import connection

    known = connection.settings_dict
    told = {"host": known["HOST"], "port": known["PORT"], **known["OPTIONS"]}
    where = urlencode({key: value for key, value in told.items() if value})
    who = quote(known["USER"]) + (f":{quote(known['PASSWORD'], safe='')}" if known["PASSWORD"] else "")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [Path(sys.executable).with_name("viecthat"), "serve", "--port", str(port)],
        env=os.environ | {"DATABASE_URL": f"postgres://{who}@/{known['NAME']}?{where}", "PYTHONUNBUFFERED": "1"},
        start_new_session=True,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if re.search(r"http://127\.0\.0\.1:\d+/", line):
                break
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        connection.close()


def sessions_for(accounts: Sequence[int]) -> dict[int, str]:
    """A session key for each of these accounts, as if they had signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    from viecthat.accounts.models import Account

    store, rows, keys = SessionStore(), [], {}
    until = datetime.now(UTC) + timedelta(days=1)
    for account in Account.objects.filter(pk__in=list(accounts)):
        told = {
            SESSION_KEY: str(account.pk),
            BACKEND_SESSION_KEY: "viecthat.accounts.backends.AccountBackend",
            HASH_SESSION_KEY: account.get_session_auth_hash(),
        }
        keys[account.pk] = secrets.token_hex(16)
        rows.append(Session(session_key=keys[account.pk], session_data=store.encode(told), expire_date=until))
    Session.objects.bulk_create(rows, batch_size=2_000)
    return keys


def all_at_once(port: int, work: Sequence[Any], one: Callable[[HTTPConnection, Any], None], clients: int) -> float:
    """Every client does its part of the work one after the other, all clients at once. Seconds of the whole."""

    def client(number: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=120)
        for item in work[number::clients]:
            one(connection, item)
        connection.close()

    begun = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(client, range(clients)))
    return time.perf_counter() - begun


def got(connection: HTTPConnection, path: str, session: str) -> tuple[HTTPResponse, bytes]:
    """A page, by somebody signed in."""
    connection.request("GET", path, headers={"Cookie": f"sessionid={session}; csrftoken={TOKEN}"})
    answer = connection.getresponse()
    return answer, answer.read()


def posted(
    connection: HTTPConnection, path: str, given: dict[str, Any], session: str, *, part: bool = False
) -> tuple[HTTPResponse, bytes]:
    """A form sent, by somebody signed in; `part`: as the page's own script sends it."""
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
        **({"HX-Request": "true"} if part else {}),
    }
    connection.request("POST", path, urlencode(given, doseq=True).encode(), headers)
    answer = connection.getresponse()
    return answer, answer.read()
