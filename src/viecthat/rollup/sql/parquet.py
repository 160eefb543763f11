"""The ledger as Parquet: a part is a file of entries, sorted by indicator, day, unit and entry."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from viecthat.rollup.facts import Column, Facts

COLUMNS = tuple(field.name for field in fields(Facts))

# Lines that are skipped or read together: small enough to skip most of a part, large enough to compress.
ROW_GROUP = 122_880
# To begin a DuckDB takes ten times as long as a small file, so a process keeps one. Of what it reads it keeps nothing.
_SETTINGS: dict[str, Any] = {"threads": 1, "enable_external_file_cache": False}
_kept: dict[int, duckdb.DuckDBPyConnection] = {}
_beginning = Lock()


def write_part(path: Path, facts: Facts) -> None:
    """Write facts as one part, whole or not at all, on the disk when this returns. OSError when there is no room."""
    order = np.lexsort((facts.entry, facts.unit, facts.day, facts.indicator))
    columns = {name: getattr(facts, name)[order] for name in COLUMNS}
    unfinished = path.with_name(f"{path.name}.part")
    try:
        write_table(unfinished, columns)
        _sync(unfinished)
        unfinished.replace(path)
        _sync(path.parent)
    except duckdb.IOException as error:
        raise OSError(str(error)) from error
    finally:
        unfinished.unlink(missing_ok=True)


def write_table(path: Path, columns: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write columns as one Parquet file, in their order. duckdb.IOException when it cannot be written."""
    with _duckdb() as connection:
        connection.register("lines", dict(columns))
        connection.execute(f"COPY lines TO {text(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})")


def read_parts(paths: Iterable[Path]) -> Facts:
    """Every line of the parts, in their order. OSError when one is missing or damaged."""
    paths = list(paths)
    if not paths:
        return Facts.none()
    lines = _read(f"SELECT {', '.join(COLUMNS)} FROM {parts(paths)}")
    return Facts(*(lines[name] for name in COLUMNS))  # type: ignore[arg-type]


def read_in_batches(paths: Iterable[Path], size: int = 8 * ROW_GROUP) -> Iterator[Facts]:
    """The lines of the parts, at most `size` at once, in their order. OSError when one is missing or damaged."""
    for path in paths:
        (total,) = _read(f"SELECT count(*) AS lines FROM {parts([path])}")["lines"].tolist()
        for start in range(0, total, size):
            lines = _read(
                f"SELECT {', '.join(COLUMNS)} FROM read_parquet({text(path)}, file_row_number => true)"
                f" WHERE file_row_number >= {start} AND file_row_number < {start + size}"
            )
            yield Facts(*(lines[name] for name in COLUMNS))  # type: ignore[arg-type]


def parts(paths: Iterable[Path | str]) -> str:
    """The parts as DuckDB names them in FROM."""
    return f"read_parquet([{', '.join(map(text, paths))}])"


def text(value: Path | str) -> str:
    """A text as SQL writes it."""
    return "'" + str(value).replace("'", "''") + "'"


def _read(statement: str) -> dict[str, Column]:
    try:
        with _duckdb() as connection:
            return connection.execute(statement).fetchnumpy()
    except (duckdb.IOException, duckdb.InvalidInputException) as error:
        raise OSError(str(error)) from error


@contextmanager
def _duckdb() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of its own to the DuckDB of this process."""
    process = os.getpid()  # a forked one begins its own
    with _beginning:
        if process not in _kept:
            _kept[process] = duckdb.connect(config=_SETTINGS)
        connection = _kept[process].cursor()
    try:
        yield connection
    except duckdb.FatalException:  # after that it answers nothing any more
        _kept.pop(process, None)
        raise
    finally:
        connection.close()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
