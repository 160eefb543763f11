"""The pages of conferences: what they ask, show and hide; the letter's door without an account."""

import io
from datetime import date

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from python_calamine import CalamineWorkbook

from tests import factories as make
from viecthat.conferences.commands import (
    PURPOSE,
    InviteeFacts,
    conclude_conference,
    hold_conference,
    keep_conclusion,
    keep_invitee,
    send_invitations,
)
from viecthat.conferences.models import AgendaItem, Award, Conference, Invitee, Paper
from viecthat.kernel.rotating_codes import code_at
from viecthat.plans.models import Task

TAB = {"args": ["hn", "giua-nhiem-ky"]}


@pytest.fixture
def keeper(city, client):
    make.sign_in(client, city.officer)
    return client


def text(response):
    return response.content.decode()


def rows(matter, city):
    return reverse("conferences:rows", args=[city.conference.pk, matter])


def invite(city, name="Phạm Văn Tám", **said):
    return keep_invitee(
        conference=city.conference, facts=InviteeFacts(name=name, **said), actor=city.officer, at=make.AT
    )


def write(city, count):
    for number in range(count):
        keep_conclusion(
            conference=city.conference, words=f"Việc {number}", unit=city.tree.city.pk, due=date(2026, 9, 1),
            actor=city.officer, at=make.AT,
        )  # fmt: skip


def test_from_setting_it_up_to_the_tasks_by_buttons(city, keeper):
    Conference.objects.all().delete()
    tab = keeper.get(reverse("conferences:conference", **TAB))
    assert reverse("conferences:enter", **TAB) in text(tab)
    form = {
        "title": "Hội nghị sơ kết", "reviews": [city.review.pk], "held_on": "27/03/2026", "begins": "8h",
        "place": "Cung Thanh niên", "chairs": "Bí thư Thành đoàn", "quorum": "1/2",
    }  # fmt: skip
    wrong = keeper.post(reverse("conferences:enter", **TAB), {**form, "chairs": "", "begins": "tám giờ"})
    assert wrong.status_code == 422
    assert "Ghi ai chủ trì." in text(wrong)
    assert "Ghi giờ như 08:00." in text(wrong)
    keeper.post(reverse("conferences:enter", **TAB), form)
    conference = city.conference = Conference.objects.get()

    for words in ("Khai mạc", "Báo cáo"):
        keeper.post(rows("chuong-trinh", city), {"words": words, "minutes": "15"})
    last = AgendaItem.objects.last()
    moved = keeper.post(rows("chuong-trinh", city), {"viec": "len", "dong": last.pk})
    assert moved.headers["Location"].endswith(f"#d-{last.pk}")
    assert [item.words for item in AgendaItem.objects.all()] == ["Báo cáo", "Khai mạc"]

    sent = SimpleUploadedFile("bai.txt", "Kinh nghiệm trồng cây ở Suối Hai".encode())
    keeper.post(
        rows("tham-luan", city), {"title": "Trồng cây", "unit": "hn-suoi-hai", "state": "delivered", "attached": sent}
    )
    paper = Paper.objects.get()
    got = keeper.get(reverse("conferences:paper-file", args=[conference.pk, paper.pk]))
    assert "Kinh nghiệm".encode() in got.content
    keeper.post(
        rows("thao-luan", city),
        {"speaker": "Lan", "words": "Bao giờ có vốn?", "answer": "Quý III.", "answered_by": "Chủ trì"},
    )
    keeper.post(rows("khen-thuong", city), {"kind": "Bằng khen", "to": "collective", "name": "Đoàn xã Suối Hai"})
    award = Award.objects.get()
    keeper.post(
        reverse("conferences:row", args=[conference.pk, "khen-thuong", award.pk]),
        {"kind": "Giấy khen", "to": "collective", "name": "Đoàn xã Suối Hai", "handed_by": "Bí thư"},
    )
    assert Award.objects.get().kind == "Giấy khen"
    unknown = keeper.post(rows("ket-luan", city), {"words": "Việc", "unit": "khong-co", "due": "01/09/2026"})
    assert unknown.status_code == 422
    keeper.post(rows("ket-luan", city), {"words": "Rà soát chỉ tiêu", "unit": "hn-suoi-hai", "due": "01/09/2026"})
    keeper.post(reverse("conferences:hold", args=[conference.pk]))
    keeper.post(reverse("conferences:conclude", args=[conference.pk]))
    assert Task.objects.get().unit_id == city.tree.commune.pk
    shown = text(keeper.get(reverse("conferences:conclusions", **TAB)))
    assert reverse("tasks:task", args=[Task.objects.get().pk]) in shown
    assert "Chốt và giao" not in shown

    for what, words in {
        "bien-ban": ["BIÊN BẢN", "Bao giờ có vốn?", "“Trồng cây”", "Rà soát chỉ tiêu"],
        "thong-bao": ["THÔNG BÁO", "hạn 01/09/2026"],
        "khen-thuong": ["DANH SÁCH", "Giấy khen"],
    }.items():
        file = keeper.get(reverse("conferences:file", args=[conference.pk, what, "docx"]))
        said = _words(file.content)
        assert all(word in said for word in words), (what, said)


