"""Membership cards: a signed token that tells next to nothing and holds while its bearer is a member."""

import io
import re
from datetime import date, timedelta

import pypdfium2 as pdfium
import pytest
from django.urls import reverse

from tests.factories import AT, TODAY, make_officer, make_tree, sign_in, stop_clock
from tests.people.members import make_member, make_member_indicators, other_branch, secretary_of
from tests.people.own import own_account
from tests.people.test_register_pages import text_of
from viecthat.kernel.errors import Refused
from viecthat.people.commands.card import hand_over_cards, issue_cards, lock_own_card, revoke_card
from viecthat.people.commands.life import strike_off
from viecthat.people.commands.rows import RowsRefused
from viecthat.people.commands.transfer import receive_transfer, send_transfer
from viecthat.people.models import FileAccess, MemberCard
from viecthat.people.queries.card import Verified, verified
from viecthat.people.rules.card import phone_token, printed_token, read_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    make_member_indicators()
    return make_tree()


@pytest.fixture
def secretary(tree):
    return secretary_of(tree.branch)


@pytest.fixture
def lan(tree):
    return make_member(tree.branch, "Phùng Thị Lan", card="HN-000123", phone="0912345678")


@pytest.fixture
def card(lan, secretary) -> MemberCard:
    (made,) = issue_cards(people=[lan.pk], actor=secretary, at=AT)
    return made


def printed(card) -> str:
    return printed_token(card.serial, card.key)


TOLD = Verified("L.", "Thành đoàn Hà Nội")


# what a token tells


def test_the_first_letter_and_the_province_and_no_more(card):
    assert verified(printed(card), AT) == TOLD
    assert verified(printed(card).lower(), AT) == TOLD
    assert verified(printed(card), AT + timedelta(days=900)) == TOLD


def test_a_childs_name_is_not_told(tree, secretary):
    child = make_member(tree.branch, "Vũ Thị Nhỏ", born=date(2010, 6, 1), since=date(2025, 9, 1))
    (made,) = issue_cards(people=[child.pk], actor=secretary, at=AT)
    assert verified(printed(made), AT) == Verified("", "Thành đoàn Hà Nội")


def test_every_changed_letter_breaks_it(card):
    token = printed(card)
    for place, letter in enumerate(token):
        other = "A" if letter != "A" else "B"
        changed = token[:place] + other + token[place + 1 :]
        # The last letter carries two bits only; what is read the same is the same token.
        assert verified(changed, AT) is None or read_token(changed) == read_token(token)
    for nonsense in ("", "x", token[:-1], token + "A", "1" * 26, "Đ" * 26, "0" * 26):
        assert verified(nonsense, AT) is None


def test_a_phones_token_is_good_for_minutes(card):
    token = phone_token(card.serial, card.key, AT)
    assert verified(token, AT) == TOLD
    assert verified(token, AT + timedelta(minutes=9)) == TOLD
    assert verified(token, AT + timedelta(minutes=21)) is None
    assert verified(token, AT - timedelta(minutes=11)) is None
    assert token != phone_token(card.serial, card.key, AT + timedelta(minutes=10)) != printed(card)


def test_another_key_signs_nothing(card, settings):
    assert verified(printed_token(card.serial, "0" * 32), AT) is None
    token = printed(card)
    settings.SECRET_KEY = "another installation"
    assert verified(token, AT) is None


# while it holds


def test_it_ends_with_the_membership_and_not_with_a_transfer(tree, lan, card, secretary):
    there = other_branch(tree)
    letter = send_transfer(
        person=lan.pk, destination=there.pk, day=TODAY, letter="1", remark="Tốt", fee_paid_until=TODAY, reason="",
        actor=secretary, at=AT,
    )  # fmt: skip
    receive_transfer(transfer=letter, branch=there.pk, day=TODAY, actor=secretary_of(there), at=AT)
    assert verified(printed(card), AT) == TOLD
    later = AT + timedelta(days=30)
    strike_off(
        person=lan.pk, day=later.date(), idle_months=3, note="Bỏ sinh hoạt", decision="1-QĐ", actor=secretary_of(there),
        at=later,
    )  # fmt: skip
    assert verified(printed(card), later) is None


def test_revoked_for_good_and_issued_anew(lan, card, secretary, tree):
    with pytest.raises(Refused, match="vì sao thu hồi"):
        revoke_card(person=lan.pk, reason=" ", actor=secretary, at=AT)
    with pytest.raises(Refused, match="bạn phụ trách"):
        revoke_card(person=lan.pk, reason="x", actor=secretary_of(tree.sister), at=AT)
    revoke_card(person=lan.pk, reason="Mất thẻ", actor=secretary, at=AT)
    with pytest.raises(Refused, match="không có thẻ nào"):
        revoke_card(person=lan.pk, reason="x", actor=secretary, at=AT)
    assert verified(printed(card), AT) is None
    (new,) = issue_cards(people=[lan.pk], actor=secretary, at=AT)
    assert verified(printed(new), AT) == TOLD
    assert verified(printed(card), AT) is None
    assert issue_cards(people=[lan.pk], actor=secretary, at=AT) == [new]
    lock_own_card(actor=own_account(lan, secretary), at=AT)
    assert verified(printed(new), AT) is None


