"""What was promised, as ratios of one run, and whether it was kept."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from bench.measure import Timing
from bench.questions import TEXTS
from bench.run import Piece

PASSES: Final = {"Q1": 0.2, "Q3": 0.2, "Q6": 0.2, "Q8": 0.2, "Q9": 3.0}
OVER_ANALYTICS: Final = {"Q1": 1000, "Q3": 1000, "Q8": 1000, "Q2": 100, "Q4": 100, "Q6": 100, "Q7": 100, "Q5": 10}
OVER_DUCKDB: Final = {"Q1": 50, "Q3": 50, "Q8": 50}
GROWTH: Final = 2.0
RANGE: Final = 1.0
RESIDENT: Final = 1.5
VISIBLE_MS: Final = 100.0
MERGE_SECONDS: Final = 10.0
PAGE_MS: Final = 50.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """A goal, what was measured, and whether that reaches it."""

    goal: str
    measured: str
    reached: bool


def median_of(times: dict[str, Timing], question: str, draws: Iterable[str] | None = None) -> float | None:
    """Milliseconds of a question: the median over its draws (or those of them named)."""
    wanted = set(draws) if draws is not None else None
    found = [
        timing.median
        for name, timing in times.items()
        if name.split(".")[0] == question and (wanted is None or name in wanted)
    ]
    return statistics.median(found) if found else None


def draws_of(piece: Piece, *, whole: bool) -> set[str]:
    """The draws about all months, or the others."""
    return {name for name in piece.ask if (name in piece.whole) == whole}


def ratio(piece: Piece, question: str, *, whole: bool = True) -> float | None:
    """How many times longer the peer took than `ask()`: the median over the draws that the peer answered."""
    found = [
        timing.median / piece.ask[name].median
        for name, timing in piece.times.items()
        if name.split(".")[0] == question and name in draws_of(piece, whole=whole)
    ]
    return statistics.median(found) if found else None


def of_now(pieces: list[Piece]) -> list[Piece]:
    """Without those of earlier runs, which say nothing of how long anything takes now."""
    return [piece for piece in pieces if not piece.earlier]


def ask_ms(pieces: list[Piece], question: str, *, whole: bool = True) -> float | None:
    """Milliseconds of `ask()`, over all runs."""
    every = (median_of(piece.ask, question, draws_of(piece, whole=whole)) for piece in of_now(pieces))
    found = [ms for ms in every if ms is not None]
    return statistics.median(found) if found else None


def pass_ms(pieces: list[Piece]) -> float:
    """Milliseconds of a memory pass, over all runs."""
    return statistics.median(one for piece in of_now(pieces) for one in piece.passes)


def passes(pieces: list[Piece], question: str, *, whole: bool = True) -> float | None:
    """How many memory passes of its own run `ask()` took: the median over the runs."""
    found = [
        ms / statistics.median(piece.passes)
        for piece in of_now(pieces)
        if (ms := median_of(piece.ask, question, draws_of(piece, whole=whole))) is not None
    ]
    return statistics.median(found) if found else None


def verdicts(pieces: list[Piece], extras: dict[str, Any], smaller: dict[str, float]) -> list[Verdict]:
    """Every goal that was measured. smaller: milliseconds by question at size S, when that was run."""
    return [
        *_passes(pieces),
        *_over(pieces, "postgres_analytics", "the DHIS2-style table", OVER_ANALYTICS, None),
        *_over(pieces, "duckdb", "DuckDB's best layout", OVER_DUCKDB, 4.0),
        *_growth(pieces, smaller),
        *_ranges(pieces),
        *_others(extras),
    ]


def _passes(pieces: list[Piece]) -> Iterator[Verdict]:
    for question in TEXTS:
        most = PASSES.get(question, 1.0)
        if (took := passes(pieces, question)) is None:
            continue
        yield Verdict(f"{question} ≤ {most:g} memory passes", f"{took:.3g}", took <= most)


def _over(
    pieces: list[Piece], peer: str, label: str, least: dict[str, float], otherwise: float | None
) -> Iterator[Verdict]:
    for piece in pieces:
        if piece.peer != peer:
            continue
        for question in TEXTS:
            goal, found = least.get(question, otherwise), ratio(piece, question)
            if goal is not None and found is not None:
                yield Verdict(f"{question} ≥ {goal:g} × faster than {label}", f"{found:,.0f} ×", found >= goal)


def _growth(pieces: list[Piece], smaller: dict[str, float]) -> Iterator[Verdict]:
    for question, before in smaller.items():
        if (now := ask_ms(pieces, question)) is None:
            continue
        grown = now / before
        yield Verdict(f"{question} from S to L grows ≤ × {GROWTH:g}", f"× {grown:.2f}", grown <= GROWTH)


def _ranges(pieces: list[Piece]) -> Iterator[Verdict]:
    for question in TEXTS:
        most = max(PASSES.get(question, RANGE), RANGE)
        if (took := passes(pieces, question, whole=False)) is not None:
            yield Verdict(f"{question} over other ranges ≤ {most:g} memory passes", f"{took:.3g}", took <= most)


def _others(extras: dict[str, Any]) -> Iterator[Verdict]:
    if fresh := extras.get("freshness"):
        ms = fresh["visible"]["median"]
        yield Verdict(
            f"visible ≤ {VISIBLE_MS:g} ms after posting, {fresh['tail'] / 1e6:g} M lines not merged",
            f"{ms:.1f} ms",
            ms <= VISIBLE_MS,
        )
    if merge := extras.get("merge"):
        text = f"merge of {merge['lines'] / 1e6:g} M lines ≤ {MERGE_SECONDS:g} s"
        yield Verdict(text, f"{merge['seconds']:.1f} s", merge["seconds"] <= MERGE_SECONDS)
    for what, told in extras.get("ingest", {}).items():
        if "goal" in told:
            rate = told["command"] / told["bare"]
            yield Verdict(f"{what} ≥ {told['goal']:g} of bare", f"{rate:.2f}", rate >= told["goal"])
    if readers := extras.get("readers"):
        memory = max(readers.values(), key=lambda one: len(one["memory"]))["memory"]
        worst = max((one["all"] - one["all_before"]) / one["generation"] for one in memory)
        yield Verdict(f"a reader holds ≤ {RESIDENT:g} × the bytes of the indexes", f"{worst:.2f} ×", worst <= RESIDENT)
    for page, took in extras.get("pages", {}).items():
        if page.startswith("review"):
            yield Verdict(f"{page} ≤ {PAGE_MS:g} ms", f"{took['median']:.0f} ms", took["median"] <= PAGE_MS)
