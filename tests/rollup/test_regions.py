from datetime import date
from typing import Any

import numpy as np
import pytest

from viecthat.kernel.errors import Refused
from viecthat.rollup.answer import OWN
from viecthat.rollup.regions import By, Regions, regions_of
from viecthat.rollup.tree import Node, encode_tree

# Positions:            1: 0, 2: 1, 4: 2, 5: 3, 3: 4, 6: 5
TREE = encode_tree(
    [
        Node(1, None, "province"),
        Node(2, 1, "district"),
        Node(4, 2, "commune"),
        Node(5, 4, "commune"),
        Node(3, 1, "district"),
        Node(6, 3, "commune"),
    ],
    date(2020, 1, 1),
)


def places(regions: Regions) -> dict[Any, list[int]]:
    """Positions of every region, found in whichever layer holds it."""
    return {
        name: sorted(int(p) for layer in regions.layers for p in np.flatnonzero(layer == number))
        for number, name in enumerate(regions.names)
    }


def test_a_whole_is_the_subtree() -> None:
    assert places(regions_of(TREE, [2, 6], By.NONE)) == {(2, None): [1, 2, 3], (6, None): [5]}


def test_children_and_what_is_left() -> None:
    regions = regions_of(TREE, [1], By.CHILDREN)
    assert tuple(regions.names) == ((1, None), (1, 2), (1, 3), (1, OWN))
    assert list(places(regions).values()) == [[0, 1, 2, 3, 4, 5], [1, 2, 3], [4, 5], [0]]


def test_a_leaf_has_only_its_own() -> None:
    assert places(regions_of(TREE, [6], By.CHILDREN)) == {(6, None): [5], (6, OWN): [5]}


def test_a_kind_is_opened_at_its_outermost_units() -> None:
    regions = places(regions_of(TREE, [1, 4], By.kind("commune")))
    assert regions == {
        (1, None): [0, 1, 2, 3, 4, 5],
        (1, 4): [2, 3],
        (1, 6): [5],
        (1, OWN): [0, 1, 4],
        (4, None): [2, 3],
        (4, 4): [2, 3],
        (4, OWN): [],
    }


def test_what_nests_deep_belongs_to_the_outermost() -> None:
    nodes = [Node(1, None, "x"), Node(2, 1, "k"), Node(3, 2, "k"), Node(4, 2, "k"), Node(5, 1, "k")]
    tree = encode_tree(nodes, date(2020, 1, 1))
    assert tuple(regions_of(tree, [1], By.kind("k")).names) == ((1, None), (1, 2), (1, 5), (1, OWN))


def test_a_kind_that_is_not_there_leaves_all() -> None:
    assert places(regions_of(TREE, [3], By.kind("ward"))) == {(3, None): [4, 5], (3, OWN): [4, 5]}


def test_overlapping_units_go_to_layers_of_their_own() -> None:
    assert len(regions_of(TREE, [2, 3], By.NONE).layers) == 1
    assert len(regions_of(TREE, [6, 1, 3, 5], By.NONE).layers) == 3
    assert len(regions_of(TREE, [1, 2], By.CHILDREN).layers) == 4


def test_a_unit_asked_twice_is_one_region() -> None:
    assert tuple(regions_of(TREE, [2, 2], By.NONE).names) == ((2, None),)


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(Refused):
        regions_of(TREE, [2, 99], By.NONE)
