"""The store against the plain oracle: whatever lies on the disk, in layers or in the last lines, the answer is one."""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from tests.rollup import worlds
from tests.rollup.oracle import Oracle, World
from tests.rollup.test_ask_properties import as_told
from viecthat.rollup.answer import Table
from viecthat.rollup.ask import By, MemorySource, Source, ask
from viecthat.rollup.facts import Facts
from viecthat.rollup.store import index, month, patch, people, running, segment
from viecthat.rollup.store.bucket import Bucket, Year, reach_of
from viecthat.rollup.store.generation import Generation, open_generation
from viecthat.rollup.store.layout import Layout
from viecthat.rollup.store.running import Running
from viecthat.rollup.store.source import StoreSource
from viecthat.rollup.store.tail import Tail
from viecthat.rollup.store.writing import merge_generation, write_generation

# Every file is made sure to be on the disk: in memory that costs nothing.
QUICK = "/dev/shm" if Path("/dev/shm").is_dir() else None
MANY = 4 * worlds.FEW


@st.composite
def told_apart(draw: Any, world: World) -> list[Facts]:
    """The lines of the world cut into parts, in any order: late entries, corrections before what they correct."""
    facts = worlds.facts(world)
    order = np.array(draw(st.permutations(range(len(facts)))), dtype=np.int64)
    cuts = sorted(draw(st.lists(st.integers(0, len(facts)), max_size=4)))
    return [facts.where(part) for part in np.split(order, cuts)]


def asked(
    world: World, question: worlds.Question, source: Source, keys: Iterable[str] = tuple(worlds.MEASURES)
) -> Table:
    mapped = worlds.unit_map(world, question.day)
    return ask(
        {key: worlds.measure(worlds.MEASURES[key]) for key in keys},
        units=mapped.tree.units.tolist(),
        periods=[worlds.period(told) for told in question.periods],
        by=worlds.by(question.by),
        map=mapped,
        source=source,
        as_known=question.as_known,
    )


@given(st.data())
@settings(max_examples=MANY)
def test_the_store_answers_as_the_oracle_does(data: Any) -> None:
    world = data.draw(worlds.worlds(), label="world")
    first, *later = data.draw(told_apart(world), label="parts")
    merged = data.draw(st.integers(0, len(later)), label="merged")
    days = st.sampled_from([version.start for version in world.versions])
    some_days = data.draw(st.lists(days, min_size=1, max_size=3))
    with tempfile.TemporaryDirectory(dir=QUICK) as folder, pytest.MonkeyPatch.context() as patched:
        most_marks = data.draw(st.sampled_from([0, 4, 1000]), label="sums at so many marks are kept at hand")
        patched.setattr(segment, "LINES_A_MARK", 0)
        # Ways that are taken for many lines or large sums alone, taken here too.
        patched.setattr(segment, "NARROW", data.draw(st.sampled_from([2, segment.NARROW]), label="small sums"))
        patched.setattr(running, "NARROW", data.draw(st.sampled_from([1, 3, running.NARROW]), label="small rises"))
        patched.setattr(running, "BLOCK_BITS", data.draw(st.sampled_from([0, 1, 2, running.BLOCK_BITS])))
        patched.setattr(patch, "LONG", data.draw(st.sampled_from([0, 2, patch.LONG])))
        patched.setattr(index, "FEW_CHANGES", data.draw(st.sampled_from([0, index.FEW_CHANGES])))
        patched.setattr(month, "LATE", data.draw(st.sampled_from([2, month.LATE]), label="one line late in so many"))
        patched.setattr(people, "MANY_FOR_EACH", data.draw(st.sampled_from([0, people.MANY_FOR_EACH])))
        patched.setattr(people, "FEW", data.draw(st.sampled_from([0, people.FEW])))
        home = Path(folder)
        layout = Layout.of(*(worlds.unit_map(world, day) for day in some_days), most_marks=most_marks)
        generation = write_generation(home, layout, [first], horizon=0)
        for number, part in enumerate(later[:merged], start=1):
            generation = merge_generation(generation, part, horizon=number)
        tail = Tail.of(generation)
        for part in later[merged:]:
            tail = tail.extended(part)
        source = StoreSource(tail)
        for _ in range(2):
            question = data.draw(worlds.questions(world), label="question")
            question.postings = question.persons = question.grades = None
            # Few at a time too: perhaps none of them has a line anywhere.
            keys = data.draw(
                st.lists(st.sampled_from(list(worlds.MEASURES)), min_size=1, unique=True), label="measures"
            )
            table = asked(world, question, source, keys)
            plain = asked(world, question, MemorySource(worlds.facts(world)), keys)
            assert table.rows == plain.rows
            assert table.outside == plain.outside
            check_with_the_oracle(world, question, table)


