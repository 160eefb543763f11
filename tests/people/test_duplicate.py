"""Persons who stand twice: found with what speaks for it, made one with both histories, told apart, parted again."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from tests.factories import AT, make_indicator, make_officer, make_person, make_tree, sign_in, stop_clock
from tests.people.members import (
    figure,
    make_member,
    make_member_indicators,
    open_membership_of,
    other_branch,
    secretary_of,
)
from viecthat.accounts.choices import Capability
from viecthat.kernel.errors import Refused
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, judge_posting, lines_of, post_entries
from viecthat.ledger.models import Entry
from viecthat.ledger.queries import posting_by_id
from viecthat.people.choices.file import AccessKind
from viecthat.people.commands.duplicate import merge_people, part_people, tell_apart
from viecthat.people.commands.file import note_access
from viecthat.people.commands.life import grant_leave
from viecthat.people.models import MemberAccount, MemberEvent, NotSame, Person, PersonMerge
from viecthat.people.queries.duplicate import pairs_within, went_into
from viecthat.people.queries.membership import accesses_of
from viecthat.people.queries.register import reach_of
from viecthat.units.queries.scope import units_where

pytestmark = pytest.mark.django_db
BORN = date(2005, 5, 4)


@pytest.fixture
def tree():
    make_member_indicators()
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_officer("secretary", tree.commune)


def pairs(actor):
    found = pairs_within(units_where(actor, Capability.CORRECT, AT), reach=reach_of(actor, AT), ids=True)
    return {(pair.first.full_name, pair.second.full_name): pair.evidence for pair in found}


def came(person, unit, indicator, *more) -> None:
    """The person, and others, took part in something of the unit."""
    lines = [Line(unit.pk, indicator.pk, date(2026, 1, 5), 1, Grade.EVIDENCED, one.pk) for one in (person, *more)]
    post_entries(kind=PostingKind.ACTIVITY, unit=unit.pk, lines=lines, actor=None, at=AT)


def people_in(indicator) -> int:
    """Distinct people of whom the ledger says that they came."""
    net: dict[int, int] = {}
    for person, quantity in Entry.objects.filter(indicator=indicator).values_list("person", "quantity"):
        net[person] = net.get(person, 0) + quantity
    return sum(count > 0 for count in net.values())


def test_what_speaks_for_one_person(tree, officer):
    make_member(tree.branch, "Lê Đức An", born=BORN, card="HN-1", phone="0912345678")
    make_member(tree.sister, "le duc an", born=BORN)
    make_member(tree.branch, "Trần Bình", born=date(2004, 1, 1), card="HN-1")
    make_member(tree.sister, "Lê Đức An", born=date(2001, 1, 1), phone="0912345678")
    make_member(tree.sister, "Vũ Hà", born=date(2003, 3, 3))
    outside = other_branch(tree)
    make_member(outside, "Vũ Hà", born=date(2003, 3, 3))
    assert pairs(officer) == {
        ("Lê Đức An", "le duc an"): ("cùng tên, cùng ngày sinh",),
        ("Lê Đức An", "Trần Bình"): ("cùng số thẻ",),
        ("Lê Đức An", "Lê Đức An"): ("cùng tên, cùng điện thoại",),
    }
    assert pairs(secretary_of(tree.branch)) == {("Lê Đức An", "Trần Bình"): ("cùng số thẻ",)}
    assert ("Vũ Hà", "Vũ Hà") in pairs(make_officer("secretary", tree.city))


def test_two_who_are_two_are_shown_no_more(tree, officer):
    first = make_member(tree.branch, "Lê Đức An", born=BORN)
    second = make_member(tree.sister, "Lê Đức An", born=BORN)
    tell_apart(first=second.pk, second=first.pk, actor=officer, at=AT)
    assert pairs(officer) == {}
    assert NotSame.objects.get().first == first


def test_a_merge_keeps_both_histories_and_counts_the_person_once(tree, officer):
    came_to = make_indicator("people_came", measure="people", register="", area=2)
    kept = make_member(tree.branch, "Lê Đức An", born=BORN, since=date(2024, 3, 26))
    gone = make_person("Lê Đức An", unit=tree.sister, birth_date=BORN)
    Person.objects.filter(pk=gone.pk).update(phone="0912345678")
    other = make_person("Vũ Hà", unit=tree.sister, birth_date=BORN)
    came(kept, tree.branch, came_to)
    came(gone, tree.sister, came_to, other)
    note_access(people=[gone.pk], kind=AccessKind.OPENED, actor=officer, at=AT)
    assert people_in(came_to) == 3
    merge = merge_people(keep=kept.pk, absorb=gone.pk, reason="Cùng số căn cước", actor=officer, at=AT)
    assert people_in(came_to) == 2
    assert figure(tree.branch, "members") == 1
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.phone, gone.unit) == ("0912345678", None)
    assert accesses_of(kept).filter(person=gone).exists()
    assert went_into(gone.pk) == kept.pk
    # Nothing was changed in the ledger: what was known before can still be asked for.
    assert Entry.objects.filter(person=gone).count() == 2
    part_people(merge=merge, reason="Hai anh em sinh đôi", actor=officer, at=AT)
    assert people_in(came_to) == 3
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.phone, gone.unit) == ("", tree.sister)
    assert went_into(gone.pk) is None


def test_a_chain_of_merges_is_parted_link_by_link(tree, officer):
    """The first file went into a second, that into a third: each link comes off, and its figures with it."""
    came_to = make_indicator("turns_came", measure="turns", register="", area=2)
    first, second, third = (make_person("Lê Đức An", unit=tree.branch, birth_date=BORN) for _ in range(3))
    came(first, tree.branch, came_to, second)
    came(third, tree.branch, came_to)
    note_access(people=[first.pk], kind=AccessKind.OPENED, detail="xem", actor=officer, at=AT)
    inner = merge_people(keep=second.pk, absorb=first.pk, reason="Một người", actor=officer, at=AT)
    outer = merge_people(keep=third.pk, absorb=second.pk, reason="Một người", actor=officer, at=AT)
    assert figure(tree.branch, "turns_came") == 2
    assert went_into(first.pk) == third.pk
    assert accesses_of(third).filter(person=first).exists()
    with pytest.raises(Refused, match="cả hai hồ sơ"):
        part_people(merge=inner, reason="Nhầm", actor=officer, at=AT)

    part_people(merge=outer, reason="Nhầm", actor=officer, at=AT)
    part_people(merge=inner, reason="Nhầm", actor=officer, at=AT)
    assert figure(tree.branch, "turns_came") == 3
    assert [went_into(one.pk) for one in (first, second, third)] == [None] * 3


def test_a_figure_corrected_since_keeps_the_merge(tree, officer):
    came_to = make_indicator("turns_came", measure="turns", register="", area=2)
    kept, gone = (make_person("Lê Đức An", unit=tree.branch, birth_date=BORN) for _ in range(2))
    came(gone, tree.branch, came_to)
    merge = merge_people(keep=kept.pk, absorb=gone.pk, reason="Một người", actor=officer, at=AT)
    ((_old, new),) = merge.postings
    posting = posting_by_id(new)
    lines = [replace(line, quantity=2) for line in lines_of(posting)]
    judge_posting(posting=posting, lines=lines, reason="Đếm lại", actor=make_officer("inspector", tree.city), at=AT)
    with pytest.raises(Refused, match="đã được đính chính"):
        part_people(merge=merge, reason="Nhầm", actor=officer, at=AT)


def test_who_came_twice_to_one_thing_came_once(tree, officer):
    came_to = make_indicator("turns_came", measure="turns", register="", area=2)
    kept = make_member(tree.branch, "Lê Đức An", born=BORN)
    gone = make_person("Lê Đức An", unit=tree.branch, birth_date=BORN)
    came(kept, tree.branch, came_to, gone)
    assert figure(tree.branch, "turns_came") == 2
    merge_people(keep=kept.pk, absorb=gone.pk, reason="Một người", actor=officer, at=AT)
    assert figure(tree.branch, "turns_came") == 1


def test_twice_a_member_is_once_a_member(tree, officer):
    kept = make_member(tree.branch, "Lê Đức An", born=BORN, since=date(2024, 3, 26))
    gone = make_member(tree.sister, "Lê Đức An", born=BORN, since=date(2025, 3, 26))
    grant_leave(person=gone.pk, day=date(2025, 5, 1), until=date(2025, 9, 1), note="Đi học", actor=officer, at=AT)
    assert figure(tree.sister, "members") == 1
    merge = merge_people(keep=kept.pk, absorb=gone.pk, reason="Một người", actor=officer, at=AT)
    assert (figure(tree.branch, "members"), figure(tree.sister, "members")) == (1, 0)
    assert open_membership_of(kept).unit == tree.branch
    assert open_membership_of(gone) is None
    assert set(MemberEvent.objects.filter(person=kept).values_list("kind", flat=True)) == {"brought_in", "on_leave"}
    assert MemberEvent.objects.filter(person=kept, undone_at__isnull=False).count() == 1
    with pytest.raises(Refused, match="không tách lại được"):
        part_people(merge=merge, reason="Nhầm", actor=officer, at=AT)


def test_only_with_authority_over_both(tree, officer):
    outside = other_branch(tree)
    ours = make_member(tree.branch, "Lê Đức An", born=BORN)
    theirs = make_member(outside, "Lê Đức An", born=BORN)
    for actor in (officer, secretary_of(tree.branch), make_officer("inspector", tree.city)):
        for keep, absorb in ((ours, theirs), (theirs, ours)):
            with pytest.raises(Refused, match="cả hai hồ sơ"):
                merge_people(keep=keep.pk, absorb=absorb.pk, reason="x", actor=actor, at=AT)
    with pytest.raises(Refused, match="cả hai hồ sơ"):
        merge_people(keep=ours.pk, absorb=10**9, reason="x", actor=officer, at=AT)
    assert not PersonMerge.objects.exists()
    merge_people(keep=ours.pk, absorb=theirs.pk, reason="x", actor=make_officer("secretary", tree.city), at=AT)


def test_an_account_never_comes_to_another_file(tree, officer):
    kept = make_member(tree.branch, "Lê Đức An", born=BORN)
    gone = make_member(tree.sister, "Lê Đức An", born=BORN)
    MemberAccount.objects.create(person=gone, account=secretary_of(tree.sister), since=AT)
    with pytest.raises(Refused, match="tài khoản không nhập được"):
        merge_people(keep=kept.pk, absorb=gone.pk, reason="x", actor=officer, at=AT)
    MemberAccount.objects.update(account=officer)
    with pytest.raises(Refused, match="tự nhập hồ sơ của mình"):
        merge_people(keep=gone.pk, absorb=kept.pk, reason="x", actor=officer, at=AT)


def test_figures_of_a_unit_out_of_reach_stop_it(tree, officer):
    came_to = make_indicator("people_came", measure="people", register="", area=2)
    kept = make_member(tree.branch, "Lê Đức An", born=BORN)
    gone = make_person("Lê Đức An", unit=tree.branch, birth_date=BORN)
    came(gone, tree.neighbour, came_to)
    with pytest.raises(Refused, match="chưa được giao quyền đính chính"):
        merge_people(keep=kept.pk, absorb=gone.pk, reason="x", actor=officer, at=AT)
    gone.refresh_from_db()
    assert gone.unit == tree.branch


def test_on_the_screen(client, tree, officer, monkeypatch):
    stop_clock(monkeypatch)
    kept = make_member(tree.branch, "Lê Đức An", born=BORN, phone="0912345678")
    gone = make_member(tree.sister, "Lê Đức Ân", born=BORN, phone="0912345678")
    sign_in(client, officer)
    page = client.get(reverse("people:duplicates")).content.decode()
    assert "cùng tên, cùng điện thoại" in page
    address = reverse("people:duplicate-pair", args=[kept.pk, gone.pk])
    assert "Cả hai đang là đoàn viên" in client.get(address).content.decode()
    assert accesses_of(gone).filter(account=officer).exists()
    assert client.post(address, {"reason": "x"}).status_code == 422
    assert client.post(address, {"keep": kept.pk, "reason": ""}).status_code == 422
    into = reverse("people:merges", args=[kept.pk])
    assert into not in client.get(reverse("people:person", args=[kept.pk])).content.decode()
    assert client.post(address, {"keep": kept.pk, "reason": "Một người"}).status_code == 302
    assert into in client.get(reverse("people:person", args=[kept.pk])).content.decode()
    assert client.get(reverse("people:person", args=[gone.pk])).url == reverse("people:person", args=[kept.pk])
    assert "Một người" in client.get(into).content.decode()
    sign_in(client, secretary_of(tree.sister))
    assert client.get(address).status_code == 404
    assert client.get(reverse("people:person", args=[gone.pk])).status_code == 404
    assert client.get(reverse("people:duplicates") + f"?don-vi={tree.branch.code}").status_code == 404
    sign_in(client, make_officer("inspector", tree.city))
    assert client.get(address).status_code in {403, 404}


def test_two_are_told_apart_and_a_merge_is_parted_on_the_screen(client, tree, officer, monkeypatch):
    stop_clock(monkeypatch)
    first = make_member(tree.branch, "Lê Đức An", born=BORN)
    second = make_person("Lê Đức An", unit=tree.sister, birth_date=BORN)
    sign_in(client, officer)
    merge = merge_people(keep=first.pk, absorb=second.pk, reason="x", actor=officer, at=AT)
    part = reverse("people:merge-part", args=[merge.pk])
    assert client.get(part).status_code == 200
    assert client.post(part, {"reason": ""}).status_code == 422
    assert client.post(part, {"reason": "Hai anh em"}).status_code == 302
    assert client.get(part).status_code == 403
    apart = reverse("people:duplicate-apart", args=[first.pk, second.pk])
    assert client.post(apart).status_code == 302
    assert "Không có hồ sơ nào trùng" in client.get(reverse("people:duplicates")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_one_as_for_three(
    client, tree, officer, count, django_assert_num_queries, monkeypatch
):
    stop_clock(monkeypatch)
    for n in range(count):
        make_member(tree.branch, f"Lê Đức {'ABC'[n]}", born=BORN)
        make_member(tree.sister, f"Lê Đức {'ABC'[n]}", born=BORN)
    sign_in(client, officer)
    client.get(reverse("people:duplicates"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("people:duplicates"))


QUERIES = 15
