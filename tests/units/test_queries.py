"""Reads of the tree: under which unit figures stand, what a name means, what a unit was."""

from datetime import date, timedelta

import pytest

from tests.factories import AT, LONG_AGO, TODAY, make_account, make_officer, make_tree, make_unit
from viecthat.accounts.choices import Capability
from viecthat.kernel.errors import Refused
from viecthat.units.commands import found_unit, merge_units, move_unit, rename_unit, split_unit
from viecthat.units.models import Succession
from viecthat.units.queries import (
    ancestors_of,
    blocs_of,
    changes_of,
    children_of,
    counts_below,
    kinds,
    lifespans,
    links_of,
    predecessors_of,
    standing_of,
    subtree_of,
    successors_of,
    unit_named,
    unit_with_code,
    units_by_id,
    units_then,
    versions_of,
)
from viecthat.units.rules import may, units_reached
from viecthat.units.tree import days_of_change, map_on, tree_on

pytestmark = pytest.mark.django_db
BY = {"decision": "12-QĐ/TĐTN", "actor": None, "at": AT}
THEN = date(2025, 7, 1)
BEFORE = THEN - timedelta(days=1)


class TestNamed:
    def test_by_code_by_name_with_and_without_marks(self):
        tree = make_tree()
        for text in ("hn-suoi-hai", "HN-SUOI-HAI", "Đoàn xã Suối Hai", "doan xa suoi hai", "  đoàn  XÃ suối hai "):
            assert unit_named(text, TODAY).id == tree.commune.pk

    def test_an_old_name_finds_the_unit_and_the_present_one_wins(self):
        tree = make_tree()
        rename_unit(unit=tree.commune, name="Đoàn xã Mới", day=THEN, **BY)
        assert unit_named("Đoàn xã Suối Hai", TODAY).id == tree.commune.pk
        rename_unit(unit=tree.neighbour, name="Đoàn xã Suối Hai", day=THEN, **BY)
        assert unit_named("Đoàn xã Suối Hai", TODAY).id == tree.neighbour.pk
        assert unit_named("Đoàn xã Suối Hai", BEFORE).id == tree.commune.pk

    def test_one_letter_with_another_mark_is_another_unit(self):
        tree = make_tree()
        make_unit("Đoàn xã Cố Đô", parent=tree.city, kind="commune", code="co-do-1")
        with pytest.raises(Refused, match=r"“Đoàn xã Cổ Đô”.*Đoàn xã Cố Đô \(co-do-1\)"):
            unit_named("Đoàn xã Cổ Đô", TODAY)
        assert unit_named("đoàn xã co đô", TODAY).code == "co-do-1"
        make_unit("Đoàn xã Cổ Đô", parent=tree.city, kind="commune", code="co-do-2")
        assert unit_named("Đoàn xã Cổ Đô", TODAY).code == "co-do-2"
        with pytest.raises(Refused, match="Có 2 đơn vị cùng tên"):
            unit_named("Đoàn xã Co Do", TODAY)

    @pytest.mark.parametrize("text", ["", "không có", "%", "'; DROP TABLE units_unit; --"])
    def test_none(self, text):
        make_tree()
        with pytest.raises(Refused) as caught:
            unit_named(text, TODAY)
        assert caught.value.field == "unit"

    def test_several_of_one_name_are_told_apart_by_code(self):
        tree = make_tree()
        for n in range(7):
            make_unit("Chi đoàn Công an", parent=tree.commune, kind="branch", code=f"ca-{n}")
        with pytest.raises(Refused, match=r"Có 7 đơn vị cùng tên.*ca-0, ca-1, ca-2, ca-3, ca-4…"):
            unit_named("Chi đoàn Công an", TODAY)

    def test_with_code(self):
        tree = make_tree()
        assert unit_with_code("hn", TODAY).id == tree.city.pk
        assert unit_with_code("x", TODAY) is None


class TestThen:
    def test_each_unit_on_its_own_day_in_one_query(self, django_assert_num_queries):
        tree = make_tree()
        rename_unit(unit=tree.commune, name="Đoàn xã Mới", day=THEN, **BY)
        wanted = [(tree.commune.pk, BEFORE), (tree.commune.pk, THEN), (tree.branch.pk, date(1990, 1, 1))]
        with django_assert_num_queries(1):
            found = units_then(wanted)
        assert [found[pair].name for pair in wanted] == ["Đoàn xã Suối Hai", "Đoàn xã Mới", "Chi đoàn thôn Đô Trám"]
        assert units_then([]) == {}

    def test_an_ended_unit_is_shown_as_it_last_was(self):
        tree = make_tree()
        merge_units(units=[tree.branch], into=tree.sister, day=THEN, **BY)
        row = units_by_id([tree.branch.pk], TODAY)[tree.branch.pk]
        assert (row.name, row.end) == ("Chi đoàn thôn Đô Trám", THEN)


