"""Generations: the whole store as of one state of the ledger. Written beside the last one, then named the current one.

A crash at any point leaves the last good generation: a manifest is written only when every file that it names is on
the disk, and `current` is replaced in one step only when the manifest is.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from viecthat.rollup.store.arrays import Written, checksum, map_arrays, sync_folder
from viecthat.rollup.store.bucket import Bucket, Year
from viecthat.rollup.store.calendar import Cell, Level
from viecthat.rollup.store.layout import Layout
from viecthat.rollup.store.month import Month

FORMAT = 7
CURRENT = "current"
KINDS: Mapping[Level, type[Month] | type[Bucket]] = {Level.MONTH: Month, Level.QUARTER: Bucket, Level.YEAR: Year}

# A reader that has opened an older generation may still have to map files of it.
_KEPT_SECONDS = 3600


class Stored(NamedTuple):
    """A file of the home: a cell's arrays, the layout, or a Parquet part with `lines` ledger lines."""

    file: str
    written: Written
    lines: int = 0


@dataclass(frozen=True)
class Manifest:
    """What a generation is made of.

    horizon: everything that was committed below it is inside, nothing else. identity: of which ledger. built: the
    number of the generation that was last built whole, not merged.
    """

    number: int
    horizon: int
    identity: str
    room: int
    lines: int
    layout: Stored
    cells: Mapping[Cell, Stored]
    parts: tuple[Stored, ...]
    built: int

    @property
    def files(self) -> tuple[Stored, ...]:
        """Every file it names."""
        return (self.layout, *self.cells.values(), *self.parts)

    def to_json(self) -> str:
        """As it is written to the disk."""
        return json.dumps(
            {
                "format": FORMAT,
                "number": self.number,
                "horizon": self.horizon,
                "identity": self.identity,
                "room": self.room,
                "lines": self.lines,
                "built": self.built,
                "layout": self.layout,
                "cells": [[cell.level.name, cell.number, stored] for cell, stored in _sorted(self.cells)],
                "parts": self.parts,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """The opposite of `to_json`. ValueError for anything else."""
        told = json.loads(text)
        if told.get("format") != FORMAT:
            raise ValueError("a generation of another format: it must be built anew")
        try:
            return cls(
                number=told["number"],
                horizon=told["horizon"],
                identity=told["identity"],
                room=told["room"],
                lines=told["lines"],
                built=told["built"],
                layout=_stored(told["layout"]),
                cells={Cell(Level[level], number): _stored(stored) for level, number, stored in told["cells"]},
                parts=tuple(_stored(part) for part in told["parts"]),
            )
        except (KeyError, TypeError) as failed:
            raise ValueError("not the manifest of a generation") from failed


@dataclass(frozen=True, eq=False)
class Generation:
    """One generation, open for reading. Its arrays are mapped when first looked at, and shared by all processes."""

    home: Path
    manifest: Manifest
    _open: dict[Cell, Month | Bucket] = field(default_factory=dict, repr=False)

    @property
    def number(self) -> int:
        """Generations are numbered as they are made."""
        return self.manifest.number

    @property
    def horizon(self) -> int:
        """Everything that was committed below it is inside, nothing else."""
        return self.manifest.horizon

    @property
    def identity(self) -> str:
        """Of which ledger it is, as the writer was told."""
        return self.manifest.identity

    @property
    def lines_count(self) -> int:
        """How many ledger lines are inside."""
        return self.manifest.lines

    @property
    def bytes(self) -> int:
        """Bytes of all its files, the Parquet parts included."""
        return sum(stored.written.size for stored in self.manifest.files)

    @cached_property
    def layout(self) -> Layout:
        """The order of units that its keys are made of."""
        stored = self.manifest.layout
        arrays = map_arrays(self.home / stored.file, ("units", "marks"), stored.written)
        return Layout(arrays["units"], self.manifest.room, arrays["marks"])

    @cached_property
    def months(self) -> tuple[int, ...]:
        """The months that have lines, in order."""
        return tuple(sorted(cell.number for cell in self.manifest.cells if cell.level is Level.MONTH))

    @property
    def parts(self) -> tuple[Path, ...]:
        """The Parquet files that hold every line with all its columns."""
        return tuple(self.home / part.file for part in self.manifest.parts)

    def month(self, number: int) -> Month | None:
        """The lines of a month, None when it has none."""
        found = self.cell(Cell(Level.MONTH, number))
        return found if isinstance(found, Month) else None

    def year(self, number: int) -> Year | None:
        """The sums of a year, None when it has none."""
        found = self.cell(Cell(Level.YEAR, number))
        return found if isinstance(found, Year) else None

    def cell(self, cell: Cell) -> Month | Bucket | None:
        """A cell of the calendar, None when nothing lies in it. OSError when a file is damaged."""
        if (opened := self._open.get(cell)) is None and (stored := self.manifest.cells.get(cell)) is not None:
            kind = KINDS[cell.level]
            arrays = map_arrays(self.home / stored.file, kind.names(), stored.written)
            opened = self._open[cell] = kind.from_arrays(self.manifest.room, arrays)
        return opened

    def check(self) -> list[str]:
        """Every file whose length or checksum is not what was written; empty when all is sound."""
        wrong = []
        for stored in self.manifest.files:
            path = self.home / stored.file
            if not path.is_file():
                wrong.append(f"{stored.file}: missing")
            elif path.stat().st_size != stored.written.size or checksum(path) != stored.written.crc:
                wrong.append(f"{stored.file}: damaged")
        return wrong

    def differs_from(self, other: Generation) -> list[str]:
        """Which cells are not the same to the byte, by name; empty when all are."""
        mine, theirs = self.manifest.cells, other.manifest.cells
        different = [
            f"{cell.level.name.lower()} {cell.number}"
            for cell in sorted({*mine, *theirs}, key=_cell_order)
            if cell not in mine or cell not in theirs or mine[cell].written != theirs[cell].written
        ]
        same_layout = self.manifest.layout.written == other.manifest.layout.written
        return different if same_layout and self.manifest.room == other.manifest.room else ["layout", *different]

    def is_whole(self) -> bool:
        """Whether every file is there at its full length; quick, for it reads none."""
        try:
            return all((self.home / one.file).stat().st_size == one.written.size for one in self.manifest.files)
        except OSError:
            return False


def open_generation(home: Path) -> Generation | None:
    """The current generation; an older whole one when it is damaged; None when there is none."""
    for name in _manifests(home):
        try:
            generation = Generation(home, Manifest.from_json((home / name).read_text(encoding="utf-8")))
        except (OSError, ValueError):
            continue
        if generation.is_whole():
            return generation
    return None


def current_name(home: Path) -> str | None:
    """The name of the current manifest: cheap to ask, and another one as soon as there is a newer generation."""
    try:
        return (home / CURRENT).read_text(encoding="utf-8")
    except OSError:
        return None


def publish(home: Path, manifest: Manifest) -> Generation:
    """Make this generation the current one; every file that it names must be on the disk already."""
    name = f"manifest-{manifest.number:08}.json"
    _write_through(home / name, manifest.to_json())
    _write_through(home / f"{CURRENT}.new", name)
    (home / f"{CURRENT}.new").replace(home / CURRENT)
    sync_folder(home)
    return Generation(home, manifest)


@contextmanager
def writing(home: Path) -> Iterator[None]:
    """One writer at a time: another waits until this one is done or dead."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "writing.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def next_number(home: Path) -> int:
    """One more than any generation here was ever given, half-written ones included."""
    given = [int(path.name.split("-")[-1].split(".")[0]) for path in home.glob("*-[0-9]*")]
    return max(given, default=0) + 1


def sweep(home: Path, current: Manifest) -> None:
    """Remove what neither the current generation nor a lately published one names, and what a crash left behind."""
    named = {CURRENT, "writing.lock", *_names_in(current)}
    long_ago = time.time() - _KEPT_SECONDS
    for path in home.glob("manifest-*.json"):
        if path.stat().st_mtime > long_ago:
            try:
                named |= {path.name, *_names_in(Manifest.from_json(path.read_text(encoding="utf-8")))}
            except ValueError:
                continue
    named.add(f"manifest-{current.number:08}.json")
    for path in home.iterdir():
        if path.name in named:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _sorted(cells: Mapping[Cell, Stored]) -> list[tuple[Cell, Stored]]:
    return sorted(cells.items(), key=lambda item: _cell_order(item[0]))


def _cell_order(cell: Cell) -> tuple[int, int]:
    return cell.level.value, cell.number


def _names_in(manifest: Manifest) -> set[str]:
    return {stored.file for stored in manifest.files}


def _manifests(home: Path) -> list[str]:
    """The current one first, then all others, the latest first."""
    names = sorted((path.name for path in home.glob("manifest-*.json")), reverse=True)
    current = current_name(home)
    return names if current is None else [current, *(name for name in names if name < current)]


def _write_through(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _stored(told: Any) -> Stored:
    file, written, lines = told
    return Stored(file, Written(*written), lines)
