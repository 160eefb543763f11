"""Consents: given and taken back by the person alone, with dates; of a child with the guardian's word."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories import AT, make_officer, make_tree, sign_in, stop_clock
from tests.people.members import make_member, make_member_indicators, secretary_of
from tests.people.own import own_account
from tests.people.test_register_pages import text_of
from viecthat.kernel.errors import Refused
from viecthat.people.commands.consent import confirm_guardian, give_consent, withdraw_consent
from viecthat.people.models import Consent
from viecthat.people.queries.consent import allows

pytestmark = pytest.mark.django_db
PHOTO = "photo_public"


@pytest.fixture
def tree():
    make_member_indicators()
    return make_tree()


@pytest.fixture
def secretary(tree):
    return secretary_of(tree.branch)


@pytest.fixture
def lan(tree):
    return make_member(tree.branch, "Phùng Thị Lan")


@pytest.fixture
def child(tree):
    return make_member(tree.branch, "Vũ Thị Nhỏ", born=date(2010, 6, 1), since=date(2025, 9, 1))


def test_silence_is_no_consent_and_it_is_taken_back(lan, secretary):
    own = own_account(lan, secretary)
    assert allows([lan.pk], PHOTO) == set()
    with pytest.raises(Refused, match="không có gì để rút"):
        withdraw_consent(code=PHOTO, actor=own, at=AT)
    give_consent(code=PHOTO, actor=own, at=AT)
    assert allows([lan.pk], PHOTO) == {lan.pk}
    assert allows([lan.pk], "phone_contact") == set()
    with pytest.raises(Refused, match="đã đồng ý"):
        give_consent(code=PHOTO, actor=own, at=AT)
    withdraw_consent(code=PHOTO, actor=own, at=AT + timedelta(hours=1))
    assert allows([lan.pk], PHOTO) == set()
    give_consent(code=PHOTO, actor=own, at=AT + timedelta(hours=2))
    assert Consent.objects.count() == 2
    with pytest.raises(Refused, match="Không có mục"):
        give_consent(code="everything", actor=own, at=AT)


def test_nobody_consents_for_another(lan, secretary):
    with pytest.raises(Refused, match="chưa gắn với hồ sơ"):
        give_consent(code=PHOTO, actor=secretary, at=AT)


def test_a_childs_waits_for_the_guardian(tree, child, secretary):
    own = own_account(child, secretary, guardian="Mẹ: Vũ Thị Hạnh")
    with pytest.raises(Refused, match="người giám hộ"):
        give_consent(code=PHOTO, actor=own, at=AT)
    row = give_consent(code=PHOTO, guardian="Mẹ: Vũ Thị Hạnh", actor=own, at=AT)
    assert allows([child.pk], PHOTO) == set()
    for stranger in (own, secretary_of(tree.sister), make_officer("department_officer", tree.city)):
        with pytest.raises(Refused, match="chưa được giao quyền"):
            confirm_guardian(consent=row, actor=stranger, at=AT)
    confirm_guardian(consent=row, actor=secretary, at=AT)
    assert allows([child.pk], PHOTO) == {child.pk}
    with pytest.raises(Refused, match="đã được xác nhận"):
        confirm_guardian(consent=row, actor=secretary, at=AT)


def test_on_the_pages(client, tree, lan, child, secretary, monkeypatch):
    stop_clock(monkeypatch)
    mine, branch = reverse("own:consents"), reverse("keeping:consents", args=[tree.branch.code])
    own = sign_in(client, own_account(lan, secretary))
    assert "không đồng ý" in text_of(client.get(mine))
    assert client.post(mine, {"muc": "everything"}).status_code == 404
    assert client.post(mine, {"muc": PHOTO, "viec": "rut"}).status_code == 422
    assert client.post(mine, {"muc": PHOTO, "viec": "dong-y"}).status_code == 302
    assert "đang đồng ý" in text_of(client.get(mine))
    assert client.get(branch).status_code == 404

    sign_in(client, own_account(child, secretary, guardian="Mẹ"))
    refused = client.post(mine, {"muc": PHOTO, "viec": "dong-y"})
    assert refused.status_code == 422
    assert "Chưa đủ 16 tuổi" in text_of(refused)
    assert client.post(mine, {"muc": PHOTO, "viec": "dong-y", "guardian": "Bà Hạnh"}).status_code == 302
    assert "chưa có hiệu lực" in text_of(client.get(mine))
    waiting = Consent.objects.get(child=True)
    confirm = reverse("keeping:confirm-guardian", args=[tree.branch.code, waiting.pk])
    assert client.post(confirm).status_code == 404

    sign_in(client, secretary)
    assert client.get(reverse("keeping:consent-branches")).headers["Location"] == branch
    assert "chờ xác nhận: Bà Hạnh" in text_of(client.get(branch))
    assert client.post(confirm).status_code == 302
    assert "chờ xác nhận" not in text_of(client.get(branch))
    for stranger in (secretary_of(tree.sister), make_officer("department_officer", tree.city)):
        sign_in(client, stranger)
        assert client.get(branch).status_code == client.post(confirm).status_code == 404

    sign_in(client, own)
    assert client.post(mine, {"muc": PHOTO, "viec": "rut"}).status_code == 302
    assert allows([lan.pk, child.pk], PHOTO) == {child.pk}


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_three_as_for_one(client, tree, secretary, count, django_assert_num_queries, monkeypatch):
    stop_clock(monkeypatch)
    for n in range(count):
        own = own_account(make_member(tree.branch, f"Người {n}"), secretary)
        give_consent(code=PHOTO, actor=own, at=AT)
    sign_in(client, secretary)
    address = reverse("keeping:consents", args=[tree.branch.code])
    client.get(address)
    with django_assert_num_queries(11):
        assert len(client.get(address).context["rows"]) == count
