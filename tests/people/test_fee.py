"""The fee book: the rate of its month, two thirds kept, six months exempt at most, nothing twice."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import AT, TODAY, make_indicator, make_officer, make_tree, sign_in, stop_clock
from tests.people.members import figure, make_member, make_member_indicators, secretary_of
from tests.people.test_register_pages import text_of
from viecthat.kernel.errors import Refused
from viecthat.people.commands.fee import collect_fees, exempt_from_fee, take_back_fee
from viecthat.people.commands.rows import RowsRefused
from viecthat.people.models import FeeMonth, Person
from viecthat.people.queries.fee import fee_book
from viecthat.people.rules.fee import fee_in

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


@pytest.fixture
def tree():
    make_member_indicators()
    make_indicator("fees_collected", register="memberships", unit="đồng", area=6)
    return make_tree()


@pytest.fixture
def secretary(tree):
    return secretary_of(tree.branch)


@pytest.fixture
def three(tree):
    people = [make_member(tree.branch, f"Người {n}") for n in range(3)]
    Person.objects.filter(pk=people[0].pk).update(paid=True)
    return [person.pk for person in people]


def collect(people, actor, month=MARCH):
    return collect_fees(people=people, month=month, day=TODAY, actor=actor, at=AT)


def test_at_the_rate_of_the_month_and_shared(tree, secretary, three):
    collect(three, secretary)
    book = fee_book(tree.branch.pk, MARCH)
    assert (book.collected, book.kept, book.passed) == (9000, 6000, 3000)
    assert book.owing == ()
    assert figure(tree.branch, "fees_collected") == 9000
    assert fee_in(MARCH).shared(2000) == (1334, 666)  # what can't be divided stays below
    with pytest.raises(LookupError):
        fee_in(date(2010, 12, 1))


def test_nothing_twice_and_nothing_far_away(tree, secretary, three):
    collect(three[:1], secretary)
    with pytest.raises(RowsRefused) as wrong:
        collect(three, secretary)
    assert [str(one) for one in wrong.value.rows.values()] == ["Đoàn phí tháng này của người này đã được ghi."]
    assert FeeMonth.objects.count() == 1
    for month in (date(2010, 12, 1), date(2027, 4, 1)):
        with pytest.raises(Refused, match="quá xa"):
            collect(three, secretary, month)
    with pytest.raises(RowsRefused):
        collect(three, secretary, date(2024, 2, 1))  # before they came
    with pytest.raises(Refused, match="Chưa chọn ai"):
        collect([], secretary)


def test_exempt_for_six_months_at_most(tree, secretary, three):
    given = {"person": three[1], "month": MARCH, "actor": secretary, "at": AT}
    for months in (0, 7):
        with pytest.raises(Refused, match="từ 1 đến 6"):
            exempt_from_fee(**given, months=months, decision="1-NQ")
    with pytest.raises(Refused, match="Ghi số quyết định"):
        exempt_from_fee(**given, months=2, decision="")
    exempt_from_fee(**given, months=6, decision="1-NQ")
    assert [row.person.pk for row in fee_book(tree.branch.pk, date(2026, 8, 1)).owing] == [three[0], three[2]]
    with pytest.raises(RowsRefused):
        collect(three[1:2], secretary)
    assert figure(tree.branch, "fees_collected") == 0


def test_taken_back_and_paid_anew(tree, secretary, three):
    (row,) = collect(three[:1], secretary)
    with pytest.raises(Refused, match="vì sao"):
        take_back_fee(fee=row, reason="", actor=secretary, at=AT)
    with pytest.raises(Refused, match="bạn phụ trách"):
        take_back_fee(fee=row, reason="x", actor=secretary_of(tree.sister), at=AT)
    take_back_fee(fee=row, reason="Thu nhầm", actor=secretary, at=AT)
    assert figure(tree.branch, "fees_collected") == 0
    collect(three[:1], secretary)
    assert figure(tree.branch, "fees_collected") == 5000


def test_nobody_else_collects(tree, three):
    for stranger in (secretary_of(tree.sister), make_officer("inspector", tree.city)):
        with pytest.raises(RowsRefused):
            collect(three, stranger)


def test_on_its_page(client, tree, secretary, three, monkeypatch):
    stop_clock(monkeypatch)
    sign_in(client, secretary)
    address = reverse("people:fees", args=[tree.branch.code])
    assert client.get(reverse("people:fee-branches")).status_code == 302
    none = client.post(address, {"day": "27/03/2026"})
    assert none.status_code == 422
    assert "Chưa chọn ai" in text_of(none)
    sent = {"day": "27/03/2026", "nguoi": [str(pk) for pk in three[:2]]}
    assert client.post(address, sent).status_code == 302
    page = text_of(client.get(address))
    assert "7.000 đồng" in page
    assert "chưa đóng 2.000" in page
    deed = reverse("people:deed", args=[three[2], "mien-doan-phi"])
    assert client.post(deed, {"month": "x", "months": "2", "decision": "1"}).status_code == 422
    assert client.post(deed, {"month": "3/2026", "months": "2", "decision": "1"}).status_code == 302
    assert "được miễn" in text_of(client.get(address, {"thang": "4/2026"}))
    row = FeeMonth.objects.filter(person=three[0]).get()
    back = reverse("people:take-back-fee", args=[tree.branch.code, row.pk])
    assert client.post(back, {"reason": ""}).status_code == 422
    assert client.post(back, {"reason": "Nhầm"}).status_code == 302
    for month in ("1/1990", "13/2026", "x"):
        assert client.get(address, {"thang": month}).status_code == 404
    sign_in(client, secretary_of(tree.sister))
    assert client.get(address).status_code == 404
    assert client.get(back).status_code == 404
    sign_in(client, make_officer("inspector", tree.city))
    assert client.post(address, sent).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_three_as_for_one(client, tree, secretary, count, django_assert_num_queries, monkeypatch):
    stop_clock(monkeypatch)
    for n in range(count):
        make_member(tree.branch, f"Người {n}")
    sign_in(client, secretary)
    address = reverse("people:fees", args=[tree.branch.code])
    client.get(address)
    with django_assert_num_queries(12):
        assert client.get(address).content.decode().count('type="checkbox"') == count