class TestBelow:
    def test_children_in_vietnamese_order_and_counts(self):
        tree = make_tree()
        assert [v.unit_id for v in children_of(tree.commune.pk, TODAY)] == [tree.branch.pk, tree.sister.pk]
        assert [v.unit_id for v in children_of(None, TODAY)] == [tree.centre.pk]
        counts = counts_below([tree.city.pk, tree.branch.pk, 10**9], TODAY)
        assert counts == {tree.city.pk: {"commune": 2, "branch": 2}, tree.branch.pk: {}}

    def test_ancestors(self):
        tree = make_tree()
        assert [row.code for row in ancestors_of(tree.branch.pk, TODAY)] == ["tw", "hn", "hn-suoi-hai"]
        assert ancestors_of(tree.branch.pk, date(1990, 1, 1)) == []

    def test_subtree_holds_what_was_merged_into_it(self):
        tree = make_tree()
        merge_units(units=[tree.branch], into=tree.neighbour, day=THEN, **BY)
        assert set(subtree_of(tree.commune.pk, TODAY)) == {tree.commune.pk, tree.sister.pk}
        assert set(subtree_of(tree.neighbour.pk, TODAY)) == {tree.neighbour.pk, tree.branch.pk}
        assert set(subtree_of(tree.commune.pk, BEFORE)) == {tree.commune.pk, tree.branch.pk, tree.sister.pk}

    def test_subtree_of_an_ended_unit_is_that_of_its_last_day(self):
        tree = make_tree()
        new = found_unit(code="x", name="X", kind="commune", parent=tree.city.pk, day=THEN, **BY)
        for unit in (tree.branch, tree.sister):
            move_unit(unit=unit, parent=new.pk, day=THEN, **BY)
        merge_units(units=[tree.commune], into=new, day=THEN, **BY)
        later = make_unit("Chi đoàn mới", parent=new, kind="branch", day=TODAY)
        assert set(subtree_of(tree.commune.pk, TODAY)) == {tree.commune.pk, tree.branch.pk, tree.sister.pk}
        assert later.pk in subtree_of(new.pk, TODAY)

    def test_subtree_of_a_unit_that_is_yet_to_begin_or_was_never(self):
        tree = make_tree()
        new = make_unit("X", parent=tree.city, day=TODAY + timedelta(days=9))
        assert subtree_of(new.pk, TODAY) == [new.pk]
        assert subtree_of(10**9, TODAY) == []

    def test_kinds_by_level(self):
        make_tree()
        assert list(kinds()) == ["central", "province", "district", "base_union", "commune", "branch"]


