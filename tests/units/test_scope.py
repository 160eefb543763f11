"""Sets of units said the shorter way: their algebra, and that who reaches everything names next to nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, strategies as st

from tests.factories import AT, make_officer, make_tree, make_unit, sign_in, stop_clock
from viecthat.accounts.choices import Capability
from viecthat.units.models import Unit
from viecthat.units.queries.scope import UnitScope, among, units_where
from viecthat.units.rules import units_reached

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


# Lists of whatever lies in one's reach, as the centre opens them.
LISTS = (
    "/van-ban/", "/van-ban/?chieu=den", "/tham-muu/", "/tham-muu/phoi-hop/", "/tham-muu/di-co-so/", "/chuong-trinh/",
    "/chuong-trinh/gan-ket/", "/can-bo/", "/can-bo/canh-bao/", "/can-bo/dao-tao/", "/can-bo/noi-den/",
    "/can-bo/quy-hoach/", "/can-bo/ra-soat/", "/khen-thuong/", "/khen-thuong/so/", "/khen-thuong/quyet-dinh/",
    "/kiem-tra/", "/bao-cao/nhap-bang/", "/doan-vien/nhap/", "/dai-hoi/ky-niem/",
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
