"""Minors where a guardian must have agreed: refused without, counted with, and who reads what the guardian said."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import AT, TODAY, make_indicator, make_kind, make_officer, make_photo, sign_in
from tests.people.members import make_member, secretary_of
from tests.people.own import own_account
from viecthat.activities.choices import AgeGroup, GroupRole, Minors
from viecthat.activities.commands import Photo, document_activity, record_activity
from viecthat.activities.commands.guardian import Said, drop_guardian, note_guardians
from viecthat.activities.commands.presence import COMING, check_in, count_group, open_roll_call, tick_present
from viecthat.activities.commands.presence_ledger import PEOPLE, TURNS
from viecthat.activities.models import Activity, Evidence, GuardianConsent, KindVersion, Presence
from viecthat.kernel.errors import Refused
from viecthat.kernel.rotating_codes import code_at

pytestmark = pytest.mark.django_db
SAID = Said("Bà Trần Thị Mơ", "statement", TODAY)


@pytest.fixture
def secretary(tree):
    return secretary_of(tree.branch)


@pytest.fixture
def trees():
    make_indicator(PEOPLE, measure="people", register="presence", unit="người", area=6)
    make_indicator(TURNS, measure="turns", register="presence", unit="lượt", area=6)
    return make_indicator("trees_planted")


@pytest.fixture
def kind(trees):
    return make_kind(indicators=[trees])


@pytest.fixture
def young(tree):
    return make_member(tree.branch, "Phùng Thị Lan", born=date(2009, 5, 1))


def opened(tree, secretary, kind, **more):
    return open_roll_call(
        unit=tree.branch.pk, kind=kind, title="Bơi an toàn", place="Hồ", starts_at=AT - timedelta(hours=1),
        ends_at=AT + timedelta(hours=1), actor=secretary, at=AT, **more,
    )  # fmt: skip


def asks(kind):
    KindVersion.objects.filter(kind=kind).update(minors=Minors.CONSENT)


def test_a_minor_comes_only_when_a_guardian_agreed(tree, secretary, kind, young):
    asks(kind)
    call = opened(tree, secretary, kind)
    account = own_account(young, secretary, guardian="Bà Trần Thị Mơ")
    scan = {"code": code_at(COMING, call.serial, call.key, AT), "claimed_at": None, "actor": account, "at": AT}
    with pytest.raises(Refused, match="Phùng Thị Lan chưa đủ 18 tuổi: việc này cần cha mẹ đồng ý"):
        check_in(**scan)
    with pytest.raises(Refused, match="cần cha mẹ đồng ý"):
        tick_present(roll_call=call, people=[young.pk], actor=secretary, at=AT)

    given = {"work": call, "people": [young.pk], "said": SAID, "at": AT}
    with pytest.raises(Refused, match="chưa được giao quyền"):
        note_guardians(**given, actor=make_officer("branch_secretary", tree.neighbour))
    grown = make_member(tree.branch, "Đỗ Văn Lớn")
    with pytest.raises(Refused, match="tự quyết định"):
        note_guardians(**given | {"people": [grown.pk]}, actor=secretary)
    with pytest.raises(Refused, match="chưa tới"):
        note_guardians(**given | {"said": Said("Mẹ", "statement", TODAY + timedelta(days=1))}, actor=secretary)
    with pytest.raises(Refused, match="Ghi ai đồng ý"):
        note_guardians(**given | {"said": Said(" ", "statement", TODAY)}, actor=secretary)
    with pytest.raises(Refused, match="giấy có chữ ký"):
        note_guardians(**given | {"said": Said("Mẹ", "statement", TODAY, make_photo())}, actor=secretary)
    assert not GuardianConsent.objects.exists()

    note_guardians(**given, actor=secretary)
    with pytest.raises(Refused, match="đã ghi"):
        note_guardians(**given, actor=secretary)
    check_in(**scan)
    with pytest.raises(Refused, match="đã có mặt"):
        drop_guardian(consent=GuardianConsent.objects.get(), actor=secretary, at=AT)
    assert Presence.objects.get().person_id == young.pk


def test_one_meeting_may_ask_where_its_kind_does_not(tree, secretary, kind, young):
    call = opened(tree, secretary, kind, guardians=True)
    with pytest.raises(Refused, match="cần cha mẹ đồng ý"):
        tick_present(roll_call=call, people=[young.pk], actor=secretary, at=AT)
    tick_present(roll_call=opened(tree, secretary, kind), people=[young.pk], actor=secretary, at=AT)


def test_names_and_photos_of_minors_follow_the_same_rule(tree, secretary, kind, trees, young):
    asks(kind)
    call = opened(tree, secretary, kind)
    given = {
        "unit": tree.branch.pk, "kind": kind, "title": "Bơi", "day": TODAY, "place": "Hồ", "results": {trees.pk: 1},
        "head_count": 1, "actor": secretary, "at": AT,
    }  # fmt: skip
    with pytest.raises(Refused, match="cần cha mẹ đồng ý"):
        record_activity(**given, people=[young.pk])
    work = record_activity(**given)
    with pytest.raises(Refused, match="cần cha mẹ đồng ý"):
        document_activity(activity=work, photos=(), people=[young.pk], actor=secretary, at=AT)
    note_guardians(work=work, people=[young.pk], said=SAID, actor=secretary, at=AT)
    document_activity(activity=work, photos=[Photo(make_photo())], people=[young.pk], actor=secretary, at=AT)
    shown = Evidence.objects.get()
    assert (shown.minors, shown.may_be_public) == (True, False)

    # What was said at a meeting holds for the work it becomes; a group of children shields its photos too.
    note_guardians(work=call, people=[young.pk], said=SAID, actor=secretary, at=AT)
    count_group(
        roll_call=call, role=GroupRole.GUESTS, name="", count=9, age_group=AgeGroup.CHILDREN, actor=secretary, at=AT
    )
    second = record_activity(
        **given | {"title": "Bơi, buổi hai"}, people=[young.pk], roll_calls=[call.pk],
        photos=[Photo(make_photo(colour=(10, 20, 120)))],
    )  # fmt: skip
    assert second.evidence.get().minors


def test_the_holder_notes_it_on_a_page_and_the_paper_is_for_few(
    tree, client, secretary, kind, young, django_assert_num_queries
):
    asks(kind)
    call = opened(tree, secretary, kind)
    sign_in(client, secretary)
    page = reverse("activities:roll-call-guardians", args=[call.pk])
    assert page in client.get(reverse("activities:roll-call", args=[call.pk])).content.decode()
    assert "Phùng Thị Lan" in client.post(page, {"tim": "1", "q_people": "lan"}).content.decode()
    form = {"people": [young.pk], "guardian": "Bà Mơ", "way": "paper", "given_on": "27/03/2026"}
    assert "Ghi ai đồng ý" in client.post(page, form | {"guardian": ""}).content.decode()
    wrong = SimpleUploadedFile("giay.pdf", b"khong phai giay \x00\x01")
    assert client.post(page, form | {"paper": wrong}).status_code == 422
    assert not GuardianConsent.objects.exists()
    assert client.post(page, form | {"paper": SimpleUploadedFile("giay.jpg", make_photo())}).url == page
    row = GuardianConsent.objects.get()
    paper = reverse("activities:guardian-paper", args=[row.pk])
    assert client.get(paper)["Content-Type"] == "image/jpeg"
    with django_assert_num_queries(10):
        told = client.get(page).content.decode()
    assert "Bà Mơ" in told
    tick_present(roll_call=call, people=[young.pk], actor=secretary, at=AT)
    assert "Bà Mơ đồng ý" in client.get(reverse("activities:roll-call", args=[call.pk])).content.decode()
    client.post(page, {"bo": row.pk})
    assert GuardianConsent.objects.exists()

    sign_in(client, make_officer("inspector", tree.city))
    assert (client.get(paper).status_code, client.get(page).status_code) == (404, 404)
    assert Activity.objects.count() == 0
