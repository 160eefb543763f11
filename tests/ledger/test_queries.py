"""The ledger through a filter: which lines, in what order, with what sums; what a figure would change."""

from datetime import date, timedelta

import pytest

from tests.factories import (
    AT,
    TODAY,
    declare,
    make_account,
    make_indicator,
    make_officer,
    make_ratio,
    make_target,
)
from viecthat.kernel.quantities import Share
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, post_entries, regrade_posting, reverse_posting
from viecthat.ledger.queries import (
    ORDERS,
    LineFilter,
    dataset_with_code,
    declarable_indicators,
    indicators_offered,
    lines_in_order,
    listed,
    postings,
    postings_found,
    preview_of,
    sums_found,
)
from viecthat.ledger.queries.lines import BATCH, LINES_SHOWN
from viecthat.ledger.rules import postings_visible_to
from viecthat.units.commands import merge_units, rename_unit
from viecthat.units.queries import units_by_id

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def officer(tree):
    return make_officer("secretary", tree.city)


def found(order="-recorded", **wanted):
    return list(postings_found(LineFilter(**wanted), order))


class TestFilter:
    @pytest.fixture
    def three(self, tree, officer):
        works = make_indicator("youth_works", unit="công trình")
        return (
            declare(tree.branch, officer, 5, day=YESTERDAY, at=AT),
            declare(tree.sister, officer, 900, at=AT + HOUR),
            declare(tree.neighbour, officer, 7, indicator=works, at=AT + 2 * HOUR),
        )

    def test_newest_first(self, three):
        assert found() == [three[2], three[1], three[0]]

    @pytest.mark.parametrize(
        ("order", "expected"),
        [
            ("recorded", [0, 1, 2]),
            ("-day", [2, 1, 0]),
            ("day", [0, 2, 1]),
            ("-quantity", [1, 2, 0]),
            ("quantity", [0, 2, 1]),
        ],
    )
    def test_orders(self, three, order, expected):
        assert order in ORDERS
        assert found(order) == [three[i] for i in expected]

    def test_each_condition(self, tree, three):
        assert found(units=[tree.branch.pk, tree.neighbour.pk]) == [three[2], three[0]]
        assert found(units=[]) == []
        assert found(indicator=make_indicator("youth_works").pk) == [three[2]]
        assert found(kind="declared") == [three[2], three[1], three[0]]
        assert found(kind="activity") == []
        assert found(grade=1) == [three[2], three[1], three[0]]
        assert found(grade=3) == []
        assert found(end=TODAY) == [three[0]]
        assert found(start=TODAY) == [three[2], three[1]]
        assert found(as_known=AT + HOUR) == [three[1], three[0]]
        assert found(as_known=AT - HOUR) == []

    def test_conditions_hold_for_one_line_not_for_two(self, tree, officer):
        """A posting with trees yesterday and works today has no works yesterday."""
        trees, works = make_indicator(), make_indicator("youth_works")
        lines = [
            Line(tree.branch.pk, trees.pk, YESTERDAY, 5, Grade.DECLARED),
            Line(tree.branch.pk, works.pk, TODAY, 6, Grade.EVIDENCED),
        ]
        posting = post_entries(kind=PostingKind.ACTIVITY, unit=tree.branch.pk, lines=lines, actor=officer, at=AT)
        assert found(indicator=works.pk, end=TODAY) == []
        assert found(indicator=trees.pk, grade=2) == []
        assert found(indicator=works.pk, start=TODAY, grade=2) == [posting]

    def test_lines_count_by_their_own_unit(self, tree, officer):
        """A city may record for its communes: each finds its own line."""
        lines = [
            Line(unit.pk, make_indicator().pk, TODAY, quantity, Grade.EVIDENCED)
            for unit, quantity in ((tree.branch, 5), (tree.neighbour, 6))
        ]
        posting = post_entries(kind=PostingKind.REGISTER, unit=tree.city.pk, lines=lines, actor=officer, at=AT)
        (row,) = listed(found(units=[tree.neighbour.pk]), LineFilter(units=[tree.neighbour.pk]))
        assert row.posting == posting
        assert [line.entry.quantity for line in row.lines] == [6]
        assert sums_found(LineFilter(units=[tree.branch.pk]))[0].quantity == 5

    def test_old_way_of_asking(self, tree, three):
        assert list(postings(units=[tree.branch.pk])) == [three[0]]

    def test_visible_to(self, tree, three):
        secretary = make_officer("branch_secretary", tree.branch)
        assert list(postings_visible_to(secretary, postings(), AT)) == [three[0]]
        assert list(postings_visible_to(make_account(), postings(), AT)) == []


