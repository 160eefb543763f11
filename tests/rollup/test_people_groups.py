"""Figures by groups of people: a group's figure is what those people alone would give, told by the ordinary filter."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from tests.rollup import worlds
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.rollup import people_groups
from viecthat.rollup.ask import By, MemorySource, Where, ask
from viecthat.rollup.facts import FactRow, Facts
from viecthat.rollup.measures import Flow, People, Stock, Turns
from viecthat.rollup.people_groups import PeopleGroups
from viecthat.rollup.store.source import StoreSource
from viecthat.rollup.store.tail import Tail

MEASURES = {"flow": Flow(1), "stock": Stock(1), "turns": Turns(2), "never": Flow(4)}
KNOWN = 3  # whoever has a greater number is in no register
NAMES = ("even", "odd")


def number_of(person: int, day: date) -> int:
    """Groups that change from day to day, as ages do."""
    return (person + day.toordinal()) % 2 if 0 < person < KNOWN else len(NAMES)


def groups_on(day: date) -> Any:
    return np.array([number_of(person, day) for person in range(KNOWN)], dtype=np.int8)


GROUPS = PeopleGroups(NAMES, groups_on)


@pytest.mark.parametrize("few", [10_000, 0])
@given(data=st.data())
@settings(deadline=None, max_examples=3 * worlds.FEW)
def test_a_group_is_those_people_alone(few: int, data: Any) -> None:
    world = data.draw(worlds.worlds(), label="world")
    question = data.draw(worlds.questions(world), label="question")
    mapped, facts = worlds.unit_map(world, question.day), worlds.facts(world)
    given_by: dict[str, Any] = {
        "units": mapped.tree.units.tolist(),
        "by": worlds.by(question.by),
        "map": mapped,
        "as_known": question.as_known,
    }
    if not given_by["units"]:
        return
    people = {line.person for line in world.lines} | {0}
    kept = people_groups._FEW_CELLS
    people_groups._FEW_CELLS = few
    try:
        for told in question.periods:
            period = worlds.period(told)
            last = date.fromordinal(period.end.toordinal() - 1)
            for source in (MemorySource(facts), StoreSource(Tail.of(None, facts))):
                table = ask(MEASURES, periods=[period], source=source, groups=GROUPS, **given_by)
                for number, name in enumerate((*NAMES, None)):
                    persons = {person for person in people if number_of(person, last) == number}
                    alone = ask(
                        MEASURES, periods=[period], source=MemorySource(facts), where=Where(persons=persons), **given_by
                    )
                    for key in MEASURES:
                        wanted = alone.grid(key)
                        assert table.grid((key, name)).grades.tolist() == wanted.grades.tolist()
                        assert table.grid((key, name)).entries.tolist() == wanted.entries.tolist()
    finally:
        people_groups._FEW_CELLS = kept


def small() -> dict[str, Any]:
    world = worlds.Builder()
    top = world.found(worlds.BEGIN, None, "province", "a")
    below = world.found(worlds.BEGIN, top, "commune", "a")
    world.world.versions.extend(world.alive.values())
    mapped = worlds.unit_map(world.world, worlds.BEGIN)
    return {"units": [top], "by": By.CHILDREN, "map": mapped, "below": below}


def test_only_what_can_be_added() -> None:
    asked = small()
    asked.pop("below")
    period = Period.year(2020)
    for wrong in (People(1),):
        with pytest.raises(Refused, match="số cộng dồn và số dư"):
            ask({"x": wrong}, periods=[period], source=MemorySource(Facts.none()), groups=GROUPS, **asked)
    for more in ({"where": Where(grades=[1])}, {"source": object()}):
        given_all = {"source": MemorySource(Facts.none())} | more
        with pytest.raises((TypeError, AttributeError)):
            ask({"x": Flow(1)}, periods=[period], groups=GROUPS, **given_all, **asked)
    with pytest.raises(ValueError, match="groups"):
        PeopleGroups((), groups_on)


def test_a_group_of_the_day_and_lines_of_nobody() -> None:
    asked = small()
    below = asked.pop("below")
    moment = worlds.FIRST_MOMENT
    rows = [
        FactRow(n, 1, below, 1, date(2020, 1, 5), quantity, person, 2, moment)
        for n, (quantity, person) in enumerate([(1, 1), (1, 2), (7, 0), (1, 99), (-1, 2)])
    ]
    ends = [Period(date(2020, 1, 1), date(2020, 2, day)) for day in (1, 2)]
    table = ask({"x": Stock(1)}, periods=ends, source=MemorySource(Facts.of(rows)), groups=GROUPS, **asked)
    (top,) = asked["units"]
    found = {name: [table.one(top, ("x", name), end).value for end in ends] for name in (*NAMES, None)}
    # Person 1 is of the other group a day later; two came and went; nobody knows of 99.
    assert found == {"even": [1, 0], "odd": [0, 1], None: [8, 8]}
