"""The result for people: on the screen, as docs/bench/<size>.md and .json, and as a plot."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table as Shown

from bench.generate import World
from bench.goals import Verdict, ask_ms, draws_of, median_of, pass_ms, passes, ratio, verdicts
from bench.peers.cluster import SETTINGS
from bench.questions import TEXTS
from bench.run import Piece, saved

DOCS: Final = Path(__file__).resolve().parent.parent / "docs" / "bench"
JUDGED: Final = "L"  # the size that goals are about
IN_MEMORY: Final = {"prefix_sums", "polars", "pandas"}
Rows = list[list[str]]


def write_report(world: World, extras: dict[str, Any], build: dict[str, Any]) -> None:
    """Print the tables and write the three files. Needs at least one peer's piece."""
    pieces = saved(world.folder.parent / "pieces")
    name = world.size.name
    judged = verdicts(pieces, extras, _of_size("S")) if name == JUDGED else []
    DOCS.mkdir(parents=True, exist_ok=True)
    document = {
        "size": name,
        "made": date.today().isoformat(),  # noqa: DTZ011 - a date for readers
        "facts": world.count(),
        "pass_ms": pass_ms(pieces),
        "ask_ms": {question: ask_ms(pieces, question) for question in TEXTS},
        "ask_ms_ranges": {question: ask_ms(pieces, question, whole=False) for question in TEXTS},
        "passes": {question: passes(pieces, question) for question in TEXTS},
        "build": build,
        "extras": extras,
        "pieces": [asdict(piece) for piece in pieces],
        "goals": [asdict(verdict) for verdict in judged],
        "machine": machine(),
    }
    (DOCS / f"{name}.json").write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    parts = [
        f"# The bench, size {name}",
        _preamble(world, pieces),
        "## Milliseconds",
        "All months there are; medians, warm.",
        markdown(*_milliseconds(pieces)),
        f"![Milliseconds by question, on a logarithmic scale]({name}.svg)",
        "## How many times longer than `ask()`",
        "Each from the run of that peer. Dashes: the peer cannot answer, or was left out.",
        markdown(*_ratios(pieces)),
        *_parts_of_time(pieces),
        *_goals(judged),
        *_extra_parts(extras, build),
        "## Peers",
        markdown(*_peers(pieces)),
        _conditions(),
    ]
    (DOCS / f"{name}.md").write_text("\n\n".join(parts) + "\n")
    _plot(pieces, DOCS / f"{name}.svg")
    _print(pieces, judged, name)


def machine() -> dict[str, Any]:
    """What it ran on."""
    memory = next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal"))
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(int(memory.split()[1]) / 2**20),
        "python": platform.python_version(),
    }