class TestHistory:
    def test_what_each_version_brought(self):
        tree = make_tree()
        rename_unit(unit=tree.commune, name="B", day=date(2024, 1, 1), **BY)
        move_unit(unit=tree.commune, parent=tree.stranger.pk, day=date(2025, 1, 1), **BY)
        moved, renamed, founded = changes_of(tree.commune.pk)
        assert (founded.founded, founded.renamed, founded.moved) == (True, False, False)
        assert (renamed.founded, renamed.renamed, renamed.moved) == (False, True, False)
        assert (moved.founded, moved.renamed, moved.moved) == (False, False, True)
        assert (moved.parent.code, renamed.parent.code) == ("na", "hn")
        assert [v.start for v in versions_of(tree.commune.pk)] == [date(2025, 1, 1), date(2024, 1, 1), LONG_AGO]

    @pytest.mark.parametrize("count", [1, 3])
    def test_as_many_queries_for_three_as_for_one(self, django_assert_num_queries, count):
        tree = make_tree()
        for n in range(count):
            rename_unit(unit=tree.commune, name=f"B{n}", day=THEN + timedelta(days=n), **BY)
            merge_units(units=[make_unit(parent=tree.city)], into=tree.commune, day=THEN + timedelta(days=n), **BY)
        map_on(TODAY)
        with django_assert_num_queries(2):
            assert len(changes_of(tree.commune.pk)) == count + 1
        with django_assert_num_queries(3):
            assert len(links_of(tree.commune.pk, TODAY)[1]) == count

    def test_links_both_ways(self):
        tree = make_tree()
        parts = [make_unit(f"P{n}", parent=tree.city, code=f"p{n}", day=THEN) for n in (1, 2)]
        split_unit(unit=tree.neighbour, into=parts, heir=parts[1], day=THEN, **BY)
        became, came_from = links_of(tree.neighbour.pk, TODAY)
        assert [(link.unit.code, link.heir, link.stands_at.code) for link in became] == [
            ("p1", False, "p2"),
            ("p2", True, "p2"),
        ]
        assert came_from == []
        ((back,), _) = (links_of(parts[0].pk, TODAY)[1], None)
        assert (back.unit.name, back.how.value) == ("Đoàn xã Tản Lĩnh", "heir")
        assert list(successors_of(tree.neighbour.pk)) == list(Succession.objects.order_by("pk"))
        assert predecessors_of(parts[0].pk).count() == 1
        assert list(blocs_of(tree.neighbour.pk)) == []

    def test_standing(self):
        tree = make_tree()
        merge_units(units=[tree.branch], into=tree.sister, day=THEN, **BY)
        assert standing_of(tree.branch.pk, TODAY).unit.id == tree.sister.pk
        assert standing_of(tree.branch.pk, BEFORE).how.value == "itself"
        assert standing_of(10**9, TODAY).unit is None

    def test_lifespans_join_the_versions(self):
        tree = make_tree()
        rename_unit(unit=tree.branch, name="B", day=date(2024, 1, 1), **BY)
        merge_units(units=[tree.sister], into=tree.branch, day=THEN, **BY)
        found = lifespans([tree.branch.pk, tree.sister.pk])
        assert (found[tree.branch.pk].start, found[tree.branch.pk].end) == (LONG_AGO, None)
        assert (found[tree.sister.pk].start, found[tree.sister.pk].end) == (LONG_AGO, THEN)
        assert len(lifespans()) == 7


class TestTree:
    def test_one_copy_serves_a_whole_span(self, django_assert_num_queries):
        tree = make_tree()
        rename_unit(unit=tree.branch, name="B", day=THEN, **BY)
        first, second = tree_on(THEN), tree_on(THEN)
        assert first is second is tree_on(TODAY)
        assert tree_on(BEFORE) is not first
        with django_assert_num_queries(1):
            tree_on(TODAY)

    def test_a_change_is_seen_at_once(self):
        tree = make_tree()
        assert tree_on(TODAY).size == 7
        new = make_unit("X", parent=tree.city, day=TODAY)
        assert new.pk in tree_on(TODAY)
        assert days_of_change(THEN) == [THEN, TODAY]


class TestReach:
    """The sentence and the set come from one source: they never differ."""

    @pytest.mark.parametrize("where", ["centre", "city", "commune", "branch", "stranger"])
    def test_the_set_is_what_the_sentence_says(self, where):
        tree = make_tree()
        officer = make_officer("secretary", getattr(tree, where))
        merge_units(units=[tree.branch], into=tree.neighbour, day=THEN, **BY)
        lost = make_unit("Tan rã", parent=tree.commune, kind="branch")
        known = [u.pk for u in (*vars_of(tree), lost)]
        reached = units_reached(officer, Capability.SEE, AT)
        assert sorted(reached) == sorted(unit for unit in known if may(officer, Capability.SEE, unit, AT))

    def test_history_follows_the_successor(self):
        tree = make_tree()
        old, new = make_officer("base_officer", tree.commune), make_officer("base_officer", tree.neighbour)
        merge_units(units=[tree.branch], into=tree.neighbour, day=THEN, **BY)
        assert not may(old, Capability.SEE, tree.branch.pk, AT)
        assert may(new, Capability.SEE, tree.branch.pk, AT)

    def test_a_role_at_an_ended_unit_reaches_its_successor(self):
        tree = make_tree()
        officer = make_officer("base_officer", tree.branch)
        merge_units(units=[tree.branch], into=tree.neighbour, day=THEN, **BY)
        assert may(officer, Capability.RECORD, tree.neighbour.pk, AT)

    def test_nobody(self):
        tree = make_tree()
        assert units_reached(make_account(), Capability.SEE, AT) == []
        assert not may(make_account(), Capability.SEE, tree.city.pk, AT)
        assert not may(make_officer("secretary", tree.centre), Capability.SEE, 10**9, AT)


def vars_of(tree):
    return tuple(getattr(tree, name) for name in tree.__dataclass_fields__)
