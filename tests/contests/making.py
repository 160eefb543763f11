"""Contests at any point of their way, made by the commands that users set off."""

import re
from datetime import date, timedelta
from html import unescape

from tests.factories import (
    AT,
    TODAY,
)
from viecthat.contests.commands.contest import (
    keep_round,
    open_contest,
    write_contest,
)
from viecthat.contests.commands.judging import score_submission
from viecthat.contests.commands.submission import (
    Named,
    Work,
    accept_submission,
    send_submission,
)
from viecthat.ledger.models import Entry

GROWN, CHILD = date(2000, 5, 1), date(2014, 5, 1)
LATER = AT + timedelta(days=10)
END = AT + timedelta(days=20)
FACTS = {
    "title": "Sáng tác biểu trưng", "edition": 2, "year": 2026, "organisers": "Thành đoàn Hà Nội",
    "partner": "Liên hiệp các hội KH-KT", "rules": "Gửi một biểu trưng.", "rights": "Ban tổ chức được in.",
    "entrants": "single", "most": None, "outside": True, "anonymous": True,
    "categories": "Thiếu nhi; 7; 15\nThanh niên; 16; 35", "criteria": "Ý tưởng; 60\nThẩm mỹ; 40",
    "prizes": "Giải Nhất; 1; 10.000.000\nGiải Khuyến khích; 13",
}  # fmt: skip


def day(n):
    return TODAY + timedelta(days=n)


def draft(unit, actor, **changed):
    return write_contest(unit=unit.pk, facts=FACTS | changed, actor=actor, at=AT)


def add_round(contest, actor, kind, stage, start, end, **more):
    facts = {"kind": kind, "name": f"Vòng {stage}", "stage": stage, "start": day(start), "last_day": day(end)}
    return keep_round(contest=contest, facts=facts | more, actor=actor, at=AT)


def running(unit, actor, **changed):
    """Open: works until day 5, then a jury's round that lets one of each category on, then a final."""
    row = draft(unit, actor, **changed)
    add_round(row, actor, "registration", 1, 0, 5)
    rounds = [
        add_round(row, actor, "preliminary", 2, 6, 12, passing=1), add_round(row, actor, "final", 3, 13, 25),
    ]  # fmt: skip
    open_contest(contest=row, actor=actor, at=AT)
    row.refresh_from_db()
    return row, rounds


def send(contest, *people, actor=None, category=1, title="Ngọn lửa", words="Ngọn lửa trẻ", **more):
    offered = list(contest.categories.order_by("position"))
    work = {"title": title, "words": words, "agreed": True, "contact": "0912000111"} | more
    chosen = offered[category].pk if offered else None
    people = people or (Named("Lê Văn Ngoài", GROWN, "Trường Vẽ"),)
    return send_submission(contest=contest, work=Work(category=chosen, **work), people=people, actor=actor, at=AT)


def accepted(contest, chief, *people, **more):
    made = send(contest, *people, **more)
    accept_submission(submission=made, actor=chief, at=AT)
    return made


def mark(round_, work, juror, *points, at=LATER):
    criteria = list(round_.contest.criteria.order_by("position"))
    marks = {one.pk: round(p * 100) for one, p in zip(criteria, points, strict=True)}
    score_submission(round_=round_, submission=work, marks=marks, actor=juror, at=at)


def total(code):
    return sum(Entry.objects.filter(indicator__code=code).values_list("quantity", flat=True))


def text_of(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))
