from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from viecthat.rollup.facts import Facts
from viecthat.rollup.sql import parquet
from viecthat.rollup.sql.parquet import COLUMNS, read_in_batches, read_parts, write_part


def some(lines: int, first: int = 1) -> Facts:
    chance = np.random.default_rng(first)
    return Facts(
        entry=first + np.arange(lines),
        posting=chance.integers(1, 2**62, lines),
        unit=chance.integers(1, 20, lines),
        indicator=chance.integers(1, 4, lines),
        day=chance.integers(737_000, 737_010, lines),
        quantity=chance.integers(-(2**62), 2**62, lines),
        person=chance.integers(0, 3, lines),
        grade=chance.integers(1, 4, lines),
        recorded=chance.integers(0, 2**60, lines),
    )


def columns(facts: Facts) -> dict[str, list[int]]:
    return {name: getattr(facts, name).tolist() for name in COLUMNS}


def by_entry(*held: Facts) -> list[tuple[int, ...]]:
    return sorted(row for facts in held for row in zip(*columns(facts).values(), strict=True))


def test_a_part_gives_back_every_line_sorted(tmp_path: Path) -> None:
    held = some(1_000)
    write_part(tmp_path / "a.parquet", held)
    found = read_parts([tmp_path / "a.parquet"])
    assert by_entry(found) == by_entry(held)
    keys = list(zip(found.indicator, found.day, found.unit, found.entry, strict=True))
    assert keys == sorted(keys)
    assert found.grade.dtype == np.int8
    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet"]


def test_the_same_facts_are_the_same_bytes(tmp_path: Path) -> None:
    held = some(500)
    shuffled = held.where(np.random.default_rng(5).permutation(500))  # type: ignore[arg-type]
    write_part(tmp_path / "a.parquet", held)
    write_part(tmp_path / "b.parquet", shuffled)
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_a_part_holds_the_columns_that_are_written_down(tmp_path: Path) -> None:
    write_part(tmp_path / "a.parquet", some(3))
    types = duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE FROM '{tmp_path / 'a.parquet'}')").fetchall()
    assert types == [(name, "TINYINT" if name == "grade" else "BIGINT") for name in COLUMNS]
    (codec,) = {row for (row,) in duckdb.sql(f"SELECT compression FROM parquet_metadata('{tmp_path}/*')").fetchall()}
    assert codec == "ZSTD"


def test_batches_are_the_parts_in_pieces(tmp_path: Path) -> None:
    paths = [tmp_path / "it's.parquet", tmp_path / "none.parquet", tmp_path / "b.parquet"]
    held = [some(25), Facts.none(), some(7, first=100)]
    for path, facts in zip(paths, held, strict=True):
        write_part(path, facts)
    batches = list(read_in_batches(paths, size=10))
    assert [len(batch) for batch in batches] == [10, 10, 5, 7]
    assert by_entry(*batches) == by_entry(*held)
    assert columns(read_parts(paths)) == {
        name: [value for batch in batches for value in getattr(batch, name).tolist()] for name in COLUMNS
    }


def test_batches_cross_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROW_GROUP", 2_048)
    held = some(5_000)
    write_part(tmp_path / "a.parquet", held)
    assert [len(batch) for batch in read_in_batches([tmp_path / "a.parquet"], size=2_500)] == [2_500, 2_500]
    assert by_entry(*read_in_batches([tmp_path / "a.parquet"], size=2_500)) == by_entry(held)


def test_nothing_is_read_from_no_parts() -> None:
    assert len(read_parts([])) == 0
    assert list(read_in_batches([])) == []


def test_a_failed_write_leaves_nothing_and_harms_nothing(tmp_path: Path) -> None:
    write_part(tmp_path / "a.parquet", some(3))
    before = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "a.parquet.part").mkdir()
    with pytest.raises(OSError, match=r"\w"):
        write_part(tmp_path / "a.parquet", some(4))
    assert (tmp_path / "a.parquet").read_bytes() == before
    with pytest.raises(OSError, match=r"\w"):
        write_part(tmp_path / "no such folder" / "a.parquet", some(3))


def test_a_damaged_or_missing_part_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    write_part(path, some(1_000))
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])
    with pytest.raises(OSError, match=r"\w"):
        read_parts([path])
    with pytest.raises(OSError, match=r"\w"):
        list(read_in_batches([tmp_path / "gone.parquet"]))


def test_a_process_begins_one_duckdb_and_a_broken_one_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, begun = duckdb.connect, []

    def connect(**named: Any) -> duckdb.DuckDBPyConnection:
        begun.append(begin(**named))
        return begun[-1]

    monkeypatch.setattr(duckdb, "connect", connect)
    monkeypatch.setattr(parquet, "_kept", {})
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda number: write_part(tmp_path / f"{number}.parquet", some(50, number)), range(1, 9)))
    assert len(read_parts(sorted(tmp_path.iterdir()))) == 400
    assert len(begun) == 1
    with pytest.raises(duckdb.FatalException), parquet._duckdb():
        raise duckdb.FatalException("it answers nothing any more")
    assert len(read_parts([tmp_path / "1.parquet"])) == 50
    assert len(begun) == 2
