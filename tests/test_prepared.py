"""Prepared queries find what the queryset itself finds, whatever was asked before."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.test.utils import CaptureQueriesContext

from tests.factories import give_role, make_account, make_indicator, make_target, make_tree
from viecthat.accounts.choices import Role
from viecthat.accounts.models import Account, RoleGrant
from viecthat.plans.models import Target
from viecthat.prepared import prepared

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DAY = date(2026, 7, 1)


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def targets(tree):
    days = (date(2026, 1, 1), date(2026, 7, 1), date(2027, 1, 1))
    return [
        make_target(unit, make_indicator(f"{unit.code}_{n}"), start=start, end=start + timedelta(days=200))
        for unit in (tree.city, tree.commune)
        for n, start in enumerate(days)
    ]


def test_other_values_find_other_rows(tree, targets):
    @prepared
    def running(unit: int, day: date):
        return Target.objects.filter(Q(start__lte=day), unit=unit).exclude(end__lte=day).order_by("-pk")

    asked = [(unit.pk, DAY + timedelta(days=n)) for unit in (tree.city, tree.commune) for n in (-99, 0, 99)]
    for unit, day in asked * 2:
        assert running(unit, day) == list(running.queryset(unit, day))
    assert len({tuple(running(*values)) for values in asked}) > 3


def test_related_rows_and_annotations_come_with_it(tree, django_assert_num_queries):
    first, second = make_account("first"), make_account("second")
    give_role(first, Role.SECRETARY, tree.city)

    @prepared
    def held(account: int):
        return RoleGrant.objects.filter(account=account).select_related("account")

    @prepared
    def named(account: int):
        return Account.objects.filter(pk=account).annotate(
            held=Exists(RoleGrant.objects.filter(account=OuterRef("pk")))
        )

    for _ in range(2):
        with django_assert_num_queries(4):
            assert [grant.account.username for grant in held(first.pk)] == ["first"]
            assert held(second.pk) == []
            assert (named(first.pk)[0].held, named(second.pk)[0].held) == (True, False)


def test_rows_of_values(tree, targets):
    @prepared
    def started(day: date):
        return Target.objects.filter(start=day).order_by("pk").values_list("unit_id", "indicator__code")

    @prepared
    def flat(day: date):
        return Target.objects.filter(start=day).order_by("pk").values_list("unit_id", flat=True)

    assert started(DAY) == [(tree.city.pk, f"{tree.city.code}_1"), (tree.commune.pk, f"{tree.commune.code}_1")]
    assert flat(DAY) == [tree.city.pk, tree.commune.pk]
    assert flat(date(2020, 1, 1)) == []


def test_prefetched_rows_take_a_query_each_time(targets, django_assert_num_queries):
    @prepared
    def numbered(*numbers: int):
        return Target.objects.filter(pk=numbers[0]).prefetch_related("indicator")

    for target in targets[:2]:
        with django_assert_num_queries(2):
            assert [one.indicator.code for one in numbered(target.pk)] == [target.indicator.code]


def test_tuples_of_any_length(targets):
    @prepared
    def among(numbers: tuple[int, ...], start: date):
        return Target.objects.filter(pk__in=numbers, start__gte=start).order_by("pk")

    for length in (3, 0, 1, 3, 6):
        for start in (date.min, DAY):
            chosen = targets[:length]
            found = among(tuple(one.pk for one in chosen), start)
            assert found == [one for one in chosen if one.start >= start]


def test_words_and_a_slice():
    for name in ("ha.anh", "ha.an"):
        make_account(name)

    @prepared
    def called(name: str):
        return Account.objects.filter(username=name)[:1]

    assert [one.username for one in called("ha.an")] == ["ha.an"]
    assert called("Robert'); DROP TABLE accounts_account; --") == []


def test_the_same_value_twice_goes_to_both_places(tree, targets):
    @prepared
    def of_either(one: int, other: int):
        return Target.objects.filter(Q(unit=one) | Q(unit=other) & Q(start=DAY)).order_by("pk")

    city, commune = tree.city.pk, tree.commune.pk
    for values in ((city, commune), (commune, city), (city, city)):
        assert of_either(*values) == list(of_either.queryset(*values))


def test_composed_once():
    made = []

    @prepared
    def called(name: str):
        made.append(name)
        return Account.objects.filter(username=name)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        called("a"), called("b")
    assert len(made) == 1
    assert ["'a'" in one["sql"] for one in asked] == [True, False]
    assert ["'b'" in one["sql"] for one in asked] == [False, True]


def test_a_value_that_is_changed_on_its_way_is_refused():
    @prepared
    def like(name: str):
        return Account.objects.filter(username__startswith=name)

    @prepared
    def later(day: date):
        return RoleGrant.objects.filter(start__lt=day + timedelta(days=1))

    @prepared
    def dropped(name: str):
        return Account.objects.filter(pk=1)

    for ask, value in ((like, "a"), (later, DAY), (dropped, "a")):
        with pytest.raises(ValueError, match="as they are"):
            ask(value)


@pytest.mark.parametrize("value", [None, True, 1.5, [1], Role.SECRETARY])
def test_other_values_are_refused(value):
    @prepared
    def of(account):
        return RoleGrant.objects.filter(account=account)

    with pytest.raises(TypeError):
        of(value)
