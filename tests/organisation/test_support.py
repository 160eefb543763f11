"""Support between unions: recorded by who gave, confirmed by who received, in the ledger once."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, make_account, make_indicator, make_officer, sign_in
from tests.people.test_post_pages import text_of
from viecthat.kernel.errors import Refused
from viecthat.ledger.models import Entry
from viecthat.organisation.commands import support as commands
from viecthat.organisation.models import UnionSupport
from viecthat.organisation.queries.support import sums_of, supports_found

DAY = date(2026, 3, 1)
GIVEN = {
    "partner": "", "kind": "works", "what": "Tặng một nhà nhân ái", "value": 80_000_000, "people": 3,
    "start": DAY, "end": date(2026, 3, 20), "proof": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _figures(tree):
    for code, unit in (("union_supports_given", "lần"), ("union_support_value", "đồng")):
        make_indicator(code, name=code, measure="flow", register="support", unit=unit)


@pytest.fixture
def giver(tree):
    return make_officer("secretary", tree.city)


@pytest.fixture
def receiver(tree):
    return make_officer("secretary", tree.stranger)


def record(tree, actor, **changed):
    given = {"giver": tree.city.pk, "receiver": tree.stranger.pk, **GIVEN, **changed}
    return commands.record_support(**given, actor=actor, at=AT)


def posted():
    rows = Entry.objects.filter(indicator__code__startswith="union_support").values_list("indicator__code", "quantity")
    sums: dict[str, int] = {}
    for code, quantity in rows:
        sums[code] = sums.get(code, 0) + quantity
    return sums


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"receiver": None}, "receiver"),
        ({"partner": "Hội Chữ thập đỏ"}, "receiver"),
        ({"kind": "magic"}, "kind"),
        ({"value": 0, "people": 0}, "value"),
        ({"value": -1}, "value"),
        ({"what": " "}, "what"),
        ({"end": date(2026, 4, 1)}, "end"),
        ({"end": date(2026, 2, 1)}, "end"),
        ({"receiver": None, "partner": "Hội Chữ thập đỏ"}, "proof"),
    ],
)
def test_what_cannot_be_is_refused_at_its_box(tree, giver, changed, field):
    with pytest.raises(Refused) as refused:
        record(tree, giver, **changed)
    assert refused.value.field == field
    assert not UnionSupport.objects.exists()


def test_across_the_tree_only(tree, giver):
    for unit in (tree.commune, tree.centre):
        with pytest.raises(Refused, match="nhánh khác"):
            record(tree, giver, receiver=unit.pk)
    with pytest.raises(Refused):
        record(tree, make_officer("inspector", tree.city))


def test_posted_once_when_the_receiver_says_so(tree, giver, receiver):
    row = record(tree, giver)
    assert posted() == {}
    with pytest.raises(Refused):
        commands.confirm_support(support=row, actor=giver, at=AT)
    commands.confirm_support(support=row, actor=receiver, at=AT)
    assert posted() == {"union_supports_given": 1, "union_support_value": 80_000_000}
    with pytest.raises(Refused):
        commands.confirm_support(support=row, actor=receiver, at=AT)
    given, received = supports_found(receiver, AT, 2026)
    assert sums_of(given).times == 0
    assert (sums_of(received).value, sums_of(received).people) == (80_000_000, 3)


def test_nobody_confirms_their_own_record(tree):
    both = make_officer("secretary", tree.centre)
    row = record(tree, both)
    with pytest.raises(Refused, match="tự xác nhận"):
        commands.confirm_support(support=row, actor=both, at=AT)


def test_refused_or_withdrawn_with_a_reason(tree, giver, receiver):
    row = record(tree, giver)
    with pytest.raises(Refused):
        commands.refuse_support(support=row, reason="", actor=receiver, at=AT)
    commands.refuse_support(support=row, reason="Chưa nhận", actor=receiver, at=AT)
    assert posted() == {}
    other = record(tree, giver, what="Cử báo cáo viên")
    commands.confirm_support(support=other, actor=receiver, at=AT)
    with pytest.raises(Refused):
        commands.withdraw_support(support=other, reason="Nhầm", actor=receiver, at=AT)
    commands.withdraw_support(support=other, reason="Nhầm số tiền", actor=giver, at=AT)
    assert set(posted().values()) == {0}


def test_a_partner_outside_has_a_paper(tree, giver):
    row = record(tree, giver, receiver=None, partner="Thanh niên tỉnh Hủa Phăn", proof="Biên bản 03/2026")
    assert row.state == "outside"
    assert posted()["union_supports_given"] == 1


# pages


def test_from_the_giver_to_the_receiver(tree, giver, receiver, client):
    sign_in(client, giver)
    page = reverse("organisation:support-record", args=["hn"])
    typed = {"kind": "works", "what": "Nhà nhân ái", "value": "80.000.000", "start": "01/03/2026", "end": "20/03/2026"}
    assert client.post(page, typed).status_code == 422
    done = client.post(page, {**typed, "receiver": tree.stranger.code})
    assert done.status_code == 302
    row = UnionSupport.objects.get()
    one = reverse("organisation:support", args=[row.pk])
    assert "Xác nhận đã nhận" not in client.get(one).content.decode()
    sign_in(client, receiver)
    assert "Xác nhận đã nhận" in client.get(one).content.decode()
    assert client.post(one, {"viec": "khong", "reason": ""}).status_code == 422
    assert client.post(one, {"viec": "xac-nhan", "reason": ""}).status_code == 302
    text = text_of(client.get(reverse("organisation:supports")))
    assert "80.000.000 đồng được nơi khác hỗ trợ" in text
    assert client.get(reverse("organisation:supports-file")).content[:2] == b"PK"
    sign_in(client, make_account())
    assert client.get(one).status_code == 404
    assert "Nhà nhân ái" not in text_of(client.get(reverse("organisation:supports")))
    sign_in(client, make_officer("base_officer", tree.neighbour))
    assert client.get(page).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(tree, giver, client, count):
    for place in range(count):
        record(tree, giver, what=f"Việc {place}")
    sign_in(client, giver)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("organisation:supports"))
    assert len(queries) == 11, "\n".join(q["sql"][:150] for q in queries)
