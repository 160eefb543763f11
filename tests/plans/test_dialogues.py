"""Dialogues: questions put before and in the room, answered or promised; what is late; nobody learns who asked."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from tests.factories import AT, TODAY, make_officer, sign_in, stop_clock
from viecthat.kernel.errors import Refused
from viecthat.plans.commands import (
    Asked,
    DialogueFacts,
    answer_question,
    keep_dialogue,
    leave_out_question,
    note_question,
    promise_answer,
    remind,
    send_question,
)
from viecthat.plans.commands.erasing import erase_from_plans
from viecthat.plans.models import Dialogue, DialogueQuestion, Notice, Task

LATER = datetime(2026, 4, 20, 9, tzinfo=get_default_timezone())


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


def page(name, *args):
    return reverse(f"dialogues:{name}", args=args)


def body(response):
    return response.content.decode()


def held(tree, *, on=TODAY, until=TODAY, title="Đối thoại với công nhân trẻ"):
    facts = DialogueFacts(title, on, "Bí thư Thành đoàn", "50 công nhân trẻ", until, place="Nhà văn hoá")
    return keep_dialogue(unit=tree.city.pk, facts=facts, parties=[tree.commune.pk], actor=None, at=AT)


def asked(dialogue, words="Bao giờ có nhà ở?", **given):
    return note_question(dialogue=dialogue, asked=Asked(words, **given), gathered="room", actor=None, at=AT)


def given(**other):
    return {
        "unit": "hn", "title": "Đối thoại với công nhân trẻ", "held_on": "30/03/2026", "begins": "08:00",
        "place": "Nhà văn hoá", "chairs": "Bí thư Thành đoàn", "invited": "50 công nhân trẻ",
        "parties": "hn-suoi-hai", "content": "Việc làm, nhà ở", "asked_until": "30/03/2026",
    } | other  # fmt: skip


def test_from_the_question_to_the_answer_that_was_promised(client, tree, boss):
    answer = client.post(page("enter"), given(), follow=True)
    assert answer.status_code == 200, answer.context["form"].errors
    dialogue = Dialogue.objects.get()
    address = reverse("ask", args=[dialogue.ask_code])
    for words in ("30/03/2026, 08:00", "Bí thư Thành đoàn", "Đoàn xã Suối Hai", address, "Chưa có câu hỏi nào"):
        assert words in body(answer), words
    client.logout()
    assert client.post(address, {"words": "Bao giờ có nhà ở?", "asker_name": ""}).status_code == 422
    answer = client.post(address, {"words": "Bao giờ có nhà ở?", "anonymous": "on", "asker_name": "Lan"})
    slip = answer.context["slip"]
    assert slip in body(answer)
    client.post(address, {"words": "Lương tối thiểu thế nào?", "asker_name": "Anh Minh"})
    housing, wages = DialogueQuestion.objects.order_by("pk")
    assert (housing.anonymous, housing.asker_name, housing.asker) == (True, "", None)
    assert (wages.asker_name, wages.gathered) == ("Anh Minh", "before")
    assert "chưa trả lời" in body(client.get(slip))

    sign_in(client, boss)
    client.post(page("group", dialogue.pk), {"questions": [housing.pk, wages.pk], "topic": "Đời sống"})
    answer = client.post(
        page("promise", housing.pk),
        {"unit": "hn-suoi-hai", "person": "", "due": "10/04/2026", "words": ""},
        follow=True,
    )
    assert "hẹn 10/04/2026" in body(answer)
    task = Task.objects.get()
    assert (task.unit_id, task.giver_id, task.origin) == (tree.commune.pk, tree.city.pk, "dialogue")
    assert "hẹn 10/04/2026" in body(client.get(slip))

    officer = sign_in(client, make_officer("base_officer", tree.commune))
    assert page("question", housing.pk) in body(client.get(reverse("tasks:task", args=[task.pk])))
    assert client.get(page("promise", wages.pk)).status_code == 403
    assert client.post(page("answer", wages.pk), {}).status_code == 403, "only what was given to the unit"
    reply = {"words": "Khu nhà ở xong trong quý III.", "said_by": "Bí thư Đoàn xã", "day": "27/03/2026"}
    answer = client.post(page("answer", housing.pk), reply, follow=True)
    assert "Khu nhà ở xong trong quý III." in body(answer)
    task.refresh_from_db()
    assert task.state == "reported"
    assert Notice.objects.filter(task=task, kind="waiting").exclude(account=officer).exists()
    client.logout()
    assert "Khu nhà ở xong trong quý III." in body(client.get(slip))

    sign_in(client, boss)
    shown = body(client.get(page("dialogue", dialogue.pk)))
    assert shown.index("Đời sống") < shown.index("Khu nhà ở xong") < shown.index("Anh Minh")
    assert "Lan" not in shown.replace("Lanh", "")
    lines = b"".join(client.get(page("report", dialogue.pk, "csv")).streaming_content).decode()
    assert "ẩn danh" in lines
    assert "Khu nhà ở xong trong quý III." in lines
    word = client.get(page("report", dialogue.pk, "docx"))
    assert word.content.startswith(b"PK")
    sign_in(client, make_officer("base_officer", tree.neighbour))
    assert client.get(page("dialogue", dialogue.pk)).status_code == 404
    assert client.get(page("question", housing.pk)).status_code == 404


def test_an_anonymous_question_leads_to_nobody_and_a_named_asker_is_told(client, tree, boss):
    dialogue = held(tree)
    asker = sign_in(client, make_officer("inspector", tree.neighbour))
    address = reverse("ask", args=[dialogue.ask_code])
    client.post(address, {"words": "Câu giấu tên", "anonymous": "on", "asker_name": asker.full_name})
    client.post(address, {"words": "Câu có tên", "asker_name": asker.full_name})
    hidden, named = DialogueQuestion.objects.order_by("pk")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(q)::text FROM plans_dialoguequestion q WHERE id = %s", [hidden.pk])
        (row,) = cursor.fetchone()
        assert asker.full_name not in row
        assert f'"asker_id": {asker.pk}' not in row
        cursor.execute("SELECT count(*) FROM pghistory_context WHERE metadata->>'page' = %s", [address])
        assert cursor.fetchone() == (0,), "no history says whose request it was"
    answer_question(question=hidden, words="Trả lời", said_by="Bí thư", day=TODAY, also=[named.pk], actor=boss, at=AT)
    note = Notice.objects.get(kind="answered")
    assert (note.account_id, note.question) == (asker.pk, named)
    answer = client.get(reverse("tasks:open-notice", args=[note.pk]), follow=True)
    assert "Trả lời" in body(answer)
    assert "Câu giấu tên" not in body(answer)
    erase_from_plans(0, [asker.pk], AT)
    named.refresh_from_db()
    assert (named.asker, named.asker_name, named.anonymous) == (None, "", True)
    assert not Notice.objects.filter(account=asker).exists()


def test_what_may_not_be(tree, boss):
    dialogue = held(tree, on=date(2026, 3, 30), until=date(2026, 3, 20))
    with pytest.raises(Refused, match="thôi nhận"):
        send_question(dialogue=dialogue, asked=Asked("Muộn"), at=AT)
    with pytest.raises(Refused) as early:
        asked(dialogue)
    assert early.value.field == "gathered"
    dialogue = held(tree, title="Đã họp")
    question, other = asked(dialogue), asked(dialogue, "Câu khác")
    outsider = make_officer("base_officer", tree.neighbour)
    reply = {"words": "Rồi", "said_by": "Bí thư", "day": TODAY, "at": AT}
    with pytest.raises(Refused):
        answer_question(question=question, actor=outsider, **reply)
    for wrong, field in (({"words": " "}, "words"), ({"said_by": ""}, "said_by"), ({"day": date(2026, 4, 1)}, "day")):
        with pytest.raises(Refused) as refused:
            answer_question(question=question, actor=boss, **(reply | wrong))
        assert refused.value.field == field
    with pytest.raises(Refused):
        promise_answer(question=question, unit=tree.city.pk, due=TODAY - timedelta(days=1), actor=boss, at=AT)
    with pytest.raises(Refused):
        promise_answer(question=question, unit=tree.neighbour.pk, due=TODAY, actor=outsider, at=AT)
    assert not Task.objects.exists(), "nothing half-written"
    task = promise_answer(question=question, unit=tree.city.pk, due=TODAY, also=[other.pk], actor=boss, at=AT)
    with pytest.raises(Refused):
        leave_out_question(question=question, reason="Trùng", actor=boss, at=AT)
    answer_question(question=question, actor=boss, **reply)
    task.refresh_from_db()
    assert task.state == "open", "the other question still waits"
    answer_question(question=other, actor=boss, **reply)
    task.refresh_from_db()
    assert task.state == "reported"
    sent = asked(dialogue, "Câu vô nghĩa")
    leave_out_question(question=sent, reason="Không phải câu hỏi", actor=boss, at=AT)
    with pytest.raises(Refused):
        answer_question(question=sent, actor=boss, **reply)


def test_a_promise_that_is_not_kept_stands_in_every_list(client, tree, boss, monkeypatch):
    dialogue = held(tree)
    question = asked(dialogue, asker_name="Chị Hoa")
    promise_answer(question=question, unit=tree.city.pk, due=date(2026, 4, 10), actor=None, at=AT)
    asked(dialogue, "Còn chờ")
    assert "Bao giờ có nhà ở?" not in body(client.get(page("questions") + "?tinh-trang=tre"))
    stop_clock(monkeypatch, LATER)
    sign_in(client, boss)
    late = body(client.get(page("questions") + "?tinh-trang=tre&q=nha+o"))
    for words in ("Bao giờ có nhà ở?", "trễ hẹn 10/04/2026", "10 ngày"):
        assert words in late, words
    assert "Còn chờ" not in late
    assert "trễ 1" in body(client.get(page("list")))
    assert "Trả lời câu hỏi: Bao giờ có nhà ở?" in body(client.get(reverse("tasks:backlog")))
    assert remind(at=LATER)
    assert Notice.objects.filter(kind="late", task__questions=question).exists()
    assert client.get(page("questions-file", "xlsx")).content.startswith(b"PK")


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_the_same_however_long(client, tree, boss, count):
    for number in range(count):
        dialogue = held(tree, title=f"Buổi {number}")
        for words in ("một", "hai", "ba")[:count]:
            question = asked(dialogue, words)
            asked(dialogue, f"{words} nữa")
            promise_answer(question=question, unit=tree.city.pk, due=TODAY, actor=None, at=AT)
    counts = {}
    for name, address in (
        ("list", page("list")), ("questions", page("questions")), ("dialogue", page("dialogue", dialogue.pk))
    ):  # fmt: skip
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts[name] = len(queries)
    assert counts == {"list": 12, "questions": 7, "dialogue": 13}
