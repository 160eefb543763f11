"""Consultations on the law on young people, surveys and an inspection of it, made up and saying so; the law is real."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.demo.tree import HANOI, unit_code
from viecthat.inspections.commands.group import keep_group, note_meeting
from viecthat.inspections.commands.inspection import (
    conclude_inspection,
    note_day,
    note_finding,
    plan_inspection,
    start_inspection,
)
from viecthat.inspections.commands.recommendation import answer_recommendation, recommend
from viecthat.inspections.commands.reopening import reopen_conclusion
from viecthat.inspections.commands.team import add_team_member
from viecthat.kernel.errors import Refused
from viecthat.ledger.commands import open_dataset, recorded_under
from viecthat.opinion.commands.answering import answer_openly, answer_with_code
from viecthat.opinion.commands.comment import Said, comment_as_public, comment_as_unit
from viecthat.opinion.commands.draft import close_draft, note_issue, open_draft, prepare_draft, submit_draft
from viecthat.opinion.commands.sample import draw_sample, hand_out_codes
from viecthat.opinion.commands.summary import group_comments, handle_opinion, tell_outcome
from viecthat.opinion.commands.survey import close_survey, open_survey, publish_survey, write_survey
from viecthat.people.queries.post import members_on
from viecthat.units.queries import unit_with_code

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.opinion.models import Draft
    from viecthat.units.queries import UnitRow

_FOUNDED = date(2025, 7, 1)  # the roles of the demonstration begin with today's map
_SETTLED = 120
_REPLACES = "Luật Thanh niên 2005; Nghị định 120/2007/NĐ-CP ngày 23/7/2007"
_TEXT = """Chương I
NHỮNG QUY ĐỊNH CHUNG
Điều 1. Thanh niên (lời minh hoạ)
Thanh niên là công dân Việt Nam từ đủ mười sáu tuổi đến ba mươi tuổi.
Điều 2. Chính sách về học tập (lời minh hoạ)
Nhà nước có chính sách tín dụng, học bổng để thanh niên khó khăn được học tập.
Điều 3. Chính sách về lao động, việc làm (lời minh hoạ)
Nhà nước tư vấn, hướng nghiệp, giới thiệu việc làm miễn phí cho thanh niên."""
_QUESTIONS = """Bạn đang học hay đi làm? [một]
- Đang học
- Đi làm
- Chưa học, chưa làm

Bạn biết chính sách học phí, tín dụng cho sinh viên qua đâu? [nhiều]
- Nhà trường
- Đoàn, Hội
- Báo chí, mạng
- Chưa biết

Vì sao bạn không học tiếp? [nhiều] [nếu câu 1 chọn 3]
- Học phí
- Xa nhà
- Phải đi làm

