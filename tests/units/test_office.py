"""The office of a unit: its departments and centres by kind, each with a way to its plan and report."""

import pytest
from django.urls import reverse

from tests.factories import AT, LONG_AGO, TODAY, make_account, make_officer, sign_in
from viecthat.catalogue.readers import day, rows
from viecthat.units.commands import found_unit, load_unit_kinds
from viecthat.units.models import UnitKind
from viecthat.units.queries import office_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(tree):
    """Every kind of the catalogue, under the small tree."""
    load_unit_kinds(
        kinds=[
            UnitKind(code=r["code"], name=r["name"], name_en=r["name_en"], level=r["level"], end=day(r, "end"))
            for r in rows("unit_kinds")
        ]
    )


def found(name, kind, tree, code):
    return found_unit(
        code=code, name=name, kind=kind, parent=tree.centre.pk, day=LONG_AGO, decision="", actor=None, at=AT
    )


def test_the_catalogue_has_the_four_kinds_of_the_source():
    office = {row["code"] for row in rows("unit_kinds") if row.get("office")}
    assert {"movement_department", "service_centre", "press_unit", "committee_office"} <= office


@pytest.mark.usefixtures("office")
def test_departments_stand_by_kind_with_their_plan_and_report(tree, client, django_assert_num_queries):
    found("Ban Thanh niên Nông thôn", "movement_department", tree, "tw-nong-thon")
    found("Ban Phong trào", "movement_department", tree, "tw-phong-trao")
    found("Báo Tiền Phong", "press_unit", tree, "tw-tien-phong")
    found("Văn phòng Ủy ban Quốc gia", "committee_office", tree, "tw-vpub")
    office_of(tree.centre.pk, TODAY)  # lays the tree out
    with django_assert_num_queries(2):  # is the tree still the same? its names
        standing = office_of(tree.centre.pk, TODAY)
    assert [(kind, [row.name for row in members]) for kind, members in standing] == [
        ("movement_department", ["Ban Phong trào", "Ban Thanh niên Nông thôn"]),
        ("press_unit", ["Báo Tiền Phong"]),
        ("committee_office", ["Văn phòng Ủy ban Quốc gia"]),
    ]
    address = reverse("units:unit", args=["tw"])
    sign_in(client, make_account())
    html = client.get(address).content.decode()
    assert "Ban, đơn vị khối phong trào (2)" in html
    assert "/chi-tieu/?don-vi=tw-tien-phong" not in html  # whoever sees no figures is shown no way to them
    sign_in(client, make_officer("secretary", tree.centre))
    html = client.get(address).content.decode()
    assert "/chi-tieu/?don-vi=tw-tien-phong" in html
    assert reverse("reviews:review", args=["tw-tien-phong", "2026"]) in html


def test_a_unit_without_an_office_asks_nothing(tree, django_assert_num_queries):
    office_of(tree.commune.pk, TODAY)
    with django_assert_num_queries(1):  # is the tree still the same?
        assert office_of(tree.commune.pk, TODAY) == []