def _words(content):
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_readers_see_and_only_keepers_change(city, client):
    invite(city)
    reader = make.make_officer("inspector", city.tree.city)
    make.sign_in(client, reader)
    shown = text(client.get(reverse("conferences:conference", **TAB)))
    assert "Hội nghị sơ kết giữa nhiệm kỳ" in shown
    assert reverse("conferences:door", args=[city.conference.pk]) not in shown
    pk = city.conference.pk
    for name in ("door", "invite", "invite-by-rule", "correct", "screen"):
        assert client.get(reverse(f"conferences:{name}", args=[pk])).status_code == 403, name
    assert client.get(reverse("conferences:file", args=[pk, "the", "pdf"])).status_code == 403
    assert client.post(rows("ket-luan", city), {"words": "X"}).status_code == 403
    make.sign_in(client, make.make_officer("secretary", city.tree.stranger))
    assert client.get(reverse("conferences:conference", **TAB)).status_code == 403
    assert client.get(reverse("conferences:invitees", args=[pk])).status_code == 404


def test_the_letter_answers_without_an_account_and_its_code_checks_in(city, client):
    row = invite(city, unit=city.tree.commune.pk, post="Bí thư")
    send_invitations(conference=city.conference, actor=city.officer, at=make.AT)
    door = reverse("conferences:letter-door", args=[row.code])
    shown = text(client.get(door))
    assert "Phạm Văn Tám" in shown
    assert "Ghi có mặt" not in shown
    assert client.post(door, {"viec": "tra-loi"}).status_code == 422
    client.post(door, {"viec": "tra-loi", "answer": "declined", "stand_in": "Lê Thay", "reason": "Đi công tác"})
    row.refresh_from_db()
    assert (row.answer, row.stand_in) == ("declined", "Lê Thay")
    client.post(door, {"viec": "den"})
    assert Invitee.objects.get().came_at is None, "only who keeps the door says who came"

    code = code_at(PURPOSE, city.conference.serial, city.conference.key, make.AT)
    scanned = reverse("conferences:scanned", args=[code])
    assert "Tôi có mặt" in text(client.get(scanned)), "known by the letter that this phone opened"
    client.post(scanned)
    assert Invitee.objects.get().came_by == "screen"
    assert client.get(reverse("conferences:scanned", args=["a" * 26])).status_code == 410

    client.cookies.clear()
    assert "bàn đón tiếp" in text(client.get(scanned)), "another phone"
    for _try in range(30):
        assert client.get(reverse("conferences:letter-door", args=["khong-dung"])).status_code == 404
    assert client.get(door).status_code == 404, "whoever guesses is sent away"


