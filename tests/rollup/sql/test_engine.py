import multiprocessing
import threading
from pathlib import Path

import numpy as np
import pytest

from viecthat.kernel.errors import Refused
from viecthat.rollup.facts import Facts
from viecthat.rollup.sql.duck import DuckEngine, DuckSession
from viecthat.rollup.sql.engine import engine_named


def answer(session: DuckSession, statement: str) -> list[int]:
    (column,) = session.rows(statement).values()
    return [int(value) for value in column.tolist()]


def test_no_name_is_the_everyday_way() -> None:
    assert engine_named("") is None


def test_duckdb_is_named_with_its_limits() -> None:
    engine = engine_named("duckdb:")
    assert isinstance(engine, DuckEngine)
    assert (engine.threads, engine.memory, engine.folder) == (2, None, None)
    engine = engine_named("duckdb:?threads=3&memory=1GB&folder=/var/tmp")
    assert isinstance(engine, DuckEngine)
    assert (engine.threads, engine.memory, engine.folder) == (3, "1GB", Path("/var/tmp"))


@pytest.mark.parametrize(
    "name",
    [
        "duckdb",
        "postgres://x",
        "duckdb:?tables=2",
        "duckdb:?threads=many",
        "duckdb:?threads=0",
        "duckdb:?threads",
        "duckdb:?memory=much",
        "x",
    ],
)
def test_what_is_no_engine_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="VIECTHAT_ENGINE"):
        engine_named(name)


def test_spark_is_named_with_its_settings() -> None:
    from viecthat.rollup.sql.spark import SparkEngine

    engine = engine_named("spark://host:7077?folder=/shared&spark.executor.memory=8g")
    assert isinstance(engine, SparkEngine)
    assert (engine.master, engine.folder) == ("spark://host:7077", Path("/shared"))
    assert engine.settings == {"spark.executor.memory": "8g"}


def test_limits_are_the_databases_own(tmp_path: Path) -> None:
    limits = (
        "SELECT value FROM duckdb_settings() WHERE name IN ('memory_limit', 'temp_directory', 'threads') ORDER BY name"
    )
    with DuckEngine(threads=1, memory="300MiB", folder=tmp_path).session((), Facts.none()) as session:
        assert session.rows(limits)["value"].tolist() == ["300.0 MiB", str(tmp_path), "1"]
    with DuckEngine().session((), Facts.none()) as session:
        amount, unit = session.rows(limits)["value"].tolist()[0].split()
        assert unit == "MiB" or (unit == "GiB" and float(amount) <= 4)


def test_too_little_memory_is_a_sentence() -> None:
    with DuckEngine(memory="20MiB").session((), Facts.none()) as session:
        session.run("SET max_temp_directory_size = '1MiB'")
        with pytest.raises(Refused, match="bộ nhớ"):
            session.rows("SELECT i, count(*) FROM range(10000000) r(i) GROUP BY i ORDER BY i")


def test_sessions_do_not_see_each_other() -> None:
    engine = DuckEngine()
    with engine.session((), Facts.none()) as session:
        session.table("units", {"unit": np.array([1, 2])})
        assert answer(session, "SELECT sum(unit) AS n FROM units") == [3]
    with engine.session((), Facts.none()) as session:
        session.table("units", {"unit": np.array([7])})
        assert answer(session, "SELECT sum(unit) AS n FROM units") == [7]


def test_engines_of_one_setting_share_one_memory() -> None:
    with DuckEngine(threads=1).session((), Facts.none()) as session:
        session.run("CREATE TABLE memory.main.kept AS SELECT 5 AS n")
    with DuckEngine(threads=1).session((), Facts.none()) as session:
        assert answer(session, "SELECT n FROM memory.main.kept") == [5]
        session.run("DROP TABLE memory.main.kept")


def test_threads_wait_for_each_other() -> None:
    engine = DuckEngine()
    found: dict[int, list[int]] = {}

    def work(number: int) -> None:
        with engine.session((), Facts.none()) as session:
            session.table("units", {"unit": np.full(1_000, number)})
            found[number] = answer(session, "SELECT sum(unit) AS n FROM units")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: [1_000 * number] for number in range(8)}


def _in_child(engine: DuckEngine, out: "multiprocessing.Queue[list[int]]") -> None:
    with engine.session((), Facts.none()) as session:
        out.put(answer(session, "SELECT 6 * 7 AS n"))


def test_a_child_process_opens_its_own() -> None:
    engine = DuckEngine(threads=1)
    with engine.session((), Facts.none()) as session:
        fork = multiprocessing.get_context("fork")
        out: multiprocessing.Queue[list[int]] = fork.Queue()
        child = fork.Process(target=_in_child, args=(engine, out))
        child.start()
        assert out.get(timeout=30) == [42]
        child.join()
        assert answer(session, "SELECT 1 AS n") == [1]
