"""Pages of tasks: every one opens for whoever may, forms say at their box what is wrong, lists count queries."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, TODAY, make_account, make_officer, sign_in, stop_clock
from tests.plans.helpers import enter
from viecthat.plans.choices import CommandLine, TaskState
from viecthat.plans.commands import Marked, TaskText, break_down, confirm_task, give_task, report_done
from viecthat.plans.models import Task, TaskStep

LIST = reverse("tasks:list")
LIST_QUERIES = 14
SOON = TODAY + timedelta(days=10)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


def body(response):
    return response.content.decode()


def page(name, *args):
    return reverse(f"tasks:{name}", args=args)


def given(**other):
    return {
        "giver": "hn", "unit": "", "title": "Ban hành kế hoạch Tháng Thanh niên", "detail": "", "person": "",
        "due": "06/04/2026", "milestones": "", "partners": "", "origin": "own", "origin_note": "", "line": "own",
        "professional": "",
    } | other  # fmt: skip


def task_of(unit, *, due=SOON, giver=None, actor=None, title="Trồng 500 cây", **other):
    return give_task(unit=unit.pk, giver=giver and giver.pk, text=TaskText(title, **other), due=due, actor=actor, at=AT)


def test_a_task_is_given_done_and_confirmed(client, tree, boss):
    answer = client.post(
        page("enter"),
        given(
            unit="hn-suoi-hai",
            milestones="30/03/2026 Dự thảo\n02/04/2026: Xin ý kiến",
            origin="instruction",
            origin_note="Bí thư Thứ nhất",
            line="union",
            professional="Bảo vệ rừng",
            partners="hn-tan-linh",
        ),
        follow=True,
    )
    assert answer.status_code == 200, answer.context["form"].errors
    shown = body(answer)
    for words in ("Dự thảo", "Xin ý kiến", "Bí thư Thứ nhất", "Bảo vệ rừng", "06/04/2026", "còn 10 ngày", "phối hợp"):
        assert words in shown, words
    task = Task.objects.get()
    officer = sign_in(client, make_officer("base_officer", tree.commune))
    shown = body(client.get(page("task", task.pk)))
    assert page("step", task.pk, "bao-xong") in shown
    assert page("step", task.pk, "xac-nhan") not in shown
    assert page("correct", task.pk) not in shown
    client.post(page("milestone", task.milestones.first().pk))
    proof = SimpleUploadedFile("bao-cao.txt", "Đã ban hành".encode())
    client.post(page("step", task.pk, "bao-xong"), {"words": "Đã ban hành kế hoạch", "attached": proof})
    task.refresh_from_db()
    assert task.state == TaskState.REPORTED
    file = TaskStep.objects.get(kind="reported").files.get()
    assert client.get(page("file", file.pk)).content.decode() == "Đã ban hành"
    answer = client.post(page("step", task.pk, "xac-nhan"), {"words": ""})
    assert answer.status_code == 422
    sign_in(client, boss)
    answer = client.post(page("step", task.pk, "xac-nhan"), {"words": "Tốt"}, follow=True)
    assert "xong, đã xác nhận" in body(answer).lower()
    assert officer.full_name in body(answer)


@pytest.mark.parametrize(
    ("wrong", "box"),
    [
        ({"title": ""}, "title"),
        ({"due": "31/02/2026"}, "due"),
        ({"unit": "khong-co"}, "unit"),
        ({"unit": "na"}, "unit"),
        ({"milestones": "bao giờ đó làm"}, "milestones"),
        ({"milestones": "07/04/2026 sau hạn"}, "milestones"),
        ({"person": "999999"}, "person"),
        ({"origin": "troi"}, "origin"),
        ({"giver": "na"}, "giver"),
    ],
)
def test_what_is_wrong_is_told_at_its_box(client, tree, boss, wrong, box):
    answer = client.post(page("enter"), given(**wrong))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert form.errors.get(box) or form.non_field_errors()
    assert not Task.objects.exists()


def test_filters_and_orders(client, tree, boss):
    task_of(tree.commune, giver=tree.city, title="Trồng cây ở Suối Hai", line=CommandLine.UNION)
    task_of(
        tree.city, title="Báo cáo Thành ủy", due=TODAY - timedelta(days=3), line=CommandLine.PARTY, origin="finding"
    )
    task_of(tree.city, title="Việc tháng sau", due=date(2026, 5, 2))
    seen = {
        "": {"Trồng cây ở Suối Hai", "Báo cáo Thành ủy", "Việc tháng sau"},
        "q=trong+cay": {"Trồng cây ở Suối Hai"},
        "cua=da-giao": {"Trồng cây ở Suối Hai"},
        "cua=don-vi": {"Báo cáo Thành ủy", "Việc tháng sau"},
        "tinh-trang=qua-han": {"Báo cáo Thành ủy"},
        "tinh-trang=confirmed": set(),
        "thang=sau": {"Trồng cây ở Suối Hai"},
        "thang=nay": {"Báo cáo Thành ủy"},
        "tuyen=party": {"Báo cáo Thành ủy"},
        "nguon=finding": {"Báo cáo Thành ủy"},
        "dv=hn-suoi-hai": {"Trồng cây ở Suối Hai"},
        "dv=khong-co": set(),
    }
    for query, titles in seen.items():
        shown = client.get(f"{LIST}?{query}").context["rows"]
        assert {row.task.title for row in shown} == titles, query
    first = client.get(f"{LIST}?xep=-han").context["rows"][0]
    assert first.task.title == "Việc tháng sau"
    csv = b"".join(client.get(page("list-file", "csv")).streaming_content).decode()
    assert "Báo cáo Thành ủy" in csv
    assert client.get(page("list-file", "xlsx")).content[:2] == b"PK"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_long(client, tree, boss, count):
    for number in range(count):
        top = task_of(tree.commune, giver=tree.city, title=f"Việc {number}")
        break_down(parent=top, units=[tree.branch.pk], title="Phần của chi đoàn", due=None, actor=None, at=AT)
    client.get(LIST)
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{LIST}?cua=da-giao")
    assert len(asked) == LIST_QUERIES, "\n".join(q["sql"][:150] for q in asked)


def test_backlog_and_workload(client, tree, boss):
    task_of(tree.city, title="Quá hạn rồi", due=TODAY - timedelta(days=1), line=CommandLine.PARTY)
    task_of(tree.city, title="Tháng này", due=TODAY)
    task_of(tree.city, title="Cuối năm", due=date(2026, 12, 30))
    task_of(tree.city, title="Năm sau", due=date(2027, 1, 5))
    task_of(tree.city, title="Không hạn", due=None)
    heaps = client.get(page("backlog")).context["heaps"]
    assert [(heap.kind, [row.task.title for row in heap.rows]) for heap in heaps] == [
        ("late", ["Quá hạn rồi"]),
        ("month", ["Tháng này"]),
        ("month", ["Cuối năm"]),
        ("later", ["Năm sau"]),
        ("none", ["Không hạn"]),
    ]
    assert client.get(page("backlog-file") + "?don-vi=hn").content[:2] == b"PK"
    loads = client.get(page("workload") + "?don-vi=hn").context["rows"]
    assert [(str(load.line.value), load.origin, load.unfinished, load.late) for load in loads if not load.origin] == [
        ("party", None, 1, 1),
        ("own", None, 4, 0),
    ]
    sign_in(client, make_officer("base_officer", tree.neighbour))
    assert client.get(page("backlog") + "?don-vi=hn").status_code == 403


def test_what_is_not_mine_is_not_there(client, tree, boss):
    task = task_of(tree.neighbour, giver=tree.city, title="Việc của xã bên")
    report_done(task=task, words="xong", files=(), actor=None, at=AT)
    sign_in(client, make_officer("base_officer", tree.commune))
    assert "Việc của xã bên" not in body(client.get(LIST, {"tinh-trang": "tat-ca"}))
    for name in ("task", "correct", "break-down", "share"):
        assert client.get(page(name, task.pk)).status_code == 404, name
    assert client.post(page("step", task.pk, "xac-nhan"), {"words": ""}).status_code == 404
    sign_in(client, make_account())
    assert client.get(LIST).status_code == 200
    assert client.get(page("enter")).status_code == 403


def test_broken_down_and_seen_above(client, tree, boss):
    top = task_of(tree.commune, giver=tree.city)
    sign_in(client, make_officer("base_officer", tree.commune))
    answer = client.post(
        page("break-down", top.pk),
        {"title": "Trồng 50 cây", "below": "on", "units": "", "person": "", "due": ""},
        follow=True,
    )
    assert answer.status_code == 200, answer.context["form"].errors
    part, other = Task.objects.filter(parent=top).order_by("unit")
    assert (part.unit_id, part.giver_id, part.due) == (tree.branch.pk, tree.commune.pk, SOON)
    assert other.unit_id == tree.sister.pk
    answer = client.post(
        page("break-down", top.pk), {"title": "Sau hạn", "below": "on", "units": "", "person": "", "due": "07/04/2026"}
    )
    assert answer.context["form"].errors["due"]
    sign_in(client, boss)
    assert "0/2 phần việc xong" in body(client.get(LIST + "?dv=hn-suoi-hai"))
    report_done(task=part, words="đủ 50 cây", actor=None, at=AT)
    confirm_task(task=part, actor=None, at=AT)
    assert "1/2 phần việc xong" in body(client.get(LIST + "?dv=hn-suoi-hai"))
    assert "1/2 xong" in body(client.get(page("task", top.pk)))


def test_an_extension_keeps_every_day(client, tree, boss):
    task = task_of(tree.commune, giver=tree.city)
    sign_in(client, make_officer("base_officer", tree.commune))
    answer = client.post(page("step", task.pk, "xin-gia-han"), {"due": "06/04/2026", "words": "Mưa bão"})
    assert answer.context["form"].errors["due"]
    client.post(page("step", task.pk, "xin-gia-han"), {"due": "20/04/2026", "words": "Mưa bão"})
    assert client.post(page("step", task.pk, "gia-han"), {"due": "20/04/2026", "words": "Tự cho"}).status_code == 422
    sign_in(client, boss)
    shown = body(client.get(page("task", task.pk)))
    assert "Xin gia hạn đến 20/04/2026" in shown
    assert 'value="20/04/2026"' in body(client.get(page("step", task.pk, "gia-han")))
    shown = body(client.post(page("step", task.pk, "gia-han"), {"due": "18/04/2026", "words": "Đồng ý"}, follow=True))
    for words in ("06/04/2026", "18/04/2026", "Mưa bão", "Đồng ý"):
        assert words in shown, words
    task.refresh_from_db()
    assert task.due == SOON, "the day it was given with is never written over"
    assert "Hạn hiện nay" in shown


def test_a_proposal_is_adopted_by_another(client, tree, boss):
    client.post(page("enter"), given(proposed="on"))
    task = Task.objects.get()
    assert client.post(page("step", task.pk, "chap-nhan"), {"words": ""}).status_code == 422
    sign_in(client, make_officer("standing_committee", tree.city))
    assert client.post(page("step", task.pk, "chap-nhan"), {"words": "Đồng ý"}).status_code == 302
    task.refresh_from_db()
    assert task.state == TaskState.OPEN


def test_from_a_document_over_a_proposal_to_a_task(client, tree, boss):
    text = "Nghiên cứu chủ trương lớn\nĐề xuất các giải pháp"
    paper = enter(
        tree.city, "12-KH/TĐTN-VP", type="KH", text=text, issuer=None, issuer_name="Thành ủy Hà Nội"
    ).directive
    where = reverse("directives:task", args=[paper.pk]) + "?doan=2"
    client.post(where, {"title": "Giải pháp: ba liên kết", "due": "06/04/2026", "group": "", "proposed": "on"})
    task = Task.objects.get()
    assert (task.state, task.origin, task.line) == ("proposed", "clause", "party")
    shown = reverse("directives:directive", args=[paper.pk])
    assert "Đề xuất, chờ chấp nhận" in body(client.get(shown))
    sign_in(client, make_officer("standing_committee", tree.city))
    client.post(page("step", task.pk, "khong-chap-nhan"), {"words": ""})
    client.post(page("step", task.pk, "chap-nhan"), {"words": "Đồng ý"})
    assert "Chưa bắt đầu" in body(client.get(shown))
    trace = body(client.get(page("task", task.pk)))
    assert "chấp nhận đề xuất" in trace
    assert f"{shown}#doan-2" in trace


def test_put_right_without_moving_the_day(client, tree, boss):
    task = give_task(
        unit=tree.city.pk, text=TaskText("Cũ"), due=SOON, milestones=[Marked(TODAY, "Mốc một")], actor=boss, at=AT
    )
    shown = client.get(page("correct", task.pk))
    assert "27/03/2026 Mốc một" in body(shown)
    answer = client.post(page("correct", task.pk), given(due="07/04/2026"))
    assert answer.context["form"].errors["due"]
    client.post(page("correct", task.pk), given(title="Mới", person=str(boss.pk), milestones="28/03/2026 Mốc hai"))
    task.refresh_from_db()
    assert (task.title, task.person_id, task.revision) == ("Mới", boss.pk, 1)
    assert [row.title for row in task.milestones.all()] == ["Mốc hai"]
