"""SQL on DuckDB against the plain oracle and the plain scan, over random worlds."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from tests.rollup import worlds
from tests.rollup.oracle import Oracle
from tests.rollup.test_ask_properties import as_told
from viecthat.rollup.ask import MemorySource, ask
from viecthat.rollup.facts import Facts
from viecthat.rollup.sql.duck import DuckEngine
from viecthat.rollup.sql.parquet import write_part
from viecthat.rollup.sql.reckoner import SqlSource

ENGINE = DuckEngine()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("parts")


def scattered(facts: Facts, folder: Path, into: list[int]) -> SqlSource:
    """The facts in two Parquet parts and a tail, as `into` (0, 1, 2 by line) says."""
    where = np.array(into, dtype=np.int64)
    paths = [folder / f"{number}.parquet" for number in (0, 1)]
    for number, path in enumerate(paths):
        write_part(path, facts.where(where == number))
    return SqlSource(ENGINE, paths, facts.where(where == 2))


@given(st.data())
@settings(max_examples=6 * worlds.FEW)
def test_sql_says_what_the_oracle_and_the_scan_say(folder: Path, data: Any) -> None:
    world = data.draw(worlds.worlds(), label="world")
    question = data.draw(worlds.questions(world), label="question")
    facts = worlds.facts(world)
    into = data.draw(st.lists(st.integers(0, 2), min_size=len(facts), max_size=len(facts)), label="into")
    mapped = worlds.unit_map(world, question.day)
    asked: dict[str, Any] = {
        "units": mapped.tree.units.tolist(),
        "periods": [worlds.period(told) for told in question.periods],
        "by": worlds.by(question.by),
        "map": mapped,
        "as_known": question.as_known,
        "where": worlds.where(question),
    }
    measures = {key: worlds.measure(told) for key, told in worlds.MEASURES.items()}
    table = ask(measures, source=scattered(facts, folder, into), **asked)
    scanned = ask(measures, source=MemorySource(facts), **asked)
    assert table.rows == scanned.rows
    assert table.outside == scanned.outside
    oracle = Oracle(world, question.day)
    for row in table:
        region = dict(oracle.regions(row.unit, question.by))[row.part]
        told = worlds.MEASURES[row.key]
        assert as_told(row) == oracle.figure(told, region, row.period.start, row.period.end, question.keeps)
