"""Servers of their own, in folders that go away: the server of the installation is left alone."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.own_server import MEMORY, in_memory
from viecthat.project.embedded import EmbeddedServer


def _home() -> Iterator[Path]:
    # Not tmp_path: pytest keeps that below a folder which the server's account may not enter.
    made = Path(tempfile.mkdtemp(prefix="viecthat-test-", dir=MEMORY if in_memory() else "/tmp"))
    yield made
    server = EmbeddedServer(made)
    if server.home.data.exists():
        server.home.data.chmod(0o700)
        server.stop()
    shutil.rmtree(server.home.sockets, ignore_errors=True)
    shutil.rmtree(made)


@pytest.fixture
def home() -> Iterator[Path]:
    """An empty private folder whose server is stopped afterwards."""
    yield from _home()


@pytest.fixture(scope="module")
def shared_home() -> Iterator[Path]:
    """The same for a whole module."""
    yield from _home()
