"""Build a generation from the whole ledger, or from the last one and what came since. Both make the same bytes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from viecthat.rollup.facts import Facts
from viecthat.rollup.question import Numbers, months_of
from viecthat.rollup.sql.parquet import COLUMNS, write_part
from viecthat.rollup.store.arrays import Written, checksum, write_arrays
from viecthat.rollup.store.bucket import Bucket, bucket_of, year_of
from viecthat.rollup.store.calendar import Cell, Level, first_day
from viecthat.rollup.store.generation import (
    Generation,
    Manifest,
    Stored,
    next_number,
    open_generation,
    publish,
    sweep,
    writing,
)
from viecthat.rollup.store.layout import Layout
from viecthat.rollup.store.month import Lines, Month, month_of_lines

Progress = Callable[[str, int, int], None]


class OutdatedError(Exception):
    """The generation that was to be carried on is no longer the current one: somebody else was first."""


def write_generation(
    home: Path,
    layout: Layout,
    batches: Iterable[Facts],
    *,
    horizon: int,
    identity: str = "",
    progress: Progress | None = None,
) -> Generation:
    """Build a generation from all lines of the ledger below the horizon, in whatever batches they come.

    Holds no more than one month of lines in memory. `progress` is told (what, done, of how many).
    """
    tell = progress or _silent
    with writing(home):
        number = next_number(home)
        lines, parts = 0, []
        with _Spool(home, number) as spool:
            for batch in batches:
                lines += len(batch)
                layout = layout.extended(np.unique(batch.unit))
                spool.take(batch)
                tell("lines", lines, lines)
            cells: dict[Cell, Stored] = {}
            for done, (month, facts) in enumerate(spool.months(), start=1):
                made = month_of_lines(lines_of(facts, layout), layout, first_day(month))
                cells[Cell(Level.MONTH, month)] = _write(home, f"month-{month}-{number}", made)
                parts.append(_write_part(home, f"lines-{month}-{number}", facts))
                tell("months", done, len(spool.files))
        generation = Generation(
            home,
            Manifest(
                number, horizon, identity, layout.room, lines, _write_layout(home, layout, number), cells, (), number
            ),
        )
        cells |= _buckets(generation, {cell.number for cell in cells}, tell)
        manifest = Manifest(
            number, horizon, identity, layout.room, lines, generation.manifest.layout, cells, tuple(parts), number
        )
        written = publish(home, manifest)
        sweep(home, manifest)
        return written


def merge_generation(base: Generation, news: Facts, *, horizon: int, progress: Progress | None = None) -> Generation:
    """Carry a generation on to a later horizon with the lines committed between the two.

    Writes only the months the news fall into, and their quarters and years. OutdatedError when another writer has
    carried the generation on meanwhile; ValueError when there is no room for new units, or the horizon lies back.
    """
    if horizon < base.horizon:
        raise ValueError("a generation is carried on, never back")
    home, tell = base.home, progress or _silent
    with writing(home):
        current = open_generation(home)
        if current is None or current.number != base.number:
            raise OutdatedError
        number = next_number(home)
        layout = base.layout.extended(np.unique(news.unit))
        added = lines_of(news, layout)
        month = months_of(news.day)
        cells = dict(base.manifest.cells)
        touched = np.unique(month).tolist()
        for done, at in enumerate(touched, start=1):
            new = added.where(month == at)
            held = base.month(at)
            old = [held.lines(slice(None), first_day(at))] if held is not None else []
            made = month_of_lines(Lines.joined([*old, new]), layout, first_day(at))
            cells[Cell(Level.MONTH, at)] = _write(home, f"month-{at}-{number}", made)
            tell("months", done, len(touched))
        stored = base.manifest.layout if layout is base.layout else _write_layout(home, layout, number)
        lines, parts = base.lines_count + len(news), base.manifest.parts
        half = Manifest(number, horizon, base.identity, layout.room, lines, stored, cells, parts, base.manifest.built)
        cells |= _buckets(Generation(home, half), touched, tell)
        if len(news):
            parts = (*parts, _write_part(home, f"lines-news-{number}", news))
        manifest = replace(half, cells=cells, parts=parts)
        written = publish(home, manifest)
        sweep(home, manifest)
        return written


def lines_of(facts: Facts, layout: Layout) -> Lines:
    """Facts as the store sees them; every unit must have its spot."""
    return Lines(
        facts.indicator,
        layout.spots(facts.unit),
        facts.day,
        facts.quantity,
        facts.grade.astype(np.int64) - 1,
        facts.person,
        facts.recorded,
    )


def _buckets(generation: Generation, touched: Iterable[int], tell: Progress) -> dict[Cell, Stored]:
    """Write the quarters and years of these months."""
    wanted = sorted({(level.value, month // level.value) for month in touched for level in (Level.QUARTER, Level.YEAR)})
    stored = {}
    for done, (length, number) in enumerate(wanted, start=1):
        within = [month for month in generation.months if month // length == number]
        months = [(at - number * length, month) for at in within if (month := generation.month(at)) is not None]
        level = Level(length)
        added = (year_of if level is Level.YEAR else bucket_of)(months, generation.layout)
        name = f"{level.name.lower()}-{number}-{generation.number}"
        stored[Cell(level, number)] = _write(generation.home, name, added)
        tell("buckets", done, len(wanted))
    return stored


def _write(home: Path, name: str, segment: Month | Bucket) -> Stored:
    return Stored(name, write_arrays(home / name, segment.arrays()))


def _write_layout(home: Path, layout: Layout, number: int) -> Stored:
    name = f"layout-{number}"
    return Stored(name, write_arrays(home / name, {"units": layout.units, "marks": layout.marks}))


def _write_part(home: Path, name: str, facts: Facts) -> Stored:
    path = home / f"{name}.parquet"
    write_part(path, facts)
    return Stored(path.name, Written(path.stat().st_size, checksum(path)), len(facts))


class _Spool:
    """Lines put aside by month, on the disk, for they come in any order and may not fit in memory."""

    def __init__(self, home: Path, number: int) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="spool-", suffix=f"-{number}", dir=home))
        self.files: dict[int, Path] = {}

    def __enter__(self) -> _Spool:
        return self

    def __exit__(self, *failed: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def take(self, facts: Facts) -> None:
        """Put a batch aside."""
        month = months_of(facts.day)
        for at in np.unique(month).tolist():
            here = facts.where(month == at)
            path = self.files.setdefault(at, self._folder / str(at))
            table = np.stack([getattr(here, name).astype(np.int64) for name in COLUMNS], axis=1)
            with path.open("ab") as file:
                table.tofile(file)

    def months(self) -> Iterator[tuple[int, Facts]]:
        """Month after month."""
        for month, path in sorted(self.files.items()):
            table: Numbers = np.fromfile(path, dtype=np.int64).reshape(-1, len(COLUMNS))
            yield month, Facts(*(np.ascontiguousarray(column) for column in table.T))
            path.unlink()


def _silent(_what: str, _done: int, _of: int) -> None:
    return None
