"""What else is promised: any range of months, old maps, many readers, fresh figures, merging, memory."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import statistics
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, Final

import numpy as np

from bench.columns import PeerData
from bench.generate import World, make_news, make_world
from bench.measure import Peak, Timing, held, proportional, repeated, seconds
from bench.questions import Draw, draw_questions, put, read_all
from bench.run import time_ask
from bench.sizes import ATTENDANCE, INDICATORS, SIZES
from bench.store import generation_home, source_of
from viecthat.rollup.ask import By, Source, ask
from viecthat.rollup.facts import Facts
from viecthat.rollup.measures import Flow
from viecthat.rollup.question import months_of
from viecthat.rollup.store.generation import open_generation
from viecthat.rollup.store.source import StoreSource
from viecthat.rollup.store.tail import Tail
from viecthat.rollup.store.writing import merge_generation

READERS: Final = 8
READING_SECONDS: Final = 10.0
RANGES: Final = 12
NEWS: Final = 1_000_000
UNMERGED: Final = 5_000_000


def measure_extras(data: PeerData, source: Source) -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything here, one after the other, by name: what is done is kept when something later fails."""
    yield "merge", merging(data)
    yield "freshness", freshness(data)
    yield "readers", many_readers(data.world)
    yield "ranges", any_range(data, source)
    yield "maps", old_maps(data, source)
    yield "rows", every_row(data, source)


