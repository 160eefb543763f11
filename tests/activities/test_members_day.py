"""Members' Day: one list, three books, all or nothing; and which branches have held it."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import (
    AT,
    TODAY,
    make_activity,
    make_indicator,
    make_kind,
    make_officer,
    make_tree,
    sign_in,
    stop_clock,
)
from tests.people.members import figure, make_member, make_member_indicators, secretary_of
from tests.people.own import own_account
from tests.people.test_register_pages import text_of
from viecthat.activities.commands.erasing import erase_from_activities
from viecthat.activities.commands.members_day import settle_members_day
from viecthat.activities.models import Participation, Verification
from viecthat.kernel.errors import Refused
from viecthat.people.commands.card import issue_cards
from viecthat.people.models import FeeMonth, MemberCard

pytestmark = pytest.mark.django_db
DAYS = reverse("activities:members-days")


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


def held(unit, actor, day=TODAY):
    days = make_indicator("members_days", unit="buổi")
    kind = make_kind("members_day", name="Ngày đoàn viên", indicators=[days])
    return make_activity(unit, actor, kind=kind, title="Ngày đoàn viên", day=day, results={days: 1}, head_count=0)


def settle(activity, actor, *, present=(), paid=(), carded=()):
    settle_members_day(activity=activity, present=present, paid=paid, carded=carded, actor=actor, at=AT)


def test_three_books_at_once(tree, secretary, three):
    activity, ids = held(tree.branch, secretary), [person.pk for person in three]
    issue_cards(people=ids[:1], actor=secretary, at=AT)
    settle(activity, secretary, present=ids, paid=ids[:2], carded=ids[:1])
    assert Participation.objects.filter(activity=activity).count() == 3
    assert list(FeeMonth.objects.values_list("month", "paid_on").distinct()) == [(date(2026, 3, 1), TODAY)]
    assert figure(tree.branch, "fees_collected") == 4000
    assert MemberCard.objects.get().handed_over_on == TODAY


def test_all_or_nothing(tree, secretary, three):
    activity, ids = held(tree.branch, secretary), [person.pk for person in three]
    with pytest.raises(Refused):
        settle(activity, secretary, present=ids, paid=ids, carded=ids[:1])  # there is no card
    assert not Participation.objects.exists()
    assert not FeeMonth.objects.exists()
    assert figure(tree.branch, "fees_collected") == 0
    with pytest.raises(Refused, match="Chưa đánh dấu"):
        settle(activity, secretary)
    with pytest.raises(Refused, match="không phải Ngày đoàn viên"):
        settle(make_activity(tree.branch, secretary), secretary, present=ids)


def test_on_its_page(client, tree, secretary, three, monkeypatch):
    stop_clock(monkeypatch)
    activity = held(tree.branch, secretary)
    stranger = make_member(tree.sister, "Lê Đức An")
    issue_cards(people=[three[0].pk], actor=secretary, at=AT)
    sign_in(client, secretary)
    assert "Danh sách ngày đoàn viên" in text_of(client.get(reverse("activities:activity", args=[activity.pk])))
    address = reverse("activities:members-day", args=[activity.pk])
    page = text_of(client.get(address))
    assert "thu 2.000" in page
    assert "Lê Đức An" not in page
    assert client.post(address, {"den": [str(stranger.pk)]}).status_code == 422
    first = str(three[0].pk)
    assert client.post(address, {"den": [first], "phi": [first, str(stranger.pk)], "the": [first]}).status_code == 302
    assert FeeMonth.objects.count() == 1
    assert "đã trao 27/03/2026" in text_of(client.get(address))
    listed = text_of(client.get(DAYS))
    assert "1/1 chi đoàn đã tổ chức" in listed
    assert "2.000" in listed
    other = make_activity(tree.branch, secretary)
    assert client.get(reverse("activities:members-day", args=[other.pk])).status_code == 404

    sign_in(client, make_officer("inspector", tree.city))
    assert client.get(address).status_code == 403
    listed = text_of(client.get(DAYS))
    assert "1/2 chi đoàn đã tổ chức" in listed
    assert "Chi đoàn thôn Hát Giang" in listed
    sign_in(client, secretary_of(tree.sister))
    assert client.get(address).status_code == 404
    assert "0/1" in text_of(client.get(DAYS))
    sign_in(client, own_account(three[1], secretary))
    assert "0/0" in text_of(client.get(DAYS))


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_three_as_for_one(client, tree, secretary, count, django_assert_num_queries, monkeypatch):
    stop_clock(monkeypatch)
    for n in range(count):
        held(tree.branch, secretary, date(2026, 3, 20 + n))
        make_member(tree.branch, f"Người {n}")
    sign_in(client, secretary)
    client.get(DAYS)
    with django_assert_num_queries(15):
        assert len(client.get(DAYS).context["rows"]) == count
    address = reverse("activities:members-day", args=[Participation.activity.get_queryset().first().pk])
    client.get(address)
    with django_assert_num_queries(25):
        assert len(client.get(address).context["rows"]) == count


def test_ones_own_page_tells_what_one_took_part_in(client, tree, secretary, three, monkeypatch):
    stop_clock(monkeypatch)
    make_activity(tree.branch, secretary, title="Trồng cây ven hồ", people=three[:1])
    make_activity(tree.branch, secretary, title="Việc không có tôi", people=three[1:])
    sign_in(client, own_account(three[0], secretary))
    said = text_of(client.get(reverse("own:own")))
    assert "Trồng cây ven hồ" in said
    assert "Việc không có tôi" not in said


def test_a_forgotten_checker_leaves_no_name(tree, secretary):
    from viecthat.activities.commands import verify_activity

    activity = make_activity(tree.branch, secretary)
    checker = make_officer("secretary", tree.city, full_name="Quách Thị Xoan")
    verify_activity(activity=activity, finding="Đếm tại chỗ", actor=checker, at=AT)
    erase_from_activities(0, [checker.pk], AT)
    row = Verification.objects.get()
    assert row.actor_name == "(đã xoá)"
    assert "Quách" not in str(list(row.events.values()))
