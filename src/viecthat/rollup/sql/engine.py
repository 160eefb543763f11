"""What an SQL engine must be able to do, and which one a setting names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl

import numpy as np
import numpy.typing as npt

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.rollup.facts import Facts

_MEMORY = re.compile(r"\d+(\.\d+)?([KMGT]i?B)")

Rows = dict[str, npt.NDArray[Any]]


class Session(Protocol):
    """One question at an engine: its tables are seen by nobody else and go with it."""

    def table(self, name: str, columns: Mapping[str, npt.NDArray[np.int64]]) -> None:
        """Make a small table known."""
        ...

    def rows(self, statement: str) -> Rows:
        """Run a statement; columns of its answer, masked where there may be NULL."""
        ...


class Engine(Protocol):
    """Somewhere to run SQL over Parquet.

    exact_sum: how it adds a column up without ever being wrong, NULL where 64 bits do not hold the sum.
    message: a Vietnamese msgid that says it was asked, with {lines}.
    """

    @property
    def exact_sum(self) -> str: ...

    @property
    def message(self) -> str: ...

    def session(self, parts: Sequence[Path], tail: Facts) -> AbstractContextManager[Session]:
        """A session in which `ledger` is every line of the parts and of the tail."""
        ...


def engine_named(name: str) -> Engine | None:
    """The engine that VIECTHAT_ENGINE names; None for an empty name: the everyday way. Refused when it is unknown.

    "duckdb:?threads=4&memory=8GB&folder=/var/tmp" · "spark://host:7077?folder=/shared&spark.executor.memory=8g" ·
    "local-cluster[2,1,1024]?folder=…". The folder is where an engine may put what does not fit in memory; for Spark
    it must be seen under the same path by all its machines.
    """
    if not name:
        return None
    try:
        engine = _engine(name)
    except ValueError:
        engine = None
    if engine is None:
        raise Refused(
            gettext_noop("VIECTHAT_ENGINE không nhận “{name}”; hãy để trống, hoặc ghi duckdb: hay spark://máy:cổng."),
            name=name,
        )
    return engine


def _engine(name: str) -> Engine | None:
    address, _, query = name.partition("?")
    options = dict(parse_qsl(query, strict_parsing=bool(query)))
    folder = Path(options.pop("folder")) if "folder" in options else None
    if address == "duckdb:" and options.keys() <= {"threads", "memory"}:
        from viecthat.rollup.sql.duck import DuckEngine  # noqa: PLC0415 – an engine is loaded when it is chosen

        threads, memory = int(options.get("threads", "2")), options.get("memory")
        valid = threads >= 1 and (memory is None or _MEMORY.fullmatch(memory))
        return DuckEngine(threads, memory, folder) if valid else None
    if address.startswith(("spark://", "local-cluster[", "k8s://")) or address == "yarn":
        from viecthat.rollup.sql.spark import SparkEngine  # noqa: PLC0415 – as above; 400 MB that few have

        return SparkEngine(address, folder, options)
    return None
