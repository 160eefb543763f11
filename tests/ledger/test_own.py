"""A unit's own indicators: for itself and those below it, beside the catalogue, which leaves them alone."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, TODAY, declare, make_activity, make_indicator, make_kind, make_officer, sign_in
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.ledger.commands import load_indicators, reverse_posting
from viecthat.ledger.commands.own import define_indicator, remove_indicator
from viecthat.ledger.models import Entry, Indicator, Posting
from viecthat.ledger.queries import indicators_offered
from viecthat.ledger.queries.own import own_indicators
from viecthat.plans.commands import adopt_target

pytestmark = pytest.mark.django_db
YEAR = date(2026, 1, 1)


@pytest.fixture
def planner(tree):
    make_indicator()
    return make_officer("secretary", tree.city)


def define(unit, actor, **changed):
    given = {"name": "Vườn ươm của chi đoàn", "unit_of_measure": "vườn", "measure": "flow", "area": 2, "start": YEAR}
    return define_indicator(unit=unit.pk, **given | changed, actor=actor, at=AT)


def text_of(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "cay xanh ĐƯỢC trồng"}, "name"),  # as one of the catalogue, but for its marks
        ({"unit_of_measure": ""}, "unit_of_measure"),
        ({"measure": "ratio"}, "measure"),
        ({"decimals": 9}, "decimals"),
    ],
)
def test_what_cannot_be_is_refused_at_its_box(tree, planner, changed, field):
    with pytest.raises(Refused) as refused:
        define(tree.city, planner, **changed)
    assert refused.value.field == field
    assert not Indicator.objects.filter(unit__isnull=False).exists()


def test_only_who_plans_there_and_no_name_twice_in_one_line(tree, planner):
    with pytest.raises(Refused):
        define(tree.commune, make_officer("base_officer", tree.commune))
    own = define(tree.commune, planner)
    for above_or_below in (tree.city, tree.branch):
        with pytest.raises(Refused) as refused:
            define(above_or_below, planner)
        assert refused.value.field == "name"
    beside = define(tree.neighbour, planner)
    assert own.code != beside.code


def test_seen_and_used_in_the_subtree_only(tree, planner):
    own = define(tree.commune, planner)
    for unit, seen in ((tree.branch, True), (tree.commune, True), (tree.city, False), (tree.neighbour, False)):
        assert [row.indicator for row in own_indicators(unit.pk, TODAY)] == ([own] if seen else [])
        assert (own in [one.indicator for one in indicators_offered([unit.pk], TODAY)]) is seen
    declare(tree.branch, planner, 3, indicator=own)
    for day, unit in ((TODAY, tree.neighbour), (date(2025, 12, 31), tree.branch)):
        with pytest.raises(Refused) as refused:
            declare(unit, planner, 3, indicator=own, day=day)
        assert refused.value.field == "indicator"
    # What was taken back has been used all the same; what is to begin is not.
    reverse_posting(posting=Posting.objects.get(), reason="nhầm", actor=planner, at=AT)
    define(tree.city, planner, name="Sang năm", start=date(2027, 1, 1))
    assert [(row.indicator.name, row.used) for row in own_indicators(tree.branch.pk, TODAY)] == [
        (own.name, True), ("Sang năm", False)
    ]  # fmt: skip
    year = Period(YEAR, date(2027, 1, 1))
    adopt_target(unit=tree.branch.pk, indicator=own.pk, period=year, goal=5, actor=planner, at=AT)
    with pytest.raises(Refused) as refused:
        adopt_target(unit=tree.neighbour.pk, indicator=own.pk, period=year, goal=5, actor=planner, at=AT)
    assert refused.value.field == "indicator"


def test_the_catalogue_leaves_it_alone_and_cannot_take_its_code(tree, planner):
    own = define(tree.city, planner)
    load_indicators(
        indicators=[(Indicator(code="roads", name="Đường", name_en="Roads", measure="flow", area=2), "", "")]
    )
    own.refresh_from_db()
    assert own.unit_id == tree.city.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.filter(pk=own.pk).update(unit=None, start=None)


def test_the_whole_way_by_pages(tree, planner, client):
    sign_in(client, planner)
    page, new = reverse("ledger:own"), reverse("ledger:own-new", args=["hn"])
    assert "Chưa có chỉ số riêng nào" in text_of(client.get(page))
    given = {"name": "Vườn ươm", "unit_of_measure": "vườn", "measure": "flow", "decimals": "0", "area": "2"}
    assert client.post(new, given).status_code == 422
    assert client.post(new, {**given, "start": "01/01/2026"}).status_code == 302
    own = Indicator.objects.get(unit=tree.city.pk)
    sent = {
        "key": "k", "unit": "hn-do-tram", "indicator": own.code, "quantity": "7", "day": "27/03/2026",
        "reason": "Sổ tay",
    }  # fmt: skip
    branch = make_officer("branch_secretary", tree.branch)
    sign_in(client, branch)
    assert client.post(reverse("ledger:declare"), sent).status_code == 302
    assert "Vườn ươm" in text_of(client.get(reverse("reviews:review", args=["hn-do-tram", "2026"])))
    told = text_of(client.get(reverse("figures:explorer", query={"cs": own.code, "ky": "2026"})))
    assert "Vườn ươm" in told
    assert " 7 " in told
    assert "Vườn ươm" in text_of(client.get(reverse("ledger:entries", query={"chi-so": own.code})))
    assert "Lập chỉ số riêng" not in text_of(client.get(page))
    assert client.get(reverse("ledger:own-close", args=[own.pk])).status_code == 404
    sign_in(client, make_officer("secretary", tree.stranger))
    for address in (reverse("figures:explorer"), reverse("ledger:entries"), page, reverse("ledger:declare")):
        assert "Vườn ươm" not in text_of(client.get(address))
    told = client.get(reverse("figures:explorer", query={"cs": own.code, "ky": "2026"}))
    assert "chỉ số riêng của đơn vị khác" in text_of(told)
    assert client.get(page, {"don-vi": "hn"}).status_code == 403
    sign_in(client, planner)
    rename = {"name": "Vườn cây giống", "unit_of_measure": "khu"}
    assert "Đã có số liệu" in text_of(client.post(reverse("ledger:own-rename", args=[own.pk]), rename))
    client.post(reverse("ledger:own-rename", args=[own.pk]), rename | {"unit_of_measure": "vườn"})
    assert "Vườn cây giống" in text_of(client.get(page))
    close = reverse("ledger:own-close", args=[own.pk])
    assert "chọn ngày muộn hơn" in text_of(client.post(close, {"end": "27/03/2026"}))
    assert client.post(close, {"end": "28/03/2026"}).status_code == 302
    own.refresh_from_db()
    assert own.end == date(2026, 3, 28)
    assert "không xoá được" in text_of(client.post(reverse("ledger:own-remove", args=[own.pk])))
    remove_indicator(indicator=define(tree.city, planner, name="Ghi nhầm"), actor=planner, at=AT)
    assert Indicator.objects.filter(unit__isnull=False).count() == 1


def test_the_list_asks_the_same_for_one_and_for_three(tree, planner, client):
    sign_in(client, planner)
    asked = []
    for number in range(3):
        define(tree.city, planner, name=f"Chỉ số {number}")
        with CaptureQueriesContext(connection) as done:
            assert client.get(reverse("ledger:own")).status_code == 200
        asked.append(len(done))
    assert asked[0] == asked[2] <= 14


def test_work_adds_to_it_and_other_units_work_does_not(tree, planner, client):
    own = define(tree.commune, planner)
    kind = make_kind()
    branch = make_officer("branch_secretary", tree.branch)
    made = make_activity(tree.branch, branch, kind=kind, results={make_indicator(): 4, own: 2})
    assert {line.indicator_id: line.quantity for line in Entry.objects.all()}[own.pk] == 2
    with pytest.raises(Refused) as refused:
        make_activity(tree.neighbour, planner, kind=kind, results={make_indicator(): 4, own: 2})
    assert refused.value.field == "results"
    sign_in(client, branch)
    assert f"result_{own.pk}" in client.get(reverse("activities:record"), {"loai": kind.code}).content.decode()
    assert f'name="result_{own.pk}" value="2"' in client.get(
        reverse("activities:correct", args=[made.pk])
    ).content.decode()  # fmt: skip
    sign_in(client, make_officer("base_officer", tree.neighbour))
    assert f"result_{own.pk}" not in client.get(reverse("activities:record"), {"loai": kind.code}).content.decode()
