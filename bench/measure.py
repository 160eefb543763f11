"""Clocks and gauges: how long a call takes, how fast memory is, how much of it a process holds."""

from __future__ import annotations

import os
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

STEADY: Final = 1.4  # a run whose memory passes differ by more is thrown away
LEAST_RUNS: Final = 5
PATIENCE: Final = 0.15  # seconds given to repeating what is quick
MOST_RUNS: Final = 40
_BEYOND_CACHES = 256 * 2**20  # bytes


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of several runs of the same thing."""

    median: float
    least: float
    most: float
    runs: int

    @classmethod
    def of(cls, seconds: list[float]) -> Timing:
        """From what was measured."""
        return cls(
            round(statistics.median(seconds) * 1000, 4),
            round(min(seconds) * 1000, 4),
            round(max(seconds) * 1000, 4),
            len(seconds),
        )


def seconds(call: Callable[[], Any]) -> tuple[float, Any]:
    """How long one call took, and what it gave."""
    began = time.perf_counter()
    given = call()
    return time.perf_counter() - began, given


def repeated(call: Callable[[], Any], runs: int = LEAST_RUNS) -> Timing:
    """At least `runs` runs of a warm call, more while they are quick."""
    measured = [seconds(call)[0] for _ in range(runs)]
    while len(measured) < MOST_RUNS and sum(measured) < PATIENCE:
        measured.append(seconds(call)[0])
    return Timing.of(measured)


def memory_pass(column: npt.NDArray[np.int64]) -> float:
    """Milliseconds of adding up one column that lies in memory: the least that any scan can take.

    A column that would fit in a cache is laid out several times over, and the time divided: what is measured is memory.
    """
    times = max(1, _BEYOND_CACHES // column.nbytes)
    long = np.tile(column, times) if times > 1 else column
    long.sum()
    # The least of several: what disturbs a pass only ever makes it longer.
    return Timing.of([seconds(long.sum)[0] for _ in range(9)]).least / times


def is_steady(passes: list[float]) -> bool:
    """Whether the machine was the same all the time."""
    return max(passes) <= STEADY * min(passes)


def held(what: str) -> int:
    """Bytes of this process by the name the kernel gives: RssAnon (its own), RssFile (files, shared), VmRSS (all)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{what}:"):
            return int(line.split()[1]) * 1024
    return 0


def proportional() -> int:
    """Bytes of this process with every shared page divided among those who share it."""
    for line in Path(f"/proc/{os.getpid()}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


class Peak:
    """The most memory of its own that this process held within the block, read ten times a second."""

    def __init__(self) -> None:
        self.bytes = 0
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._watch.join()

    def _look(self) -> None:
        while True:
            self.bytes = max(self.bytes, held("RssAnon"))
            if self._over.wait(0.1):
                return