def test_the_door_ticks_off_and_the_list_goes_along(city, keeper):
    row, other = invite(city, unit=city.tree.commune.pk), invite(city, "Đỗ Văn Chín", body="Công đoàn thành phố")
    pk = city.conference.pk
    keeper.post(reverse("conferences:invitees", args=[pk]))
    door = reverse("conferences:door", args=[pk])
    keeper.post(door, {"dong": row.pk})
    keeper.post(reverse("conferences:letter-door", args=[other.code]), {"viec": "den"})
    assert set(Invitee.objects.values_list("came_by", flat=True)) == {"list", "letter"}
    assert "2/2" in text(keeper.get(reverse("conferences:counts", args=[pk])))
    assert "Đỗ Văn Chín" not in text(keeper.get(door, {"q": "pham tam"}))
    book = keeper.get(reverse("conferences:file", args=[pk, "diem-danh", "xlsx"]))
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(book.content))
    said = str(sheets.get_sheet_by_name("Từng người").to_python())
    assert "Đỗ Văn Chín" in said
    listed = keeper.get(reverse("conferences:list-file"), {"q": "giua nhiem ky"})
    assert "Cung Thanh niên" in str(
        CalamineWorkbook.from_filelike(io.BytesIO(listed.content)).get_sheet_by_index(0).to_python()
    )
    letter = keeper.get(reverse("conferences:letter", args=[pk, row.pk, "docx"]))
    assert row.code in _words(letter.content)
    assert keeper.get(reverse("conferences:file", args=[pk, "the", "pdf"])).content.startswith(b"%PDF")


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_however_long(city, keeper, count, django_assert_num_queries):
    for number in range(count):
        invite(city, f"Người {number}", unit=city.tree.commune.pk)
    write(city, count)
    hold_conference(conference=city.conference, actor=city.officer, at=make.AT)
    conclude_conference(conference=city.conference, actor=city.officer, at=make.AT)
    pk = city.conference.pk
    for address, queries in {
        reverse("conferences:invitees", args=[pk]): 16,
        reverse("conferences:door", args=[pk]): 15,
        rows("ket-luan", city): 12,
        reverse("conferences:conclusions", **TAB): 17,
        reverse("conferences:conference", **TAB): 17,
        reverse("conferences:list"): 8,
    }.items():
        keeper.get(address)
        with django_assert_num_queries(queries, info=address):
            assert keeper.get(address).status_code == 200


def test_the_review_is_shown_step_by_step_and_opens_down_to_its_figures(city, keeper, django_assert_num_queries):
    trees = make.make_indicator()
    for unit, quantity in ((city.tree.branch, 120), (city.tree.neighbour, 4000)):
        make.make_activity(
            unit, city.officer, title=f"Trồng {quantity}", results={trees: quantity}, day=date(2026, 3, 1)
        )
    make.make_target(city.tree.city, trees, goal=5000, start=date(2025, 10, 1), end=date(2026, 10, 1))
    write(city, 2)
    stage = reverse("conferences:present", **TAB)
    first = text(keeper.get(stage))
    assert "Hội nghị sơ kết giữa nhiệm kỳ" in first
    steps = [text(keeper.get(stage, {"buoc": number})) for number in range(1, 8)]
    assert [step.count('rel="prev"') for step in steps] == [0, 1, 1, 1, 1, 1, 1]
    figure = steps[3]
    assert "4.120" in figure
    assert figure.index("Đoàn xã Tản Lĩnh") < figure.index("Đoàn xã Suối Hai")
    assert "Việc 0" in steps[6]
    assert 'rel="next"' not in steps[6]
    for wrong in ("0", "8", "x"):
        assert keeper.get(stage, {"buoc": wrong}).status_code == 404
    opened = keeper.get(stage, {"buoc": 4, "so": "trees_planted"}, headers={"HX-Target": "drawer-place"})
    assert "Số này từ đâu" in text(opened)
    assert "buoc=4" in text(opened)
    part = text(keeper.get(stage, {"buoc": 4}, headers={"HX-Target": "stage"}))
    assert part.lstrip().startswith("<article")
    with django_assert_num_queries(16):
        keeper.get(stage, {"buoc": 4})


def test_a_person_forgotten_leaves_the_lists(city):
    from viecthat.conferences.commands.erasing import erase_from_conferences
    from viecthat.conferences.queries.own import own_section

    person = make.make_person("Quách Thị Xoan", unit=city.tree.branch)
    row = invite(city, "Quách Thị Xoan", person=person.pk, contact="0977111222")
    section = own_section(person.pk, make.AT)
    assert section.rows[0][1] == city.conference.title
    erase_from_conferences(person.pk, (), make.AT)
    row.refresh_from_db()
    assert (row.name, row.contact, row.folded) == ("(đã xoá)", "", "")
    past = apps.get_model("conferences", "InviteeEvent")
    assert not past.objects.filter(name__icontains="Xoan").exists()


def test_a_press_too_early_is_taken_back(city, keeper):
    tab, pk = reverse("conferences:conference", **TAB), city.conference.pk
    assert reverse("conferences:unhold", args=[pk]) not in text(keeper.get(tab))
    keeper.post(reverse("conferences:hold", args=[pk]))
    assert reverse("conferences:unhold", args=[pk]) in text(keeper.get(tab))
    told = text(keeper.post(reverse("conferences:unhold", args=[pk]), follow=True))
    assert "Đã ghi lại: hội nghị chưa họp." in told
    assert reverse("conferences:hold", args=[pk]) in told
