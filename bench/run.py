"""One run: agree first, then measure; memory, `ask()` and one peer together, so that their ratios are of one moment."""

from __future__ import annotations

import importlib
import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from bench.agree import answers, compare
from bench.columns import PeerData
from bench.measure import Timing, is_steady, memory_pass, repeated, seconds
from bench.peers.peer import Peer
from bench.questions import Draw, draw_questions, put, read_all
from viecthat.rollup.ask import Source
from viecthat.rollup.store.patch import forget

# Loaded when asked for: not everybody has every library.
PEERS: Final = {
    "prefix_sums": "bench.peers.prefix_sums:PrefixSums",
    "packed_rows": "bench.peers.packed_rows:PackedRows",
    "duckdb": "bench.peers.duckdb_sorted:Duck",
    "polars": "bench.peers.polars_frame:PolarsFrame",
    "pandas": "bench.peers.pandas_frame:PandasFrame",
    "postgres_range": "bench.peers.postgres_range:PostgresRange",
    "postgres_closure": "bench.peers.postgres_closure:PostgresClosure",
    "postgres_analytics": "bench.peers.postgres_analytics:PostgresAnalytics",
}
SLOW: Final = 1.0  # seconds: measured once per draw, five draws in all
VERY_SLOW: Final = 20.0  # measured once
ATTEMPTS: Final = 3  # at a steady run
LONG: Final = 120.0  # seconds after which no further attempt begins


@dataclass
class Piece:
    """What one run measured: of `ask()`, and of one peer beside it. Times by name of the draw, in milliseconds.

    whole: the draws about all months there are; the others are about a range of them. earlier: said of one that was not
    measured again; its ratios stand, but its milliseconds are no longer ours.
    """

    peer: str
    label: str
    bytes: int = 0
    load: float | None = None
    passes: list[float] = field(default_factory=list)
    ask: dict[str, Timing] = field(default_factory=dict)
    times: dict[str, Timing] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    whole: list[str] = field(default_factory=list)
    earlier: str = ""

    @property
    def steady(self) -> bool:
        """Whether it counts."""
        return is_steady(self.passes)


def peer_named(name: str) -> Peer:
    """A new peer. ModuleNotFoundError when its library is not installed."""
    module, kind = PEERS[name].split(":")
    peer: Peer = getattr(importlib.import_module(module), kind)()
    return peer


def run_peer(name: str, data: PeerData, source: Source) -> Piece:
    """Run until the machine was steady, a few times at most; the steadiest run counts, and says that it was not."""
    draws = draw_questions(data)
    expected = answers(draws, data, source)
    column = np.array(data.entries()["quantity"], dtype=np.int64)
    peer = peer_named(name)
    peer.open(data)
    pieces: list[Piece] = []
    try:
        began = time.monotonic()
        while not pieces or not (pieces[-1].steady or len(pieces) >= ATTEMPTS or time.monotonic() - began > LONG):
            piece = Piece(name, peer.label, bytes=peer.bytes(), load=loaded(data).get(name))
            months = data.world.size.months
            piece.whole = [draw.name for draw in draws if draw.months == (months[0], months[-1])]
            piece.passes.append(memory_pass(column))
            for draw in draws:
                piece.ask[draw.name] = time_ask(draw, data, source)
            piece.passes.append(memory_pass(column))
            piece.times = dict(_time_peer(peer, draws, expected))
            piece.passes.append(memory_pass(column))
            piece.chosen = {question: " ".join(way) for question, way in getattr(peer, "chosen", {}).items()}
            pieces.append(piece)
    finally:
        peer.close()
    return min(pieces, key=lambda piece: max(piece.passes) / min(piece.passes))


def time_ask(draw: Draw, data: PeerData, source: Source) -> Timing:
    """The question through the public door, every figure looked at."""
    for _ in range(2):
        put(draw, data, source)
    return repeated(lambda: _read_anew(draw, data, source))


def _read_anew(draw: Draw, data: PeerData, source: Source) -> int:
    # What is kept of a past day serves those who look at it from all sides; here the same question is only repeated.
    forget()
    return read_all(put(draw, data, source))


def _time_peer(peer: Peer, draws: list[Draw], expected: dict[str, Any]) -> Iterator[tuple[str, Timing]]:
    pace: dict[str, float] = {}
    for draw in draws:
        if not peer.can(draw) or pace.get(draw.question, 0) > VERY_SLOW:
            continue
        first, found = seconds(lambda draw=draw: peer.run(draw))  # type: ignore[misc]
        compare(peer.name, draw, peer.answer(draw, found), expected[draw.name])
        if first > VERY_SLOW:
            pace.setdefault(draw.question, first)
            yield draw.name, Timing.of([first])
            continue
        # The first answer may have been cold, or have had to find its layout.
        again, _ = seconds(lambda draw=draw: peer.run(draw))  # type: ignore[misc]
        pace.setdefault(draw.question, again)
        if again > SLOW:
            yield draw.name, Timing.of([again])
        else:
            yield draw.name, repeated(lambda draw=draw: peer.run(draw))  # type: ignore[misc]


def load_peers(names: list[str], data: PeerData) -> None:
    """Load what is not yet loaded, and note how long that took."""
    for name in names:
        known = loaded(data)
        if name not in known:
            known[name] = seconds(lambda name=name: peer_named(name).load(data))[0]  # type: ignore[misc]
            _loads(data).write_text(json.dumps(known, indent=1))


def loaded(data: PeerData) -> dict[str, float]:
    """Seconds that each peer took to load; whoever shares tables with another is quick the second time."""
    file = _loads(data)
    known: dict[str, float] = json.loads(file.read_text()) if file.exists() else {}
    return known


def save(piece: Piece, folder: Path) -> None:
    """Keep a piece for the report."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{piece.peer}.json").write_text(json.dumps(asdict(piece), indent=1))


def saved(folder: Path) -> list[Piece]:
    """All pieces of a size, in the order of the peers."""
    found = []
    for name in PEERS:
        if (file := folder / f"{name}.json").exists():
            told = json.loads(file.read_text())
            for times in ("ask", "times"):
                told[times] = {draw: Timing(**timing) for draw, timing in told[times].items()}
            found.append(Piece(**told))
    return found


def _loads(data: PeerData) -> Path:
    return data.folder.parent / "loads.json"
