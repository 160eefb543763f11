"""A figure opens down to lines whose sum it is: at every unit, under every map, before and after corrections."""

from datetime import date
from fractions import Fraction

import pytest

from tests import factories as make
from viecthat.activities.commands import cancel_activity, verify_activity
from viecthat.kernel.periods import Period
from viecthat.ledger.commands import reverse_posting
from viecthat.reviews.queries import child_rows, opened_figure, review_table, sum_checks
from viecthat.units.commands import merge_units, split_unit
from viecthat.units.queries import unit_with_code

pytestmark = pytest.mark.django_db
PERIOD = Period.year(2025)
MERGED = date(2025, 7, 1)


def opened(unit, indicator, map_day=make.TODAY, top=None, **more):
    top_row = unit_with_code((top or unit).code, map_day)
    return opened_figure(top_row, unit_with_code(unit.code, map_day), indicator, PERIOD, map_day=map_day, **more)


def sum_of(found):
    return sum(p.row.value for p in found.parts) + sum(x.entry.quantity for x in found.lines) + found.rest_quantity


@pytest.fixture
def work():
    """Trees of a branch, its commune and the city; the two communes have merged since."""
    tree, trees = make.make_tree(), make.make_indicator()
    officer = make.make_officer("secretary", tree.centre)
    for unit, quantity in [
        (tree.branch, 100),
        (tree.commune, 20),
        (tree.city, 3),
        (tree.neighbour, 4000),
        (tree.stranger, 7),
    ]:
        make.make_activity(unit, officer, title=f"Trồng {quantity}", results={trees: quantity}, day=date(2025, 3, 5))
    return tree, trees, officer


def merge(tree):
    new = make.make_unit("Đoàn xã Mới", code="hn-moi", parent=tree.city, day=MERGED)
    for old in ([tree.branch, tree.sister], [tree.commune, tree.neighbour]):
        merge_units(units=old, into=new, day=MERGED, decision="NQ 1", actor=None, at=make.AT)
    return new


def test_every_level_adds_to_its_figure(work):
    tree, trees, _ = work
    for unit, whole in [(tree.centre, 4130), (tree.city, 4123), (tree.commune, 120), (tree.branch, 100)]:
        found = opened(unit, trees)
        assert found.row.value == sum_of(found) == whole


def test_the_same_total_under_the_old_and_the_new_map(work):
    tree, trees, _ = work
    new = merge(tree)
    then, now = opened(tree.city, trees, date(2025, 6, 30)), opened(tree.city, trees)
    assert then.row.value == now.row.value == sum_of(then) == sum_of(now) == 4123
    assert [p.unit.name for p in then.parts] == ["Đoàn xã Tản Lĩnh", "Đoàn xã Suối Hai"]
    assert [p.unit.name for p in now.parts] == ["Đoàn xã Mới"]
    below = opened(new, trees)
    assert {line.unit.name for line in below.lines} == {"Đoàn xã Tản Lĩnh", "Đoàn xã Suối Hai", "Chi đoàn thôn Đô Trám"}


def test_history_of_a_split_without_heir_stands_apart_at_the_common_superior(work):
    tree, trees, _ = work
    parts = [make.make_unit(f"Đoàn xã {n}", code=f"hn-{n}", parent=tree.city, day=MERGED) for n in (1, 2)]
    split_unit(unit=tree.neighbour, into=parts, heir=None, day=MERGED, decision="", actor=None, at=make.AT)
    found = opened(tree.city, trees)
    assert found.own.value == 4003
    assert {line.unit.name for line in found.lines} == {"Thành đoàn Hà Nội", "Đoàn xã Tản Lĩnh"}
    assert sum_of(found) == 4123


def test_verified_work_is_shown_once_and_its_reversal_left_out(work):
    tree, trees, officer = work
    inspector = make.make_officer("inspector", tree.city)
    activity = make.make_activity(tree.branch, officer, title="Hàng cây", results={trees: 50}, day=date(2025, 4, 1))
    verify_activity(activity=activity, finding="đếm tại chỗ 50 cây", actor=inspector, at=make.AT)
    found = opened(tree.branch, trees)
    assert sorted((x.entry.quantity, x.entry.grade) for x in found.lines) == [(50, 3), (100, 1)]
    assert (found.cancelled, found.row.grades.verified, sum_of(found)) == (2, 50, 150)


def test_cancelled_work_leaves_nothing_but_its_trace(work):
    tree, trees, officer = work
    activity = make.make_activity(tree.branch, officer, title="Nhầm", results={trees: 999}, day=date(2025, 4, 1))
    cancel_activity(activity=activity, reason="ghi nhầm đơn vị", actor=officer, at=make.AT)
    found = opened(tree.branch, trees)
    assert (sum_of(found), found.cancelled) == (100, 2)


def test_a_reversal_known_later_than_its_posting_is_not_left_out(work):
    tree, trees, officer = work
    posting = make.declare(tree.sister, officer, 9, indicator=trees, day=date(2025, 4, 1))
    reverse_posting(posting=posting, reason="nhầm", actor=officer, at=make.AT.replace(hour=20))
    known = opened(tree.sister, trees, as_known=make.AT.replace(hour=12))
    assert (known.row.value, sum_of(known), known.cancelled) == (9, 9, 0)


def test_long_lists_keep_their_sum_in_the_rest(work):
    tree, trees, officer = work
    for n in range(1, 6):
        make.declare(tree.sister, officer, n, indicator=trees, day=date(2025, 4, 1))
    found = opened(tree.sister, trees, most_lines=2)
    assert ([x.entry.quantity for x in found.lines], found.rest_lines, found.rest_quantity) == ([5, 4], 3, 6)


def test_children_side_by_side_add_to_the_totals(work):
    _tree, _trees, _ = work
    city = unit_with_code("hn", make.TODAY)
    table = review_table(city, PERIOD, map_name="then", today=make.TODAY)
    rows, totals = child_rows(table, table.figures)
    assert {r.unit.name if r.unit else None: r.rows[0].value for r in rows} == {
        "Đoàn xã Suối Hai": 120,
        "Đoàn xã Tản Lĩnh": 4000,
        None: 3,
    }
    assert totals[0].value == 4123
    assert (table.children, table.children_reporting) == (2, 2)


def test_sum_checks_of_the_province_in_source_002():
    tree = make.make_tree()
    numbers = {
        "committee_members": 30,
        "standing_members": 10,
        "attached_secretaries": 9,
        "attached_deputies": 13,
        "attached_cadres": 22,
    }
    officer = make.make_officer("secretary", tree.city)
    for code, number in numbers.items():
        make.declare(tree.city, officer, number, indicator=make.make_indicator(code), day=date(2025, 4, 1))
    table = review_table(unit_with_code("hn", make.TODAY), PERIOD, map_name="now", today=make.TODAY)
    assert {c.code: (c.left_sum, c.holds) for c in table.checks} == {
        "standing_third": (10, True),
        "attached_sum": (22, True),
    }
    make.declare(tree.city, officer, 1, indicator=make.make_indicator("standing_members"), day=date(2025, 4, 1))
    table = review_table(unit_with_code("hn", make.TODAY), PERIOD, map_name="now", today=make.TODAY)
    assert {c.code: c.holds for c in table.checks} == {"standing_third": False, "attached_sum": True}
    assert sum_checks({}) == ()
    assert table.term is None
    assert Fraction(table.children_reporting) == 0
