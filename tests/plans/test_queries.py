"""Which targets a review answers for, which are in force, which term holds a period."""

from datetime import date

import pytest

from tests.factories import AT, make_indicator, make_target, make_tree
from viecthat.kernel.periods import Period
from viecthat.plans.commands import open_term, register_directive
from viecthat.plans.queries import directives_of, targets_in_force, targets_under_review, term_of, terms_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return make_tree()


def term(tree, ordinal, start, end):
    return open_term(unit=tree.city.pk, ordinal=ordinal, period=Period(start, end), note="", actor=None, at=AT)


class TestTerms:
    def test_the_one_the_period_begins_in(self, tree):
        old = term(tree, 15, date(2017, 10, 1), date(2022, 10, 1))
        new = term(tree, 16, date(2022, 10, 1), date(2027, 10, 1))
        assert term_of(tree.city.pk, Period(date(2017, 10, 1), date(2020, 6, 16))) == old
        assert term_of(tree.city.pk, Period.year(2022)) == old
        assert term_of(tree.city.pk, Period(date(2022, 10, 1), date(2023, 1, 1))) == new
        assert term_of(tree.city.pk, Period.year(2030)) is None
        assert term_of(tree.stranger.pk, Period.year(2020)) is None
        assert list(terms_of(tree.city.pk)) == [new, old]


class TestTargets:
    def test_a_review_answers_for_what_is_inside_it_and_for_what_holds_it(self, tree):
        year = make_target(tree.city, make_indicator("a"))
        half = make_target(tree.city, make_indicator("b"), end=date(2026, 7, 1))
        long = make_target(tree.city, make_indicator("c"), start=date(2022, 10, 1), end=date(2027, 10, 1))
        over = make_target(tree.city, make_indicator("d"), start=date(2025, 1, 1), end=date(2026, 1, 1))
        make_target(tree.commune, make_indicator("a"))

        def answered(period):
            return set(targets_under_review(tree.city.pk, period))

        assert answered(Period.year(2026)) == {year, half, long}
        assert answered(Period.half(2026, 1)) == {year, half, long}
        assert answered(Period.half(2026, 2)) == {year, long}
        assert answered(Period.year(2025)) == {over, long}
        assert answered(Period(date(2022, 10, 1), date(2027, 10, 1))) == {year, half, long, over}

    def test_in_force_is_half_open(self, tree):
        target = make_target(tree.city)

        def day(d):
            return list(targets_in_force([tree.city.pk], Period(d, date.fromordinal(d.toordinal() + 1))))

        assert day(date(2025, 12, 31)) == []
        assert day(date(2026, 1, 1)) == [target]
        assert day(date(2026, 12, 31)) == [target]
        assert day(date(2027, 1, 1)) == []
        assert list(targets_in_force([tree.commune.pk], Period.year(2026))) == []

    @pytest.mark.parametrize("count", [1, 3])
    def test_one_query(self, tree, django_assert_num_queries, count):
        for n in range(count):
            make_target(tree.city, make_indicator(f"i{n}"))
        with django_assert_num_queries(1):
            assert len([t.indicator.name for t in targets_in_force([tree.city.pk], Period.year(2026))]) == count
        with django_assert_num_queries(1):
            assert len([t.indicator.name for t in targets_under_review(tree.city.pk, Period.year(2026))]) == count


def test_directives_newest_first(tree):
    for number, day in (("01-KL/TWĐTN", date(2020, 1, 1)), ("02-KL/TWĐTN", None), ("03-KL/TWĐTN", date(2021, 1, 1))):
        register_directive(
            issuer=tree.city.pk, number=number, type="KL", subject="x", issued_on=day, force=(None, None), term=None,
            source="", actor=None, at=AT,
        )  # fmt: skip
    assert [d.sequence for d in directives_of(tree.city.pk)] == [3, 1, 2]
