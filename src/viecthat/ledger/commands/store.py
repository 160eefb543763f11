"""The roll-up's store carried on with what the ledger took in since, built anew, and held against the ledger."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import connection
from django.db.models.functions import Greatest

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.ledger.feed import (
    LedgerState,
    current_generation,
    ledger_state,
    read,
    read_in_batches,
    store_home,
)
from viecthat.ledger.models import StoreMark
from viecthat.rollup.store.generation import Generation
from viecthat.rollup.store.layout import Layout
from viecthat.rollup.store.writing import OutdatedError, merge_generation, write_generation
from viecthat.units.tree import day_of_largest_reform, map_on

Progress = Callable[[str, int, int], None]

_ONE_MERGER = 7_603_200_112  # number of the advisory lock: any, as long as nobody else takes it


def merge_store(*, today: date, at: datetime, progress: Progress | None = None) -> Generation | None:
    """Carry the store on to this moment; build it when there is none. None when there is nothing to do.

    Readers never wait. Raises Refused when somebody else is at it.
    """
    with _alone():
        state = ledger_state()
        base = current_generation(state)
        if base is None:
            return _built(state, today, at, progress)
        news = read(base.horizon, state.horizon)
        if not len(news):
            return None
        _mark(state, at)
        try:
            return merge_generation(base, news, horizon=state.horizon, progress=progress)
        except OutdatedError:
            return None
        except ValueError:  # no room for so many new units
            return _built(state, today, at, progress)


def rebuild_store(*, today: date, at: datetime, progress: Progress | None = None) -> Generation:
    """Build the store from the ledger, batch by batch. Raises Refused when somebody else is at it."""
    with _alone():
        return _built(ledger_state(), today, at, progress)


def check_store(*, progress: Progress | None = None) -> list[str]:
    """What is wrong with the store: damaged files, and whatever differs from one built from the ledger just now.

    Raises Refused when there is none, or somebody else is at it.
    """
    with _alone():
        generation = current_generation(ledger_state())
        if generation is None:
            raise Refused(gettext_noop("Chưa có kho tổng hợp nào của sổ việc này; dựng bằng “viecthat store rebuild”."))
        if damaged := generation.check():
            return damaged
        beside = generation.home.with_name(f"{generation.home.name}.check")
        try:
            again = write_generation(
                beside,
                generation.layout,
                read_in_batches(0, generation.horizon),
                horizon=generation.horizon,
                identity=generation.identity,
                progress=progress,
            )
            different = generation.differs_from(again)
            if again.lines_count != generation.lines_count:
                different.append(f"lines {generation.lines_count} / {again.lines_count}")
            return different
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def _built(state: LedgerState, today: date, at: datetime, progress: Progress | None) -> Generation:
    # Units lie in the order of today's map, and within it as before the largest reform: both are asked for every day.
    reform = day_of_largest_reform(today)
    maps = [map_on(today)] if reform is None else [map_on(today), map_on(reform - timedelta(days=1))]
    home: Path = store_home()
    home.mkdir(parents=True, exist_ok=True)
    _mark(state, at)
    return write_generation(
        home,
        Layout.of(*maps),
        read_in_batches(0, state.horizon),
        horizon=state.horizon,
        identity=state.identity,
        progress=progress,
    )


def _mark(state: LedgerState, at: datetime) -> None:
    # Committed before the generation is there: put back to an earlier state, the database has forgotten it, and the
    # generation is known to be of a past that is gone.
    StoreMark.objects.filter(pk=1).update(horizon=Greatest("horizon", state.horizon), merged_at=at)


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ONE_MERGER])
        if not cursor.fetchone()[0]:
            raise Refused(gettext_noop("Kho tổng hợp đang được một tiến trình khác gộp; đợi xong rồi thử lại."))
    try:
        yield
    finally:
        # A connection that was lost has let the lock go by itself.
        if connection.connection is not None and not connection.connection.closed and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_ONE_MERGER])