def check_with_the_oracle(world: World, question: worlds.Question, table: Table) -> None:
    oracle = Oracle(world, question.day)
    for row in table:
        region = dict(oracle.regions(row.unit, question.by))[row.part]
        told = worlds.MEASURES[row.key]
        assert as_told(row) == oracle.figure(told, region, row.period.start, row.period.end, question.keeps)


@given(st.data())
@settings(max_examples=3 * worlds.FEW)
def test_a_merge_makes_the_bytes_of_a_whole_build(data: Any) -> None:
    world = data.draw(worlds.worlds())
    parts = data.draw(told_apart(world))
    layout = Layout.of(worlds.unit_map(world, worlds.BEGIN))
    with tempfile.TemporaryDirectory(dir=QUICK) as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(segment, "LINES_A_MARK", data.draw(st.sampled_from([0, segment.LINES_A_MARK])))
        patched.setattr(segment, "NARROW", data.draw(st.sampled_from([2, segment.NARROW])))
        patched.setattr(running, "NARROW", data.draw(st.sampled_from([1, 3, running.NARROW])))
        patched.setattr(running, "BLOCK_BITS", data.draw(st.sampled_from([0, 1, 2, running.BLOCK_BITS])))
        patched.setattr(month, "LATE", 2)
        generation = write_generation(Path(folder) / "merged", layout, parts[:1], horizon=0)
        for number, part in enumerate(parts[1:], start=1):
            generation = merge_generation(generation, part, horizon=number)
        assert generation.check() == []
        again = Path(folder) / "whole"
        whole = write_generation(again, generation.layout, reversed(parts), horizon=len(parts))
        assert generation.differs_from(whole) == []
        opened = open_generation(again)
        assert isinstance(opened, Generation)
        assert opened.manifest == whole.manifest
        assert whole.lines_count == len(world.lines)


@given(st.data())
def test_tails_share_what_is_settled_and_never_change(data: Any) -> None:
    world = data.draw(worlds.worlds())
    parts = data.draw(told_apart(world))
    question = data.draw(worlds.questions(world))
    question.postings = question.persons = question.grades = None
    tails = [Tail.of(None)]
    for part in parts:
        tails.append(tails[-1].extended(part))
    for number, tail in enumerate(tails):
        held = [part for part in parts[:number] if len(part)]
        facts = (
            Tail.of(None).facts
            if not held
            else Facts(*(np.concatenate([getattr(part, name) for part in held]) for name in Facts.__slots__))
        )
        assert asked(world, question, StoreSource(tail)).rows == asked(world, question, MemorySource(facts)).rows


def test_nothing_is_asked_of_an_empty_store() -> None:
    world = World()
    mapped = worlds.unit_map(world, worlds.BEGIN)
    table = ask({}, units=[], periods=[], by=By.NONE, map=mapped, source=StoreSource(Tail.of(None)))
    assert len(table) == 0


@given(st.data())
def test_reporting_units_before_a_mark_are_counted_as_by_hand(data: Any) -> None:
    spots, ranks = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 3))
    reported = data.draw(
        st.dictionaries(st.tuples(st.integers(0, ranks - 1), st.integers(0, spots - 1)), st.integers(0, 4095))
    )
    marks = np.array(sorted(data.draw(st.sets(st.integers(0, spots), min_size=1))))
    key = np.array([rank * 64 + spot for rank, spot in sorted(reported)], dtype=np.uint32)
    mask = np.array([reported[at] for at in sorted(reported)], dtype=np.uint16)
    run = Running.of_rows(len(key) + 1, 5, lambda start, stop: np.zeros((stop - start, 5), dtype=np.int64))
    marked = np.zeros((len(marks), ranks, 5), dtype=np.int64)
    bare = Bucket(64, np.arange(ranks), key, marked, *run.arrays().values(), mask)
    reach = reach_of(bare, marks)
    first = data.draw(st.integers(0, 11))
    after = data.draw(st.integers(first + 1, 12))
    span = sum(1 << month for month in range(first, after))
    year = Year.from_arrays(64, dict.fromkeys(Year.names(), mask) | bare.arrays() | {"reach": reach})
    found = np.diff(year.reporting_before(np.arange(len(marks)), np.arange(ranks), first, after), axis=0)
    by_hand = [
        [
            sum(1 for (r, s), one in reported.items() if r == rank and low <= s < high and one & span)
            for rank in range(ranks)
        ]
        for low, high in zip(marks.tolist(), marks[1:].tolist(), strict=False)
    ]
    assert found.tolist() == by_hand
