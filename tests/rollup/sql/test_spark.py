"""The same SQL on a real Spark: a driver and two executors, each a Java process of its own."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest

from tests.rollup.test_ask import CITY, FAR, HAMLET, LANE, MOMENT, NOW, PEOPLE, THEN, TREES, line
from viecthat.kernel.periods import Period
from viecthat.rollup.ask import By, MemorySource, Where, ask
from viecthat.rollup.facts import FactRow, Facts
from viecthat.rollup.measures import Coverage, Flow, Measure, People, Ratio, Stock, Turns
from viecthat.rollup.sql.engine import engine_named
from viecthat.rollup.sql.parquet import write_part
from viecthat.rollup.sql.reckoner import SqlSource
from viecthat.rollup.sql.spark import SparkEngine

pytestmark = pytest.mark.spark

# A few lines want a quick start more than a quick run: little is compiled, nothing is cut into many pieces.
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto"
SMALL = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.driver.extraJavaOptions": JAVA,
    "spark.driver.memory": "512m",
    "spark.executor.extraJavaOptions": JAVA,
    "spark.executor.memory": "512m",
}
MEASURES: dict[str, Measure] = {
    "flow": Flow(TREES),
    "stock": Stock(TREES),
    "people": People(PEOPLE),
    "turns": Turns(PEOPLE),
    "communes": Coverage(TREES, ("commune",), 3),
    "ratio": Ratio(People(PEOPLE), Flow(TREES)),
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkEngine]:
    folder = tmp_path_factory.mktemp("spark")
    settings = urlencode(SMALL)
    named = engine_named(f"local-cluster[2,1,512]?folder={folder}&{settings}")
    assert isinstance(named, SparkEngine)
    yield named
    named.stop()
    assert list(folder.iterdir()) == []


def ledger() -> Facts:
    chance = np.random.default_rng(6)
    days = [day.toordinal() for day in (Period.month(2020, 5).start, Period.month(2020, 6).start, MOMENT.date())]
    rows: list[FactRow] = []
    for number in range(1, 121):
        indicator, person = (TREES, 0) if number % 2 else (PEOPLE, int(chance.integers(0, 6)))
        quantity = int(chance.choice([1, 1, 2, -1, 2**40])) if indicator == TREES else int(chance.choice([1, 1, -1]))
        rows.append(
            line(
                int(chance.choice([CITY, LANE, HAMLET, FAR, 99])),
                quantity,
                entry=number,
                indicator=indicator,
                person=person,
                day=int(chance.choice(days)),
                grade=int(chance.integers(1, 4)),
                posting=number % 7,
                recorded=MOMENT + timedelta(hours=number),
            )
        )
    return Facts.of(rows)


@pytest.fixture(scope="module")
def source(engine: SparkEngine, tmp_path_factory: pytest.TempPathFactory) -> SqlSource:
    held, folder = ledger(), tmp_path_factory.mktemp("parts")
    paths = [folder / "a.parquet", folder / "b.parquet"]
    write_part(paths[0], held.where(held.entry <= 50))
    write_part(paths[1], held.where((held.entry > 50) & (held.entry <= 100)))
    return SqlSource(engine, paths, held.where(held.entry > 100))


@pytest.mark.parametrize(
    "question",
    [
        {"map": THEN, "by": By.CHILDREN},
        {
            "map": NOW,
            "by": By.kind("commune"),
            "as_known": MOMENT + timedelta(hours=80),
            "where": Where(persons=np.array([0, 1, 2, 3]), postings=range(6), grades={1, 3}),
        },
    ],
    ids=["under the map of then", "filtered, as known, under the map of now"],
)
def test_spark_says_what_the_scan_says(source: SqlSource, question: dict[str, Any]) -> None:
    asked = {"units": [CITY, FAR], "periods": [Period.year(2020), Period.month(2020, 6)]} | question
    table = ask(MEASURES, source=source, explain=True, **asked)
    scanned = ask(MEASURES, source=MemorySource(ledger()), **asked)
    assert table.rows == scanned.rows
    assert table.outside == scanned.outside > 0
    assert any(row.people for row in table)
    assert table.how.startswith("tính bằng SQL trên Spark, đọc ")
    assert len(table.way.sql) == 5


def test_sums_beyond_64_bits_are_seen(engine: SparkEngine) -> None:
    with engine.session((), Facts.of([line(LANE, 2**62)] * 3)) as session:
        rows = session.rows("SELECT try_sum(quantity) AS total, sum(quantity / 2) AS half FROM ledger")
    assert rows["total"].tolist() == [None]


def test_executors_are_processes_of_their_own(engine: SparkEngine) -> None:
    with engine.session((), Facts.none()) as session:
        assert session.rows("SELECT count(*) AS n FROM ledger")["n"].tolist() == [0]
    running = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert sum(b"CoarseGrainedExecutorBackend" in words for words in running) >= 2


def test_what_cannot_be_read_is_said(engine: SparkEngine) -> None:
    with pytest.raises(OSError, match="gone"), engine.session([Path("/gone.parquet")], Facts.none()):
        pass
