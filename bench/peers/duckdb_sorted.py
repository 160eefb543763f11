"""DuckDB, its own format: two sort orders, and three ways to know a subtree; the best of them counts."""

from __future__ import annotations

import math
import threading
import time
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from bench.columns import PeerData
from bench.peers import statements
from bench.peers.postgres import maps_of
from bench.peers.postgres_range import spans_of
from bench.questions import Answer, Draw, filled

THREADS = 2
MEMORY = "6GB"
HOPELESS = 2.0  # a layout that takes so many times longer than the best so far is not waited for
LONGEST = 60.0  # seconds
LAYOUTS = tuple((way, order) for way in ("levels", "ranges", "closure") for order in ("by_indicator", "by_spot"))


class Duck:
    """The layouts of one database file; which one a question likes is found out before timing."""

    name = "duckdb"
    label = "DuckDB, best of six layouts"

    def __init__(self) -> None:
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._file = Path()
        self._centre = 0
        self.chosen: dict[str, tuple[str, str]] = {}

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The open connection."""
        if self._connection is None:
            raise RuntimeError("open the peer first")
        return self._connection

    def load(self, data: PeerData) -> None:
        """Both sort orders with levels, and the small tables."""
        self._place(data)
        if self._file.exists():
            return
        draft = self._file.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        self._connect(draft)
        run = self.connection.execute
        today, historic = data.today.levels, data.historic.levels
        units = {"l2": today[:, 1], "l3": today[:, 2], "old2": historic[:, 1]}
        units = {name: np.ascontiguousarray(column) for name, column in units.items()}
        self.connection.register("units", {"spot": np.arange(len(today), dtype=np.int32), **units})
        self.connection.register("raw_entries", data.entries())
        self.connection.register("raw_presences", data.presences())
        run(
            "CREATE TABLE by_spot AS SELECT e.*, u.l2, u.l3, u.old2 FROM raw_entries e JOIN units u USING (spot)"
            " ORDER BY e.spot, e.indicator, e.month"
        )
        run("CREATE TABLE by_indicator AS SELECT * FROM by_spot ORDER BY indicator, spot, month")
        run(
            "CREATE TABLE presences AS SELECT e.*, u.l2, u.l3, u.old2 FROM raw_presences e JOIN units u USING (spot)"
            " ORDER BY e.spot, e.person"
        )
        spans = np.ascontiguousarray(np.array(list(spans_of(data)), dtype=np.int32).T)
        self.connection.register("raw_spans", dict(zip(("map", "unit", "lo", "hi"), spans, strict=True)))
        run("CREATE TABLE spans AS SELECT * FROM raw_spans ORDER BY map, unit")
        for number, spots in maps_of(data):
            unit, spot = spots.closure()
            number_of_map = np.full(len(unit), number, dtype=np.int32)
            table = {"map": number_of_map, "unit": unit, "spot": spot.astype(np.int32)}
            self.connection.register("raw_closure", table)
            run("CREATE TABLE IF NOT EXISTS closure AS SELECT * FROM raw_closure LIMIT 0")
            run("INSERT INTO closure SELECT * FROM raw_closure ORDER BY unit, spot")
        self.close()
        draft.rename(self._file)

    def open(self, data: PeerData) -> None:
        """Open the file for reading."""
        self._place(data)
        self._centre = data.world.organisation.centre
        self._connect(self._file, read_only=True)

    def can(self, draw: Draw) -> bool:  # noqa: ARG002
        """Everything."""
        return True

    def choose(self, draw: Draw) -> tuple[str, str]:
        """The layout that answers this question fastest, tried twice each on its first draw."""
        if draw.question not in self.chosen:
            tried: dict[tuple[str, str], float] = {}
            for layout in LAYOUTS:
                statement = self._statement(draw, layout)
                patience = HOPELESS * min(tried.values(), default=LONGEST) + 0.1
                tried[layout] = min(self._seconds(statement, patience) for _ in range(2))
            self.chosen[draw.question] = min(tried, key=lambda layout: tried[layout])
        return self.chosen[draw.question]

    def _seconds(self, statement: str, patience: float) -> float:
        """How long a statement takes; without end when it takes longer than that."""
        stop = threading.Timer(patience, self.connection.interrupt)
        stop.start()
        began = time.perf_counter()
        try:
            self._fetch(statement)
        except duckdb.InterruptException:
            return math.inf
        finally:
            stop.cancel()
        return time.perf_counter() - began

    def run(self, draw: Draw) -> dict[str, Any]:
        """All columns, fetched as numpy arrays."""
        return self._fetch(self._statement(draw, self.choose(draw)))

    def answer(self, draw: Draw, found: dict[str, Any]) -> Answer:
        """Columns in the common shape."""
        columns = [np.ma.filled(np.asanyarray(column), 0) for column in found.values()]
        return filled(draw, columns[:-1], columns[-1])

    def bytes(self) -> int:
        """The whole file."""
        return self._file.stat().st_size

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _statement(self, draw: Draw, layout: tuple[str, str]) -> str:
        way, order = layout
        if way == "levels":
            return statements.levels(draw, self._centre, order)
        return (statements.ranges if way == "ranges" else statements.closure)(draw, order)

    def _fetch(self, statement: str) -> dict[str, Any]:
        return self.connection.execute(statement).fetchnumpy()

    def _place(self, data: PeerData) -> None:
        self._file = data.world.folder.parent / "duckdb" / "facts.duckdb"
        self._file.parent.mkdir(parents=True, exist_ok=True)

    def _connect(self, file: Path, *, read_only: bool = False) -> None:
        self._connection = duckdb.connect(str(file), read_only=read_only)
        self.connection.execute(f"SET threads = {THREADS}")
        self.connection.execute(f"SET memory_limit = '{MEMORY}'")
