"""What lies on the disk: damaged, half-written, carried on by two at once."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from tests.rollup.test_ask import CITY, FAR, LANE, NOW, PEOPLE, THEN, TREES, line
from viecthat.kernel.periods import Period
from viecthat.rollup.ask import MemorySource, Where, ask
from viecthat.rollup.facts import FactRow, Facts
from viecthat.rollup.measures import Flow, People
from viecthat.rollup.people_groups import PeopleGroups
from viecthat.rollup.regions import By, regions_of
from viecthat.rollup.store import segment
from viecthat.rollup.store.calendar import Cell, Level
from viecthat.rollup.store.generation import Generation, current_name, open_generation
from viecthat.rollup.store.layout import Layout, Runs, atlas_of
from viecthat.rollup.store.source import StoreSource
from viecthat.rollup.store.tail import Tail
from viecthat.rollup.store.writing import OutdatedError, merge_generation, write_generation

MARCH = date(2020, 3, 8)
LINES = [line(LANE, 5), line(FAR, 2, day=MARCH), line(FAR, 1, person=8, indicator=PEOPLE, grade=2)]
NEWS = [line(LANE, 7), line(CITY, 1, person=9, indicator=PEOPLE, day=MARCH)]
YEAR = Period.year(2020)


def facts(rows: list[FactRow], first: int = 1) -> Facts:
    return Facts.of(row._replace(entry=number) for number, row in enumerate(rows, first))


def written(home: Path) -> Generation:
    return write_generation(home, Layout.of(NOW, THEN), [facts(LINES)], horizon=10, identity="ours")


def trees(generation: Generation | None) -> int | None:
    source = StoreSource.of(generation)
    table = ask({"x": Flow(TREES)}, units=[CITY], periods=[YEAR], map=NOW, source=source)
    return table.one(CITY, "x", YEAR).value


def test_opens_what_was_written(tmp_path: Path) -> None:
    written(tmp_path)
    opened = open_generation(tmp_path)
    assert opened is not None
    assert (opened.number, opened.horizon, opened.identity, opened.lines_count) == (1, 10, "ours", 3)
    assert opened.check() == []
    assert trees(opened) == 7
    held = sum(path.stat().st_size for path in tmp_path.iterdir() if path.suffix not in {".json", ".lock"})
    assert opened.bytes == held - len(current_name(tmp_path) or "")


def test_nothing_there_is_no_generation(tmp_path: Path) -> None:
    assert open_generation(tmp_path) is None
    assert open_generation(tmp_path / "never made") is None
    assert trees(None) == 0


def test_nobody_has_told_an_indicator_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment, "LINES_A_MARK", 0)
    layout = Layout.of(NOW, THEN, most_marks=1000)
    later = line(FAR, 1, day=date(2020, 9, 1))
    source = StoreSource.of(write_generation(tmp_path, layout, [facts([*LINES, later])], horizon=10))
    of_two_cells = Period(date(2020, 3, 1), date(2020, 7, 1))
    table = ask({"x": Flow(404)}, units=[CITY], periods=[of_two_cells], map=NOW, source=source)
    row = table.one(CITY, "x", of_two_cells)
    assert (row.value, row.entries, row.reported_by) == (0, 0, 0)


def test_a_merge_writes_only_what_changed(tmp_path: Path) -> None:
    first = written(tmp_path)
    second = merge_generation(first, facts([line(LANE, 7)], 4), horizon=20)
    assert (second.number, second.horizon, second.lines_count) == (2, 20, 4)
    assert trees(second) == 14
    assert trees(first) == 7, "who still reads the older one gets its answers"
    kept = {cell for cell, stored in second.manifest.cells.items() if first.manifest.cells.get(cell) == stored}
    march = 2020 * 12 + 2
    assert kept == {Cell(Level.MONTH, march), Cell(Level.QUARTER, march // 3)}


@pytest.mark.parametrize("damage", ["truncated", "gone", "no manifest", "torn manifest"])
def test_a_damaged_generation_leaves_the_last_good_one(tmp_path: Path, damage: str) -> None:
    first = written(tmp_path)
    second = merge_generation(first, facts(NEWS, 4), horizon=20)
    manifest = tmp_path / str(current_name(tmp_path))
    new = tmp_path / second.manifest.cells[Cell(Level.MONTH, 2020 * 12 + 5)].file
    match damage:
        case "truncated":
            os.truncate(new, new.stat().st_size - 1)
        case "gone":
            new.unlink()
        case "no manifest":
            manifest.unlink()
        case "torn manifest":
            os.truncate(manifest, 100)
    opened = open_generation(tmp_path)
    assert opened is not None
    assert (opened.number, trees(opened)) == (1, 7)
    if damage == "truncated":
        assert second.check() == [f"{new.name}: damaged"]


def test_a_flipped_bit_is_found(tmp_path: Path) -> None:
    generation = written(tmp_path)
    stored = generation.manifest.cells[Cell(Level.YEAR, 2020)]
    path = tmp_path / stored.file
    contents = bytearray(path.read_bytes())
    contents[-1] ^= 1
    path.write_bytes(contents)
    assert generation.check() == [f"{stored.file}: damaged"]


def test_of_two_who_carry_on_the_same_one_the_second_is_refused(tmp_path: Path) -> None:
    first = written(tmp_path)
    merge_generation(first, facts(NEWS, 4), horizon=20)
    with pytest.raises(OutdatedError):
        merge_generation(first, facts(NEWS, 4), horizon=20)
    assert trees(open_generation(tmp_path)) == 14


def test_what_a_crash_left_is_swept_away(tmp_path: Path) -> None:
    first = written(tmp_path)
    (tmp_path / "month-24246-2").write_bytes(b"half")
    (tmp_path / "spool-xyz-2").mkdir()
    (tmp_path / "current.new").write_text("manifest-00000002.json")
    second = merge_generation(first, facts(NEWS, 4), horizon=20)
    assert second.number == 3, "a number once begun is not given again"
    assert not (tmp_path / "month-24246-2").exists()
    assert not (tmp_path / "spool-xyz-2").exists()
    assert second.check() == []


def test_a_unit_founded_later_finds_a_spot_and_too_many_do_not(tmp_path: Path) -> None:
    generation = written(tmp_path)
    layout = generation.layout
    more = layout.extended(facts([line(900), line(LANE)]).unit)
    assert more.size == layout.size + 1
    assert more.spots(facts([line(900)]).unit).tolist() == [layout.size]
    assert layout.extended(facts([line(LANE)]).unit) is layout
    crowd = facts([line(10_000 + number) for number in range(layout.room)])
    with pytest.raises(ValueError, match="built anew"):
        layout.extended(crowd.unit)


def test_a_subtree_of_the_newest_map_is_one_run() -> None:
    layout = Layout.of(NOW, THEN)
    for unit_map, most in ((NOW, 1), (THEN, 2)):
        atlas = atlas_of(layout, unit_map)
        for unit in unit_map.tree.units.tolist():
            runs = Runs(regions_of(unit_map.tree, [unit], By.NONE), atlas, layout)
            assert (runs.owner == 0).sum() <= most, unit


def test_a_filter_goes_to_the_lines_and_says_so(tmp_path: Path) -> None:
    tail = Tail.of(written(tmp_path), facts(NEWS, 4))
    where = Where(grades=[2])
    asked = {"x": People(PEOPLE), "y": Flow(TREES)}
    table = ask(asked, units=[CITY], periods=[YEAR], map=NOW, source=StoreSource(tail), where=where, explain=True)
    plain = MemorySource(facts([*LINES, *NEWS]))
    assert table.rows == ask(asked, units=[CITY], periods=[YEAR], map=NOW, source=plain, where=where).rows
    assert "điều kiện lọc" in str(table.way.steps[0])
    assert table.way.sql


def test_people_groups_read_the_lines_of_the_disk_once(tmp_path: Path) -> None:
    tail = Tail.of(written(tmp_path), facts(NEWS, 4))
    groups = PeopleGroups(("eight",), lambda _day: np.where(np.arange(10) == 8, 0, 1).astype(np.int8))
    asked = {"x": Flow(PEOPLE)}
    for _time in range(2):
        source = StoreSource(tail)
        table = ask(asked, units=[CITY], periods=[YEAR], map=NOW, source=source, groups=groups)
        found = {name: table.one(CITY, ("x", name), YEAR).value for name in ("eight", None)}
        assert found == {"eight": 1, None: 1}
        assert source.lines_of(PEOPLE)[0] is StoreSource(tail).lines_of(PEOPLE)[0]


def test_the_index_says_what_it_looked_up(tmp_path: Path) -> None:
    source = StoreSource(Tail.of(written(tmp_path), facts(NEWS, 4)))
    known = datetime(2021, 1, 1, tzinfo=UTC)
    table = ask({"x": Flow(TREES)}, units=[CITY], periods=[YEAR], map=NOW, source=source, as_known=known, explain=True)
    assert table.how == "tra chỉ mục của 5 dòng"
    assert [str(step) for step in table.way.steps] == [
        "3 dòng đã xếp sẵn, 2 dòng mới chưa gộp",
        "tra 4 ô thời gian, mỗi ô ở 3 mốc đơn vị",
        "xem riêng 0 dòng của ngày lẻ hoặc ghi sau mốc thời gian",
    ]
    assert ask({"x": Flow(TREES)}, units=[CITY], periods=[YEAR], map=NOW, source=source).way.steps == ()
