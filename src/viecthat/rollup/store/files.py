"""The files of a generation that is being written: they go to the disk while the next one is reckoned."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Self

from viecthat.rollup.facts import Facts
from viecthat.rollup.sql.parquet import write_part
from viecthat.rollup.store.arrays import Written, checksum, write_arrays
from viecthat.rollup.store.bucket import Bucket
from viecthat.rollup.store.calendar import Cell
from viecthat.rollup.store.generation import Stored
from viecthat.rollup.store.layout import Layout
from viecthat.rollup.store.month import Month


class Files:
    """Takes cells, parts and the layout of generation `number` and writes them one after the other in a thread.

    Never more than one file waits in memory besides the one at work. OSError of a file that cannot be written comes
    from whatever is called next.
    """

    def __init__(self, home: Path, number: int) -> None:
        self._home, self._number = home, number
        self._cells: dict[Cell, Future[Stored]] = {}
        self._parts: list[Future[Stored]] = []
        self._layout: Future[Stored] | None = None
        self._last: Future[Stored] | None = None
        # Parts are made by DuckDB, which has work of its own to do: they wait for nobody and nobody for them.
        self._threads = ThreadPoolExecutor(1, "cells"), ThreadPoolExecutor(1, "parts")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failed: object) -> None:
        for threads in self._threads:
            threads.shutdown(cancel_futures=True)

    def take(self, cell: Cell, segment: Month | Bucket) -> None:
        """A month, quarter or year."""
        if self._last is not None:
            self._last.result()
        name = f"{cell.level.name.lower()}-{cell.number}-{self._number}"
        self._last = self._cells[cell] = self._threads[0].submit(_write_cell, self._home / name, segment)

    def take_part(self, name: str, facts: Facts) -> None:
        """Lines as Parquet."""
        if self._parts:
            self._parts[-1].result()
        path = self._home / f"{name}-{self._number}.parquet"
        self._parts.append(self._threads[1].submit(_write_part, path, facts))

    def take_layout(self, layout: Layout) -> None:
        """The order of units."""
        self._layout = self._threads[0].submit(_write_layout, self._home / f"layout-{self._number}", layout)

    @property
    def cells(self) -> dict[Cell, Stored]:
        """The cells taken so far; waits until they are on the disk."""
        return {cell: writing.result() for cell, writing in self._cells.items()}

    @property
    def parts(self) -> tuple[Stored, ...]:
        """The parts taken so far; waits likewise."""
        return tuple(writing.result() for writing in self._parts)

    @property
    def layout(self) -> Stored | None:
        """The layout, if one was taken; waits likewise."""
        return None if self._layout is None else self._layout.result()


def _write_cell(path: Path, segment: Month | Bucket) -> Stored:
    return Stored(path.name, write_arrays(path, segment.arrays()))


def _write_layout(path: Path, layout: Layout) -> Stored:
    return Stored(path.name, write_arrays(path, {"units": layout.units, "marks": layout.marks}))


def _write_part(path: Path, facts: Facts) -> Stored:
    write_part(path, facts)
    return Stored(path.name, Written(path.stat().st_size, checksum(path)), len(facts))
