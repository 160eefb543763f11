"""Receipts of the fee: numbers without gaps by unit and year, one for a payment, cancelled and never deleted."""

from datetime import UTC, date, datetime

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from tests.factories import AT, TODAY, make_indicator, make_officer, make_tree, sign_in, stop_clock
from tests.people.members import figure, make_member, make_member_indicators, secretary_of
from tests.people.own import own_account
from tests.people.test_register_pages import text_of
from viecthat.kernel.errors import Refused
from viecthat.people.commands.fee import collect_fees, exempt_from_fee, take_back_fee
from viecthat.people.commands.receipt import cancel_receipt, issue_receipts
from viecthat.people.models import FeeMonth, FeeReceipt, FeeReceiptLine
from viecthat.people.queries.receipt import payments_without_receipt, receipts_of, shown_receipt

pytestmark = pytest.mark.django_db


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
    return [make_member(tree.branch, f"Người {n}") for n in range(3)]


def pay(people, actor, *months):
    for month in months or (3,):
        collect_fees(people=[one.pk for one in people], month=date(2026, month, 1), day=TODAY, actor=actor, at=AT)


def issue(tree, actor, fees=None, at=AT):
    ids = [fee.pk for fee in payments_without_receipt(tree.branch.pk)] if fees is None else fees
    return issue_receipts(unit=tree.branch.pk, fees=ids, actor=actor, at=at)


def book(tree, year=2026):
    return [
        (one.number, one.receipt.person.full_name, one.months, one.amount)
        for one in map(shown_receipt, receipts_of(tree.branch.pk, year))
    ]


def test_one_for_each_person_in_sequence(tree, secretary, three):
    pay(three, secretary, 1, 2)
    issue(tree, secretary)
    assert book(tree) == [
        ("03/2026", "Người 2", "01/2026, 02/2026", 4000),
        ("02/2026", "Người 1", "01/2026, 02/2026", 4000),
        ("01/2026", "Người 0", "01/2026, 02/2026", 4000),
    ]
    pay(three[:1], secretary, 3)
    issue(tree, secretary)
    assert book(tree)[0] == ("04/2026", "Người 0", "03/2026", 2000)
    assert payments_without_receipt(tree.branch.pk) == []


def test_numbers_start_anew_with_the_year(tree, secretary, three):
    pay(three, secretary)
    fees = [fee.pk for fee in payments_without_receipt(tree.branch.pk)]
    issue(tree, secretary, fees[:1])
    issue(tree, secretary, fees[1:2], at=datetime(2027, 1, 2, tzinfo=UTC))
    assert [row[0] for row in book(tree) + book(tree, 2027)] == ["01/2026", "01/2027"]


def test_no_payment_has_two(tree, secretary, three):
    pay(three, secretary)
    fees = [fee.pk for fee in payments_without_receipt(tree.branch.pk)]
    (receipt,) = issue(tree, secretary, fees[:1])
    with pytest.raises(Refused, match="đã có biên lai"):
        issue(tree, secretary, fees)
    assert FeeReceipt.objects.count() == 1
    with pytest.raises(Refused, match="vì sao huỷ"):
        cancel_receipt(receipt=receipt, reason=" ", actor=secretary, at=AT)
    cancel_receipt(receipt=receipt, reason="Ghi nhầm", actor=secretary, at=AT)
    with pytest.raises(Refused, match="đã huỷ"):
        cancel_receipt(receipt=receipt, reason="x", actor=secretary, at=AT)
    issue(tree, secretary, fees[:1])
    assert [row[0] for row in book(tree)] == ["02/2026", "01/2026"]


def test_only_what_was_paid_here(tree, secretary, three):
    exempt_from_fee(person=three[0].pk, month=date(2026, 3, 1), months=1, decision="1", actor=secretary, at=AT)
    pay(three[1:], secretary)
    exempt, first, second = FeeMonth.objects.order_by("pk")
    take_back_fee(fee=second, reason="Nhầm", actor=secretary, at=AT)
    for wrong in ([exempt.pk], [second.pk], [first.pk, 10**9], []):
        with pytest.raises(Refused, match="tải lại trang"):
            issue(tree, secretary, wrong)
    with pytest.raises(Refused, match="chưa được giao quyền"):
        issue_receipts(unit=tree.branch.pk, fees=[first.pk], actor=secretary_of(tree.sister), at=AT)
    with pytest.raises(Refused, match="tải lại trang"):
        issue_receipts(unit=tree.sister.pk, fees=[first.pk], actor=secretary_of(tree.sister), at=AT)


