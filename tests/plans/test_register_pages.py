"""Pages of documents: every one opens for whoever may, forms say at their box what is wrong, lists count queries."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, TODAY, make_account, make_officer, sign_in, stop_clock
from tests.plans.helpers import enter
from viecthat.plans.commands import make_task, receive_directive, send_directive
from viecthat.plans.models import Delivery, Directive, DirectiveLink, NumberingRule, Task

REGISTER = reverse("directives:register")


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


def address(name, *args):
    return reverse(f"directives:{name}", args=args)


def body(response):
    return response.content.decode()


def given(**other):
    return {
        "unit": "hn", "type": "KH", "number": "12-KH/TĐTN-VP", "department": "", "issuer": "", "issuer_name": "",
        "issued_on": "05/01/2026", "arrived_on": "", "subject": "Trồng cây", "start": "", "end": "", "text": "",
        "open_below": "on",
    } | other  # fmt: skip


def test_a_document_is_entered_and_found(tree, client, boss):
    file = SimpleUploadedFile("kế hoạch.txt", "Mục tiêu\nTrồng 500 cây bằng lăng".encode())
    answer = client.post(address("enter"), given(attached=file), follow=True)
    assert answer.status_code == 200
    assert "12-KH/TĐTN-VP" in body(answer)
    assert "Trồng 500 cây bằng lăng" in body(answer)
    made = Directive.objects.get()
    assert (made.issuer_id, made.kept_by_id) == (tree.city.pk, tree.city.pk)
    kept = made.files.get()
    answer = client.get(address("file", kept.pk))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content.decode().startswith("Mục tiêu")
    for text in ("bang lang", "12-kh", "TRỒNG cây"):
        assert "12-KH/TĐTN-VP" in body(client.get(REGISTER, {"q": text})), text
    assert "Không có văn bản nào như vậy" in body(client.get(REGISTER, {"q": "hoa sữa"}))
    for query in ({"loai": "KH"}, {"so": "di"}, {"cq": "hn"}, {"ngay": "05/01/2026"}, {"xep": "-so"}):
        assert "12-KH/TĐTN-VP" in body(client.get(REGISTER, query)), query
    for query in ({"loai": "NQ"}, {"so": "den"}, {"cq": "na"}, {"ngay": "04/01/2026"}, {"ngay": "hôm qua"}):
        assert "12-KH/TĐTN-VP" not in body(client.get(REGISTER, query)), query


def test_another_spelling_opens_the_document_with_a_warning(client, tree, boss):
    client.post(address("enter"), given())
    answer = client.post(address("enter"), given(number="12/KH-TĐTN-VP"), follow=True)
    assert Directive.objects.count() == 1
    assert "đã có trong sổ" in body(answer)
    assert "thường viết là 12-KH/TĐTN-VP" in body(answer)


@pytest.mark.parametrize(
    ("wrong", "box"),
    [
        ({"number": "mười hai"}, "number"),
        ({"type": "NQ"}, "type"),
        ({"subject": ""}, "subject"),
        ({"issued_on": "31/02/2026"}, "issued_on"),
        ({"issuer": "khong-co"}, "issuer"),
        ({"issuer": "na", "issuer_name": "Thành uỷ"}, "issuer_name"),
        ({"unit": "na"}, "unit"),
        ({"end": "01/01/2025"}, None),
        ({"attached": SimpleUploadedFile("a.exe", b"MZ\x00")}, "attached"),
    ],
)
def test_what_is_wrong_is_told_at_its_box(client, tree, boss, wrong, box):
    answer = client.post(address("enter"), given(**wrong))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert form.errors[box] if box else form.non_field_errors()
    assert not Directive.objects.exists()


def test_from_entry_to_the_books(client, tree, boss):
    client.post(address("enter"), given())
    plan = Directive.objects.get()
    client.post(address("send", plan.pk), {"below": "on", "units": "", "day": "06/01/2026"})
    assert set(Delivery.objects.values_list("unit", flat=True)) == {tree.commune.pk, tree.neighbour.pk}
    assert client.get(address("cascade", plan.pk)).context["cascade"].of == 2
    sign_in(client, make_officer("base_officer", tree.commune))
    assert "chưa đọc" in body(client.get(REGISTER))
    page = body(client.get(address("directive", plan.pk)))
    assert "Nhận, đã đọc" in page
    assert "Đoàn xã Tản Lĩnh" not in page, "who else was sent it is for those who keep it"
    client.post(address("receive", plan.pk), {"unit": "hn-suoi-hai", "day": "08/01/2026"})
    client.post(
        address("enter"),
        given(unit="hn-suoi-hai", number="", issued_on="12/01/2026", subject="Kế hoạch của xã"),
    )
    own = Directive.objects.get(issuer=tree.commune)
    answer = client.post(address("link", own.pk), {"kind": "implements", "other": "12-KH/TĐTN-VP"}, follow=True)
    assert "triển khai" in body(answer)
    page = body(client.get(address("book", "hn-suoi-hai")))
    assert "sau 4 ngày" in page
    assert "Sổ công văn năm 2026" in page
    assert 'href="?nam=2026"' in page
    assert client.get(address("book-file", "hn-suoi-hai")).content[:2] == b"PK"
    assert client.get(address("book", "hn")).status_code == 403
    assert client.get(address("cascade", plan.pk)).status_code == 403
    sign_in(client, boss)
    cascade = client.get(address("cascade", plan.pk)).context["cascade"]
    assert (cascade.done, cascade.of) == (1, 2)
    assert client.get(address("cascade-file", plan.pk)).content[:2] == b"PK"
    answer = client.post(address("unlink", DirectiveLink.objects.get().pk))
    assert answer.status_code in {403, 302}


def test_numbering_gives_the_next_number(client, tree, boss):
    client.post(address("numbering", "hn"), {"code": "TĐTN", "restart": "year", "start": "01/01/2026"})
    assert NumberingRule.objects.get().code == "TĐTN"
    for _ in range(2):
        client.post(address("enter"), given(number="", department="VP"))
    assert sorted(Directive.objects.values_list("number", flat=True)) == ["01-KH/TĐTN-VP", "02-KH/TĐTN-VP"]
    answer = client.post(address("numbering", "hn"), {"code": "1", "restart": "year", "start": "02/01/2026"})
    assert answer.status_code == 422
    assert "code" in answer.context["form"].errors


def test_a_passage_becomes_a_task_seen_from_both_ends(client, tree, boss):
    nq = enter(tree.city, "", type="NQ", subject="Nghị quyết", text="Mở đầu\nTrồng cây. Dạy bơi cho trẻ em.").directive
    page = body(client.get(address("directive", nq.pk)))
    assert 'value="11-30"' in page, "a sentence can be chosen without a pointer"
    where = address("task", nq.pk) + "?doan=2&cau=11-30"
    assert "Dạy bơi cho trẻ em." in body(client.get(where))
    client.post(where, {"title": "Dạy bơi", "due": "01/06/2026"})
    task = Task.objects.get()
    assert task.clause.quote == "Dạy bơi cho trẻ em."
    assert f'<mark id="cau-{task.clause_id}">Dạy bơi cho trẻ em.</mark>' in body(
        client.get(address("directive", nq.pk))
    )
    assert f"/van-ban/{nq.pk}/#doan-2" in body(client.get(address("tasks", "hn")))
    for query in ("", "?doan=3", "?doan=x", "?doan=2&cau=9-3", "?doan=2&cau=a-b"):
        assert client.get(address("task", nq.pk) + query).status_code == 404, query


def test_a_rule_is_acknowledged(client, tree, boss):
    client.post(address("enter"), given(type="QC", number="", internal_rule="on"))
    rule = Directive.objects.get()
    assert "Chưa xác nhận: Nguyễn Thu Hà" in " ".join(body(client.get(address("directive", rule.pk))).split())
    client.post(address("acknowledge", rule.pk))
    page = body(client.get(address("directive", rule.pk)))
    assert "1 người đã xác nhận" in page
    assert "Tôi đã đọc và thực hiện" not in page


def test_correcting_and_what_others_may_not(client, tree, boss):
    closed = enter(tree.city, "", type="CV", subject="Việc kín của Thành đoàn", open_below=False).directive
    answer = client.post(address("correct", closed.pk), {"subject": "Việc rất kín", "issued_on": "", "text": ""})
    assert answer.status_code == 302
    assert Directive.objects.get().subject == "Việc rất kín"
    sign_in(client, make_officer("base_officer", tree.commune))
    assert "rất kín" not in body(client.get(REGISTER))
    assert b"k\xc3\xadn" not in b"".join(client.get(address("register-file", "csv")))
    for name in ("directive", "correct", "link", "send", "receive", "task", "cascade"):
        assert client.get(address(name, closed.pk)).status_code == 404, name
    opened = enter(tree.city, "", type="NQ", subject="Mở").directive
    for name in ("correct", "link", "send"):
        assert client.get(address(name, opened.pk)).status_code == 403, name
    sign_in(client, make_account())
    assert client.get(address("enter")).status_code == 403
    assert "Chưa có văn bản nào" in body(client.get(REGISTER))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_files_hold_what_the_list_holds(client, tree, boss, kind):
    enter(tree.city, "", type="NQ", subject="Một")
    answer = client.get(address("register-file", kind), {"loai": "KH"})
    content = b"".join(answer) if answer.streaming else answer.content
    assert "Một".encode() not in content
    answer = client.get(address("register-file", kind))
    assert len(b"".join(answer) if answer.streaming else answer.content) > len(content)
    assert client.get(address("register-file", "doc")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_pages(client, tree, boss, count):
    nq = enter(tree.city, "", type="NQ", text="Một\nHai\nBa", subject="Nghị quyết").directive
    for number in range(count):
        enter(tree.city, "", type="KH", subject=f"Kế hoạch {number}")
        make_task(
            unit=tree.city.pk, directive=nq, paragraph=number + 1, title="x", is_group=False, actor=None, at=AT
        )  # fmt: skip
    units = [tree.commune.pk, tree.neighbour.pk, tree.branch.pk][:count]
    send_directive(directive=nq, units=units, day=TODAY, actor=None, at=AT)
    receive_directive(directive=nq, unit=tree.commune.pk, day=date(2026, 3, 27), actor=boss, at=AT)
    counts = {}
    for name, where in {"register": REGISTER, "directive": address("directive", nq.pk), "book": address("book", "hn"),
                        "cascade": address("cascade", nq.pk)}.items():  # fmt: skip
        client.get(where)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(where).status_code == 200
        counts[name] = len(caught)
    assert counts == {"register": 21, "directive": 35, "book": 12, "cascade": 14}
