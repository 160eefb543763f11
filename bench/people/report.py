"""docs/bench/people.md from what was measured."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any

GOAL_SEARCH, GOAL_ROLL, GOAL_IMPORT = 30.0, 50.0, 120.0
_PLACE = Path(__file__).resolve().parents[2] / "docs" / "bench" / "people.md"


def write_report(found: dict[str, Any]) -> None:
    """Tables of everything that was measured, each with its promise."""
    lines = [
        "# The bench of the register",
        "",
        f"6.4 million made-up people in 200,000 branches. {_machine()}. By `python -m bench people`.",
        "",
        "Milliseconds of the product's own queries (`members_found`, `listed_people`), everything warm: the first fifty"
        " of what a text finds, as the page of the register shows them.",
        "",
        f"Promised, 95 times in 100: a search within {GOAL_SEARCH:.0f} ms, a branch's roll within {GOAL_ROLL:.0f} ms.",
        "",
        "| asked | scope | P50 | P95 | most | kept |",
        "| --- | --- | ---: | ---: | ---: | :---: |",
    ]
    for key, told in found.get("search", {}).items():
        scope, name = key.split("/", 1)
        goal = GOAL_ROLL if scope == "branch" else GOAL_SEARCH
        kept = "" if "reach" in name else "yes" if told["p95"] <= goal else "**no**"
        lines.append(f"| {name} | {scope} | {told.get('p50', '')} | {told['p95']} | {told.get('most', '')} | {kept} |")
    if brought := found.get("import"):
        total = sum(brought.get(name, 0) for name in ("received", "checked", "written"))
        lines += [
            "",
            f"## A list of {brought['rows']:,} people brought in",
            "",
            f"A workbook of {brought['megabytes']} MB into the register of 6.4 million."
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


def _machine() -> str:
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {gigabytes:.0f} GB, {platform.system()}, embedded PostgreSQL"
