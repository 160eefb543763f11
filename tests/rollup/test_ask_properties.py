"""ask() against the plain oracle, over random worlds."""

from typing import Any

from hypothesis import event, given, settings, strategies as st

from tests.rollup import worlds
from tests.rollup.oracle import Oracle, World
from viecthat.rollup.answer import Grades, Row, Table
from viecthat.rollup.ask import By, MemorySource, ask
from viecthat.rollup.measures import Flow, People, is_additive
from viecthat.rollup.placement import How

MANY = 20 * worlds.FEW
ADDING = ("value", "n", "of", "turns", "reported_by", "entries")


def asked(world: World, question: worlds.Question) -> tuple[Oracle, Table]:
    oracle = Oracle(world, question.day)
    mapped = worlds.unit_map(world, question.day)
    return oracle, ask(
        {key: worlds.measure(told) for key, told in worlds.MEASURES.items()},
        units=mapped.tree.units.tolist(),
        periods=[worlds.period(told) for told in question.periods],
        by=worlds.by(question.by),
        map=mapped,
        source=MemorySource(worlds.facts(world)),
        as_known=question.as_known,
        where=worlds.where(question),
    )


@given(st.data())
@settings(max_examples=MANY)
def test_every_figure_is_the_oracles(data: Any) -> None:
    world = data.draw(worlds.worlds(), label="world")
    question = data.draw(worlds.questions(world), label="question")
    oracle, table = asked(world, question)
    rows = iter(table)
    walk = [unit for root in oracle.now if oracle.now[root].parent is None for unit in oracle.walk(root)]
    asked_units = list(dict.fromkeys(row.unit for row in table))
    assert sorted(asked_units) == sorted(walk)
    for unit in asked_units:
        regions = oracle.regions(unit, question.by)
        for key, told in worlds.MEASURES.items():
            for start, end in dict.fromkeys(question.periods):
                for part, region in regions:
                    row = next(rows)
                    assert (row.unit, row.part, row.key) == (unit, part, key)
                    assert (row.period.start, row.period.end) == (start, end)
                    expected = oracle.figure(told, region, start, end, question.keeps)
                    assert as_told(row) == expected, (unit, part, key)
    assert next(rows, None) is None
    if asked_units:
        assert table.outside == oracle.outside(list(worlds.MEASURES.values()), question.periods, question.keeps)


@given(st.data())
@settings(max_examples=MANY)
def test_every_unit_stands_where_the_oracle_puts_it(data: Any) -> None:
    world = data.draw(worlds.worlds())
    day = data.draw(worlds.questions(world)).day
    oracle, mapped = Oracle(world, day), worlds.unit_map(world, day)
    for unit in {version.unit for version in world.versions}:
        stands, how = mapped.stands_at(unit)
        event(how.value)
        assert stands == oracle.place[unit]
        assert (how is How.ITSELF) == (unit in oracle.now)
        assert (how is How.OUTSIDE) == (stands is None)
    for unit in oracle.now:
        assert list(mapped.tree.ancestors(unit)) == oracle.chain(unit)[:0:-1]
        assert list(mapped.tree.children(unit)) == oracle.children(unit)


@given(st.data())
def test_parts_add_to_the_whole(data: Any) -> None:
    world = data.draw(worlds.worlds())
    question = data.draw(worlds.questions(world).filter(lambda question: question.by != "none"))
    _, table = asked(world, question)
    for row in table:
        assert row.grades.total == (row.n if row.value is None else row.value)
        if row.part is not None:
            continue
        parts = table.parts(row.unit, row.key, row.period)
        assert row.additive == table.additive(row.key) == is_additive(worlds.measure(worlds.MEASURES[row.key]))
        for name in ADDING if row.additive else ("turns", "reported_by", "entries"):
            if getattr(row, name) is not None:
                assert getattr(row, name) == sum(getattr(part, name) for part in parts), (row, name)
        if row.additive:
            assert row.grades == sum((part.grades for part in parts), start=Grades())


@given(st.data())
def test_no_map_loses_or_doubles_a_sum(data: Any) -> None:
    """Whatever the mapped, what stands under its roots and what stands nowhere make up the ledger."""
    world = data.draw(worlds.worlds())
    period = worlds.period((worlds.BEGIN.replace(year=2019), worlds.BEGIN.replace(year=2030)))
    mapped = worlds.unit_map(world, data.draw(worlds.questions(world)).day)
    source = MemorySource(worlds.facts(world))
    table = ask({"flow": Flow(1)}, units=mapped.tree.roots, periods=[period], map=mapped, source=source)
    lines = [line for line in world.lines if line.indicator == 1]
    outside = [line for line in lines if mapped.stands_at(line.unit)[0] is None]
    if mapped.tree.size:
        assert sum(row.value or 0 for row in table) == sum(line.quantity for line in set(lines) - set(outside))
        assert sum(row.entries for row in table) + table.outside == len(lines)
        assert table.outside == len(outside)


@given(st.data())
def test_nobody_is_counted_twice_up_the_tree(data: Any) -> None:
    """Without reversals a unit's people are the distinct names below it: no fewer than any part, no more than all."""
    world = data.draw(worlds.worlds())
    world.lines = [line for line in world.lines if line.quantity > 0 and line.person]
    question = data.draw(worlds.questions(world))
    mapped = worlds.unit_map(world, question.day)
    periods = [worlds.period(told) for told in question.periods]
    source = MemorySource(worlds.facts(world))
    units = mapped.tree.units.tolist()
    table = ask({"people": People(1)}, units=units, periods=periods, by=By.CHILDREN, map=mapped, source=source)
    for unit in units:
        for period in periods:
            names = {
                line.person
                for line in world.lines
                if line.indicator == 1
                and line.day in period
                and (at := mapped.stands_at(line.unit)[0]) is not None
                and mapped.tree.covers(unit, at)
            }
            whole = table.one(unit, "people", period)
            counts = [part.people or 0 for part in table.parts(unit, "people", period)]
            assert whole.value == whole.people == len(names)
            assert max(counts) <= len(names) <= sum(counts)


def as_told(row: Row) -> dict[str, Any]:
    names = ("value", "n", "of", "people", "turns", "entries", "reported_by")
    grades = (row.grades.declared, row.grades.evidenced, row.grades.verified)
    return {name: getattr(row, name) for name in names} | {"grades": grades}