def any_range(data: PeerData, source: Source) -> dict[str, dict[str, float]]:
    """Each question over all months, and over random runs of months: median and worst."""
    months = data.world.size.months
    rng = np.random.default_rng(len(months))
    found = {}
    for draw in (draw for draw in draw_questions(data, 1) if not draw.by_month):
        ranges = set()
        while len(ranges) < min(RANGES, len(months) * (len(months) + 1) // 2):
            first, last = sorted(rng.choice(months, 2).tolist())
            ranges.add((first, last))
        times = [time_ask(replace(draw, months=chosen), data, source).median for chosen in sorted(ranges)]
        whole = time_ask(draw, data, source).median
        found[draw.question] = {"whole": whole, "median": statistics.median(times), "worst": max(times)}
    return found


def old_maps(data: PeerData, source: Source) -> dict[str, dict[str, float]]:
    """The same kind of question under today's map and under the historic one, with the number of figures of each."""
    found = {}
    old = data.historic.map.tree
    first = old.units_of_kind("province")[-1]
    for draw in draw_questions(data, 1):
        match draw.question:
            case "Q1":
                then = replace(draw, historic=True)
            case "Q2":
                then = replace(draw, historic=True, units=(first,), regions=old.children(first))
            case "Q3":
                provinces = old.units_of_kind("province")
                then = replace(draw, historic=True, units=provinces, regions=provinces)
            case "Q4":
                then = replace(draw, historic=True, regions=old.units_of_kind("base"))
            case "Q6" | "Q7":
                then = replace(draw, historic=True, units=(first,), regions=(first,))
            case _:
                continue
        now_ms, then_ms = (time_ask(one, data, source).median for one in (draw, then))
        found[draw.question] = {
            "today": now_ms,
            "historic": then_ms,
            "today_regions": len(draw.regions),
            "historic_regions": len(then.regions),
        }
    return found


def every_row(data: PeerData, source: Source) -> dict[str, dict[str, float]]:
    """What it takes to make every typed row of an answer, not only its columns."""
    found = {}
    for draw in draw_questions(data, 1):
        table = put(draw, data, source)
        timing = repeated(lambda draw=draw: list(put(draw, data, source)), 3)  # type: ignore[misc]
        found[draw.question] = {"rows": len(table), "ms": timing.median}
    return found


def many_readers(world: World, readers: int = READERS, reading: float = READING_SECONDS) -> dict[str, Any]:
    """Processes that ask at once: median and 95th percentile by question, questions a second, memory of each."""
    context = multiprocessing.get_context("spawn")
    told: Queue[dict[str, Any]] = context.Queue()
    found: dict[str, Any] = {}
    for count in (1, readers):
        start = context.Barrier(count)
        where = (world.size.name, str(world.folder.parent.parent))
        workers = [
            context.Process(target=_read, args=(*where, number, reading, start, told)) for number in range(count)
        ]
        for worker in workers:
            worker.start()
        heard = [told.get(timeout=300) for _ in workers]
        for worker in workers:
            worker.join()
        times = {name: [ms for one in heard for ms in one["times"].get(name, [])] for name in heard[0]["times"]}
        everything = [ms for of_question in times.values() for ms in of_question]
        found[str(count)] = {
            "per_second": sum(one["answered"] for one in heard) / reading,
            "all": {"median": float(np.median(everything)), "p95": float(np.percentile(everything, 95))},
            "questions": {
                name: {"median": float(np.median(ms)), "p95": float(np.percentile(ms, 95))}
                for name, ms in times.items()
                if ms
            },
            "memory": [one["memory"] for one in heard],
        }
    return found


def _read(size: str, home: str, number: int, reading: float, start: Barrier, told: Queue[dict[str, Any]]) -> None:
    data = PeerData(make_world(SIZES[size], Path(home)))
    before = {"own": held("RssAnon"), "all": held("VmRSS")}
    generation = open_generation(generation_home(data.world))
    if generation is None:
        raise RuntimeError("build the generation first")
    source = source_of(generation)
    # As known on a past day is the rare question; the others come as pages ask them.
    draws = [draw for draw in draw_questions(data) if draw.known is None]
    for draw in draws:
        put(draw, data, source)
    rng = np.random.default_rng(number)
    times: dict[str, list[float]] = {}
    start.wait()
    until = time.perf_counter() + reading
    answered = 0
    while time.perf_counter() < until:
        draw = draws[int(rng.integers(0, len(draws)))]
        taken, _ = seconds(lambda draw=draw: read_all(put(draw, data, source)))  # type: ignore[misc]
        times.setdefault(draw.question, []).append(taken * 1000)
        answered += 1
    memory = {
        "own_before": before["own"],
        "own": held("RssAnon"),
        "files": held("RssFile"),
        "all_before": before["all"],
        "all": held("VmRSS"),
        "proportional": proportional(),
        "generation": generation.bytes - sum(part.stat().st_size for part in generation.parts),
    }
    told.put({"times": times, "answered": answered, "memory": memory})


def freshness(data: PeerData) -> dict[str, Any]:
    """From a posting of 26 lines to a question that shows it, with a long tail of lines not yet merged."""
    generation = open_generation(generation_home(data.world))
    news = make_news(data.world, UNMERGED)
    with Peak() as peak:
        filled, tail = seconds(lambda: Tail.of(generation, news))
    draw = next(draw for draw in draw_questions(data, 1) if draw.question == "Q5")
    indicator, month = 1, data.world.size.months[-1]
    draw = replace(draw, months=(month, month), indicators=INDICATORS)
    shown: list[float] = []
    for number in range(20):
        posting = _posting(draw.units[0], news, number)
        before = _figure(put(draw, data, StoreSource(tail)), indicator)
        taken, (tail, table) = seconds(lambda tail=tail, posting=posting: _show(tail, posting, draw, data))  # type: ignore[misc]
        if _figure(table, indicator) != before + 1:
            raise ValueError("a posting was not visible at once")
        shown.append(taken)
    with_tail = StoreSource(tail)
    asked = {draw.question: time_ask(draw, data, with_tail).median for draw in draw_questions(data, 1)}
    return {
        "tail": len(news),
        "fill_seconds": filled,
        "peak": peak.bytes,
        "visible": asdict(Timing.of(shown)),
        "asked_with_tail": asked,
    }


def _show(tail: Tail, posting: Facts, draw: Draw, data: PeerData) -> tuple[Tail, Any]:
    longer = tail.extended(posting)
    return longer, put(draw, data, StoreSource(longer))


def _figure(table: Any, indicator: int) -> int:
    return int(table.grid(indicator).totals[0, 0])


def _posting(unit: int, news: Facts, number: int) -> Facts:
    """A report of 26 lines: one of each of the first indicators."""
    lines = 26
    one = np.ones(lines, dtype=np.int64)
    entry = int(news.entry[-1]) + 1 + number * lines
    return Facts(
        entry=np.arange(entry, entry + lines),
        posting=one * (int(news.posting[-1]) + 1 + number),
        unit=one * unit,
        indicator=np.arange(1, lines + 1),
        day=one * int(news.day.max()),
        quantity=one,
        person=one * 0,
        grade=one.astype(np.int8),
        recorded=one * int(news.recorded[-1]),
    )


def merging(data: PeerData) -> dict[str, Any]:
    """Merge an evening's million lines into a copy of the generation, while a reader goes on asking.

    `with_taken_back`: the same once more, when some of them take lines of five months back.
    """
    return {
        **_merged(data, make_news(data.world, NEWS)),
        "with_taken_back": _merged(data, make_news(data.world, NEWS, taken_back=True)),
    }


def _merged(data: PeerData, news: Facts) -> dict[str, Any]:
    home = generation_home(data.world)
    copy = home.with_name("generation-merged")
    shutil.rmtree(copy, ignore_errors=True)
    # Files of a generation are never changed: links to them are as good as copies.
    shutil.copytree(home, copy, copy_function=os.link)
    base = open_generation(copy)
    if base is None:
        raise RuntimeError("build the generation first")
    context = multiprocessing.get_context("spawn")
    told: Queue[list[float]] = context.Queue()
    ready, over = context.Event(), context.Event()
    reader = context.Process(
        target=_read_during, args=(data.world.size.name, str(data.world.folder.parent.parent), ready, over, told)
    )
    reader.start()
    ready.wait(300)
    began_with = held("RssAnon")
    with Peak() as peak:
        taken, merged = seconds(lambda: merge_generation(base, news, horizon=base.horizon + 1))
    over.set()
    waits = told.get(timeout=60)
    reader.join()
    table = ask(
        {1: Flow(1), ATTENDANCE: Flow(ATTENDANCE)},
        units=[data.world.organisation.centre],
        periods=[draw_questions(data, 1)[0].periods[0]],
        by=By.NONE,
        map=data.today.map,
        source=StoreSource.of(merged),
    )
    result = {
        "lines": len(news),
        "months": len(np.unique(months_of(news.day))),
        "written": sum(one.written.size for one in set(merged.manifest.files) - set(base.manifest.files)),
        "seconds": taken,
        "peak": peak.bytes - began_with,
        "bytes": merged.bytes,
        "reader": asdict(Timing.of(waits)) if waits else None,
        "lines_after": merged.lines_count,
        "way": str(table.way),
    }
    shutil.rmtree(copy, ignore_errors=True)
    return result


def _read_during(size: str, home: str, ready: Any, over: Any, told: Queue[list[float]]) -> None:
    data = PeerData(make_world(SIZES[size], Path(home)))
    generation = open_generation(generation_home(data.world))
    if generation is None:
        raise RuntimeError("build the generation first")
    source = source_of(generation)
    draw = next(draw for draw in draw_questions(data, 1) if draw.question == "Q2")
    put(draw, data, source)
    ready.set()
    waits: list[float] = []
    while not over.is_set():
        waits.append(seconds(lambda: read_all(put(draw, data, source)))[0])
        time.sleep(0.02)
    told.put(waits)