def test_a_payment_taken_back_takes_its_receipt_along(tree, secretary, three):
    pay(three[:1], secretary, 1, 2)
    issue(tree, secretary)
    take_back_fee(fee=FeeMonth.objects.first(), reason="Thu nhầm tháng", actor=secretary, at=AT)
    receipt = FeeReceipt.objects.get()
    assert (receipt.cancelled_at, receipt.cancelled_reason) == (AT, "Thu nhầm tháng")
    assert figure(tree.branch, "fees_collected") == 2000
    issue(tree, secretary)
    assert book(tree)[0] == ("02/2026", "Người 0", "02/2026", 2000)


def test_never_deleted(tree, secretary, three):
    pay(three[:1], secretary)
    issue(tree, secretary)
    for delete in (
        FeeReceiptLine.objects.all().delete,
        lambda: FeeReceiptLine.objects.update(fee_id=1),
        lambda: FeeReceipt.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            delete()


def test_on_its_pages(client, tree, secretary, three, monkeypatch):
    stop_clock(monkeypatch)
    pay(three, secretary)
    address = reverse("keeping:receipts", args=[tree.branch.code])
    sign_in(client, secretary)
    assert "Biên lai" in text_of(client.get(reverse("people:fees", args=[tree.branch.code])))
    assert "chưa có biên lai" in text_of(client.get(address))
    assert client.post(address, {}).status_code == 422
    first = FeeMonth.objects.get(person=three[0])
    assert client.post(address, {"dong": [str(first.pk), "9999999"]}).status_code == 302
    receipt = FeeReceipt.objects.get()
    paper = reverse("keeping:receipt-paper", args=[tree.branch.code, receipt.pk, "pdf"])
    assert client.get(paper).content.startswith(b"%PDF")
    assert client.get(reverse("keeping:receipt-paper", args=[tree.branch.code, receipt.pk, "exe"])).status_code == 404
    assert three[0].accesses.filter(kind="printed", detail="bien-lai-2026-1.pdf").count() == 1
    off = reverse("keeping:cancel-receipt", args=[tree.branch.code, receipt.pk])
    own = own_account(three[0], secretary)
    for role, unit, seen, done in (
        ("branch_secretary", tree.sister, 404, 404),
        ("inspector", tree.city, 200, 403),
        ("keeper", tree.city, 404, 404),
    ):
        sign_in(client, make_officer(role, unit))
        assert client.get(address).status_code == client.get(paper).status_code == seen
        assert client.post(address, {"dong": ["1"]}).status_code == done
        assert client.post(off, {"reason": "x"}).status_code == done
    sign_in(client, own)
    assert "01/2026" in text_of(client.get(reverse("own:receipts")))
    assert client.get(reverse("own:receipt-paper", args=[receipt.pk, "docx"])).status_code == 200
    sign_in(client, own_account(three[1], secretary))
    assert "Chưa có biên lai" in text_of(client.get(reverse("own:receipts")))
    assert client.get(reverse("own:receipt-paper", args=[receipt.pk, "pdf"])).status_code == 404
    sign_in(client, secretary)
    assert client.post(off, {"reason": ""}).status_code == 422
    assert client.post(off, {"reason": "Ghi nhầm"}).status_code == 302
    assert "đã huỷ 27/03/2026: Ghi nhầm" in text_of(client.get(address))


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_three_as_for_one(client, tree, secretary, count, django_assert_num_queries, monkeypatch):
    stop_clock(monkeypatch)
    people = [make_member(tree.branch, f"Người {n}") for n in range(count)]
    pay(people, secretary, 1)
    issue(tree, secretary)
    pay(people, secretary, 2)
    sign_in(client, secretary)
    address = reverse("keeping:receipts", args=[tree.branch.code])
    client.get(address)
    with django_assert_num_queries(13):
        page = client.get(address)
    assert len(page.context["rows"]) == len(page.context["waiting"]) == count
