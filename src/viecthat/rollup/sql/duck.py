"""DuckDB: SQL over the Parquet parts within this process, in bounded memory."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, ClassVar

import duckdb
import numpy as np
import numpy.typing as npt

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.rollup.facts import Facts
from viecthat.rollup.sql.engine import Rows
from viecthat.rollup.sql.parquet import COLUMNS, parts as parts_of

_LARGEST_SHARE = 0.4
_LARGEST = 4 * 2**30


class _Database:
    """One database in memory, opened by its first question."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.connection: duckdb.DuckDBPyConnection | None = None


@dataclass(frozen=True)
class DuckEngine:
    """One database in memory for each process and setting, asked one question at a time: its memory stays bounded.

    threads; memory: as DuckDB writes it ("4GB"), at most two fifths of the machine's and 4 GiB unless told;
    folder: where what exceeds it is put for the while.
    """

    exact_sum: ClassVar[str] = "try_cast(sum({}) AS BIGINT)"
    message: ClassVar[str] = gettext_noop("tính bằng SQL trên DuckDB, đọc {lines} dòng")

    threads: int = 2
    memory: str | None = None
    folder: Path | None = None

    @contextmanager
    def session(self, parts: Sequence[Path], tail: Facts) -> Iterator[DuckSession]:
        """A session in which `ledger` is every line of the parts and of the tail. OSError when a part is missing."""
        # By process: a child of fork must use neither the lock nor the database of its parent.
        database = _databases.setdefault((os.getpid(), self), _Database())
        with database.lock:
            if database.connection is None:
                database.connection = self._open()
            with database.connection.cursor() as cursor:
                cursor.register("tail", {held.name: getattr(tail, held.name) for held in fields(tail)})
                columns = ", ".join(COLUMNS)
                whole = f"SELECT {columns} FROM tail"
                if parts:
                    whole = f"SELECT {columns} FROM {parts_of(parts)} UNION ALL {whole}"
                session = DuckSession(cursor)
                session.run(f"CREATE TEMP VIEW ledger AS {whole}")
                yield session

    def _open(self) -> duckdb.DuckDBPyConnection:
        settings: dict[str, Any] = {
            "threads": self.threads,
            "memory_limit": self.memory or f"{_default_memory() // 2**20}MiB",
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
        }
        if self.folder is not None:
            settings["temp_directory"] = str(self.folder)
        return duckdb.connect(config=settings)


_databases: dict[tuple[int, DuckEngine], _Database] = {}


class DuckSession:
    """One question at DuckDB."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def table(self, name: str, columns: Mapping[str, npt.NDArray[np.int64]]) -> None:
        """Make a table known; its columns are read where they are."""
        self._cursor.register(name, dict(columns))

    def rows(self, statement: str) -> Rows:
        """Columns of the answer."""
        return self.run(statement).fetchnumpy()

    def run(self, statement: str) -> duckdb.DuckDBPyConnection:
        """Run a statement. Refused when it needs more memory than is allowed, OSError when a part cannot be read."""
        try:
            return self._cursor.execute(statement)
        except duckdb.OutOfMemoryException as error:
            raise Refused(
                gettext_noop("Câu hỏi này cần nhiều bộ nhớ hơn mức cho phép; hãy hỏi ít đơn vị, kỳ hoặc chỉ số hơn.")
            ) from error
        except duckdb.IOException as error:
            raise OSError(str(error)) from error


def _default_memory() -> int:
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(int(machine * _LARGEST_SHARE), _LARGEST)
