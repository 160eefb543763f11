"""docs/bench/people.md from what was measured."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.people.load import Nation

GOAL_SEARCH, GOAL_ROLL, GOAL_IMPORT, GOAL_COMPOSITION = 30.0, 50.0, 120.0, 100.0
_PLACE = Path(__file__).resolve().parents[2] / "docs" / "bench" / "people.md"


def write_report(found: dict[str, Any], nation: Nation, note: str) -> None:
    """Tables of everything that was measured, each with its promise."""
    lines = [
        "# The bench of the register",
        "",
        f"{nation.people:,} made-up people in {nation.branches:,} branches. {_machine()}. By `python -m bench people`.",
        "",
        *([f"> {note}", ""] if note else []),
        "Milliseconds of the product's own queries (`members_found`, `listed_people`): the first fifty"
        " of what a text finds, as the page of the register shows them.",
        *_warmed(found.get("search", {})),
        "",
        f"Promised, 95 times in 100: a search within {GOAL_SEARCH:.0f} ms, a branch's roll within {GOAL_ROLL:.0f} ms.",
        "",
        "| asked | scope | P50 | P95 | most | kept |",
        "| --- | --- | ---: | ---: | ---: | :---: |",
    ]
    for key, told in found.get("search", {}).items():
        if key == "warmed":
            continue
        scope, name = key.split("/", 1)
        goal = GOAL_ROLL if scope == "branch" else GOAL_SEARCH
        kept = "" if "reach" in name else "yes" if told["p95"] <= goal else "**no**"
        lines.append(f"| {name} | {scope} | {told.get('p50', '')} | {told['p95']} | {told.get('most', '')} | {kept} |")
    if composed := found.get("composition"):
        lines += [
            "",
            "## By province, sex and age group",
            "",
            f"{composed['members']:,} members, a line of the ledger each, counted once; the page's own query"
            f" (`composition_of`), which asks `ask()`. Promised: {GOAL_COMPOSITION:.0f} ms.",
            "",
            "| asked | P50, ms | P95, ms | most, ms | kept |",
            "| --- | ---: | ---: | ---: | :---: |",
        ]
        for name, told in composed.items():
            if isinstance(told, dict) and "p50" in told:
                kept = "yes" if told["p95"] <= GOAL_COMPOSITION else "**no**"
                lines.append(f"| {name} | {told['p50']} | {told['p95']} | {told['most']} | {kept} |")
        first = composed["the first time in a process, s"]["p95"]
        lines += ["", f"The first time in a process, lines and people read and laid out: {first} s."]
    if brought := found.get("import"):
        total = sum(brought.get(name, 0) for name in ("received", "checked", "written"))
        lines += [
            "",
            f"## A list of {brought['rows']:,} people brought in",
            "",
            f"A workbook of {brought['megabytes']} MB into the register of {nation.people:,}."
            f" Promised: {GOAL_IMPORT:.0f} s in all; measured: {total:.0f} s.",
            "",
            "| step | seconds |",
            "| --- | ---: |",
            *(
                f"| {name} | {brought[name]} |"
                for name in ("received", "checked", "written", "taken back")
                if name in brought
            ),
        ]
    _PLACE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _warmed(search: dict[str, Any]) -> list[str]:
    if not (warmed := search.get("warmed")):
        return []
    return [
        "",
        f"First what is searched was read into the database's memory, as `viecthat serve` has done in the background"
        f" when it starts: {warmed['megabytes']:,} MB in {warmed['seconds']} s on this disk. Until it is read, a search"
        f" waits for the disk: a rare name of the nation, half a second.",
    ]


def _machine() -> str:
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {gigabytes:.0f} GB, {platform.system()}, embedded PostgreSQL"
