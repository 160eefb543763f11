"""python -m bench people [--steps load search composition import report]: the register at the size of the nation."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from rich.console import Console

from bench.home import bench_home

STEPS = ("load", "search", "composition", "import", "report")


def main(argv: list[str] | None = None) -> None:
    """Parse, stand on a database of the bench's own, go."""
    parser = argparse.ArgumentParser(prog="python -m bench people", description=__doc__)
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=STEPS, help="all when not given")
    parser.add_argument("--people", type=int, default=6_400_000)
    parser.add_argument("--rows", type=int, default=100_000, help="of the list that is brought in")
    parser.add_argument("--note", default="", help="on what machine: said at the head of the report")
    parser.add_argument("--keep-server", action="store_true", help="leave the bench's PostgreSQL running")
    given = parser.parse_args(argv)
    home = bench_home() / "people"
    home.mkdir(parents=True, exist_ok=True)
    # Settled before Django is loaded: its settings read it.
    os.environ["VIECTHAT_DATA"] = str(home)
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viecthat.project.settings")
    import django

    django.setup()
    from viecthat.project.database import embedded_server, ensure_database

    ensure_database()
    try:
        _go(given, home, Console())
    finally:
        if not given.keep_server:
            embedded_server().stop()


def _go(given: argparse.Namespace, home: Path, console: Console) -> None:
    from bench.people.composition import compose_all, post_members
    from bench.people.lists import bring_in
    from bench.people.load import Nation, load
    from bench.people.questions import ask_all
    from bench.people.report import write_report

    results = home / "results.json"
    found = json.loads(results.read_text()) if results.exists() else {}
    nation = Nation(people=given.people, branches=max(given.people // 32, 64))
    if "load" in given.steps:
        load(nation, console)
    if "search" in given.steps:
        found["search"] = ask_all(console)
    if "composition" in given.steps:
        post_members(console)
        found["composition"] = compose_all(console)
    if "import" in given.steps:
        found["import"] = bring_in(given.rows, console)
    results.write_text(json.dumps(found, indent=1, ensure_ascii=False))
    if "report" in given.steps:
        write_report(found, nation, given.note)


if __name__ == "__main__":
    main()