class TestListed:
    def test_a_long_posting_shows_its_first_lines_and_counts_the_rest(self, tree, officer):
        lines = [
            Line(tree.branch.pk, make_indicator().pk, TODAY, n + 1, Grade.DECLARED) for n in range(LINES_SHOWN + 3)
        ]
        post_entries(kind=PostingKind.ACTIVITY, unit=tree.branch.pk, lines=lines, actor=officer, at=AT)
        (row,) = listed(found(), LineFilter())
        assert [line.entry.quantity for line in row.lines] == list(range(1, LINES_SHOWN + 1))
        assert row.more == 3

    def test_units_bear_the_name_of_the_day_of_the_work(self, tree, officer):
        declare(tree.branch, officer, 5, day=YESTERDAY)
        declare(tree.branch, officer, 6, day=TODAY)
        rename_unit(unit=tree.branch, name="Chi đoàn mới", day=TODAY, decision="x", actor=None, at=AT)
        names = {line.entry.quantity: line.unit.name for row in listed(found(), LineFilter()) for line in row.lines}
        assert names == {5: "Chi đoàn thôn Đô Trám", 6: "Chi đoàn mới"}

    def test_undone_by_the_moment_asked_for(self, tree, officer):
        posting = declare(tree.branch, officer, 5)
        reverse_posting(posting=posting, reason="x", actor=officer, at=AT + HOUR)
        now = {row.posting.kind: row.undone for row in listed(found(), LineFilter())}
        assert now == {"declared": True, "reversal": False}
        then = LineFilter(as_known=AT)
        assert [row.undone for row in listed(list(postings_found(then)), then)] == [False]

    @pytest.mark.parametrize("count", [1, 3])
    def test_as_many_queries_for_three_as_for_one(self, tree, officer, django_assert_num_queries, count):
        for n in range(count):
            posting = declare([tree.branch, tree.sister, tree.neighbour][n], officer, 5)
            reverse_posting(posting=posting, reason="x", actor=officer, at=AT)
        page = found()
        assert len(page) == 2 * count
        with django_assert_num_queries(3):
            for row in listed(page, LineFilter()):
                assert row.posting.actor.full_name
                assert [line.entry.indicator.name for line in row.lines]


class TestSums:
    def test_per_indicator_in_the_order_of_the_report_split_by_grade(self, tree, officer):
        inspector = make_officer("inspector", tree.city)
        works = make_indicator("youth_works", area=1)
        trees = make_indicator(area=2)
        declare(tree.branch, officer, 5, indicator=trees)
        checked = declare(tree.sister, officer, 20, indicator=trees)
        declare(tree.sister, officer, 3, indicator=works)
        regrade_posting(posting=checked, grade=Grade.VERIFIED, reason="x", actor=inspector, at=AT)
        first, second = sums_found(LineFilter())
        assert (first.indicator, first.quantity, first.lines) == (works, 3, 1)
        assert (second.indicator, second.quantity, second.lines) == (trees, 25, 4)
        assert (second.grades.declared, second.grades.verified) == (5, 20)
        assert sums_found(LineFilter(units=[])) == []

    @pytest.mark.parametrize("count", [1, 3])
    def test_two_queries(self, tree, officer, django_assert_num_queries, count):
        for n in range(count):
            declare(tree.branch, officer, 5, indicator=make_indicator(f"i{n}"))
        with django_assert_num_queries(2):
            assert len(sums_found(LineFilter())) == count


