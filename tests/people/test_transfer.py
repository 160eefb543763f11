"""A transfer: both sides confirm, nobody is in two branches or in none, and both figures move on one day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories import AT, TODAY, make_officer, make_tree
from tests.people.members import figure, make_member, make_member_indicators, other_branch, secretary_of
from viecthat.kernel.errors import Refused
from viecthat.people.commands.event import undo_event
from viecthat.people.commands.transfer import cancel_transfer, decline_transfer, receive_transfer, send_transfer
from viecthat.people.models import Membership, Person, Transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    make_member_indicators()
    return make_tree()


@pytest.fixture
def there(tree):
    return other_branch(tree)


def send(person, destination, actor, **changed):
    given = {
        "person": person.pk,
        "destination": destination.pk,
        "day": date(2026, 3, 20),
        "letter": "07-GT/CĐ",
        "remark": "Hoàn thành tốt nhiệm vụ",
        "fee_paid_until": date(2026, 4, 1),
        "reason": "Lấy chồng",
    }
    return send_transfer(**{**given, **changed}, actor=actor, at=AT)


def spans(person):
    return list(Membership.objects.filter(person=person).order_by("start").values_list("unit", "start", "end"))


def test_from_one_day_to_the_next_without_a_gap(tree, there):
    person, here = make_member(tree.branch), secretary_of(tree.branch)
    receiver = make_officer("base_officer", tree.neighbour)
    transfer = send(person, tree.neighbour, here)
    # Until it is received nothing has changed.
    assert spans(person) == [(tree.branch.pk, date(2024, 3, 26), None)]
    assert figure(tree.branch, "members") == 1

    receive_transfer(transfer=transfer, branch=there.pk, day=date(2026, 3, 25), actor=receiver, at=AT)

    assert spans(person) == [
        (tree.branch.pk, date(2024, 3, 26), date(2026, 3, 25)),
        (there.pk, date(2026, 3, 25), None),
    ]
    assert (figure(tree.branch, "members"), figure(there, "members")) == (0, 1)
    assert (figure(tree.branch, "members_transferred_out"), figure(there, "members_transferred_in")) == (1, 1)
    assert Person.objects.get(pk=person.pk).unit_id == there.pk
    # Whoever sent them away may change nothing any more.
    with pytest.raises(Refused, match="không phải đoàn viên của chi đoàn bạn phụ trách"):
        send(person, tree.sister, here)


def test_the_stock_falls_at_the_grade_at_which_it_rose(tree, there):
    from viecthat.ledger.models import Entry

    person = make_member(tree.branch)  # evidenced
    transfer = send(person, there, secretary_of(tree.branch))
    receive_transfer(transfer=transfer, branch=there.pk, day=TODAY, actor=secretary_of(there), at=AT)
    stock = Entry.objects.filter(indicator__code="members").order_by("pk")
    assert list(stock.values_list("unit", "quantity", "grade")) == [
        (tree.branch.pk, 1, 2),
        (tree.branch.pk, -1, 2),
        (there.pk, 1, 3),  # confirmed by another account
    ]


def test_the_other_side_alone_answers(tree, there):
    person, here = make_member(tree.branch), secretary_of(tree.branch)
    transfer = send(person, there, here)
    given = {"transfer": transfer, "branch": there.pk, "day": TODAY, "at": AT}
    for stranger in (here, secretary_of(tree.sister), make_officer("inspector", tree.city)):
        with pytest.raises(Refused, match="nơi đến"):
            receive_transfer(**given, actor=stranger)
        with pytest.raises(Refused, match="nơi đến"):
            decline_transfer(transfer=transfer, answer="Không", actor=stranger, at=AT)
    both = make_officer("base_officer", tree.city)
    with pytest.raises(Refused, match="Chọn một chi đoàn của đơn vị ghi trên giấy"):
        receive_transfer(**{**given, "branch": tree.sister.pk}, actor=both)
    with pytest.raises(Refused, match="trước ngày"):
        receive_transfer(**{**given, "day": date(2026, 3, 19)}, actor=both)
    with pytest.raises(Refused, match="chưa tới"):
        receive_transfer(**{**given, "day": TODAY + timedelta(days=1)}, actor=both)
    with pytest.raises(Refused, match="để bên kia hiểu"):
        decline_transfer(transfer=transfer, answer=" ", actor=secretary_of(there), at=AT)
    decline_transfer(transfer=transfer, answer="Không có tên trong thôn", actor=secretary_of(there), at=AT)
    with pytest.raises(Refused, match="đã được trả lời"):
        receive_transfer(**given, actor=both)
    assert spans(person) == [(tree.branch.pk, date(2024, 3, 26), None)]


def test_a_letter_is_taken_back_by_its_sender_and_sent_anew(tree, there):
    person, here = make_member(tree.branch), secretary_of(tree.branch)
    transfer = send(person, there, here)
    with pytest.raises(Refused, match="chờ nơi đến nhận"):
        send(person, tree.sister, here)
    with pytest.raises(Refused, match="nơi đi"):
        cancel_transfer(transfer=transfer, answer="Nhầm", actor=secretary_of(there), at=AT)
    cancel_transfer(transfer=transfer, answer="Ghi nhầm nơi đến", actor=here, at=AT)
    assert send(person, tree.sister, here).state == "open"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"letter": ""}, "số giấy giới thiệu"),
        ({"remark": " "}, "nhận xét"),
        ({"day": date(2024, 3, 25)}, "trước ngày"),
        ({"day": date(2026, 3, 28)}, "chưa tới"),
    ],
)
def test_what_a_letter_needs(tree, there, changed, sentence):
    person = make_member(tree.branch)
    with pytest.raises(Refused, match=sentence):
        send(person, there, secretary_of(tree.branch), **changed)
    assert not Transfer.objects.exists()


def test_not_to_where_one_is(tree):
    person = make_member(tree.branch)
    with pytest.raises(Refused, match="Nơi đi và nơi đến là một"):
        send(person, tree.branch, secretary_of(tree.branch))


def test_taken_back_it_waits_again(tree, there):
    person, both = make_member(tree.branch), make_officer("secretary", tree.city)
    transfer = send(person, there, secretary_of(tree.branch))
    received = receive_transfer(transfer=transfer, branch=there.pk, day=TODAY, actor=both, at=AT)
    # One side alone can't: the other's figures aren't theirs.
    with pytest.raises(Refused, match="chưa được giao quyền"):
        undo_event(event=received.joined, reason="Nhầm người", actor=secretary_of(there), at=AT)

    undo_event(event=received.left, reason="Nhầm người", actor=both, at=AT)

    assert spans(person) == [(tree.branch.pk, date(2024, 3, 26), None)]
    assert Person.objects.get(pk=person.pk).unit_id == tree.branch.pk
    assert (figure(tree.branch, "members"), figure(there, "members")) == (1, 0)
    assert Transfer.objects.get().state == "open"
    receive_transfer(transfer=transfer, branch=there.pk, day=TODAY, actor=both, at=AT)


def test_the_database_knows_nobody_in_two_branches(tree, there):
    person = make_member(tree.branch)
    with pytest.raises(IntegrityError, match="membership_one_branch_at_a_time"), transaction.atomic():
        Membership.objects.create(person=person, unit=there, start=TODAY)
