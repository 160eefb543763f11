"""The register and a person's file on the screen: only one's own, masked by role, and every look is noted."""

import csv
import io
import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.factories import AT, TODAY, give_role, make_account, make_officer, make_photo, make_tree, sign_in, stop_clock
from tests.people.members import make_member, make_member_indicators, other_branch, secretary_of
from viecthat.people.commands.file import change_sensitive_facts
from viecthat.people.commands.transfer import receive_transfer, send_transfer
from viecthat.people.models import FileAccess, Person, SensitiveFacts

pytestmark = pytest.mark.django_db
LIST = reverse("people:register")


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree():
    make_member_indicators()
    return make_tree()


@pytest.fixture
def lan(tree):
    return make_member(tree.branch, "Phùng Thị Lan", phone="0912345678", card="HN-000123")


@pytest.fixture
def an(tree):
    """Somebody of the branch next door, so that something could leak."""
    return make_member(
        tree.sister, "Lê Đức An", born=date(2004, 1, 2), phone="0987654321", card="HN-000999", sex="male"
    )


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def names(response) -> list[str]:
    return [row.person.full_name for row in response.context["rows"]]


# who is seen


def test_only_ones_own_people(client, tree, lan, an):
    sign_in(client, secretary_of(tree.branch))
    page = client.get(LIST)
    assert names(page) == ["Phùng Thị Lan"]
    assert "Lê Đức An" not in text_of(page)
    for asked in ("an", "Lê Đức An", "02/01/2004", "2004", "0987654321", "0987", "HN-000999"):
        assert names(client.get(LIST, {"q": asked})) == [n for n in ["Phùng Thị Lan"] if asked == "an"]
    for code in (tree.sister.code, tree.commune.code, tree.stranger.code):
        response = client.get(LIST, {"don-vi": code})
        assert response.status_code == (404 if code != tree.commune.code else 200)
    assert names(client.get(LIST, {"don-vi": tree.commune.code})) == ["Phùng Thị Lan"]


@pytest.mark.parametrize("address", ["person", "accesses", "photo", "change", "change-sensitive"])
def test_somebody_elses_person_is_as_unknown_as_nobody(client, tree, lan, an, address):
    for stranger in (secretary_of(tree.branch), make_officer("keeper", tree.city), make_account()):
        sign_in(client, stranger)
        assert client.get(reverse(f"people:{address}", args=[an.pk])).status_code == 404
        assert client.get(reverse(f"people:{address}", args=[10**9])).status_code == 404
    assert client.post(reverse("people:sensitive", args=[an.pk])).status_code == 404
    assert client.get(reverse("people:deed", args=[an.pk, "chuyen"])).status_code == 404
    event = an.member_events.get()
    assert client.get(reverse("people:undo-event", args=[event.pk])).status_code == 404
    assert not FileAccess.objects.exists()


def test_a_keeper_of_the_system_reads_no_files(client, tree, lan):
    sign_in(client, make_officer("keeper", tree.centre))
    page = client.get(LIST)
    assert "chưa được giao quyền xem hồ sơ" in text_of(page)
    assert "Phùng Thị Lan" not in text_of(page)


def test_after_a_transfer_the_file_goes_along(client, tree, lan):
    there, here = other_branch(tree), secretary_of(tree.branch)
    letter = send_transfer(
        person=lan.pk, destination=there.pk, day=TODAY, letter="1", remark="Tốt", fee_paid_until=TODAY, reason="",
        actor=here, at=AT,
    )  # fmt: skip
    receiver = sign_in(client, secretary_of(there))
    # Before it is received the other side reads the letter and not the file.
    assert "Phùng Thị Lan" in text_of(client.get(reverse("people:transfer", args=[letter.pk])))
    assert client.get(reverse("people:person", args=[lan.pk])).status_code == 404
    receive_transfer(transfer=letter, branch=there.pk, day=TODAY, actor=receiver, at=AT)
    assert client.get(reverse("people:person", args=[lan.pk])).status_code == 200
    sign_in(client, here)
    assert client.get(reverse("people:person", args=[lan.pk])).status_code == 404
    assert client.get(reverse("people:transfer", args=[letter.pk])).status_code == 200
    sign_in(client, secretary_of(tree.sister))
    assert client.get(reverse("people:transfer", args=[letter.pk])).status_code == 404
    assert "Phùng" not in text_of(client.get(reverse("people:transfers")))


# finding


@pytest.mark.parametrize(
    "asked",
    ["lan", "Phùng Thị Lan", "phung LAN", "04/05/2005", "lan 2005", "0912345678", "0912.345", "HN-000123", "hn-000123"],
)
def test_found_as_typed(client, tree, lan, asked):
    make_member(tree.branch, "Đinh Quốc Việt", born=date(2001, 1, 1), phone="0900000000")
    sign_in(client, secretary_of(tree.branch))
    found = names(client.get(LIST, {"q": asked}))
    assert found == (["Phùng Thị Lan"] if asked != "phung LAN" else [])


