"""The pages of congresses: the whole way, and what their lists ask."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from tests.congress.making import HELD, PAPER, opened, text_of
from tests.factories import (
    AT,
    TODAY,
    make_officer,
    make_person,
    sign_in,
)
from tests.people.members import make_member
from viecthat.congress.commands.ballot import (
    BallotFacts,
    add_candidate,
    prepare_ballot,
)
from viecthat.congress.commands.congress import (
    plan_stage,
)
from viecthat.congress.commands.delegate import (
    DelegateFacts,
    add_delegate,
)
from viecthat.congress.commands.publicity import ItemFacts, plan_item
from viecthat.congress.models import Ballot, Candidate, Celebration, Congress, Delegate, PublicityItem
from viecthat.people.models import Post
from viecthat.plans.models import Term

pytestmark = pytest.mark.django_db


def test_the_way_of_a_congress_by_pages(client, tree, boss, officer):
    sign_in(client, officer)
    form_of = {
        "unit": tree.commune.code, "line": "federation", "form": "delegates", "ordinal": "VIII", "first_year": "2024",
        "name": "Đại hội đại biểu Hội LHTN Việt Nam xã Suối Hai lần thứ VIII", "last_year": "2029",
        "planned_on": "20/03/2026", "matters": "Việc làm tại chỗ", "seats": "1",
    }  # fmt: skip
    assert client.post(reverse("congress:new"), form_of | {"last_year": "2023"}).status_code == 422
    client.post(reverse("congress:new"), form_of)
    row = Congress.objects.get()
    assert row.ordinal == 8

    def at(name, *args):
        return reverse(f"congress:{name}", args=[row.pk, *args])

    blank = client.get(at("step", "party_consent")).content.decode()
    for label in ("Cơ quan", "Tệp"):
        assert f">{label}</label>" in blank, "what is demanded is not marked as one may leave it out"
    assert ">Văn bản số <small>không bắt buộc</small></label>" in blank
    paper = {"day": "10/02/2026", "body": "Đảng ủy xã", "verdict": "agreed"}
    assert "Kèm tệp văn bản" in text_of(client.post(at("step", "party_consent"), paper))
    for kind in ("party_consent", "superior_consent"):
        sent = SimpleUploadedFile("y-kien.txt", PAPER.content, "text/plain")
        client.post(at("step", kind), paper | {"attached": sent})
    assert client.get(at("step-file", "party_consent")).content == PAPER.content
    again = client.get(at("step", "party_consent")).content.decode()
    assert ">Tệp <small>không bắt buộc</small></label>" in again, "the paper that is kept serves"
    lan = make_member(tree.branch)
    client.post(at("quotas"), {"seats": "2", "least": "1"})
    client.post(at("delegate-new"), {"basis": "elected", "unit": tree.branch.code, "person": f"Phùng [{lan.pk}]"})
    delegate = Delegate.objects.get()
    assert "Phùng Thị Lan" in text_of(client.get(at("delegates"), {"q": "thi lan", "loai": "elected"}))
    assert "Phùng Thị Lan" in client.get(at("delegates-file", "csv")).content.decode()
    client.post(at("roll"), {"dong": delegate.pk, "co-mat": delegate.pk})
    assert "có mặt 1 trong 1" in text_of(client.get(at("roll")))
    client.post(at("ballot-new"), {"to": "federation_member", "vote": "secret", "seats": "1", "surplus": "0"})
    ballot = reverse("congress:ballot", args=[Ballot.objects.get().pk])
    client.post(ballot, {"person": f"Phùng [{lan.pk}]"})
    client.post(f"{ballot}chot/")
    candidate = Candidate.objects.get()
    assert client.get(f"{ballot}tai/phieu/docx/").status_code == 200
    counted = {"board": "Ban", "issued": "1", "collected": "1", "valid": "1", "invalid": "0"}
    assert client.post(f"{ballot}kiem-phieu/", counted | {f"votes_{candidate.pk}": "2"}).status_code == 422
    client.post(f"{ballot}kiem-phieu/", counted | {f"votes_{candidate.pk}": "1"})
    assert "trúng cử" in text_of(client.get(ballot))
    client.post(at("hold"), {"held_on": "20/03/2026", "last_day": "20/03/2026"})
    client.post(at("install"), {"decision": "05-QĐ/ĐTN"})
    assert Post.objects.get().kind == "federation_member"
    client.post(at("rows", "chuong-trinh"), {"words": "Khai mạc", "minutes": "10"})
    client.post(at("rows", "van-kien"), {"kind": "political", "title": "Báo cáo của Ủy ban Hội"})
    item = {
        "channel": "web",
        "words": "Tin về đại hội",
        "who": "Ban tuyên giáo",
        "start": "01/03/2026",
        "due": "20/03/2026",
    }
    client.post(at("publicity"), item)
    assert "1 việc quá hạn" in text_of(client.get(at("publicity")))
    made = PublicityItem.objects.get()
    client.post(reverse("congress:item", args=[made.pk]), {"day": "19/03/2026", "result": "12 tin", "reach": "900"})
    assert "900 người xem" in text_of(client.get(at("publicity")))
    client.post(at("resolution"), {"number": "01-NQ/ĐH", "subject": "Nghị quyết"})
    assert Term.objects.get().line == "association"
    home = text_of(client.get(at("congress")))
    assert "Việc làm tại chỗ" in home
    assert "đã họp 20/03/2026" in home
    minutes = Document(io.BytesIO(client.get(at("minutes", "docx")).content))
    assert any("Thời gian: ngày 20/03/2026" in line.text for line in minutes.paragraphs)
    assert client.get(at("structure-file", "docx")).status_code == 200
    assert "Lễ" not in text_of(client.get(at("below")))
    client.post(
        reverse("congress:celebration-new"),
        {"unit": tree.commune.code, "name": "70 năm ngày truyền thống của xã", "day": "01/05/2026", "since": "1956"},
    )
    own = Celebration.objects.get()
    client.post(reverse("congress:celebration-sum", args=[own.pk]), {"result": "Đông vui"})
    assert "Đông vui" in text_of(client.get(reverse("congress:celebration", args=[own.pk])))
    assert "xong 0/0" in text_of(client.get(reverse("congress:days"), {"nam": "2026"}))
    for name in ("list-file", "days-file"):
        assert client.get(reverse(f"congress:{name}", args=["csv"])).status_code == 200
    assert client.get(at("below-file", "xlsx")).status_code == 200
    # A branch below reads the congress, not the names; another province knows of none of it.
    sign_in(client, make_officer("standing_committee", tree.neighbour))
    assert client.get(at("congress")).status_code == 404
    sign_in(client, make_officer("keeper", tree.branch))
    assert "Phùng Thị Lan" not in text_of(client.get(at("congress")))
    assert client.get(at("structure")).status_code == 200
    assert client.get(at("delegates")).status_code == 403
    assert client.get(ballot).status_code == 403
    assert client.post(at("publicity"), item).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_same_for_one_row_and_for_three(client, tree, boss, rows):
    first = opened(tree.commune, boss)
    ballot = prepare_ballot(congress=first, facts=BallotFacts("committee_member", 1), actor=boss, at=AT)
    plan_stage(congress=first, kind="branch", start=HELD, due=TODAY, actor=boss, at=AT)
    for n in range(rows):
        if n:
            opened(tree.branch, boss, first_year=2026 + n, last_year=2030, name=f"Đại hội {n}")
        person = make_person(f"Lê Văn {n}", unit=tree.branch)
        add_delegate(congress=first, facts=DelegateFacts("elected", person.pk, tree.branch.pk), actor=boss, at=AT)
        add_candidate(ballot=ballot, person=person.pk, actor=boss, at=AT)
        facts_of = ItemFacts("web", f"Tin {n}", "Ban", HELD, TODAY)
        plan_item(of=first, facts=facts_of, actor=boss, at=AT)
    sign_in(client, boss)
    pages = {"list": reverse("congress:list"), "ballot": reverse("congress:ballot", args=[ballot.pk])}
    pages |= {name: reverse(f"congress:{name}", args=[first.pk]) for name in ("delegates", "roll", "publicity")}
    client.get(pages["list"])
    asked = {}
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(address)
        asked[name] = len(queries)
        assert len(shown.context["rows"]) == rows, name
    assert asked == {"list": 13, "ballot": 30, "delegates": 22, "roll": 21, "publicity": 11}


def test_a_list_copied_from_a_sheet_calls_all_of_it_or_nobody(client, tree, boss, officer):
    row = opened(tree.commune, boss)
    sign_in(client, officer)
    lan = make_member(tree.branch)
    assert (
        reverse("congress:delegates-new", args=[row.pk])
        in client.get(reverse("congress:delegates", args=[row.pk])).content.decode()
    )
    page = reverse("congress:delegates-new", args=[row.pk])
    lines = (
        "TT\tHọ và tên\tNgày sinh\tGiới tính\tChức vụ\tĐơn vị\n"
        f"1\t{lan.full_name}\t{lan.birth_date:%d/%m/%Y}\tNữ\tBí thư chi đoàn\n\n"
        f"2\tBế Văn Khách\t05/06/1999\tNam\tPhó Trưởng thôn\t{tree.branch.code}\n"
    )
    sent = {"basis": "elected", "unit": tree.branch.code, "people": lines}
    wrong = client.post(page, sent | {"people": lines + "3\tAi Đó\t31/02/1999\nVũ An;;trai\nCả;;;;đâu"})
    assert wrong.status_code == 422
    told = text_of(wrong)
    for sentence in ("Dòng 5: ", "Dòng 6: “trai” không phải nam hay nữ", "Dòng 7: Không có đơn vị nào"):
        assert sentence in told
    read = text_of(client.post(page, sent))
    assert "Đã đọc 2 người, chưa ghi" in read
    assert "1 người không có trong sổ" in read
    assert not Delegate.objects.exists()
    client.post(page, sent | {"ghi": "1"})
    first, second = Delegate.objects.order_by("pk")
    assert (first.person_id, first.post, first.unit_id) == (lan.pk, "Bí thư chi đoàn", tree.branch.pk)
    assert (second.name, second.sex, second.birth_date.year, second.unit_id) == (
        "Bế Văn Khách", "male", 1999, tree.branch.pk
    )  # fmt: skip
    # Sent once more, with somebody new before: nobody of it is called.
    again = client.post(page, sent | {"people": f"Bàn Thị Mới\n{lines}", "ghi": "1"})
    assert "Dòng 3: Người này đã có trong danh sách đại biểu." in text_of(again)
    again = client.post(page, sent | {"people": "Bàn Thị Mới\nbế văn khách;5/6/1999", "ghi": "1"})
    assert "Dòng 2: bế văn khách đã có trong danh sách đại biểu." in text_of(again)
    assert Delegate.objects.count() == 2


def test_namesakes_are_told_apart_by_their_birth_dates(client, tree, boss, officer):
    row = opened(tree.commune, boss)
    sign_in(client, officer)
    one, other = make_member(tree.branch), make_member(tree.branch, born=date(2001, 2, 3))
    assert one.full_name == other.full_name
    page = reverse("congress:delegates-new", args=[row.pk])
    sent = {"basis": "ex_officio", "people": one.full_name, "ghi": "1"}
    assert f"Dòng 1: có 2 người tên {one.full_name} trong sổ" in text_of(client.post(page, sent))
    client.post(page, sent | {"people": f"{one.full_name}; 3/2/2001"})
    assert Delegate.objects.get().person_id == other.pk


def test_a_long_list_asks_the_register_once(client, tree, boss, officer):
    row = opened(tree.commune, boss)
    sign_in(client, officer)
    page = reverse("congress:delegates-new", args=[row.pk])
    asked = []
    for many in (1, 3):
        lines = "\n".join(f"Người {n};;;;{tree.branch.code}" for n in range(many))
        with CaptureQueriesContext(connection) as queries:
            assert client.post(page, {"basis": "elected", "people": lines}).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
