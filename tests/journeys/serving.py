"""The program itself at work: `viecthat serve` in a process of its own, on a copy of the demonstration."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from playwright.sync_api import Browser, StorageState

    from tests.demo_data import Loaded, Template

PROGRAM = Path(sys.executable).with_name("viecthat")
READY = re.compile(r"http://127\.0\.0\.1:\d+/")
SIGN_IN = "/dang-nhap/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
TRIES = 3  # another program may take a free port before the server does


@dataclass
class Site:
    """The demonstration on an address of its own."""

    address: str
    home: Path
    loaded: "Loaded"
    sessions: "dict[str, StorageState]" = field(default_factory=dict)

    @property
    def password(self) -> str:
        """The one of every account of the demonstration."""
        return (self.home / "demo_password").read_text(encoding="ascii").strip()

    def session(self, browser: "Browser", username: str) -> "StorageState":
        """What a browser keeps after this account has signed in; once, and without the pages on the way."""
        if username not in self.sessions:
            context = browser.new_context(base_url=self.address)
            token = TOKEN.search(context.request.get(SIGN_IN).text())
            assert token, "no form to sign in with"
            form = {"csrfmiddlewaretoken": token[1], "username": username, "password": self.password}
            answer = context.request.post(SIGN_IN, form=form, max_redirects=0)
            assert answer.headers.get("location") == "/viec-cua-toi/", (answer.status, answer.text())
            self.sessions[username] = context.storage_state()
            context.close()
        return self.sessions[username]


@contextmanager
def served_copy(template: "Template", name: str, home: Path) -> Iterator[Site]:
    """Copy the loaded demonstration, its files included, and serve the copy."""
    # Kept files are never written to, only replaced: a second name for each is as good as a copy.
    shutil.copytree(template.loaded.home, home, copy_function=os.link)
    with template.copied(f"{template.loaded.name}_{name}") as copy, served(copy.name, home) as address:
        yield Site(address, home, replace(copy, home=home))


@contextmanager
def served(database: str, home: Path) -> Iterator[str]:
    """The address of the program, serving this database and this data folder."""
    ours = {"DATABASE_URL": database_url(database), "VIECTHAT_DATA": str(home), "VIECTHAT_FILES": str(home / "files")}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("VIECTHAT_")}
    process, address, said = _started(environment | ours | {"PYTHONUNBUFFERED": "1", "COLUMNS": "200"})
    try:
        yield address
    finally:
        # With its workers, and at once: that it ends well when asked to is tested where that is the question.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    log = "".join(said)
    assert "Internal Server Error" not in log, log


def database_url(name: str) -> str:
    """The address of another database of the server that the tests use."""
    from django.db import connection

    known = connection.settings_dict
    where = {"host": known["HOST"], "port": known["PORT"], **known["OPTIONS"]}
    who = quote(known["USER"]) + (f":{quote(known['PASSWORD'], safe='')}" if known["PASSWORD"] else "")
    return f"postgres://{who}@/{name}?{urlencode({key: value for key, value in where.items() if value})}"


def _started(environment: dict[str, str]) -> tuple[subprocess.Popen[str], str, list[str]]:
    for _ in range(TRIES):
        argv = [PROGRAM, "serve", "--workers", "1", "--port", str(_free_port())]
        # One pipe for both: what the program complains about is told when it does not start.
        process = subprocess.Popen(
            argv,
            env=environment,
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        said: list[str] = []
        for line in process.stdout or ():
            said.append(line)
            if found := READY.search(line):
                # Read on, or a talkative server would wait for a reader for ever.
                Thread(target=said.extend, args=(process.stdout,), daemon=True).start()
                return process, found[0].rstrip("/"), said
        process.wait()
    raise RuntimeError(f"viecthat serve ended with {process.returncode}: {''.join(said)}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