def test_a_masked_phone_is_not_found_by_its_digits(client, tree, lan):
    sign_in(client, make_officer("inspector", tree.city))
    page = client.get(LIST)
    assert names(page) == ["Phùng Thị Lan"]
    assert "0912345678" not in page.content.decode()
    assert "••• 678" in text_of(page)
    assert names(client.get(LIST, {"q": "0912345678"})) == []


def test_a_childs_phone_is_for_those_who_need_it(client, tree):
    child = make_member(tree.branch, "Vũ Thị Nhỏ", born=date(2010, 6, 1), since=date(2025, 9, 1), phone="0911111111")
    department = sign_in(client, make_officer("department_officer", tree.city))
    assert "0911111111" not in client.get(LIST).content.decode()
    assert names(client.get(LIST, {"q": "0911111111"})) == []
    page = client.get(reverse("people:person", args=[child.pk]))
    assert "0911111111" not in page.content.decode()
    assert "Sửa hồ sơ" not in text_of(page)
    give_role(department, "secretary", tree.city)
    assert names(client.get(LIST, {"q": "0911111111"})) == ["Vũ Thị Nhỏ"]
    assert "0911111111" in client.get(reverse("people:person", args=[child.pk])).content.decode()


def test_filters_and_orders(client, tree, lan):
    make_member(tree.branch, "Lê Đức An", born=date(1994, 1, 1), since=date(2020, 1, 1), sex="male")
    make_member(tree.branch, "Vũ Thị Nhỏ", born=date(2010, 6, 1), since=date(2025, 9, 1))
    Person.objects.create(
        full_name="Người Dự", folded_name="nguoi du", sort_key="zz", unit=tree.branch, birth_date=date(1990, 1, 1)
    )
    sign_in(client, secretary_of(tree.branch))
    assert names(client.get(LIST)) == ["Lê Đức An", "Phùng Thị Lan", "Vũ Thị Nhỏ"]
    assert names(client.get(LIST, {"tinh-trang": "never"})) == ["Người Dự"]
    assert len(names(client.get(LIST, {"tinh-trang": ""}))) == 4
    assert names(client.get(LIST, {"gioi": "male"})) == ["Lê Đức An"]
    assert names(client.get(LIST, {"tuoi": "under-16"})) == ["Vũ Thị Nhỏ"]
    assert names(client.get(LIST, {"tuoi": "over-30"})) == ["Lê Đức An"]
    assert names(client.get(LIST, {"xep": "-sinh"})) == ["Vũ Thị Nhỏ", "Phùng Thị Lan", "Lê Đức An"]
    assert names(client.get(LIST, {"xep": "vao"})) == ["Lê Đức An", "Phùng Thị Lan", "Vũ Thị Nhỏ"]
    assert "1 đoàn viên đã quá 30 tuổi" in text_of(client.get(LIST))
    wrong = client.get(LIST, {"tuoi": "x"})
    assert names(wrong) == []
    assert "Bộ lọc chưa đúng" in text_of(wrong)


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_three_as_for_one(client, tree, count, django_assert_num_queries):
    for n in range(count):
        make_member(tree.branch, f"Người {n}")
    sign_in(client, secretary_of(tree.branch))
    client.get(LIST)
    with django_assert_num_queries(24):
        assert len(names(client.get(LIST))) == count


# taking along


def test_a_file_holds_what_the_screen_shows_and_names_who_took_it(client, tree, lan, an):
    secretary = sign_in(client, secretary_of(tree.branch))
    address = reverse("people:register-download", args=["csv"])
    lines = list(csv.reader(io.StringIO(client.get(address).getvalue().decode("utf-8-sig"))))
    assert [line[0] for line in lines] == ["Họ và tên", "Phùng Thị Lan"]
    assert lines[1][1:6] == ["2005-05-04", "Nữ", "HN-000123", "0912345678", "Chi đoàn thôn Đô Trám"]
    noted = FileAccess.objects.get()
    assert (noted.person, noted.account, noted.kind, noted.detail) == (
        lan, secretary, "exported", "doan-vien-2026-03-27.csv",
    )  # fmt: skip

    sign_in(client, make_officer("inspector", tree.city))
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(client.get(reverse("people:register-download", args=["xlsx"])).content)
    )
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert "••• 678" in cells
    assert "••• 321" in cells
    assert "0912345678" not in cells
    assert client.get(reverse("people:register-download", args=["pdf"])).status_code == 404


