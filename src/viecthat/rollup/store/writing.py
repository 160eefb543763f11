"""Build a generation from the whole ledger, or from the last one and what came since. Both make the same bytes."""

from __future__ import annotations

import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np

from viecthat.rollup.facts import Facts
from viecthat.rollup.groups import distinct
from viecthat.rollup.question import Numbers, months_of
from viecthat.rollup.sql.parquet import COLUMNS
from viecthat.rollup.store.bucket import Bucket, Year, bucket_of, year_of
from viecthat.rollup.store.calendar import Cell, Level, first_day
from viecthat.rollup.store.files import Files
from viecthat.rollup.store.generation import Generation, Manifest, next_number, open_generation, publish, sweep, writing
from viecthat.rollup.store.layout import Layout
from viecthat.rollup.store.month import Lines, Month, month_of_lines
from viecthat.rollup.store.splice import Change, bucket_with, change_of, month_with, year_with

Progress = Callable[[str, int, int], None]

_AT_ONCE = 2  # months made at the same time


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
        lines = 0
        with _Spool(home, number) as spool, Files(home, number) as files:
            for batch in batches:
                lines += len(batch)
                layout = layout.extended(distinct(batch.unit))
                spool.take(batch)
                tell("lines", lines, lines)
            files.take_layout(layout)
            for done, (month, facts) in enumerate(spool.months(), start=1):
                files.take_part(f"lines-{month}", facts)
                files.take(Cell(Level.MONTH, month), month_of_lines(lines_of(facts, layout), layout, first_day(month)))
                tell("months", done, len(spool.files))
            cells, stored = files.cells, files.layout
            if stored is None:
                raise RuntimeError("the layout was just taken")
            half = Manifest(number, horizon, identity, layout.room, lines, stored, cells, (), number)
            _write_longer(Generation(home, half), {cell.number: None for cell in cells}, None, files, tell)
            manifest = replace(half, cells=files.cells, parts=files.parts)
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
        layout = base.layout.extended(distinct(news.unit))
        with Files(home, number) as files:
            if len(news):
                files.take_part("lines-news", news)
            if layout is not base.layout:
                files.take_layout(layout)
            changes = _write_months(base, lines_of(news, layout), months_of(news.day), layout, files, tell)
            half = replace(
                base.manifest,
                number=number,
                horizon=horizon,
                lines=base.lines_count + len(news),
                layout=files.layout or base.manifest.layout,
                cells={**base.manifest.cells, **files.cells},
            )
            _write_longer(Generation(home, half), changes, base, files, tell)
            cells, parts = {**half.cells, **files.cells}, (*half.parts, *files.parts)
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


def _write_months(
    base: Generation, news: Lines, month_of: Numbers, layout: Layout, files: Files, tell: Progress
) -> dict[int, Change]:
    """Write the months the news fall into. What changes in each."""
    touched = distinct(month_of).tolist()

    def made(at: int) -> tuple[Month, Change]:
        new, held = news.where(month_of == at), base.month(at)
        month = month_with(held, new, layout, first_day(at)) if held is not None else None
        if month is None:
            old = [held.lines(slice(None), first_day(at))] if held is not None else []
            month = month_of_lines(Lines.joined([*old, new]), layout, first_day(at))
        return month, change_of(month, new)

    changes = {}
    # Two at once, for there is a second core; no more, for each takes memory.
    with ThreadPoolExecutor(_AT_ONCE, "months") as workers:
        waiting = deque(workers.submit(made, at) for at in touched[:_AT_ONCE])
        for done, at in enumerate(touched, start=1):
            month, changes[at] = waiting.popleft().result()
            files.take(Cell(Level.MONTH, at), month)
            waiting.extend(workers.submit(made, later) for later in touched[done + _AT_ONCE - 1 : done + _AT_ONCE])
            tell("months", done, len(touched))
    return changes


def _write_longer(
    generation: Generation,
    changes: Mapping[int, Change | None],
    base: Generation | None,
    files: Files,
    tell: Progress,
) -> None:
    """Write the quarters and years of months that changed, from what they were in the base where that is known."""
    # The largest first: while it goes to the disk the others are made.
    wanted = [
        Cell(level, number)
        for level in (Level.YEAR, Level.QUARTER)
        for number in sorted({month // level.value for month in changes})
    ]
    for done, cell in enumerate(wanted, start=1):
        files.take(cell, _longer(generation, cell, changes, base))
        tell("buckets", done, len(wanted))


def _longer(
    generation: Generation, cell: Cell, changes: Mapping[int, Change | None], base: Generation | None
) -> Bucket:
    length, number = cell.level.value, cell.number
    within = [at for at in generation.months if at // length == number]
    months = [(at - number * length, month) for at in within if (month := generation.month(at)) is not None]
    held = base.cell(cell) if base is not None else None
    changed = [(at - number * length, one) for at in within if (one := changes.get(at)) is not None]
    made: Bucket | None = None
    if isinstance(held, Year):
        made = year_with(held, changed, months, generation.layout)
    elif isinstance(held, Bucket):
        made = bucket_with(held, changed, generation.layout)
    if made is None:
        made = (year_of if cell.level is Level.YEAR else bucket_of)(months, generation.layout)
    return made


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
        for at in distinct(month).tolist():
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
