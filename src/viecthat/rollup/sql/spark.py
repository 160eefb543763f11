"""Spark: the same SQL on as many machines as there are. Needs the extra `spark`, and Java."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import duckdb
import numpy as np
import numpy.typing as npt
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession as Driver

from viecthat.kernel.errors import gettext_noop
from viecthat.rollup.facts import Facts
from viecthat.rollup.sql.engine import Rows
from viecthat.rollup.sql.parquet import COLUMNS, parts as parts_of, write_part, write_table

_SETTINGS = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}


# A process drives one Spark.
_turn = threading.Lock()


@dataclass(frozen=True)
class SparkEngine:
    """A Spark cluster; this process drives it, one question at a time.

    master: its address. folder: where tables go to it and answers come back, seen by all its machines under the same
    path, as the Parquet parts must be. settings: Spark's own, such as spark.executor.memory.
    """

    exact_sum: ClassVar[str] = "try_sum({})"
    message: ClassVar[str] = gettext_noop("tính bằng SQL trên Spark, đọc {lines} dòng")

    master: str
    folder: Path | None = None
    settings: Mapping[str, str] = field(default_factory=dict)

    @contextmanager
    def session(self, parts: Sequence[Path], tail: Facts) -> Iterator[SparkSession]:
        """A session in which `ledger` is every line of the parts and of the tail. OSError when Spark cannot."""
        with _turn, TemporaryDirectory(prefix="viecthat-", dir=self.folder) as scratch, _said():
            session = SparkSession(self._driver().newSession(), Path(scratch))
            paths = list(parts)
            if len(tail) or not paths:
                paths.append(Path(scratch) / "tail.parquet")
                write_part(paths[-1], tail)
            session.view("ledger", paths, COLUMNS)
            yield session

    def stop(self) -> None:
        """Let the cluster go."""
        if (driver := Driver.getActiveSession()) is not None:
            driver.stop()

    def _driver(self) -> Any:
        if self.master.startswith("local-cluster["):
            # All its machines are this one, whatever its name leads to.
            os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        builder = Driver.builder.master(self.master).appName("viecthat")
        for name, value in (_SETTINGS | dict(self.settings)).items():
            builder = builder.config(name, value)
        driver = builder.getOrCreate()
        driver.sparkContext.setLogLevel("ERROR")
        return driver


class SparkSession:
    """One question at Spark. Tables and answers travel as Parquet: no row passes through Python one by one."""

    def __init__(self, driver: Any, scratch: Path) -> None:
        self._driver = driver
        self._scratch = scratch
        self._answers = 0

    def table(self, name: str, columns: Mapping[str, npt.NDArray[np.int64]]) -> None:
        """Make a table known; a second one of the name takes the place of the first."""
        path = self._scratch / f"{name}.parquet"
        write_table(path, columns)
        self.view(name, [path], tuple(columns))

    def view(self, name: str, paths: Sequence[Path], columns: Sequence[str]) -> None:
        """Make Parquet files known as one table."""
        read = self._driver.read.parquet(*(path.resolve().as_uri() for path in paths))
        read.select(*columns).createOrReplaceTempView(name)

    def rows(self, statement: str) -> Rows:
        """Columns of the answer. OSError when Spark cannot read or answer."""
        self._answers += 1
        answer = self._scratch / f"answer-{self._answers}"
        with _said():
            self._driver.sql(statement).write.parquet(answer.resolve().as_uri())
        with duckdb.connect(config={"threads": 1}) as connection:
            return connection.execute(f"FROM {parts_of([answer / '*.parquet'])}").fetchnumpy()


@contextmanager
def _said() -> Iterator[None]:
    """What Java throws is said in one line."""
    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise OSError(str(error).strip().partition("\n")[0]) from error