def test_too_long_a_file_is_refused_in_words(client, tree, lan, an, monkeypatch):
    monkeypatch.setattr("viecthat.people.pages.register.MOST_TAKEN", 1)
    sign_in(client, secretary_of(tree.commune))
    response = client.get(reverse("people:register-download", args=["csv"]))
    assert response.status_code == 422
    assert "chọn một đơn vị rồi tải" in response.content.decode()
    assert not FileAccess.objects.exists()


# a file


def test_every_look_is_noted_and_shown(client, tree, lan):
    inspector = sign_in(client, make_officer("inspector", tree.city, full_name="Đặng Quang Hải"))
    address = reverse("people:person", args=[lan.pk])
    client.get(address)
    page = client.get(address)
    assert FileAccess.objects.filter(person=lan, account=inspector, kind="opened").count() == 2
    assert "Đặng Quang Hải mở hồ sơ" in text_of(page)
    assert page["Cache-Control"] == "no-store"


def test_the_log_is_only_added_to(lan, tree):
    from django.db import ProgrammingError, transaction

    from viecthat.people.choices.file import AccessKind
    from viecthat.people.commands.file import note_access

    note_access(people=[lan.pk], kind=AccessKind.OPENED, actor=secretary_of(tree.branch), at=AT)
    for change in (FileAccess.objects.all().delete, lambda: FileAccess.objects.update(detail="x")):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            change()


def test_the_restricted_part_by_a_click_and_only_for_those_who_need_it(client, tree, lan):
    secretary = secretary_of(tree.branch)
    facts = {"ethnicity": "Mường", "religion": "không", "id_number": "001205000123", "family_contact": "Mẹ: Lê Thị Hoa"}
    change_sensitive_facts(person=lan, facts=facts, actor=secretary, at=AT)
    address, click = reverse("people:person", args=[lan.pk]), reverse("people:sensitive", args=[lan.pk])

    sign_in(client, make_officer("department_officer", tree.city))
    assert "Phần hạn chế" not in text_of(client.get(address))
    assert client.post(click).status_code == 403
    assert client.get(reverse("people:change-sensitive", args=[lan.pk])).status_code == 403

    sign_in(client, secretary)
    assert "Mường" not in client.get(address).content.decode()
    assert client.get(click).status_code == 405
    opened = client.post(click)
    assert "Mường" in opened.content.decode()
    assert "001205000123" in opened.content.decode()
    assert opened["Cache-Control"] == "no-store"
    assert FileAccess.objects.filter(person=lan, kind="sensitive").count() == 1
    assert "mở phần hạn chế" in text_of(opened)


def test_emptied_is_gone_and_nonsense_is_refused(client, tree, lan):
    sign_in(client, secretary_of(tree.branch))
    address = reverse("people:change-sensitive", args=[lan.pk])
    assert client.post(address, {"ethnicity": "Tày"}).status_code == 302
    wrong = client.post(address, {"ethnicity": "Tày", "id_number": "123"})
    assert wrong.status_code == 422
    assert "đúng 12 chữ số" in text_of(wrong)
    client.post(address, {"ethnicity": ""})
    assert SensitiveFacts.objects.get(person=lan).ethnicity == ""


def test_a_file_is_corrected_and_remembers(client, tree, lan, an):
    make_member(tree.branch, "Vũ Cường", card="HN-000888")
    sign_in(client, secretary_of(tree.branch))
    address = reverse("people:change", args=[lan.pk])
    sent = {"full_name": "Phùng Thị Lân", "birth_date": "04/05/2005", "sex": "female", "phone": "0912 345 679"}
    assert client.post(address, {**sent, "photo": io.BytesIO(make_photo())}).status_code == 302
    lan.refresh_from_db()
    assert (lan.full_name, lan.folded_name, lan.phone) == ("Phùng Thị Lân", "phung thi lan", "0912345679")
    assert client.get(reverse("people:photo", args=[lan.pk]))["Content-Type"] == "image/jpeg"
    assert lan.events.count() == 2
    assert FileAccess.objects.filter(person=lan, kind="changed").count() == 1
    for wrong, sentence in [
        ({"phone": "12"}, "9 đến 14 chữ số"),
        ({"full_name": ""}, "Ghi họ và tên"),
        ({"birth_date": "31/02/2005"}, "Không có ngày 31/2/2005"),
        ({"card_number": "HN-000888"}, "đã cấp cho người khác"),
        ({"photo": io.BytesIO(b"no picture")}, "không phải ảnh"),
    ]:
        response = client.post(address, {**sent, **wrong})
        assert response.status_code == 422
        assert sentence in text_of(response)
    # Of the branch next door nothing is told, not even that somebody there has this card.
    assert client.post(address, {**sent, "card_number": "HN-000999"}).status_code == 302
    sign_in(client, make_officer("inspector", tree.city))
    assert client.get(address).status_code == 403
