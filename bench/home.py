"""Where the bench keeps what it makes: facts, generations, the databases of the peers. Never in the repository."""

from __future__ import annotations

import os
from pathlib import Path

from viecthat.project.database import data_home


def bench_home() -> Path:
    """VIECTHAT_BENCH_HOME, or `bench` under the data home."""
    given = os.environ.get("VIECTHAT_BENCH_HOME")
    return Path(given).expanduser().absolute() if given else data_home() / "bench"