def markdown(head: Sequence[str], rows: Rows) -> str:
    """A table of a document; numbers to the right."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _parts_of_time(pieces: list[Piece]) -> list[str]:
    if all(draws_of(piece, whole=True) == set(piece.ask) for piece in pieces):
        return []
    text = "Milliseconds again; medians over draws of six to eleven months, other units and other indicators."
    return ["## Other ranges of months", text, markdown(*_milliseconds(pieces, whole=False))]


def _goals(judged: list[Verdict]) -> list[str]:
    if not judged:
        return [f"The goals are for size {JUDGED}."]
    rows = [[verdict.goal, verdict.measured, "yes" if verdict.reached else "**no**"] for verdict in judged]
    return ["## Goals", markdown(["goal", "measured", "reached"], rows)]


def _preamble(world: World, pieces: list[Piece]) -> str:
    count, on = world.count(), machine()
    return (
        f"{count['lines']:,} ledger lines, {count['attendances']:,} of them attendances, of "
        f"{world.today.tree.size:,} units; {len(world.size.months)} months. {on['cores']} cores, {on['memory_gb']} GB. "
        f"One pass over one column in memory: {pass_ms(pieces):.3g} ms. All ways gave the same answers to the unit "
        "before anything was timed. How it is done: [bench/README.md](../../bench/README.md)."
    )


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _milliseconds(pieces: list[Piece], *, whole: bool = True) -> tuple[list[str], Rows]:
    rows = [["**`ask()`**", *(f"**{_number(ask_ms(pieces, question, whole=whole))}**" for question in TEXTS)]]
    rows.append(["in memory passes", *(_number(passes(pieces, question, whole=whole)) for question in TEXTS)])
    for piece in pieces:
        draws = draws_of(piece, whole=whole)
        rows.append([_label(piece), *(_number(median_of(piece.times, question, draws)) for question in TEXTS)])
    return ["", *TEXTS], rows


def _ratios(pieces: list[Piece]) -> tuple[list[str], Rows]:
    return ["", *TEXTS], [[_label(piece), *(_number(ratio(piece, question)) for question in TEXTS)] for piece in pieces]


def _label(piece: Piece) -> str:
    return f"{piece.label} ({piece.earlier})" if piece.earlier else piece.label


def _peers(pieces: list[Piece]) -> tuple[list[str], Rows]:
    rows = []
    for piece in pieces:
        spread = f"{max(piece.passes) / min(piece.passes):.2f}"
        if not piece.steady:
            spread += " **unsteady: read with care**"
        load = "–" if piece.load is None else "in memory" if piece.peer in IN_MEMORY else f"{piece.load:,.0f} s"
        chosen = "; ".join(f"{question}: {way}" for question, way in piece.chosen.items())
        fewest = str(min(timing.runs for timing in piece.times.values()))
        rows.append([_label(piece), load, f"{piece.bytes / 2**20:,.0f} MB", spread, fewest, chosen])
    return ["peer", "loading", "size", "memory passes, most/least", "fewest runs", "layout chosen"], rows


def _conditions() -> str:
    settings = ", ".join(f"{name} = {value}" for name, value in SETTINGS.items())
    return (
        f"PostgreSQL: {settings}. Everything warm: each question was asked before it was timed, except what takes "
        "longer than 20 s, which was asked once. What takes longer than a second was timed once per draw, all else "
        "at least five times. A run is thrown away when its memory passes at start, middle and end differ by more "
        "than 1.4; after the third such run the steadiest is shown, and marked."
    )


def _extra_parts(extras: dict[str, Any], build: dict[str, Any]) -> list[str]:
    parts = []
    if build:
        parts += [
            "## Building",
            f"{build['lines']:,} lines in {build['seconds']:,.0f} s "
            f"({build['lines'] / build['seconds'] / 1e6:.2f} M/s), with {build['peak'] / 2**20:,.0f} MB of memory at "
            f"most; the generation takes {build['bytes'] / 2**20:,.0f} MB, "
            f"{build['bytes'] / build['lines']:.1f} bytes a line, "
            f"{build['parquet'] / build['lines']:.1f} of them Parquet.",
        ]
    if merge := extras.get("merge"):
        parts += ["## Merging", _merging("An evening's", merge)]
        if again := merge.get("with_taken_back"):
            parts.append(_merging("The same evening when lines of earlier months are taken back too:", again))
    if fresh := extras.get("freshness"):
        slower = {q: _number(ms) for q, ms in fresh["asked_with_tail"].items()}
        parts += [
            "## Freshness",
            f"With {fresh['tail']:,} lines not merged a posting of 26 lines was in the answer after "
            f"{fresh['visible']['median']:.1f} ms ({fresh['visible']['least']:.1f} to {fresh['visible']['most']:.1f}). "
            f"Reading such a tail once takes {fresh['fill_seconds']:.1f} s and {fresh['peak'] / 2**20:,.0f} MB.",
            markdown(["with that tail", *slower], [["ms", *slower.values()]]),
        ]
    if ranges := extras.get("ranges"):
        rows = [
            [q, _number(t["whole"]), _number(t["median"]), _number(t["worst"]), f"{t['median'] / t['whole']:.2f}"]
            for q, t in ranges.items()
        ]
        head = ["", "all months, ms", "any range, median", "worst range", "median / all"]
        parts += ["## Any range of months, the same units", markdown(head, rows)]
    if maps := extras.get("maps"):
        rows = [
            [
                q,
                _number(t["today"]),
                str(t["today_regions"]),
                _number(t["historic"]),
                str(t["historic_regions"]),
                f"{t['historic'] / t['today'] * min(1, t['today_regions'] / t['historic_regions']):.2f}",
            ]
            for q, t in maps.items()
        ]
        head = ["", "today's map, ms", "regions", "historic map, ms", "regions", "ratio after size"]
        parts += ["## The historic map", markdown(head, rows)]
    if rows_made := extras.get("rows"):
        rows = [[q, f"{t['rows']:,}", _number(t["ms"])] for q, t in rows_made.items()]
        parts += ["## With every typed row made", markdown(["", "rows", "ms"], rows)]
    if readers := extras.get("readers"):
        rows = []
        for count, found in readers.items():
            rows.append(
                [count, f"{found['per_second']:,.0f}", _number(found["all"]["median"]), _number(found["all"]["p95"])]
            )
        memory = readers[max(readers, key=int)]["memory"]
        own = max(one["own"] - one["own_before"] for one in memory) / 2**20
        files = max(one["files"] for one in memory) / 2**20
        share = sum(one["proportional"] for one in memory) / len(memory) / 2**20
        parts += [
            "## Many readers",
            markdown(["processes", "questions a second", "median ms", "95th percentile"], rows),
            f"Each reader holds at most {own:,.0f} MB of its own for the store, and up to {files:,.0f} MB of files "
            f"that all share; with shared pages divided it is {share:,.0f} MB a process, "
            "its copy of two maps included.",
        ]
    if pages := extras.get("pages"):
        rows = [
            [name, _number(t["median"]), _number(t["worst"]), str(t["queries"]), f"{t['bytes'] / 1000:,.0f} kB"]
            for name, t in pages.items()
        ]
        head = ["page", "ms of the server, median", "worst", "queries", "HTML"]
        parts += ["## Pages", markdown(head, rows)]
    if ingest := extras.get("ingest"):
        rows = [
            [what, f"{told['bare']:,.0f}", f"{told['command']:,.0f}", f"{told['command'] / told['bare']:.2f}"]
            for what, told in ingest.items()
        ]
        parts += ["## Ingest", markdown(["", "bare", "through the command", "ratio"], rows)]
    return parts


def _merging(what: str, merge: dict[str, Any]) -> str:
    reader = merge["reader"]
    return (
        f"{what} {merge['lines']:,} lines of {merge['months']} months in {merge['seconds']:.1f} s, with "
        f"{merge['peak'] / 2**20:,.0f} MB of memory; {merge['written'] / 2**20:,.0f} MB written. A reader that went on "
        f"asking Q2 waited {reader['median']:.1f} ms (median), {reader['most']:.1f} ms at most."
    )


def _of_size(name: str) -> dict[str, float]:
    file = DOCS / f"{name}.json"
    known: dict[str, float] = json.loads(file.read_text())["ask_ms"] if file.exists() else {}
    return known


def _plot(pieces: list[Piece], file: Path) -> None:
    # Only the report needs them.
    import altair as alt  # noqa: PLC0415
    import vl_convert  # noqa: PLC0415

    values = [
        {"question": question, "way": label, "ms": ms}
        for label, times in (("ask()", None), *((piece.label, piece) for piece in pieces))
        for question in TEXTS
        if (
            ms := ask_ms(pieces, question)
            if times is None
            else median_of(times.times, question, draws_of(times, whole=True))
        )
    ]
    order = ["ask()", *(piece.label for piece in pieces)]
    colours = ["#0b5fb0", "#94a3b8", "#0d9488", "#d97706", "#9333ea", "#be185d", "#65a30d", "#475569", "#b91c1c"]
    base = alt.Chart(alt.Data(values=values))
    dots = base.mark_point(filled=True, size=90, opacity=0.9).encode(
        x=alt.X("ms:Q", scale=alt.Scale(type="log"), title="milliseconds (logarithmic)"),
        y=alt.Y("question:N", sort=list(TEXTS), title=None),
        color=alt.Color("way:N", sort=order, scale=alt.Scale(domain=order, range=colours), title=None),
        shape=alt.Shape("way:N", sort=order, scale=alt.Scale(domain=order), title=None),
    )
    limit = alt.Chart(alt.Data(values=[{"ms": pass_ms(pieces)}])).mark_rule(strokeDash=[4, 4], color="#64748b")
    chart = (
        (limit.encode(x="ms:Q") + dots)
        .properties(width=640, height=320, title="The dashed line is one pass over one column in memory")
        .configure(font="sans-serif")
        .configure_view(stroke=None)
        .configure_legend(labelLimit=320)
        .configure_title(fontSize=12, fontWeight="normal", anchor="start")
    )
    file.write_text(vl_convert.vegalite_to_svg(chart.to_json()) + "\n")


def _print(pieces: list[Piece], judged: list[Verdict], name: str) -> None:
    console = Console()
    for title, (head, rows) in (
        (f"Size {name}: milliseconds", _milliseconds(pieces)),
        ("Times longer than ask()", _ratios(pieces)),
    ):
        shown = Shown(title=title)
        for column in head:
            shown.add_column(column, justify="right" if column else "left")
        for row in rows:
            shown.add_row(*(cell.replace("*", "").replace("`", "") for cell in row))
        console.print(shown)
    for verdict in judged:
        mark = "[green]reached[/]" if verdict.reached else "[red]missed [/]"
        console.print(f"{mark} {verdict.goal}: {verdict.measured}")
