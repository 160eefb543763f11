from datetime import date

import pytest

from viecthat.kernel.errors import Refused
from viecthat.rollup.tree import Node, Tree, encode_tree

DAY = date(2020, 6, 25)


@pytest.fixture
def tree() -> Tree:
    """Two roots; 1 above 2 and 3; 2 above 4 and 5; the order of siblings is told, not their ids'."""
    return encode_tree(
        [
            Node(5, 2, "commune", "a"),
            Node(4, 2, "commune", "b"),
            Node(3, 1, "district", "a"),
            Node(2, 1, "district", "b"),
            Node(9, None, "province", "b"),
            Node(1, None, "province", "a"),
        ],
        DAY,
    )


def test_lays_units_out_in_preorder(tree: Tree) -> None:
    assert tree.units.tolist() == [1, 3, 2, 5, 4, 9]
    assert [tree.position(unit) for unit in (1, 3, 2, 5, 4, 9)] == [0, 1, 2, 3, 4, 5]
    assert tree.size == 6
    assert tree.day == DAY
    assert tree.roots == (1, 9)


def test_a_subtree_is_one_range(tree: Tree) -> None:
    assert tree.span(1) == (0, 5)
    assert tree.span(2) == (2, 5)
    assert tree.span(4) == (4, 5)
    assert tree.span(9) == (5, 6)


def test_knows_family(tree: Tree) -> None:
    assert tree.children(1) == (3, 2)
    assert tree.children(2) == (5, 4)
    assert tree.children(4) == ()
    assert tree.parent(4) == 2
    assert tree.parent(1) is None
    assert tree.ancestors(4) == (1, 2)
    assert tree.ancestors(9) == ()
    assert tree.kind(3) == "district"


def test_covers_itself_and_what_is_under_it(tree: Tree) -> None:
    assert tree.covers(1, 4)
    assert tree.covers(4, 4)
    assert not tree.covers(4, 2)
    assert not tree.covers(1, 9)
    assert not tree.covers(3, 5)


def test_finds_units_of_a_kind(tree: Tree) -> None:
    assert tree.units_of_kind("province") == (1, 9)
    assert tree.units_of_kind("commune", within=1) == (5, 4)
    assert tree.units_of_kind("district", within=2) == (2,)
    assert tree.units_of_kind("commune", within=3) == ()
    assert tree.units_of_kind("ward") == ()


def test_finds_the_deepest_common_ancestor(tree: Tree) -> None:
    assert tree.common_ancestor([5, 4]) == 2
    assert tree.common_ancestor([4, 3]) == 1
    assert tree.common_ancestor([2, 4]) == 2
    assert tree.common_ancestor([4]) == 4
    assert tree.common_ancestor([4, 9]) is None
    assert tree.common_ancestor([]) is None


def test_an_unknown_unit_is_refused_in_a_sentence(tree: Tree) -> None:
    with pytest.raises(Refused, match=r"Đơn vị số 77 không có trong bản đồ tổ chức ngày 25/06/2020\.") as refused:
        tree.span(77)
    assert refused.value.field == "unit"
    assert 77 not in tree
    assert 4 in tree


def test_siblings_of_the_same_order_follow_their_ids() -> None:
    assert encode_tree([Node(3, None, "x"), Node(1, None, "x"), Node(2, None, "x")], DAY).units.tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("nodes", "sentence"),
    [
        ([Node(1, None, "x"), Node(1, None, "y")], "xuất hiện hai lần"),
        ([Node(1, None, "x"), Node(2, 7, "x")], "cấp trên số 7 của đơn vị số 2 không có"),
        ([Node(1, None, "x"), Node(2, 3, "x"), Node(3, 2, "x")], "vòng tròn"),
        ([Node(4, 4, "x")], "vòng tròn"),
    ],
)
def test_a_map_that_is_no_tree_is_refused(nodes: list[Node], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        encode_tree(nodes, DAY)


def test_an_empty_day_is_an_empty_tree() -> None:
    tree = encode_tree([], DAY)
    assert tree.size == 0
    assert tree.roots == ()
    assert tree.units_of_kind("commune") == ()


def test_a_chain_deeper_than_pythons_stack_is_no_matter() -> None:
    depth = 5_000
    tree = encode_tree([Node(n, n - 1 or None, "x") for n in range(1, depth + 1)], DAY)
    assert tree.span(1) == (0, depth)
    assert tree.span(depth) == (depth - 1, depth)


def test_its_arrays_cannot_be_written(tree: Tree) -> None:
    with pytest.raises(ValueError, match="read-only"):
        tree.units[0] = 8
