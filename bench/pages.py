"""python -m bench.pages SIZE: the server's time for pages about an organisation and a ledger of this size.

A database of its own holds the whole made-up tree, 101 indicators, and a year's targets of the centre, a province and a
base unit; the store is the generation that the bench built, put there under this database's name. Pages are asked for
as a browser does, signed in, through every middleware; counted is what they say themselves (Server-Timing).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from bench.generate import World, make_world
from bench.home import bench_home
from bench.sizes import INDICATORS, SIZES, YEAR
from bench.store import generation_home, make_generation
from bench.tree import ADJUSTMENT, BASE, CENTRE, KINDS, NOWHERE, PROVINCE, REFORM, Organisation

DATABASE: Final = "viecthat_bench_pages"
AT: Final = datetime(YEAR, 12, 31, 9, 0, tzinfo=UTC)
FOUNDED: Final = date(YEAR - 5, 1, 1)
TIMES: Final = 11
SLUG: Final = "nam"
KIND_OF: Final = {"centre": "central", "district": "district", "base": "commune", "school": "base_union"}


def main() -> None:
    """Parse, make what is not there, ask for the pages, write down how long they took."""
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("size", choices=SIZES)
    world = make_world(SIZES[parser.parse_args().size], bench_home())
    make_generation(world)
    _stand_on_own_database()
    units = _set_up(world)
    _lend_store(world)
    measured = {name: _measure(path, anew=anew) for name, path, anew in _paths(units)}
    (world.folder.parent / "pages.json").write_text(json.dumps(measured, indent=1, ensure_ascii=False))
    for name, timing in measured.items():
        print(f"{name:60} {timing['median']:8.1f} ms  {timing['queries']:4} queries")


def _stand_on_own_database() -> None:
    os.environ["VIECTHAT_DATA"] = str(bench_home() / "pages")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viecthat.project.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from viecthat.project.database import ensure_database
    from viecthat.project.management.commands.migrate import migrate

    ensure_database()
    # Without the catalogue that the product's own command brings along: the bench's indicators have the first numbers.
    call_command(migrate.Command(), verbosity=0)
    # As the server has it: what is loaded is not gone through for garbage again.
    import viecthat.project.wsgi  # noqa: F401


def _set_up(world: World) -> dict[str, int]:
    """The tree, indicators, targets and reviews; the units that have reviews, by what they are."""
    from viecthat.accounts.choices import Role
    from viecthat.accounts.commands import grant_role, open_account
    from viecthat.accounts.queries import account_named
    from viecthat.ledger.commands import load_indicators
    from viecthat.ledger.queries import Indicator, indicators
    from viecthat.project.catalogue import load_catalogue
    from viecthat.units.commands import import_tree
    from viecthat.units.queries import unit_with_code

    organisation = world.organisation
    units = _reviewed(organisation)
    if unit_with_code("x1", AT.date()) is not None:
        return units
    flows = [
        Indicator(code=f"bench_{n}", name=f"Việc số {n}", name_en=f"Work {n}", measure="flow", unit_of_measure="việc",
                  unit_of_measure_en="works", area=1 + n % 6)
        for n in INDICATORS
    ]  # fmt: skip
    people = Indicator(code="bench_people", name="Người tham gia", name_en="People", measure="people",
                       unit_of_measure="người", unit_of_measure_en="people", area=3)  # fmt: skip
    load_indicators(indicators=[(indicator, "", "") for indicator in [*flows, people]])
    load_catalogue()
    import_tree(spans=list(_spans(organisation)), successions=list(_successions(organisation)), decision="bench")
    root = unit_with_code("x1", AT.date())
    numbers = {named.code: number for number, named in indicators().items()}
    known = all(numbers[f"bench_{n}"] == n for n in INDICATORS)
    if root is None or root.id != organisation.centre or not known:
        raise RuntimeError(
            "units and indicators must have the numbers that the generation knows them by: begin with an empty database"
        )
    account = account_named("bench") or open_account(username="bench", full_name="Bench", password=None, at=AT)
    grant_role(
        account=account, role=Role.SECRETARY, unit_id=root.id, start=FOUNDED, decision="bench", actor=None, at=AT
    )
    for unit in units.values():
        _plan(unit)
    return units


def _reviewed(organisation: Organisation) -> dict[str, int]:
    """The centre, its largest province, and that province's unit with the most below it."""
    import numpy as np

    def largest(kind: int, under: int) -> int:
        among = np.flatnonzero((organisation.kind == kind) & (organisation.now == under))
        below = np.bincount(organisation.now[organisation.now >= 0], minlength=len(organisation.kind))
        return int(among[np.argmax(below[among])])

    centre = int(np.flatnonzero(organisation.kind == CENTRE)[0])
    province = largest(PROVINCE, centre)
    base = largest(BASE, province)
    return {name: int(organisation.ids[n]) for name, n in (("centre", centre), ("province", province), ("base", base))}


