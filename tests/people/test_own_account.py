"""A member's own sign-in: by a code handed over, good once, with the birth date, and never to another's file."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories import (
    AT,
    PASSWORD,
    TODAY,
    make_account,
    make_officer,
    make_tree,
    sign_in,
    stop_clock,
)
from tests.people.members import make_member, make_member_indicators, secretary_of
from tests.people.own import another, invite, opened, own_account
from tests.people.test_register_pages import text_of
from viecthat.accounts.models import DoorTry
from viecthat.kernel.errors import Refused
from viecthat.people.commands.file import change_sensitive_facts
from viecthat.people.commands.own_account import (
    MOST_WRONG,
    Invited,
    WrongCode,
    issue_invitations,
    redeem_invitation,
    take_account_off,
)
from viecthat.people.commands.rows import RowsRefused
from viecthat.people.models import FileAccess, Invitation, MemberAccount
from viecthat.people.queries.own import person_of

pytestmark = pytest.mark.django_db
DOOR = reverse("open-account")
OWN = reverse("own:own")


@pytest.fixture
def tree():
    make_member_indicators()
    return make_tree()


@pytest.fixture
def secretary(tree):
    return secretary_of(tree.branch)


@pytest.fixture
def lan(tree):
    return make_member(tree.branch, "Phùng Thị Lan", phone="0912345678")


@pytest.fixture
def an(tree, secretary):
    """Another member of the branch, with everything in the file."""
    return another(tree.branch, secretary)


# the code


def test_opened_once_with_code_and_birth_date(lan, secretary):
    code = invite(lan, secretary)
    account = opened(code, lan)
    assert person_of(account) == lan
    assert account.check_password(PASSWORD)
    with pytest.raises(WrongCode):
        opened(code, lan, "lan.2")
    assert MemberAccount.objects.get().opened_here
    assert FileAccess.objects.filter(person=lan, kind="printed", detail="phiếu mời mở tài khoản").count() == 1


def test_no_code_is_kept(lan, secretary):
    code = invite(lan, secretary).replace("-", "")
    assert code not in str(Invitation.objects.values_list().get())


@pytest.mark.parametrize("typed", [str.lower, lambda code: f" {code} ", lambda code: code.replace("-", " ")])
def test_read_as_it_is_typed(lan, secretary, typed):
    assert person_of(opened(typed(invite(lan, secretary)), lan)) == lan


def test_a_new_code_ends_the_old_one(lan, secretary):
    first = invite(lan, secretary)
    second = invite(lan, secretary)
    with pytest.raises(WrongCode):
        opened(first, lan)
    assert person_of(opened(second, lan)) == lan


def test_too_late(lan, secretary):
    code = invite(lan, secretary)
    with pytest.raises(WrongCode):
        opened(code, lan, at=AT + timedelta(days=14))
    assert person_of(opened(code, lan, at=AT + timedelta(days=13))) == lan


def test_who_found_the_slip_has_five_tries_at_the_birth_date(lan, secretary):
    code = invite(lan, secretary)
    for n in range(MOST_WRONG):
        with pytest.raises(WrongCode):
            opened(code, lan, birth_date=date(2005, 1, n + 1), visitor=f"place {n}")
    with pytest.raises(WrongCode):
        opened(code, lan)


def test_who_guesses_codes_is_slowed_down(lan, secretary):
    code = invite(lan, secretary)
    for n in range(10):
        with pytest.raises(WrongCode):
            opened(f"AAAAA-{n:05}", lan)
    with pytest.raises(Refused, match="chờ 15 phút"):
        opened(code, lan)
    assert person_of(opened(code, lan, "lan.2", visitor="elsewhere")) == lan
    assert DoorTry.objects.count() == 10


def test_a_taken_name_and_a_weak_password_use_nothing_up(lan, secretary):
    make_account("lan.phung")
    code = invite(lan, secretary)
    for wrong in ({"username": "lan.phung"}, {"username": "Lan Phùng"}, {"password": "12345"}):
        with pytest.raises(Refused):
            opened(code, lan, **wrong)
    assert person_of(opened(code, lan, "lan.2")) == lan


def test_nobody_uses_a_code_they_gave_themselves(lan, secretary):
    code = invite(lan, secretary)
    with pytest.raises(Refused, match="tự dùng mã"):
        redeem_invitation(code=code, birth_date=lan.birth_date, account=secretary, visitor="x", at=AT)
    assert person_of(secretary) is None


def test_one_account_opens_one_file(lan, an, tree, secretary):
    account = own_account(lan, secretary)
    with pytest.raises(Refused, match="hồ sơ của một người khác"):
        redeem_invitation(code=invite(an, secretary), birth_date=an.birth_date, account=account, visitor="x", at=AT)
    with pytest.raises(RowsRefused) as wrong:
        invite(lan, secretary)
    assert "đã có tài khoản" in str(wrong.value.rows[0])


# who invites


def test_only_who_sees_the_restricted_part_already(tree, lan):
    department = make_officer("department_officer", tree.city)
    strangers = [department, secretary_of(tree.sister), make_officer("inspector", tree.city), make_account()]
    for stranger in strangers:
        with pytest.raises(RowsRefused):
            invite(lan, stranger)
    assert not Invitation.objects.exists()
    assert invite(lan, make_officer("base_officer", tree.commune))


def test_a_child_needs_the_guardians_word(tree, secretary):
    child = make_member(tree.branch, "Vũ Thị Nhỏ", born=date(2010, 6, 1), since=date(2025, 9, 1))
    with pytest.raises(RowsRefused) as wrong:
        invite(child, secretary)
    assert "người giám hộ" in str(wrong.value.rows[0])
    invited = [Invited(child.pk, "Mẹ: Vũ Thị Hạnh")]
    for day in (None, TODAY + timedelta(days=1)):
        with pytest.raises(RowsRefused):
            issue_invitations(invited=invited, guardians_agreed_on=day, actor=secretary, at=AT)
    issue_invitations(invited=invited, guardians_agreed_on=TODAY, actor=secretary, at=AT)
    row = Invitation.objects.get()
    assert (row.guardian, row.guardian_agreed_on) == ("Mẹ: Vũ Thị Hạnh", TODAY)


def test_without_a_birth_date_there_is_no_code(tree, secretary):
    nameless = make_member(tree.branch, "Người Không Ngày", born=None)
    with pytest.raises(RowsRefused) as wrong:
        invite(nameless, secretary)
    assert "chưa có ngày sinh" in str(wrong.value.rows[0])


def test_taken_off_it_opens_nothing_more(client, tree, lan, secretary):
    account = opened(invite(lan, secretary), lan)
    with pytest.raises(Refused, match="vì sao gỡ"):
        take_account_off(person=lan.pk, reason=" ", actor=secretary, at=AT)
    with pytest.raises(Refused, match="bạn phụ trách"):
        take_account_off(person=lan.pk, reason="x", actor=secretary_of(tree.sister), at=AT)
    sign_in(client, account)
    take_account_off(person=lan.pk, reason="Mất điện thoại", actor=secretary, at=AT)
    account.refresh_from_db()
    assert not account.is_active
    assert client.get(OWN).status_code == 302
    assert person_of(account) is None
    assert person_of(opened(invite(lan, secretary), lan, "lan.2")) == lan


def test_an_officers_account_is_only_untied(tree, lan, secretary):
    officer = make_officer("branch_secretary", tree.sister)
    redeem_invitation(code=invite(lan, secretary), birth_date=lan.birth_date, account=officer, visitor="x", at=AT)
    take_account_off(person=lan.pk, reason="Nhầm", actor=secretary, at=AT)
    officer.refresh_from_db()
    assert officer.is_active
    assert person_of(officer) is None


# on the screen


@pytest.fixture
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.mark.usefixtures("_clock")
def test_from_the_slip_to_ones_own_file(client, tree, lan, an, secretary):
    sign_in(client, secretary)
    address = reverse("keeping:invite", args=[tree.branch.code])
    assert client.get(reverse("keeping:invite-branches")).headers["Location"] == address
    none = client.post(address, {})
    assert none.status_code == 422
    assert "Chưa chọn ai" in text_of(none)
    slips = client.post(address, {"nguoi": [str(lan.pk)]})
    assert slips["Cache-Control"] == "no-store"
    code = slips.context["slips"][0].code
    assert code in text_of(slips)
    assert code not in text_of(client.get(address))
    client.logout()

    page = client.get(DOOR, {"ma": code})
    assert f'value="{code}"' in page.content.decode()
    sent = {"code": code, "birth_date": "04/05/2005", "username": "lan.phung", "password": PASSWORD, "again": PASSWORD}
    for wrong, sentence in [
        ({"birth_date": "05/05/2005"}, "Mã hoặc ngày sinh chưa đúng"),
        ({"birth_date": "x"}, "không phải ngày"),
        ({"again": "khác hẳn"}, "Hai lần gõ mật khẩu khác nhau"),
        ({"password": "1234567890", "again": "1234567890"}, "Mật khẩu chưa đủ mạnh"),
        ({"username": "Lan"}, None),
        ({"code": ""}, "Ghi mã trên phiếu mời"),
    ]:
        if sentence is None:
            continue
        refused = client.post(DOOR, {**sent, **wrong})
        assert refused.status_code == 422, wrong
        assert sentence in text_of(refused) or wrong == {"birth_date": "x"}
        assert PASSWORD not in refused.content.decode()
    assert client.post(DOOR, sent).headers["Location"] == OWN
    own = text_of(client.get(OWN))
    assert "0912345678" in own
    assert "Lê Đức An" not in own
    assert "phiếu mời mở tài khoản" in own  # who has seen my file
    assert client.get(DOOR).headers["Location"] == OWN

    sign_in(client, secretary)
    assert "đã mở: lan.phung" in text_of(client.get(address))
    off = reverse("keeping:take-account-off", args=[lan.pk])
    assert client.get(reverse("keeping:take-account-off", args=[an.pk])).status_code == 404
    assert client.post(off, {"reason": ""}).status_code == 422
    assert client.post(off, {"reason": "Mất máy"}).status_code == 302
    for stranger in (secretary_of(tree.sister), make_officer("department_officer", tree.city)):
        sign_in(client, stranger)
        assert client.get(address).status_code == 404


@pytest.mark.usefixtures("_clock")
def test_a_door_that_was_tried_too_often_says_so(client, lan, secretary):
    sent = {
        "code": "AAAAA-AAAAA",
        "birth_date": "04/05/2005",
        "username": "a.b.c",
        "password": PASSWORD,
        "again": PASSWORD,
    }
    assert [client.post(DOOR, sent).status_code for _ in range(11)] == [422] * 10 + [429]


@pytest.mark.usefixtures("_clock")
def test_an_account_of_nobody_is_told_what_to_do(client, tree, secretary):
    sign_in(client, secretary)
    for name in ("own:own", "own:accesses"):
        page = client.get(reverse(name))
        assert page.status_code == 200
        assert "chưa gắn với hồ sơ" in text_of(page)
    assert client.get(reverse("own:photo")).status_code == 404
    client.logout()
    assert client.get(OWN).status_code == 302


@pytest.mark.usefixtures("_clock")
@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_three_as_for_one(client, tree, secretary, count, django_assert_num_queries):
    people = [make_member(tree.branch, f"Người {n}") for n in range(count)]
    own_account(people[0], secretary)
    sign_in(client, secretary)
    address = reverse("keeping:invite", args=[tree.branch.code])
    client.get(address)
    with django_assert_num_queries(13):
        page = client.get(address)
    assert page.content.decode().count('type="checkbox"') == count - 1


@pytest.mark.usefixtures("_clock")
def test_everything_the_registers_hold_is_there(client, tree, lan, secretary):
    from tests.factories import make_indicator
    from viecthat.people.commands.fee import collect_fees
    from viecthat.people.commands.training import register_for_training
    from viecthat.plans.models import ReminderSetting

    make_indicator("fees_collected", register="memberships")
    make_indicator("members_in_training", register="memberships")
    collect_fees(people=[lan.pk], month=date(2026, 3, 1), day=TODAY, actor=secretary, at=AT)
    register_for_training(people=[lan.pk], year=2026, contents=["ideals"], day=TODAY, actor=secretary, at=AT)
    change_sensitive_facts(person=lan, facts={"ethnicity": "Tày"}, actor=secretary, at=AT)
    account = own_account(lan, secretary)
    ReminderSetting.objects.create(account=account, address="lan.phung@example.vn")
    sign_in(client, account)
    page = client.get(OWN)
    said = text_of(page)
    for expected in (
        "Vào sổ", "2.000", "03/2026", "Tày", "Đoàn phí", "Rèn luyện", "sửa hồ sơ: phần hạn chế", "lan.phung@example.vn",
    ):  # fmt: skip
        assert expected in said, expected
    assert page["Cache-Control"] == "no-store"
