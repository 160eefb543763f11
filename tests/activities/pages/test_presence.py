"""Pages of roll calls: the holder's, the member's, and what strangers are told."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from tests.factories import AT, make_account, make_indicator, make_kind, sign_in
from tests.people.members import make_member, secretary_of
from tests.people.own import own_account
from viecthat.activities.commands.erasing import erase_from_activities
from viecthat.activities.commands.presence import COMING, excuse, open_roll_call, tick_present
from viecthat.activities.models import Activity, Apology, Presence, RollCall, TookPart
from viecthat.activities.queries.presence import certificate_code
from viecthat.kernel.rotating_codes import code_at, digits_at
from viecthat.people.queries.own import own_registers

pytestmark = pytest.mark.django_db
OUTBOX = "HTTP_X_VIECTHAT_OUTBOX"


@pytest.fixture
def secretary(tree):
    return secretary_of(tree.branch)


@pytest.fixture
def lan(tree, secretary):
    return own_account(make_member(tree.branch), secretary)


@pytest.fixture
def call(tree, secretary):
    return open_roll_call(
        unit=tree.branch.pk,
        kind=make_kind(indicators=[make_indicator()]),
        title="Trồng cây ven hồ",
        place="Bờ hồ",
        starts_at=AT - timedelta(hours=1),
        ends_at=AT + timedelta(hours=2),
        actor=secretary,
        at=AT,
    )


def letters(call, at=AT):
    return code_at(COMING, call.serial, call.key, at)


def test_a_meeting_is_opened_shown_and_listed(client, tree, secretary, django_assert_num_queries):
    make_kind(indicators=[make_indicator()])
    sign_in(client, secretary)
    new, calls = reverse("activities:roll-call-new"), reverse("activities:roll-calls")
    for before in ("activities:record", "activities:list"):
        assert f'href="{calls}"' in client.get(reverse(before)).content.decode(), before
    assert f'href="{new}"' in client.get(calls).content.decode()
    wrong = client.post(
        new, {"unit": tree.branch.pk, "day": "27/03/2026", "begins": "8h", "ends": "7:00", "title": "X"}
    )
    assert wrong.status_code == 422
    for sentence in ("Giờ kết thúc phải sau", "Chọn loại việc", "Ghi nơi gặp nhau"):
        assert sentence in wrong.content.decode()
    given = {
        "unit": tree.branch.pk, "kind": "tree_planting", "title": "Trồng cây", "place": "Bờ hồ", "day": "27/03/2026",
        "begins": "7:30", "ends": "11h00",
    }  # fmt: skip
    answer = client.post(new, given)
    call = RollCall.objects.get()
    assert answer.url == reverse("activities:roll-call-screen", args=[call.pk])
    screen = client.get(answer.url).content.decode()
    assert call.key in screen
    assert "<svg" in screen
    part = client.get(reverse("activities:roll-call-code", args=[call.pk, "ve"])).content.decode()
    assert digits_at(b"o", call.serial, call.key, AT)[:3] in part
    for place in ("roll-call", "roll-call-screen", "roll-call-people", "roll-call-csv"):
        stranger = sign_in(client, secretary_of(tree.neighbour))
        assert client.get(reverse(f"activities:{place}", args=[call.pk])).status_code == 404, stranger
    sign_in(client, secretary)
    client.get(reverse("activities:roll-calls"))
    with django_assert_num_queries(7):
        client.get(reverse("activities:roll-calls"))
    for name in ("Hai", "Ba"):
        client.post(new, given | {"title": name})
    with django_assert_num_queries(7):
        assert "Trồng cây" in client.get(reverse("activities:roll-calls")).content.decode()


def test_the_holders_page_does_all_that_is_done_at_a_meeting(
    client, tree, call, secretary, lan, django_assert_num_queries
):
    page = reverse("activities:roll-call", args=[call.pk])
    people = [make_member(tree.branch, name) for name in ("Lê Thị Hoa", "Đỗ Văn An", "Vũ Văn Ốm")]
    sign_in(client, secretary)

    def send(**given):
        return client.post(page, given)

    assert "ít nhất một người" in send(viec="danh-dau").content.decode()
    assert send(viec="danh-dau", people=[people[0].pk]).url == page
    client.get(page)
    with django_assert_num_queries(16):
        client.get(page)
    send(viec="danh-dau", people=[people[1].pk])
    client.get(page)
    with django_assert_num_queries(16):
        client.get(page)
    assert "Ghi lý do vắng" in send(viec="xin-vang", people=[people[2].pk], reason="").content.decode()
    send(viec="xin-vang", people=[people[2].pk], reason="Ốm")
    assert "Ghi số người" in send(viec="nhom", role="members", count="").content.decode()
    send(viec="nhom", role="served", count="30", name="Em nhỏ", age_group="children")
    again = send(viec="nhom", role="served", count="31", name="Em nhỏ", age_group="children")
    assert "đã ghi" in again.content.decode()
    here = Presence.objects.get(person=people[0])
    assert send(viec="ve", **{"co-mat": here.pk, "left": "16 giờ"}).status_code == 422
    send(viec="ve", **{"co-mat": here.pk, "left": "16:00"})
    text = client.get(page).content.decode()
    for words in ("Lê Thị Hoa", "Vũ Văn Ốm: Ốm", "phục vụ 30 người", "làm chứng"):
        assert words in text
    sheet = b"".join(client.get(reverse("activities:roll-call-csv", args=[call.pk])).streaming_content).decode()
    assert ",2026-03-27 16:00,2026-03-27 16:00,0," in sheet
    assert client.post(page, {"viec": "khac"}).status_code == 404
    send(viec="bo", **{"co-mat": here.pk})
    send(viec="bo-nhom", nhom=call.groups.get().pk)
    send(viec="dong")
    call.refresh_from_db()
    assert (call.closed_at, call.presences.count(), call.groups.count()) == (AT, 1, 0)
    # What waited in a browser is answered with data, and only to who filled it in.
    told = client.post(page, {"viec": "danh-dau", "people": [people[0].pk]}, **{OUTBOX: str(secretary.pk)}).json()
    assert told["state"] == "sent"
    assert client.post(page, {"viec": "danh-dau"}, **{OUTBOX: str(secretary.pk)}).json()["state"] == "refused"
    assert client.post(page, {"viec": "danh-dau"}, **{OUTBOX: str(lan.pk)}).json() == {"state": "waiting"}


def test_a_phones_queue_is_told_what_came_of_each_scan(client, call, lan):
    sign_in(client, lan)
    send = reverse("activities:check-in")
    mine = {OUTBOX: str(lan.pk)}
    given = {"code": letters(call), "luc": str(int(AT.timestamp() * 1000))}
    first = client.post(send, given, **mine).json()
    assert (first["state"], "Đã ghi bạn có mặt" in first["said"]) == ("sent", True)
    assert "Đã ghi từ trước" in client.post(send, given, **mine).json()["said"]
    assert client.post(send, given, **{OUTBOX: "999"}).json() == {"state": "waiting"}
    hour = {"code": letters(call, AT - timedelta(hours=1)), "luc": given["luc"]}
    assert "đã cũ" in client.post(send, hour, **mine).json()["why"][0]
    for luc in ("", "-5", "9" * 14, "đ"):
        assert client.post(send, given | {"luc": luc}, **mine).status_code == 200
    assert Presence.objects.count() == 1


def test_wrong_codes_are_counted_by_account_so_a_hall_behind_one_address_comes_in(client, tree, call, secretary, lan):
    sign_in(client, lan)
    scan = reverse("activities:scan")
    digits = digits_at(COMING, call.serial, call.key, AT)
    wrong = {"number": call.pk, "digits": f"{(int(digits) + 1) % 10**6:06d}"}
    for _ in range(15):
        assert "chưa đúng" in client.post(scan, wrong).content.decode()
    assert "quá nhiều lần" in client.post(scan, {"number": call.pk, "digits": digits}).content.decode()
    other = own_account(make_member(tree.branch, "Lê Thị Hoa"), secretary)
    sign_in(client, other)
    assert client.post(scan, {"number": call.pk, "digits": digits}).url == reverse("activities:own-presence")


def test_a_link_opened_by_the_camera_outlives_the_way_through_sign_in(client, call, lan, monkeypatch):
    link = reverse("activities:code", args=[letters(call)])
    opened = client.get(link)
    here = reverse("activities:here")
    assert opened.url == here
    assert client.get(here).url.startswith(reverse("accounts:sign-in"))
    sign_in(client, lan)
    client.get(link)
    assert "Tôi có mặt" in client.get(here).content.decode()
    assert client.post(here).url == reverse("activities:own-presence")
    assert client.get(here).url == reverse("activities:scan")
    assert Presence.objects.get().person.full_name == "Phùng Thị Lan"
    old = client.get(reverse("activities:code", args=[letters(call, AT - timedelta(hours=1))]))
    assert (old.status_code, "đã cũ" in old.content.decode()) == (410, True)


def test_work_is_recorded_from_a_meeting_and_a_member_has_it_in_their_own_history(client, tree, call, secretary, lan):
    hoa = Presence  # the member of `lan` is noted by the list
    person = lan_person(lan)
    tick_present(roll_call=call, people=[person.pk], actor=secretary, at=AT)
    sign_in(client, secretary)
    form = client.get(reverse("activities:record") + f"?buoi={call.pk}").content.decode()
    assert re.search(rf'name="roll_calls"[^>]*value="{call.pk}"', form)
    assert "Trồng cây ven hồ" in form
    bundle = client.get(reverse("activities:take-along")).json()
    assert "Phùng Thị Lan" in bundle["people"]
    assert "result_" in bundle["boxes"]["tree_planting"]
    result = re.search(r'name="(result_\d+)"', form)
    assert result
    given = {
        "key": "k", "unit": tree.branch.pk, "kind": "tree_planting", "title": call.title, "day": "27/03/2026",
        "place": "Bờ hồ", result[1]: "250", "roll_calls": call.pk,
    }  # fmt: skip
    mine = {OUTBOX: str(secretary.pk)}
    refused = client.post(reverse("activities:record"), given | {"title": ""}, **mine).json()
    assert refused["state"] == "refused"
    assert "Tên việc" in refused["why"][0]
    told = [client.post(reverse("activities:record"), given, **mine).json() for _ in range(2)]
    activity = Activity.objects.get()
    assert {one["url"] for one in told} == {reverse("activities:activity", args=[activity.pk])}
    assert activity.head_count == 1
    assert hoa.objects.get().roll_call.activity_id == activity.pk

    sign_in(client, lan)
    own = client.get(reverse("activities:own-presence"))
    assert "Trồng cây ven hồ" in own.content.decode()
    paper = client.post(reverse("activities:certificate", args=[activity.pk]))
    assert paper.content.startswith(b"%PDF")
    code = certificate_code(TookPart.objects.get())
    assert client.post(reverse("activities:certificate", args=[activity.pk + 1])).status_code == 404
    client.logout()
    shown = client.get(reverse("activities:took-part", args=[code])).content.decode()
    assert "có thật" in shown
    assert "Phùng Thị Lan" not in shown
    assert client.get(reverse("activities:took-part", args=[code[::-1]])).status_code == 404

    sections = {section.code: section.rows for section in own_registers(person, AT)}
    assert (len(sections["presences"]), len(sections["took_part"])) == (1, 1)


def test_an_account_without_a_file_is_told_so(client, call):
    sign_in(client, make_account())
    assert client.get(reverse("activities:own-presence")).status_code == 200
    told = client.post(
        reverse("activities:check-in"), {"code": letters(call)}, **{OUTBOX: client.session["_auth_user_id"]}
    )
    assert "chưa gắn với hồ sơ" in told.json()["why"][0]


def test_a_person_who_is_forgotten_leaves_no_reason_and_no_certificate(tree, call, secretary):
    person = make_member(tree.branch)
    excuse(roll_call=call, people=[person.pk], reason="Lời Riêng Tư", actor=secretary, at=AT)
    erase_from_activities(person.pk, [], AT)
    events = apps.get_model("activities", "ApologyEvent")._default_manager
    assert {*Apology.objects.values_list("reason", flat=True), *events.values_list("reason", flat=True)} == {"(đã xoá)"}


def lan_person(account):
    from viecthat.people.queries.own import person_of

    return person_of(account)