Chính sách giáo dục với thanh niên ở nơi bạn sống tốt đến đâu? [thang 1-5]
Bạn đề nghị điều gì? [viết] [không bắt buộc]"""


@dataclass(frozen=True)
class _Stage:
    """Who plays, where, when."""

    city: UnitRow
    commune: UnitRow
    chief: Account
    officer: Account
    at: datetime
    today: date


@transaction.atomic
def settle_opinion(at: datetime) -> bool:
    """All of it once, at the city and one commune of it; whether it came new."""
    today = localdate(at)
    city, commune = (unit_with_code(code, today) for code in (HANOI, unit_code("09694")))
    chief, officer = account_named("thanh-doan"), account_named("tan-linh")
    if city is None or commune is None or chief is None or officer is None or (today - _FOUNDED).days < _SETTLED:
        return False
    dataset, new = open_dataset(
        code="lay-y-kien-giam-sat-minh-hoa",
        title="Lấy ý kiến dự thảo, khảo sát, giám sát minh hoạ",
        source="Do chương trình dựng để dùng thử; tên văn bản trong báo cáo là thật, lời dự thảo và ý kiến là minh hoạ",
        source_date=None,
        synthetic=True,
        note="Toàn bộ ý kiến, phiếu khảo sát, phát hiện và kiến nghị là minh hoạ.",
        at=at,
    )
    if not new:
        return False
    stage = _Stage(city, commune, chief, officer, at, today)
    with recorded_under(dataset):
        _issued(stage)
        _asked(stage)
        _surveyed(stage)
        _inspected(stage)
        _seated(stage)
    return True


def _draft(stage: _Stage, title: str, kind: str, replaces: str) -> Draft:
    facts = {"title": title, "kind": kind, "body": "Bộ Nội vụ", "replaces": replaces,
             "asks": "Độ tuổi thanh niên, chính sách học tập, việc làm.",
             "due": stage.today + timedelta(days=365)}  # fmt: skip
    row = prepare_draft(unit=stage.city.id, facts=facts, text=_TEXT, actor=stage.chief, at=stage.at)
    return open_draft(draft=row, public=True, actor=stage.chief, at=stage.at)


def _issued(stage: _Stage) -> None:
    """The whole way: commented on, summed up, sent, looked for in the law."""
    who: dict[str, Any] = {"actor": stage.chief, "at": stage.at}
    row = _draft(stage, "Dự án Luật Thanh niên sửa đổi (minh hoạ)", "law", _REPLACES)
    age, study = row.clauses.get(label__startswith="Điều 1"), row.clauses.get(label__startswith="Điều 2")
    said = Said(age.pk, "change", "Nhiều nước tính đến 35 tuổi.", "từ đủ mười sáu tuổi đến ba mươi lăm tuổi")
    older = comment_as_unit(draft=row, unit=stage.commune.id, said=said, actor=stage.officer, at=stage.at)
    said = Said(age.pk, "change", "Nâng tuổi để cán bộ trẻ còn sinh hoạt.")
    public = comment_as_public(draft=row, said=said, at=stage.at)
    said = Said(study.pk, "agree", "Thêm mức vay cho học nghề.")
    vocation = comment_as_unit(draft=row, unit=stage.commune.id, said=said, actor=stage.officer, at=stage.at)
    close_draft(draft=row, **who)
    first = group_comments(draft=row, comments=[older.pk, public.pk], words="Nâng độ tuổi thanh niên lên 35.", **who)
    second = group_comments(draft=row, comments=[vocation.pk], words="Quy định mức vay riêng cho học nghề.", **who)
    reason = "Độ tuổi giữ như Luật Thanh niên 2005 để thống nhất với các luật khác (minh hoạ)."
    handle_opinion(opinion=first, handling="refused", reason=reason, words=first.words, **who)
    handle_opinion(opinion=second, handling="accepted", reason="Đã bổ sung vào Điều 2.", words=second.words, **who)
    submit_draft(draft=row, day=stage.today, paper="00-CV/TĐTN (minh hoạ)", **who)
    note_issue(draft=row, day=stage.today, number="57/2020/QH14", **who)
    tell_outcome(opinion=first, outcome="not_taken", note="Điều 1", **who)


def _asked(stage: _Stage) -> None:
    """Still open, with two comments to group."""
    row = _draft(stage, "Dự thảo Nghị định về chính sách đối với thanh niên (minh hoạ)", "decree",
                 "Nghị định 120/2007/NĐ-CP")  # fmt: skip
    work = row.clauses.get(label__startswith="Điều 3")
    said = Said(work.pk, "change", "Giới thiệu việc làm cả trên mạng.")
    comment_as_unit(draft=row, unit=stage.commune.id, said=said, actor=stage.officer, at=stage.at)
    comment_as_public(draft=row, said=Said(work.pk, "oppose", "Nên giao cho trung tâm của tỉnh."), at=stage.at)


def _surveyed(stage: _Stage) -> None:
    """A survey with a sample, closed and published; one that anybody with the address answers."""
    who: dict[str, Any] = {"actor": stage.officer, "at": stage.at}
    facts: dict[str, Any] = {
        "title": "Chính sách giáo dục đối với thanh niên (minh hoạ)",
        "way": "sample",
        "start": stage.today,
        "last_day": stage.today + timedelta(days=365),
        "asks": "Theo đề án điều tra, đánh giá thực hiện chính sách giáo dục đối với thanh niên.",
        "questions": _QUESTIONS,
    }
    sampled = write_survey(unit=stage.commune.id, facts=facts, **who)
    try:
        draw_sample(survey=sampled, size=12, by=["sex"], seed="2026", **who)
    except Refused:
        return  # fewer members than a sample needs
    codes = [slip.code for slip in hand_out_codes(survey=sampled, **who)]
    open_survey(survey=sampled, **who)
    for place, code in enumerate(codes[:-1]):
        answers = {0: 0 if place < 6 else 1, 1: [0, place % 3], 3: 4 if place % 2 else 5}
        answer_with_code(code=code, answers=answers, at=stage.at)
    publish_survey(survey=close_survey(survey=sampled, **who), **who)
    facts |= {"title": "Ý kiến về lớp học nghề buổi tối (minh hoạ)", "way": "open"}
    running = open_survey(survey=write_survey(unit=stage.commune.id, facts=facts, **who), **who)
    answer_openly(survey=running, answers={0: 1, 1: [1], 3: 3}, at=stage.at)
    write_survey(
        unit=stage.commune.id, facts=facts | {"title": "Khảo sát đang soạn (minh hoạ)", "way": "sample"}, **who
    )


def _inspected(stage: _Stage) -> None:
    """A supervision concluded, taken up again and concluded anew, its recommendation answered; another under way."""
    who: dict[str, Any] = {"actor": stage.chief, "at": stage.at}
    facts: dict[str, Any] = {"kind": "supervision", "subject": "Việc thực hiện Luật Thanh niên ở cơ sở (minh hoạ)",
             "policy": "Luật Thanh niên 2005; Nghị định 120/2007/NĐ-CP", "plan": "00-KH/TĐTN (minh hoạ)",
             "start": stage.today - timedelta(days=40), "last_day": stage.today + timedelta(days=20)}  # fmt: skip
    cadres = sorted(members_on(stage.city.id, ["committee_member", "standing_member"], stage.today))[:2]
    team: list[dict[str, Any]] = [
        {"role": "secretary" if place else "head", "person": one} for place, one in enumerate(cadres)
    ]
    if not cadres:
        team.append({"role": "head", "name": "Bí thư Thành đoàn (minh hoạ)"})
    team.append({"role": "member", "name": "Chuyên viên Sở Nội vụ (minh hoạ)", "post": "Sở Nội vụ"})
    running = facts | {"subject": "Chính sách đối với thanh niên công nhân (minh hoạ)"}
    done, going = (
        plan_inspection(unit=stage.city.id, facts=each, units=[stage.commune], others=[], **who)
        for each in (facts, running)
    )
    for row in (done, going):
        for member in team:
            add_team_member(inspection=row, **member, **who)
        start_inspection(inspection=row, **who)
    body = done.bodies.get().pk
    day = stage.today - timedelta(days=30)
    minutes = "Nghe Đoàn xã báo cáo; xem sổ sinh hoạt, hồ sơ vay vốn (minh hoạ)."
    note_day(inspection=done, body=body, day=day, present="Đoàn giám sát, Ban Thường vụ Đoàn xã", minutes=minutes,
             file=None, **who)  # fmt: skip
    found = {"kind": "limit", "article": "Nghị định 120/2007/NĐ-CP", "words": "Chưa có đối thoại hằng năm (minh hoạ).",
             "evidence": "Biên bản làm việc"}  # fmt: skip
    finding = note_finding(inspection=done, body=body, facts=found, file=None, **who)
    asked = recommend(
        inspection=done, finding=finding.pk, to_unit=stage.commune, to="", words="Tổ chức đối thoại trong quý tới.",
        due=stage.today + timedelta(days=10), **who,
    )  # fmt: skip
    recommend(
        inspection=done, finding=None, to_unit=stage.commune, to="", words="Lập danh sách thanh niên cần vay vốn.",
        due=stage.today + timedelta(days=5), **who,
    )  # fmt: skip
    conclude_inspection(inspection=done, day=stage.today, words="Thực hiện đúng (minh hoạ).", **who)
    reopen_conclusion(inspection=done, reason="Đánh giá chung bỏ sót hạn chế đã nêu (minh hoạ)", **who)
    conclude_inspection(inspection=done, day=stage.today, words="Cơ bản thực hiện đúng (minh hoạ).", **who)
    note_day(inspection=going, body=going.bodies.get().pk, day=day, present="", minutes=minutes, file=None, **who)
    asked.refresh_from_db()
    answer_recommendation(
        row=asked, day=stage.today, words="Đã ấn định ngày đối thoại (minh hoạ).", file=None, actor=stage.officer,
        at=stage.at,
    )  # fmt: skip


def _seated(stage: _Stage) -> None:
    """A seat in a group of a ministry, with a meeting."""
    who: dict[str, Any] = {"actor": stage.chief, "at": stage.at}
    facts = {"name": "Tổ công tác liên ngành về chính sách thanh niên (minh hoạ)", "body": "Bộ Nội vụ",
             "member": "Cán bộ Ban Phong trào (minh hoạ)", "duties": "Góp ý chính sách đối với thanh niên.",
             "start": stage.today - timedelta(days=60)}  # fmt: skip
    row = keep_group(unit=stage.city.id, facts=facts, **who)
    words, result = "Bàn chính sách việc làm (minh hoạ).", "Ghi nhận đề nghị của Đoàn (minh hoạ)."
    note_meeting(group=row, day=stage.today - timedelta(days=7), words=words, result=result, **who)
