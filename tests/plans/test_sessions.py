"""Working sessions, instructions and obstacles, and the tasks that come of them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, TODAY, make_officer, sign_in, stop_clock
from viecthat.kernel.errors import Refused
from viecthat.plans.commands import SessionFacts, keep_session, note_point
from viecthat.plans.models import SessionPoint, Task, WorkingSession


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


def page(name, *args):
    return reverse(f"sessions:{name}", args=args)


def body(response):
    return response.content.decode()


def given(**other):
    return {
        "unit": "hn", "title": "Làm việc về kế hoạch năm", "held_on": "20/03/2026", "begins": "08:00",
        "place": "Trụ sở", "chairs": "Bí thư thứ nhất", "parties": "hn-suoi-hai", "guests": "", "agenda": "Kế hoạch",
    } | other  # fmt: skip


def test_from_the_session_to_the_task_and_its_report(client, tree, boss):
    paper = SimpleUploadedFile("tờ trình.txt", "Nội dung".encode())
    answer = client.post(page("enter"), given(attached=paper), follow=True)
    assert answer.status_code == 200, answer.context["form"].errors
    session = WorkingSession.objects.get()
    for words in ("20/03/2026, 08:00", "Bí thư thứ nhất", "Đoàn xã Suối Hai", "tờ trình.txt", "Chưa ghi kết luận nào"):
        assert words in body(answer), words
    assert client.get(page("file", session.papers.get().pk)).content.decode() == "Nội dung"
    answer = client.post(
        page("point", session.pk),
        {"kind": "instruction", "words": "Đi đầu chuyển đổi số", "said_by": "Bí thư thứ nhất", "unit": "hn-suoi-hai",
         "day": "20/03/2026"},
        follow=True,
    )  # fmt: skip
    assert "Đi đầu chuyển đổi số" in body(answer)
    point = SessionPoint.objects.get()
    form = client.get(page("task", point.pk)).context["form"]
    assert form.initial["title"] == "Đi đầu chuyển đổi số"
    assert form.initial["unit"].code == "hn-suoi-hai"
    task = {
        "giver": "hn", "unit": "hn-suoi-hai", "title": "Kế hoạch chuyển đổi số", "detail": "", "person": "",
        "due": "30/04/2026", "milestones": "", "partners": "", "origin": "instruction", "line": "union",
        "origin_note": "Bí thư thứ nhất", "professional": "",
    }  # fmt: skip
    client.post(page("task", point.pk), task)
    made = Task.objects.get()
    assert (made.point, made.unit_id, made.giver_id) == (point, tree.commune.pk, tree.city.pk)
    sign_in(client, make_officer("base_officer", tree.commune))
    assert "Kế hoạch chuyển đổi số" in body(client.get(page("session", session.pk))), "a party reads the record"
    client.post(reverse("tasks:step", args=[made.pk, "bao-xong"]), {"words": "Đã ban hành"})
    assert client.get(page("point", session.pk)).status_code == 403
    sign_in(client, boss)
    assert "Đã báo xong, chờ xác nhận" in body(client.get(page("session", session.pk)))
    assert page("session", session.pk) in body(client.get(reverse("tasks:task", args=[made.pk])))


@pytest.mark.parametrize(
    ("wrong", "box"),
    [
        ({"title": ""}, "title"),
        ({"chairs": ""}, "chairs"),
        ({"held_on": "31/02/2026"}, "held_on"),
        ({"begins": "tám giờ"}, "begins"),
        ({"parties": "khong-co"}, "parties"),
        ({"unit": "na"}, "unit"),
        ({"attached": SimpleUploadedFile("a.exe", b"MZ\x00")}, "attached"),
    ],
)
def test_what_is_wrong_is_told_at_its_box(client, tree, boss, wrong, box):
    answer = client.post(page("enter"), given(**wrong))
    assert answer.status_code == 422
    assert answer.context["form"].errors[box]
    assert not WorkingSession.objects.exists()


def test_an_instruction_outside_of_a_session(client, tree, boss):
    answer = client.post(
        page("instruct"),
        {"kind": "instruction", "words": "Báo cáo ngay", "said_by": "", "unit": "hn", "day": "27/03/2026"},
    )
    assert answer.context["form"].errors["said_by"]
    answer = client.post(
        page("instruct"),
        {
            "kind": "instruction",
            "words": "Báo cáo ngay",
            "said_by": "Bí thư Thành ủy",
            "unit": "hn",
            "day": "27/03/2026",
        },
        follow=True,
    )
    assert "Bí thư Thành ủy" in body(answer)
    with pytest.raises(Refused):
        note_point(unit=tree.city.pk, kind="conclusion", day=TODAY, words="x", actor=boss, at=AT)
    with pytest.raises(Refused):
        note_point(
            unit=tree.city.pk, kind="instruction", day=date(2026, 3, 28), words="x", said_by="y", actor=boss, at=AT
        )


def test_an_obstacle_goes_to_a_session_and_is_decided(client, tree, boss):
    officer = sign_in(client, make_officer("base_officer", tree.commune))
    client.post(
        page("raise-obstacle"),
        {"kind": "obstacle", "words": "Thiếu máy tính", "unit": "hn-suoi-hai", "day": "26/03/2026"},
    )
    point = SessionPoint.objects.get()
    assert point.made_by == officer
    facts = SessionFacts("Tháng gỡ vướng mắc", TODAY, "Bí thư")
    session = keep_session(unit=tree.city.pk, facts=facts, parties=[], actor=None, at=AT)
    sign_in(client, boss)
    assert "chờ tháo gỡ" in body(client.get(page("obstacles")))
    assert client.post(page("take-up", session.pk), {}).status_code == 422
    client.post(page("take-up", session.pk), {"points": [point.pk]})
    assert client.post(page("take-up", session.pk), {"points": [point.pk]}).status_code == 422
    answer = client.post(page("decide", point.pk), {"decision": "Cấp hai máy", "day": "25/03/2026"})
    assert answer.context["form"].errors["day"]
    answer = client.post(page("decide", point.pk), {"decision": "Cấp hai máy", "day": "27/03/2026"}, follow=True)
    assert "Cấp hai máy" in body(answer)
    assert "Thiếu máy tính" not in body(client.get(page("obstacles") + "?cho"))
    sign_in(client, officer)
    assert "Cấp hai máy" in body(client.get(page("obstacles"))), "whoever raised it reads the answer"
    assert client.post(page("decide", point.pk), {"decision": "Tự quyết", "day": "27/03/2026"}).status_code == 422
    sign_in(client, make_officer("base_officer", tree.neighbour))
    assert "Thiếu máy tính" not in body(client.get(page("obstacles")))
    assert client.get(page("decide", point.pk)).status_code == 404
    assert client.get(page("session", session.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_ask_the_same_however_long(client, tree, boss, count):
    for number in range(count):
        facts = SessionFacts(f"Buổi {number}", TODAY, "Bí thư")
        session = keep_session(unit=tree.city.pk, facts=facts, parties=[tree.commune.pk], actor=None, at=AT)
        for kind in ("conclusion", "instruction", "obstacle"):
            note_point(
                unit=tree.commune.pk, kind=kind, day=TODAY, words="x", said_by="y", session=session, actor=None, at=AT
            )
    counts = {}
    for name in ("list", "instructions", "obstacles"):
        client.get(page(name))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page(name)).status_code == 200
        counts[name] = len(asked)
    assert counts == {"list": 12, "instructions": 17, "obstacles": 17}
