"""python -m bench SIZE: load the peers, build, run, measure the rest, report. Each step can be run alone."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.columns import PeerData
from bench.extras import measure_extras
from bench.generate import make_world
from bench.home import bench_home
from bench.peers.cluster import Cluster
from bench.people.__main__ import main as people
from bench.report import write_report
from bench.run import PEERS, load_peers, run_peer, save
from bench.sizes import SIZES
from bench.store import make_generation, source_of

STEPS = ("load", "build", "run", "extras", "ingest", "pages", "report")


def main() -> None:
    """Parse and go. `people` is a bench of its own."""
    if sys.argv[1:2] == ["people"]:
        people(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=STEPS, help="all when not given")
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=list(PEERS), help="all when not given")
    parser.add_argument("--keep-server", action="store_true", help="leave the bench's PostgreSQL running")
    given = parser.parse_args()
    try:
        _go(given.size, given.steps, given.peers)
    finally:
        if not given.keep_server and (bench_home() / "postgres" / "database").exists():
            Cluster(bench_home() / "postgres").stop()


def _go(size: str, steps: list[str], peers: list[str]) -> None:
    console = Console()
    world = make_world(SIZES[size], bench_home())
    console.print(f"{world.count()['lines']:,} lines in {world.folder}")
    data = PeerData(world)
    folder = world.folder.parent
    if "load" in steps:
        load_peers(peers, data)
    if {"build", "run", "extras"} & set(steps):
        generation = make_generation(world)
        console.print(f"generation of {generation.bytes / 2**20:,.0f} MB")
        source = source_of(generation)
    if "run" in steps:
        for name in peers:
            with console.status(name):
                save(run_peer(name, data, source), folder / "pieces")
            console.print(f"measured {name}")
    if "extras" in steps:
        found = _read(folder / "extras.json")
        for name, measured in measure_extras(data, source):
            found[name] = measured
            (folder / "extras.json").write_text(json.dumps(found, indent=1))
            console.print(f"measured {name}")
    for step, given in (("ingest", ()), ("pages", (size,))):
        if step in steps:
            # Each in a process of its own: Django is set up once, for one database. Both in one cluster of the bench's.
            home = {"VIECTHAT_DATA": str(bench_home() / "pages"), "VIECTHAT_BENCH_HOME": str(bench_home())}
            subprocess.run([sys.executable, "-m", f"bench.{step}", *given], env={**os.environ, **home}, check=True)
    if "report" in steps:
        extras = _read(folder / "extras.json")
        # Written by bench.ingest, which measures the ledger itself.
        if ingest := _read(bench_home() / "ingest.json"):
            extras["ingest"] = ingest
        # Written by bench.pages, which asks the server.
        if pages := _read(folder / "pages.json"):
            extras["pages"] = pages
        write_report(world, extras, _read(folder / "build.json"))


def _read(file: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
    return read


if __name__ == "__main__":
    main()