class TestInOrder:
    def test_every_line_once_oldest_first_beyond_one_batch(self, tree, officer):
        lines = [Line(tree.branch.pk, make_indicator().pk, TODAY, n + 1, Grade.DECLARED) for n in range(BATCH + 5)]
        post_entries(kind=PostingKind.ACTIVITY, unit=tree.branch.pk, lines=lines, actor=officer, at=AT)
        assert [line.quantity for line in lines_in_order(LineFilter())] == list(range(1, BATCH + 6))

    def test_none(self):
        assert list(lines_in_order(LineFilter())) == []


class TestIndicators:
    def test_offered_with_the_reason_beside_what_is_held_elsewhere(self):
        plain, ratio = make_indicator(), make_ratio("c")
        held = make_indicator("members_admitted", name="Đoàn viên mới", register="memberships", area=6)
        coverage = make_indicator("communes", name="Độ phủ", measure="coverage", numerator=plain, area=1)
        offered = {one.indicator: one.why_not for one in indicators_offered()}
        assert list(offered) == [coverage, plain, ratio, held]
        assert offered[plain] is offered[ratio] is None
        assert str(offered[held]).startswith("“Đoàn viên mới” do sổ quản lý giữ")
        assert "đếm từ số liệu" in str(offered[coverage])
        assert list(declarable_indicators()) == [plain, ratio]


class TestPreview:
    def preview(self, unit, indicator, quantity, day=TODAY):
        row = units_by_id([unit.pk], TODAY)[unit.pk]
        return preview_of(row, indicator, quantity, day, today=TODAY)

    def test_every_page_above_before_and_after(self, tree, officer):
        trees = make_indicator()
        declare(tree.branch, officer, 100)
        declare(tree.neighbour, officer, 1000)
        declare(tree.branch, officer, 7, day=date(2025, 12, 31))
        preview = self.preview(tree.branch, trees, 20)
        assert [(e.unit.code, e.before, e.after) for e in preview.effects] == [
            ("hn-do-tram", 100, 120),
            ("hn-suoi-hai", 100, 120),
            ("hn", 1100, 1120),
            ("tw", 1100, 1120),
        ]
        assert preview.period.name() == "năm 2026"
        assert not preview.elsewhere

    def test_it_comes_true(self, tree, officer):
        preview = self.preview(tree.branch, make_indicator(), 20)
        declare(tree.branch, officer, 20)
        assert self.preview(tree.branch, make_indicator(), 1).effects[0].before == preview.effects[0].after

    def test_a_ratio_keeps_both_its_numbers(self, tree):
        (first, *_rest) = self.preview(tree.branch, make_ratio(), Share(7, 9)).effects
        assert (first.before, first.after) == (Share(0, 0), Share(7, 9))

    def test_targets_of_that_day_and_indicator(self, tree):
        trees = make_indicator()
        mine = make_target(tree.commune, trees, goal=2000)
        make_target(tree.commune, make_indicator("youth_works"), goal=5)
        make_target(tree.city, trees, start=date(2025, 1, 1), end=date(2026, 1, 1))
        assert [e.target for e in self.preview(tree.branch, trees, 1).effects] == [None, mine, None, None]

    def test_of_an_ended_unit_counts_for_its_successor(self, tree):
        merge_units(units=[tree.branch], into=tree.neighbour, day=TODAY, decision="x", actor=None, at=AT)
        preview = self.preview(tree.branch, make_indicator(), 1, YESTERDAY)
        assert preview.elsewhere
        assert preview.effects[0].unit.code == "hn-tan-linh"


def test_a_dataset_that_was_never_loaded(db):
    assert dataset_with_code("x") is None
