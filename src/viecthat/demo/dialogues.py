"""A dialogue of Hà Nội's leaders with young workers, made up and saying so, so that its pages show something."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.demo.tree import HANOI, unit_code
from viecthat.plans.commands import (
    Asked,
    DialogueFacts,
    answer_question,
    keep_dialogue,
    leave_out_question,
    note_question,
    promise_answer,
)
from viecthat.plans.queries.dialogue import dialogue_titled
from viecthat.units.queries import unit_with_code

TITLE = "Đối thoại với đoàn viên, công nhân trẻ về việc làm và nhà ở (minh hoạ)"
_SINCE = date(2025, 7, 1)  # the roles of the demonstration begin with today's map
_CHAIR = "Bí thư Thành đoàn"


@transaction.atomic
def settle_dialogue(at: datetime) -> int:
    """The dialogue with its questions: answered, promised, waiting; how many questions came new."""
    today = localdate(at)
    officer, leader = account_named("thanh-doan"), account_named("bi-thu-ha-noi")
    city, commune = (unit_with_code(code, today) for code in (HANOI, unit_code("09694")))
    if today < _SINCE or officer is None or leader is None or city is None or commune is None:
        return 0
    if dialogue_titled(city.id, TITLE):
        return 0
    dialogue = keep_dialogue(
        unit=city.id,
        facts=DialogueFacts(
            title=TITLE,
            held_on=today - timedelta(days=6),
            chairs=_CHAIR,
            invited="80 đoàn viên, công nhân trẻ",
            asked_until=today + timedelta(days=365),
            place="Cung Thanh niên Hà Nội",
            content="Nghe và trả lời câu hỏi về việc làm, nhà ở, sinh hoạt chi đoàn nơi cư trú.",
        ),
        parties=[commune.id],
        actor=officer,
        at=at,
    )
    put = [
        Asked("Công nhân trẻ thuê nhà có được sinh hoạt đoàn ở nơi đang ở không?", "Sinh hoạt đoàn", "Chị Hoa"),
        Asked("Chuyển sinh hoạt tạm thời cần giấy tờ gì?", "Sinh hoạt đoàn"),
        Asked("Thành đoàn có giới thiệu lớp học nghề buổi tối không?", "Việc làm", "Anh Minh"),
        Asked("Bao giờ có thêm nhà văn hoá cho khu nhà trọ?", "Nhà ở"),
        Asked("Đề nghị có thêm sân chơi cho con công nhân.", "Nhà ở"),
    ]
    questions = [note_question(dialogue=dialogue, asked=one, gathered="room", actor=officer, at=at) for one in put]
    answer_question(
        question=questions[0],
        words="Được: chi đoàn nơi công tác giới thiệu, hoặc tự đến chi đoàn nơi cư trú đăng ký (minh hoạ).",
        said_by=_CHAIR,
        day=dialogue.held_on,
        also=[questions[1].pk],
        actor=officer,
        at=at,
    )
    promise_answer(
        question=questions[2],
        unit=commune.id,
        due=today + timedelta(days=9),
        words="Trả lời bằng văn bản (minh hoạ).",
        actor=leader,
        at=at,
    )
    leave_out_question(question=questions[4], reason="Gộp với câu về nhà văn hoá (minh hoạ)", actor=officer, at=at)
    return len(questions)
