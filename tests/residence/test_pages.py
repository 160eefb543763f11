"""The pages of residence: who sees what, what leaks to nobody, the whole way by clicks."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from tests.factories import AT, TODAY, make_account, make_officer, make_unit, sign_in, stop_clock
from tests.people.members import make_member, secretary_of
from tests.people.own import own_account
from tests.residence.residents import introduce, make_place, receive, registered
from viecthat.people.models import FileAccess
from viecthat.residence.commands.commendation import commend_resident
from viecthat.residence.commands.registration import end_registration, record_arrival
from viecthat.residence.commands.remark import Given, confirm_remarks, give_remarks
from viecthat.residence.commands.request import send_request
from viecthat.residence.models import Registration, Remark, ResidentRequest
from viecthat.residence.queries.units import units_kept
from viecthat.residence.rules import residential_branches

pytestmark = pytest.mark.django_db
LIST = reverse("residence:list")
REQUESTS = reverse("residence:requests")


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def lan(place):
    (row,) = registered(place, "Phùng Thị Lan", card="HN-000123", phone="0912345678")
    return row


@pytest.fixture
def secret(place, lan):
    """A request whose words may be read by few."""
    return send_request(
        registration=lan, kind="help", words="Bố bị ốm nặng", day=TODAY, actor=place.there, at=AT
    )  # fmt: skip


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def names(response) -> list[str]:
    return [row.registration.person.full_name for row, _group in response.context["rows"]]


def at(name, *args) -> str:
    return reverse(f"residence:{name}", args=args)


def strangers(place):
    """The branch next door at home, the one next door where she lives, the school there, another province, nobody."""
    return [
        secretary_of(place.tree.sister), secretary_of(place.other_village), secretary_of(place.class_branch),
        make_officer("secretary", place.tree.stranger), make_officer("keeper", place.tree.centre), make_account(),
    ]  # fmt: skip


# who sees what


def test_both_sides_see_it_and_nobody_else(client, place, lan, secret):
    commend_resident(
        registration=lan, by_commune=False, form="Giấy khen", merit="Cứu người", decision="", day=TODAY,
        actor=place.there, at=AT,
    )  # fmt: skip
    for reader in (place.secretary, place.there, place.commune, make_officer("base_officer", place.tree.commune)):
        sign_in(client, reader)
        assert names(client.get(LIST)) == ["Phùng Thị Lan"]
        assert "Phùng Thị Lan" in text_of(client.get(at("registration", lan.pk)))
    opened = FileAccess.objects.count()
    merit = lan.commendations.get()
    hidden = [
        at("registration", lan.pk), at("step", lan.pk, "thoi"), at("step", lan.pk, "kien-nghi"),
        at("request", secret.pk), at("undo", "khen", merit.pk), at("undo", "kien-nghi", secret.pk),
        at("introduce", place.tree.branch.code), at("receive", place.tree.neighbour.code),
        at("arrive", place.tree.neighbour.code), at("log", place.village.code), at("remarks", place.village.code),
        at("confirm", place.tree.neighbour.code), at("report", place.village.code),
        at("report-file", place.village.code, "xlsx"), at("registration", 10**9), at("request", 10**9),
    ]  # fmt: skip
    for stranger in strangers(place):
        sign_in(client, stranger)
        assert [client.get(address).status_code for address in hidden] == [404] * len(hidden)
        assert client.post(at("step", lan.pk, "thoi"), {"reason": "moved", "day": "27/03/2026"}).status_code == 404
        for page in (client.get(LIST, {"q": "lan"}), client.get(REQUESTS), client.get(at("download", "csv"))):
            assert "Phùng" not in page.content.decode()
        for code in (place.village.code, place.tree.branch.code):
            assert client.get(LIST, {"don-vi": code}).status_code == 404
    assert FileAccess.objects.count() == opened


def test_every_look_stands_in_the_file(client, place, lan):
    sign_in(client, place.there)
    client.get(at("registration", lan.pk))
    access = FileAccess.objects.get()
    assert (access.person_id, access.account_id, access.kind, access.detail) == (
        lan.person_id, place.there.pk, "opened", "nơi cư trú",
    )  # fmt: skip
    client.get(at("download", "csv"))
    assert FileAccess.objects.filter(kind="exported", person=lan.person_id).count() == 1


def test_a_request_is_read_by_the_two_units_only(client, place, lan, secret):
    base = make_officer("base_officer", place.tree.commune)
    for reader in (place.secretary, place.there, place.commune, base):
        sign_in(client, reader)
        assert "Bố bị ốm nặng" in text_of(client.get(REQUESTS))
        assert "Bố bị ốm nặng" in text_of(client.get(at("request", secret.pk)))
        assert "Bố bị ốm nặng" in text_of(client.get(at("registration", lan.pk)))
    # Those above see the registration, and not what she asked.
    for above in (make_officer("secretary", place.tree.city), make_officer("secretary", place.tree.centre)):
        sign_in(client, above)
        assert client.get(at("request", secret.pk)).status_code == 404
        assert "Bố" not in text_of(client.get(REQUESTS))
        page = text_of(client.get(at("registration", lan.pk)))
        assert "Phùng Thị Lan" in page
        assert "Bố" not in page


def test_after_a_transfer_the_former_home_sees_no_more(client, place, lan):
    from viecthat.people.models import Membership, Person

    Membership.objects.filter(person=lan.person_id).update(unit=place.tree.sister)
    Person.objects.filter(pk=lan.person_id).update(unit=place.tree.sister)
    sign_in(client, place.secretary)
    assert client.get(at("registration", lan.pk)).status_code == 404
    assert names(client.get(LIST)) == []
    sign_in(client, secretary_of(place.tree.sister))
    assert client.get(at("registration", lan.pk)).status_code == 200


def test_who_came_by_themselves_is_told_no_more_than_they_typed(client, place):
    make_member(place.tree.branch, "Lê Đức An", card="HN-000777", phone="0987654321")
    arrival = {
        "name": "Lê Đức An", "birth_date": date(2005, 5, 4), "number": "HN-000777", "commune": place.tree.neighbour.pk,
        "branch": place.village.pk, "group": "students", "kind": "permanent", "until": None, "address": "",
        "day": TODAY,
    }  # fmt: skip
    row = record_arrival(**arrival, actor=place.commune, at=AT)
    sign_in(client, place.commune)
    for page in (client.get(LIST), client.get(at("registration", row.pk)), client.get(at("download", "csv"))):
        assert "Đô Trám" not in page.content.decode()
        assert "0987654321" not in page.content.decode()
    sign_in(client, place.secretary)
    assert "tự đến nơi cư trú, chờ xác nhận" in text_of(client.get(LIST))
    sent = {"letter": "12", "day": "27/03/2026"}
    assert client.post(at("step", row.pk, "xac-nhan"), sent).status_code == 302
    sign_in(client, place.commune)
    assert "Đô Trám" in text_of(client.get(at("registration", row.pk)))


def test_a_childs_phone_is_for_fewer(client, place):
    (row,) = registered(
        place, "Vũ Thị Nhỏ", born=date(2010, 6, 1), since=date(2025, 9, 1), phone="0911111111", group="pupils"
    )
    sign_in(client, place.there)
    assert "0911111111" in client.get(at("registration", row.pk)).content.decode()
    sign_in(client, make_officer("department_officer", place.tree.city))
    assert "0911111111" not in client.get(at("registration", row.pk)).content.decode()
    end_registration(registration=row, reason="moved", day=TODAY, actor=place.there, at=AT)
    sign_in(client, place.there)
    assert "0911111111" not in client.get(at("registration", row.pk)).content.decode()


# the whole way by clicks


def test_from_the_letter_to_the_rating(client, place):
    people = [make_member(place.tree.branch, name) for name in ("Phùng Thị Lan", "Lê Đức An")]
    sign_in(client, place.secretary)
    address = at("introduce", place.tree.branch.code)
    sent = {"commune": place.tree.neighbour.code, "letter": "03", "day": "10/01/2026", "kind": "permanent"}
    for person in people:
        sent |= {f"tick_{person.pk}": "on", f"group_{person.pk}": "workers"}
    assert "Chưa chọn ai" in text_of(client.post(address, {k: v for k, v in sent.items() if "tick" not in k}))
    wrong = client.post(address, {**sent, f"group_{people[1].pk}": ""})
    assert wrong.status_code == 422
    assert "Lê Đức An: Chọn đối tượng" in text_of(wrong)
    assert not Registration.objects.exists()
    assert client.post(address, sent).status_code == 302
    assert "2 người đã có nơi cư trú" in text_of(client.get(address))

    sign_in(client, place.commune)
    assert "2 giấy giới thiệu chờ nhận" in text_of(client.get(LIST))
    address = at("receive", place.tree.neighbour.code)
    rows = list(Registration.objects.order_by("pk"))
    sent = {"day": "10/03/2026", **{f"branch_{row.pk}": str(place.village.pk) for row in rows}}
    assert client.post(address, {"day": "10/03/2026"}).status_code == 422
    assert client.post(address, sent).status_code == 302
    assert "Không có giấy giới thiệu nào chờ nhận" in text_of(client.get(address))

    sign_in(client, place.there)
    address = at("log", place.village.code)
    sent = {"what": "Dọn vệ sinh", "day": "20/03/2026", **{f"tick_{row.pk}": "on" for row in rows}}
    assert client.post(address, {**sent, "what": ""}).status_code == 422
    assert client.post(address, sent).status_code == 302
    assert "Dọn vệ sinh" in text_of(client.get(address))
    address = at("remarks", place.village.code)
    assert "tham gia 1 lần" in text_of(client.get(address))
    sent = {"day": "27/03/2026", f"level_{rows[0].pk}": "good", f"words_{rows[0].pk}": "Nhiệt tình, gương mẫu"}
    assert client.post(address, {**sent, f"words_{rows[0].pk}": ""}).status_code == 422
    assert client.post(address, sent).status_code == 302
    assert "chờ Đoàn xã xác nhận" in text_of(client.get(address))

    # The home unit does not read what is not yet confirmed.
    sign_in(client, place.secretary)
    home = reverse("people:person", args=[rows[0].person_id])
    assert "gương mẫu" not in text_of(client.get(home))
    assert "gương mẫu" not in text_of(client.get(at("registration", rows[0].pk)))
    sign_in(client, place.commune)
    address = at("confirm", place.tree.neighbour.code)
    assert client.post(address, {"day": "27/03/2026"}).status_code == 422
    sent = {"day": "27/03/2026", "nhan-xet": str(Remark.objects.get().pk)}
    assert client.post(address, sent).status_code == 302
    sign_in(client, place.secretary)
    page = text_of(client.get(home))
    assert "Sinh hoạt nơi cư trú" in page
    assert "Nhận xét năm 2026 : Tham gia tốt" in page
    rating = text_of(client.get(reverse("people:training", args=[place.tree.branch.code])))
    assert "Nơi cư trú: Tham gia tốt" in rating
    other = rows[1].person.full_name
    assert f"{other} Nơi cư trú: chưa có nhận xét năm 2026" in rating


def test_a_request_answered_and_a_commendation_in_the_file(client, place, lan):
    sign_in(client, place.secretary)
    sent = {"kind": "proposal", "words": "Xin sân chơi", "day": "27/03/2026"}
    assert client.post(at("step", lan.pk, "kien-nghi"), {**sent, "words": ""}).status_code == 422
    assert client.post(at("step", lan.pk, "kien-nghi"), sent).status_code == 302
    request = ResidentRequest.objects.get()
    assert "1 kiến nghị chờ trả lời" in text_of(client.get(reverse("people:person", args=[lan.person_id])))
    address = at("request", request.pk)
    assert client.post(address, {"answer": "x", "day": "27/03/2026"}).status_code == 403
    ResidentRequest.objects.update(day=date(2026, 3, 10), due=date(2026, 3, 25))
    sign_in(client, place.commune)
    assert "1 kiến nghị quá hạn" in text_of(client.get(LIST))
    assert "Xin sân chơi" in text_of(client.get(REQUESTS, {"tinh-trang": "qua-han"}))
    assert "Xin sân chơi" not in text_of(client.get(REQUESTS, {"tinh-trang": "da-tra-loi"}))
    assert client.post(address, {"answer": "", "day": "27/03/2026"}).status_code == 422
    given = {"answer": "Đã đề nghị xã", "help_given": "Tặng bóng", "day": "27/03/2026"}
    assert client.post(address, given).status_code == 302
    assert "Tặng bóng" in text_of(client.get(address))
    merit = {"by_commune": "1", "form": "Giấy khen", "merit": "Cứu người đuối nước", "day": "27/03/2026"}
    assert client.post(at("step", lan.pk, "khen"), merit).status_code == 302
    sign_in(client, place.secretary)
    assert client.get(at("step", lan.pk, "khen")).status_code == 403
    home = reverse("people:person", args=[lan.person_id])
    assert "Cứu người đuối nước" in text_of(client.get(home))
    sign_in(client, place.commune)
    undo = at("undo", "khen", lan.commendations.get().pk)
    assert client.post(undo, {"reason": ""}).status_code == 422
    assert client.post(undo, {"reason": "Nhầm"}).status_code == 302
    sign_in(client, place.secretary)
    assert "Cứu người" not in text_of(client.get(home))


def test_a_member_writes_themselves(client, place, lan):
    account = own_account(lan.person, place.secretary)
    sign_in(client, account)
    own = at("own")
    assert "Chi đoàn thôn Hà Tân" in text_of(client.get(own))
    assert client.post(own, {"kind": "help", "words": "", "day": "27/03/2026"}).status_code == 422
    assert client.post(own, {"kind": "help", "words": "Xin việc làm", "day": "27/03/2026"}).status_code == 302
    request = ResidentRequest.objects.get()
    assert request.own
    looks = FileAccess.objects.count()
    assert "Xin việc làm" in text_of(client.get(at("request", request.pk)))
    assert FileAccess.objects.count() == looks
    for address in (LIST, REQUESTS):
        assert "Phùng" not in client.get(address).content.decode().replace(str(account), "")
    assert client.get(at("registration", lan.pk)).status_code == 404
    assert "Sinh hoạt nơi cư trú" in text_of(client.get(reverse("own:own")))
    assert client.post(at("undo", "kien-nghi", request.pk), {"reason": "Đã có việc"}).status_code == 302
    assert "Xin việc làm" not in text_of(client.get(own))
    sign_in(client, make_account())
    assert client.get(own).status_code == 404


def test_steps_are_for_those_they_fit(client, place):
    lan = make_member(place.tree.branch, "Phùng Thị Lan")
    (letter,) = introduce(place, lan)
    sign_in(client, place.commune)
    assert client.post(at("step", letter.pk, "tra-lai"), {"answer": ""}).status_code == 422
    assert client.get(at("step", letter.pk, "thu-lai")).status_code == 403
    assert client.get(at("step", letter.pk, "khong-co")).status_code == 404
    assert client.post(at("step", letter.pk, "tra-lai"), {"answer": "Không ở xã"}).status_code == 302
    sign_in(client, place.secretary)
    assert "Không ở xã" in text_of(client.get(at("registration", letter.pk)))
    (again,) = introduce(place, lan)
    receive(place, again)
    sign_in(client, place.commune)
    moved = {"branch": str(place.other_village.pk), "day": "27/03/2026"}
    assert client.post(at("step", again.pk, "doi-chi-doan"), moved).status_code == 302
    now_at = Registration.objects.get(state="registered")
    assert client.post(at("step", now_at.pk, "thoi"), {"reason": "moved", "day": "27/03/2026"}).status_code == 422
    arrive = at("arrive", place.tree.neighbour.code)
    assert client.post(arrive, {}).status_code == 422


# lists


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_three_as_for_one(client, place, count, django_assert_num_queries):
    rows = registered(place, *(f"Người {n}" for n in range(count)))
    for row in rows:
        send_request(registration=row, kind="help", words="x", day=TODAY, actor=place.there, at=AT)
    given = [Given(row.pk, "good", "Tốt") for row in rows]
    made = give_remarks(given=given, year=2026, day=TODAY, actor=place.there, at=AT)
    sign_in(client, place.commune)
    expected = {
        LIST: QUERIES["list"],
        REQUESTS: QUERIES["requests"],
        at("confirm", place.tree.neighbour.code): QUERIES["confirm"],
        at("remarks", place.village.code): QUERIES["remarks"],
        at("log", place.village.code): QUERIES["log"],
        at("report", place.tree.city.code): QUERIES["report"],
    }
    for address, queries in expected.items():
        if address.startswith(at("report", place.tree.city.code)):
            sign_in(client, make_officer("secretary", place.tree.city))
        client.get(address)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200, address
    confirm_remarks(remarks=[one.pk for one in made], day=TODAY, actor=place.commune, at=AT)


QUERIES = {"list": 15, "requests": 8, "confirm": 9, "remarks": 12, "log": 9, "report": 18}


def test_found_sorted_and_taken_along(client, place):
    registered(place, "Lê Đức An", "Phùng Thị Lan")
    sign_in(client, place.commune)
    assert names(client.get(LIST, {"q": "phùng lan"})) == []
    assert names(client.get(LIST, {"q": "thị lan"})) == ["Phùng Thị Lan"]
    assert names(client.get(LIST, {"xep": "ten"})) == ["Lê Đức An", "Phùng Thị Lan"]
    assert names(client.get(LIST, {"phia": "home"})) == []
    assert names(client.get(LIST, {"doi-tuong": "pupils"})) == []
    assert client.get(LIST, {"trang": "x", "tinh-trang": "no"}).status_code == 200
    assert "Phùng Thị Lan" in client.get(at("download", "csv")).content.decode()
    assert client.get(at("download", "xlsx")).content[:2] == b"PK"
    assert client.get(at("download", "pdf")).status_code == 404


def test_empty_pages_say_what_to_do(client, place):
    sign_in(client, place.commune)
    assert "Chưa có ai đăng ký nơi cư trú" in text_of(client.get(LIST))
    assert "Không có kiến nghị nào" in text_of(client.get(REQUESTS))
    assert "Đoàn xã nhận đoàn viên" in text_of(client.get(at("log", place.village.code)))
    assert "Đoàn xã nhận đoàn viên" in text_of(client.get(at("remarks", place.village.code)))
    assert client.get(at("remarks", place.village.code), {"nam": "1890"}).status_code == 404
    work = text_of(client.get(at("work")))
    assert "Chi đoàn thôn Hà Tân" in work
    sign_in(client, make_account())
    assert "Bạn chưa giữ sổ" in text_of(client.get(at("work")))


@pytest.mark.parametrize("count", [1, 3])
def test_where_to_begin_asks_the_same_for_one_commune_and_three(client, place, count, django_assert_num_queries):
    for n in range(count):
        make_unit(f"Chi đoàn thôn {n}", parent=make_unit(f"Đoàn xã {n}", parent=place.tree.city), kind="branch")
    sign_in(client, make_officer("secretary", place.tree.city))
    client.get(at("work"))
    with django_assert_num_queries(7):
        assert "Chi đoàn thôn 0" in text_of(client.get(at("work")))


def test_where_to_begin_turns_pages_and_finds_by_a_name(client, place):
    for n in range(55):
        make_unit(f"Chi đoàn thôn Đồng {n:02}", parent=place.tree.commune, kind="branch")
    sign_in(client, make_officer("secretary", place.tree.city))
    first, second = (client.get(at("work"), {"trang-kdc": n}) for n in (1, 2))
    living = [{unit.id for unit in page.context["living"]} for page in (first, second)]
    assert len(living[0]) == 50
    assert living[0].isdisjoint(living[1])
    assert len(living[0] | living[1]) == first.context["living"].paginator.count > 55
    assert [unit.id for unit in first.context["homes"]] == [unit.id for unit in second.context["homes"]]
    found = client.get(at("work"), {"q": "dong 07"})
    assert [unit.name for unit in found.context["living"]] == ["Chi đoàn thôn Đồng 07"]
    assert "Đoàn xã nơi cư trú" not in text_of(found)
    assert "Không có đơn vị nào như vậy" in text_of(client.get(at("work"), {"q": "không có đâu"}))


def test_people_live_where_the_branches_of_communes_are(place):
    tree = place.tree
    office = make_unit("Chi đoàn Ban Thường vụ", parent=tree.city, kind="branch")
    kept = units_kept(make_officer("secretary", tree.city), AT)
    assert set(kept.communes) == {tree.commune.pk, tree.neighbour.pk}
    assert set(kept.living) == {branch for commune in kept.communes for branch in residential_branches(commune, TODAY)}
    assert set(kept.homes) - set(kept.living) == {office.pk, place.class_branch.pk}


def test_a_report_offers_no_year_before_the_unit_was_founded(client, place):
    new = make_unit("Đoàn xã mới", parent=place.tree.city, code="hn-moi", day=date(2025, 7, 1))
    sign_in(client, make_officer("base_officer", new))
    page = client.get(at("report", new.code))
    assert list(page.context["years"]) == [2026, 2025]
    assert all(client.get(at("report", new.code), {"nam": year}).status_code == 200 for year in page.context["years"])
    assert client.get(at("report", new.code), {"nam": 2024}).status_code == 404
