"""Sets of units said the shorter way: their algebra, and that who reaches everything names next to nothing."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, strategies as st

from tests.factories import AT, TODAY, make_account, make_officer, make_tree, make_unit, sign_in, stop_clock
from viecthat.accounts.choices import Capability
from viecthat.accounts.commands import grant_role
from viecthat.units.commands import merge_units
from viecthat.units.models import Unit
from viecthat.units.queries import subtree_of
from viecthat.units.queries.scope import UnitScope, among, scope_below, units_where
from viecthat.units.rules import highest_reached, units_reached
from viecthat.units.tree import tree_on

EVERY = range(8)
SCOPES = st.builds(UnitScope, st.sets(st.sampled_from(EVERY)).map(lambda ids: tuple(sorted(ids))), st.booleans())


def meant(scope: UnitScope) -> set[int]:
    return {unit for unit in EVERY if unit in scope}


@given(SCOPES, SCOPES)
def test_both_and_either_are_those_of_sets(one, other):
    assert meant(one & other) == meant(one) & meant(other)
    assert meant(one | other) == meant(one) | meant(other)


def test_no_unit_is_in_none(db):
    for scope in (UnitScope((1,)), UnitScope((1,), left_out=True)):
        assert None not in scope
        assert not scope.has(None)


def test_a_condition_finds_the_same_by_a_set_and_by_ids(db):
    tree = make_tree()
    for role, unit in (("secretary", tree.centre), ("secretary", tree.commune)):
        actor = make_officer(role, unit)
        scope, ids = units_where(actor, Capability.SEE, AT), units_reached(actor, Capability.SEE, AT)
        said = [set(Unit.objects.filter(among(way, "pk")).values_list("pk", flat=True)) for way in (scope, ids)]
        assert said[0] == said[1] == set(ids)


def test_what_stands_under_a_unit_is_the_same_by_a_set_and_by_ids(db):
    tree = make_tree()
    for unit in (tree.centre, tree.commune, tree.branch):
        under = scope_below(unit.pk, TODAY)
        assert {one for one in Unit.objects.values_list("pk", flat=True) if one in under} == set(
            subtree_of(unit.pk, TODAY)
        )


def test_only_units_of_today_stand(db):
    tree = make_tree()
    gone = make_unit("Chi đoàn đã sáp nhập", parent=tree.commune, kind="branch")
    merge_units(units=[gone], into=tree.branch, day=date(2026, 1, 1), decision="1", actor=None, at=AT)
    actor = make_officer("secretary", tree.city)
    known = set(Unit.objects.values_list("pk", flat=True))
    reached = {unit for unit in known if unit in units_where(actor, Capability.SEE, AT)}
    standing = {unit for unit in known if unit in units_where(actor, Capability.SEE, AT, standing=True)}
    assert standing == {unit for unit in reached if unit in tree_on(TODAY)} < reached


def test_the_highest_reached_is_the_first_of_those_held(db):
    tree = make_tree()
    actor = make_officer("secretary", tree.commune)
    assert highest_reached(actor, Capability.SEE, AT) == tree.commune.pk
    grant_role(
        account=actor, role="secretary", unit_id=tree.city.pk, start=date(2025, 1, 1), decision="1", actor=None, at=AT
    )
    assert highest_reached(actor, Capability.SEE, AT) == tree.city.pk
    assert highest_reached(make_account("nobody"), Capability.SEE, AT) is None


# Lists of whatever lies in one's reach, as the centre opens them.
LISTS = (
    "/van-ban/", "/van-ban/?chieu=den", "/tham-muu/", "/tham-muu/phoi-hop/", "/tham-muu/di-co-so/", "/chuong-trinh/",
    "/chuong-trinh/gan-ket/", "/can-bo/", "/can-bo/canh-bao/", "/can-bo/dao-tao/", "/can-bo/noi-den/",
    "/can-bo/quy-hoach/", "/can-bo/ra-soat/", "/khen-thuong/", "/khen-thuong/so/", "/khen-thuong/quyet-dinh/",
    "/kiem-tra/", "/bao-cao/nhap-bang/", "/doan-vien/nhap/", "/dai-hoi/ky-niem/", "/viec-cua-toi/", "/ghi-viec/",
    "/ghi-viec/hoc-tap/", "/diem-danh/", "/doan-vien/", "/doan-vien/ket-nap/", "/doan-vien/ren-luyen/",
    "/doan-vien/doan-phi/", "/doan-vien/the/", "/doan-vien/moi/", "/doan-vien/dong-y/", "/so-viec/", "/so-ket/",
    "/so-ket/ra-soat/", "/so-ket/so-sanh/",
)  # fmt: skip


@pytest.mark.django_db
def test_the_centre_asks_no_longer_questions_of_a_larger_tree(client, monkeypatch):
    """A question that names every unit takes a second for the nation, most of it to write the question down."""
    stop_clock(monkeypatch)
    tree = make_tree()
    sign_in(client, make_officer("secretary", tree.centre))

    def longest() -> dict[str, int]:
        found = {}
        for address in LISTS:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200, address
            found[address] = max(len(one["sql"]) for one in asked)
        return found

    longest()  # what is kept in memory is read once
    before = longest()
    for number in range(60):
        make_unit(f"Chi đoàn thôn {number}", parent=tree.neighbour, kind="branch")
    longest()
    after = longest()
    # 60 ids of units take 300 characters and more.
    assert {address for address in LISTS if after[address] > before[address] + 150} == set()