def _spans(organisation: Organisation) -> Iterator[Any]:
    from viecthat.units.commands import UnitSpan

    ids = organisation.ids.tolist()
    days = (FOUNDED, REFORM, ADJUSTMENT, None)
    by_id = sorted(range(len(ids)), key=ids.__getitem__)
    times = [parents.tolist() for parents in (organisation.before, organisation.since, organisation.now)]
    for number in by_id:
        kind = KINDS[int(organisation.kind[number])]
        spans: list[tuple[int, date, date | None]] = []
        for parents, (start, end) in zip(times, pairwise(days), strict=True):
            above = parents[number]
            if above == NOWHERE:
                continue
            goes_on = bool(spans) and spans[-1][0] == above and spans[-1][2] == start
            spans.append((above, spans.pop()[1] if goes_on else start or FOUNDED, end))
        for above, start, end in spans:
            parent = None if above == number else f"x{ids[above]}"
            yield UnitSpan(f"x{ids[number]}", f"Đơn vị {number:07}", KIND_OF.get(kind, kind), parent, start, end)


def _successions(organisation: Organisation) -> Iterator[Any]:
    from viecthat.units.commands import SuccessionSpan

    for link in organisation.successions:
        yield SuccessionSpan(f"x{link.old}", f"x{link.new}", link.day, link.heir, "bench")


def _plan(unit: int) -> None:
    from viecthat.kernel.periods import Period
    from viecthat.plans.commands import adopt_target
    from viecthat.reviews.commands import open_review
    from viecthat.reviews.models import ReviewKind

    for n in INDICATORS:
        adopt_target(unit=unit, indicator=n, period=Period.year(YEAR), goal=100_000, position=n, actor=None, at=AT)
    open_review(
        unit=unit, slug=SLUG, kind=ReviewKind.YEAR, title=f"Tổng kết năm {YEAR}", period=Period.year(YEAR),
        conference_on=None, directives=(), source="bench", actor=None, at=AT,
    )  # fmt: skip


def _lend_store(world: World) -> None:
    """The bench's generation under the name of this ledger, file by file as links: nothing is copied."""
    from dataclasses import replace

    from django.db import connection

    from viecthat.ledger.feed.reading import ledger_state
    from viecthat.ledger.feed.store import store_home
    from viecthat.rollup.store.generation import open_generation, publish

    built = open_generation(generation_home(world))
    assert built is not None
    home = store_home()
    home.mkdir(parents=True, exist_ok=True)
    for stored in built.manifest.files:
        if not (home / stored.file).exists():
            (home / stored.file).symlink_to(Path(built.home) / stored.file)
    state = ledger_state()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_storemark SET horizon = %s", [state.horizon])
    publish(home, replace(built.manifest, identity=state.identity, horizon=state.horizon))


def _paths(units: dict[str, int]) -> Iterator[tuple[str, str, bool]]:
    """What each is called, its address, and whether nothing is to be kept from the time before."""
    centre, province, base = (f"x{units[name]}" for name in ("centre", "province", "base"))
    yield "review of the centre, 100 indicators", f"/so-ket/{centre}/{SLUG}/", False
    yield "review of a province, 100 indicators", f"/so-ket/{province}/{SLUG}/", False
    yield "review of a base unit, 100 indicators", f"/so-ket/{base}/{SLUG}/", False
    yield "the centre under the map before the reform", f"/so-ket/{centre}/{SLUG}/?ban-do=30/06/2025", False
    known = f"?biet-den=01/07/{YEAR}"
    yield "the centre as known on 1 July", f"/so-ket/{centre}/{SLUG}/{known}", False
    yield "the same, that day not looked at before", f"/so-ket/{centre}/{SLUG}/{known}", True
    yield "a province as known on 1 July, not looked at before", f"/so-ket/{province}/{SLUG}/{known}", True
    yield "the centre's review, a figure opened by province", f"/so-ket/{centre}/{SLUG}/?so=bench_7&mo={centre}", False
    asked = "&".join(f"cs=bench_{n}" for n in (1, 2, 3))
    yield (
        "explorer, 34 provinces × 3 indicators × 12 months",
        (f"/so-lieu/?{asked}&dv={centre}&chia=truc-thuoc&ky={YEAR}&theo=thang&ban-do=31/12/{YEAR}"),
        False,
    )
    # What any list costs for who reaches every unit of the nation; their registers are empty here, its units are not.
    for name, path in {
        "the workbench": "/viec-cua-toi/",
        "recording work": "/ghi-viec/",
        "register of members": "/doan-vien/",
        "branches whose fees one keeps": "/doan-vien/doan-phi/",
        "list of reviews": "/so-ket/",
        "ledger of everybody": f"/so-viec/?don-vi={centre}",
        "the unit tree, a province": f"/don-vi/{province}/",
        "weak units, the nation: a part to choose": "/don-vi/yeu/",
        "report on cadres, the nation": f"/can-bo/don-vi/{centre}/ket-luan-07-08/",
    }.items():
        yield f"the centre opens: {name}", path, False


def _measure(path: str, *, anew: bool) -> dict[str, float]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from viecthat.accounts.queries import account_named
    from viecthat.rollup.store.patch import forget

    client = Client(headers={"host": "localhost"})
    account = account_named("bench")
    assert account is not None
    client.force_login(account)
    times: list[float] = []
    for turn in range(TIMES + 2):
        if anew:
            forget()
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        if turn >= 2:
            told = answer.headers["server-timing"]
            times.append(float(told.split("total;dur=")[1].split(",")[0]))
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    size = len(answer.content)
    return {"median": statistics.median(times), "worst": max(times), "queries": len(queries), "bytes": size}


if __name__ == "__main__":
    main()
