from datetime import date

import numpy as np
import pytest

from viecthat.rollup.placement import How, Succession, UnitMap, place_units
from viecthat.rollup.tree import Node, encode_tree

MAP_DAY = date(2020, 7, 1)
BEFORE, EARLIER, LATER = date(2020, 6, 1), date(2019, 1, 1), date(2021, 1, 1)


def placed(*successions: Succession, known: tuple[int, ...] = ()) -> UnitMap:
    """Under 1 stand the districts 2 (communes 4, 5) and 3 (commune 6); 9 is a root of its own."""
    nodes = [
        Node(1, None, "province"),
        Node(2, 1, "district"),
        Node(3, 1, "district"),
        Node(4, 2, "commune"),
        Node(5, 2, "commune"),
        Node(6, 3, "commune"),
        Node(9, None, "province"),
    ]
    return place_units(encode_tree(nodes, MAP_DAY), known, successions)


def test_a_unit_of_the_map_stands_at_itself_whatever_became_of_it() -> None:
    under = placed(Succession(4, 5, EARLIER), Succession(4, 6, LATER))
    assert under.stands_at(4) == (4, How.ITSELF)


def test_a_unit_merged_before_stands_at_its_successor_however_many_steps_away() -> None:
    under = placed(Succession(20, 21, EARLIER), Succession(21, 4, BEFORE))
    assert under.stands_at(20) == under.stands_at(21) == (4, How.SUCCESSOR)


def test_a_succession_takes_effect_on_its_day() -> None:
    assert placed(Succession(20, 4, MAP_DAY)).stands_at(20) == (4, How.SUCCESSOR)


def test_the_heir_of_a_split_keeps_the_history() -> None:
    under = placed(Succession(20, 4, BEFORE), Succession(20, 6, BEFORE, heir=True))
    assert under.stands_at(20) == (6, How.HEIR)


def test_a_split_without_heir_is_kept_apart_at_the_deepest_common_ancestor() -> None:
    assert placed(Succession(20, 4, BEFORE), Succession(20, 5, BEFORE)).stands_at(20) == (2, How.APART)
    under = placed(Succession(20, 4, BEFORE), Succession(20, 6, BEFORE))
    assert under.stands_at(20) == (1, How.APART)
    assert under.kept_apart_at(1) == (20,)
    assert under.kept_apart_at(2) == ()


def test_a_split_over_trees_that_nothing_joins_is_outside() -> None:
    assert placed(Succession(20, 4, BEFORE), Succession(20, 9, BEFORE)).stands_at(20) == (None, How.OUTSIDE)


def test_pieces_that_come_together_again_are_one_successor() -> None:
    under = placed(
        Succession(20, 21, EARLIER), Succession(20, 22, EARLIER), Succession(21, 4, BEFORE), Succession(22, 4, BEFORE)
    )
    assert under.stands_at(20) == (4, How.SUCCESSOR)


def test_the_lone_survivor_of_a_split_is_not_the_heir() -> None:
    under = placed(Succession(20, 4, EARLIER), Succession(20, 21, EARLIER), known=(21,))
    assert under.stands_at(21) == (None, How.OUTSIDE)
    assert under.stands_at(20) == (2, How.APART)
    assert placed(Succession(20, 9, EARLIER), Succession(20, 21, EARLIER)).stands_at(20) == (9, How.APART)


def test_what_was_given_up_earlier_does_not_take_the_history() -> None:
    under = placed(Succession(20, 6, EARLIER), Succession(20, 4, BEFORE))
    assert under.stands_at(20) == (4, How.SUCCESSOR)


def test_a_unit_founded_later_stands_at_its_predecessor() -> None:
    assert placed(Succession(4, 20, LATER)).stands_at(20) == (4, How.PREDECESSOR)
    assert placed(Succession(4, 20, LATER), Succession(4, 21, LATER, heir=True)).stands_at(20) == (4, How.PREDECESSOR)


def test_a_merger_yet_to_come_is_kept_apart() -> None:
    under = placed(Succession(4, 20, LATER), Succession(5, 20, LATER, heir=True))
    assert under.stands_at(20) == (2, How.APART)


def test_what_a_later_unit_takes_in_afterwards_is_not_its_origin() -> None:
    under = placed(Succession(4, 20, LATER), Succession(6, 20, date(2022, 1, 1)))
    assert under.stands_at(20) == (4, How.PREDECESSOR)


def test_a_unit_without_trace_is_outside() -> None:
    under = placed(known=(30,))
    assert under.stands_at(30) == (None, How.OUTSIDE)
    assert under.stands_at(31) == (None, How.OUTSIDE)


def test_a_circle_of_successions_ends() -> None:
    assert placed(Succession(20, 21, BEFORE), Succession(21, 20, BEFORE)).stands_at(20) == (None, How.OUTSIDE)
    under = placed(Succession(20, 21, BEFORE), Succession(21, 20, BEFORE), Succession(21, 4, BEFORE))
    assert under.stands_at(20) == (4, How.SUCCESSOR)


def test_columns_of_ids_find_their_place() -> None:
    under = placed(Succession(20, 4, BEFORE), known=(30,))
    ranks = under.rank(np.array([20, 30, 1, 777]))
    assert under.known[ranks[:3]].tolist() == [20, 30, 1]
    assert ranks[3] == -1
    assert under.places[ranks[:3]].tolist() == [under.tree.position(4), -1, 0]


@pytest.mark.parametrize("how", How)
def test_every_reason_can_be_said(how: How) -> None:
    assert how.label