def test_only_the_branch_issues_and_hands_over(tree, lan, secretary):
    for stranger in (
        secretary_of(tree.sister),
        make_officer("inspector", tree.city),
        make_officer("keeper", tree.city),
    ):
        with pytest.raises(RowsRefused):
            issue_cards(people=[lan.pk], actor=stranger, at=AT)
    with pytest.raises(RowsRefused) as wrong:
        hand_over_cards(people=[lan.pk], day=TODAY, actor=secretary, at=AT)
    assert "chưa được cấp thẻ" in str(wrong.value.rows[0])
    issue_cards(people=[lan.pk], actor=secretary, at=AT)
    with pytest.raises(Refused, match="chưa tới"):
        hand_over_cards(people=[lan.pk], day=TODAY + timedelta(days=1), actor=secretary, at=AT)
    hand_over_cards(people=[lan.pk], day=TODAY, actor=secretary, at=AT)
    with pytest.raises(RowsRefused):
        hand_over_cards(people=[lan.pk], day=TODAY, actor=secretary, at=AT)


def test_the_key_is_in_no_history(card):
    assert card.key not in str(list(card.events.values()))


# on the screen


@pytest.fixture
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.mark.usefixtures("_clock")
def test_what_a_scan_shows_a_stranger(client, lan, card):
    page = client.get(reverse("card", args=[printed(card)]))
    said = text_of(page)
    assert page.status_code == 200
    assert "còn hiệu lực" in said
    assert "L." in said
    for hidden in ("Phùng", "Lan ", "HN-000123", "0912", "2005", "Đô Trám", "Suối Hai"):
        assert hidden not in page.content.decode().replace("Landscape", ""), hidden
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    wrong = client.get(reverse("card", args=["A" * 26]))
    assert wrong.status_code == 404
    assert "không còn hiệu lực" in text_of(wrong)
    assert client.post(reverse("card", args=[printed(card)])).status_code in {403, 405}


@pytest.mark.usefixtures("_clock")
def test_who_guesses_is_slowed_down_and_who_scans_is_not(client, card):
    good, bad = reverse("card", args=[printed(card)]), reverse("card", args=["A" * 26])
    assert {client.get(good).status_code for _ in range(40)} == {200}
    assert {client.get(bad).status_code for _ in range(30)} == {404}
    assert client.get(bad).status_code == client.get(good).status_code == 429
    assert client.get(good, REMOTE_ADDR="192.0.2.7").status_code == 200


@pytest.mark.usefixtures("_clock")
def test_on_ones_own_phone(client, tree, lan, secretary):
    own = sign_in(client, own_account(lan, secretary))
    address = reverse("own:card")
    assert "chưa có thẻ" in text_of(client.get(address))
    assert client.get(reverse("own:card-code")).status_code == 404
    (card,) = issue_cards(people=[lan.pk], actor=secretary, at=AT)
    page = client.get(address)
    assert page.content.decode().count("<svg") >= 1
    assert "HN-000123" in text_of(page)
    part = client.get(reverse("own:card-code")).content.decode()
    assert "<svg" in part
    assert "<html" not in part
    assert client.post(reverse("own:lock-card")).status_code == 302
    assert "chưa có thẻ" in text_of(client.get(address))
    assert verified(printed(card), AT) is None
    sign_in(client, secretary)
    assert "chưa gắn với hồ sơ" in text_of(client.get(address))
    assert own


@pytest.mark.usefixtures("_clock")
def test_a_branch_prints_and_hands_over(client, tree, lan, secretary):
    others = [make_member(tree.branch, f"Người {n}") for n in range(10)]
    stranger = make_member(tree.sister, "Lê Đức An")
    address = reverse("keeping:cards", args=[tree.branch.code])
    sign_in(client, secretary)
    assert client.get(reverse("keeping:card-branches")).headers["Location"] == address
    assert "Lê Đức An" not in text_of(client.get(address))
    everybody = [str(person.pk) for person in (lan, *others)]
    assert client.post(address, {"viec": "in", "day": "27/03/2026"}).status_code == 422
    sheet = client.post(address, {"viec": "in", "day": "27/03/2026", "nguoi": [*everybody, str(stranger.pk)]})
    assert sheet["Content-Type"] == "application/pdf"
    assert not MemberCard.objects.filter(person=stranger).exists()
    document = pdfium.PdfDocument(io.BytesIO(sheet.content))
    assert len(document) == 2
    words = "".join(page.get_textpage().get_text_range() for page in document)
    assert "Phùng Thị Lan" in words
    assert len(re.findall("THẺ ĐOÀN VIÊN", words)) == 11
    assert FileAccess.objects.filter(kind="printed", detail="the-doan-vien.pdf", account=secretary).count() == 11
    given = {"viec": "trao", "day": "26/03/2026", "nguoi": everybody}
    assert client.post(address, given).status_code == 302
    again = client.post(address, given)
    assert again.status_code == 422
    assert "Thẻ đã trao ngày 26/03/2026" in text_of(again)
    off = reverse("keeping:revoke-card", args=[lan.pk])
    assert client.post(off, {"reason": ""}).status_code == 422
    assert client.post(off, {"reason": "Mất"}).status_code == 302
    assert client.get(off).status_code == 404
    for role, unit in (("branch_secretary", tree.sister), ("keeper", tree.city), ("inspector", tree.city)):
        sign_in(client, make_officer(role, unit))
        assert client.get(address).status_code == 404
        assert client.get(reverse("keeping:revoke-card", args=[others[0].pk])).status_code in {403, 404}


@pytest.mark.usefixtures("_clock")
@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_three_as_for_one(client, tree, secretary, count, django_assert_num_queries):
    people = [make_member(tree.branch, f"Người {n}") for n in range(count)]
    issue_cards(people=[person.pk for person in people], actor=secretary, at=AT)
    sign_in(client, secretary)
    address = reverse("keeping:cards", args=[tree.branch.code])
    client.get(address)
    with django_assert_num_queries(9):
        assert len(client.get(address).context["rows"]) == count
