from typing import Any

import pytest

from viecthat.kernel.errors import Refused
from viecthat.rollup.measures import (
    Coverage,
    Difference,
    Flow,
    People,
    Ratio,
    Stock,
    Turns,
    indicators_of,
    is_additive,
    without_people,
)


def test_says_which_indicators_it_reads() -> None:
    assert indicators_of(Flow(3)) == {3}
    assert indicators_of(Coverage(4, ("commune",))) == {4}
    assert indicators_of(Ratio(Difference(Flow(1), Stock(2)), People(1))) == {1, 2}


def test_only_people_do_not_add_up() -> None:
    for measure in (Flow(1), Stock(1), Turns(1), Coverage(1, ("commune",)), Ratio(Flow(1), Stock(2))):
        assert is_additive(measure)
    for measure in (People(1), Ratio(People(1), Flow(2)), Difference(Flow(1), Difference(Flow(1), People(2)))):
        assert not is_additive(measure)


def test_the_same_lines_without_telling_people_apart() -> None:
    assert without_people(People(1)) == without_people(Turns(1)) == without_people(Coverage(1, ("commune",))) == Flow(1)
    assert without_people(Ratio(People(1), Stock(2))) == Ratio(Flow(1), Stock(2))
    assert without_people(Difference(Difference(Flow(1), People(2)), Flow(3))) == Difference(
        Difference(Flow(1), Flow(2)), Flow(3)
    )
    assert without_people(Stock(1)) == Stock(1)


def test_measures_are_keys() -> None:
    assert {Coverage(1, ["commune", "school"]): 1}[Coverage(1, ("commune", "school"))] == 1  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [{"kinds": ()}, {"kinds": ("commune",), "at_least": 0}])
def test_a_coverage_of_nothing_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        Coverage(1, **wrong)


@pytest.mark.parametrize("share", [Ratio(Flow(1), Flow(2)), Coverage(1, ("commune",))])
def test_shares_are_neither_divided_nor_subtracted(share: Any) -> None:
    with pytest.raises(Refused, match="không phải tỷ lệ"):
        Ratio(Flow(1), share)
    with pytest.raises(Refused, match="không phải tỷ lệ"):
        Difference(share, Flow(1))
