"""The merger of 1 July 2025, with its real areas: one entry for each of the 10,035 old communes, under both maps.

The golden numbers stand in tests/units/golden; how they were derived stands in derive.py beside them.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tests.units.golden import derive
from viecthat.catalogue.areas import COMMUNE_KINDS, PROVINCE_KINDS, area_successions, areas, areas_on
from viecthat.kernel.periods import Period
from viecthat.rollup.answer import OWN, Table
from viecthat.rollup.ask import By, MemorySource, Source, ask
from viecthat.rollup.facts import FactRow, Facts
from viecthat.rollup.measures import Flow
from viecthat.rollup.placement import How, Succession, UnitMap, place_units
from viecthat.rollup.sql.duck import DuckEngine
from viecthat.rollup.sql.parquet import write_part
from viecthat.rollup.sql.reckoner import SqlSource
from viecthat.rollup.store.layout import Layout
from viecthat.rollup.store.source import StoreSource
from viecthat.rollup.store.tail import Tail
from viecthat.rollup.store.writing import write_generation
from viecthat.rollup.tree import Node, encode_tree

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
YEAR = Period.year(2025)
NATION = 1
PROVINCES = derive.read(derive.PROVINCES)
COMMUNES = derive.read(derive.COMMUNES)

NUMBERS = {code: number for number, code in enumerate(sorted({area.code for area in areas()}), 2)}
CODES = {number: code for code, number in NUMBERS.items()} | {NATION: derive.NATION}


@cache
def map_of(day: date) -> UnitMap:
    nodes = [Node(NATION, None, "trung_uong")]
    for code, area in areas_on(day).items():
        nodes.append(Node(NUMBERS[code], NUMBERS[area.parent] if area.parent else NATION, area.kind, code))
    became = [Succession(NUMBERS[s.old], NUMBERS[s.new], s.day, s.heir) for s in area_successions()]
    return place_units(encode_tree(nodes, day), [NATION, *CODES], became)


@cache
def ledger() -> Facts:
    old = [code for code, area in areas_on(BEFORE).items() if area.kind in COMMUNE_KINDS]
    moment = datetime(2025, 5, 20, tzinfo=UTC)
    return Facts.of(
        FactRow(entry, 1, NUMBERS[code], 1, date(2025, 5, 19), derive.number(code), 0, 1 + entry % 3, moment)
        for entry, code in enumerate(old, 1)
    )


def _plain(_folder: Path) -> Source:
    return MemorySource(ledger())


def _sql(folder: Path) -> Source:
    """Half of the ledger in a Parquet part, half not yet."""
    held = ledger()
    first = held.entry % 2 == 0
    write_part(folder / "first.parquet", held.where(first))
    return SqlSource(DuckEngine(), [folder / "first.parquet"], held.where(~first))


def _store(folder: Path) -> Source:
    """Half of the ledger in a generation, half not yet."""
    held = ledger()
    first = held.entry % 2 == 0
    layout = Layout(np.array(sorted(CODES)), room=2**15)
    return StoreSource(Tail.of(write_generation(folder, layout, [held.where(first)], horizon=1), held.where(~first)))


WAYS: dict[str, Callable[[Path], Source]] = {"plain": _plain, "sql": _sql, "store": _store}


@pytest.fixture(scope="module", params=WAYS)
def source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Source:
    return WAYS[request.param](tmp_path_factory.mktemp("golden"))


def table(source: Source, day: date, by: By, units: list[int] | None = None) -> Table:
    asked = [NATION] if units is None else units
    return ask({"trees": Flow(1)}, units=asked, periods=[YEAR], by=by, map=map_of(day), source=source)


def values(answer: Table, unit: int = NATION) -> dict[str, int]:
    parts = answer.parts(unit, "trees", YEAR)
    return {CODES[row.part] if isinstance(row.part, int) else OWN: row.value or 0 for row in parts}


def test_the_files_are_what_the_loops_find() -> None:
    assert derive.derive() == (PROVINCES, COMMUNES)


def test_the_maps_are_the_real_ones() -> None:
    old, new = areas_on(BEFORE).values(), areas_on(AFTER).values()
    assert [sum(a.kind in kinds for a in old) for kinds in (PROVINCE_KINDS, COMMUNE_KINDS)] == [63, 10_035]
    assert [sum(a.kind in kinds for a in new) for kinds in (PROVINCE_KINDS, COMMUNE_KINDS)] == [34, 3_321]
    assert len(ledger()) == 10_035
    assert (len(PROVINCES), len(COMMUNES)) == (35, 3_321)


@pytest.mark.parametrize("day", [BEFORE, AFTER], ids=["63", "34"])
def test_the_nation_is_the_same_under_both_maps(source: Source, day: date) -> None:
    answer = table(source, day, By.CHILDREN)
    whole = answer.one(NATION, "trees", YEAR)
    assert (whole.value, whole.entries, whole.reported_by) == (5_002_507, 10_035, 10_035)
    assert answer.outside == 0
    assert sum(values(answer).values()) == 5_002_507


def test_each_new_province_is_the_sum_of_its_predecessors(source: Source) -> None:
    old, new = (values(table(source, day, By.CHILDREN)) for day in (BEFORE, AFTER))
    assert (len(old), len(new)) == (64, 35)
    assert old.pop(OWN) == new.pop(OWN) == 0
    assert new == {row["code"]: int(row["total"]) for row in PROVINCES[1:]}
    assert new == {row["code"]: sum(old[code] for code in row["predecessors"].split()) for row in PROVINCES[1:]}


def test_each_new_commune_has_what_is_known_to_be_its_own(source: Source) -> None:
    provinces = [NUMBERS[row["code"]] for row in PROVINCES[1:]]
    answer = table(source, AFTER, By.CHILDREN, provinces)
    found = {code: value for unit in provinces for code, value in values(answer, unit).items() if code != OWN}
    assert found == {row["code"]: int(row["total"]) for row in COMMUNES}


def test_divided_wards_are_not_apportioned(source: Source) -> None:
    provinces = {NUMBERS[row["code"]]: row for row in PROVINCES[1:]}
    answer = table(source, AFTER, By.CHILDREN, list(provinces))
    mapped = map_of(AFTER)
    for unit, row in provinces.items():
        own = answer.parts(unit, "trees", YEAR)[-1]
        whole = answer.one(unit, "trees", YEAR)
        assert own.part == OWN
        assert (own.entries, own.value) == (int(row["not_apportioned_communes"]), int(row["not_apportioned"]))
        assert round(1000 * (own.value or 0) / (whole.value or 0)) == int(row["per_mille"])
        divided = [other for other in mapped.kept_apart_at(unit) if other in set(ledger().unit.tolist())]
        assert len(divided) == own.entries
    assert sum(int(row["not_apportioned_communes"]) for row in PROVINCES[1:]) == 360
    assert sum(int(row["not_apportioned"]) for row in PROVINCES[1:]) == 181_441


def test_no_old_commune_is_lost() -> None:
    stands = [map_of(AFTER).stands_at(unit) for unit in np.unique(ledger().unit).tolist()]
    hows = [how for _, how in stands]
    assert None not in [place for place, _ in stands]
    assert {how: hows.count(how) for how in How if how in hows} == {
        How.ITSELF: 132,
        How.SUCCESSOR: 9_463,
        How.HEIR: 80,
        How.APART: 360,
    }
