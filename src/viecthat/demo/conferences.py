"""The conference of 25/06/2020 on Hà Nội's mid-term review, so that a conference and what became of it can be seen.

That it was held, and on what, was published; who came, what was said and the twelve conclusions are made up and say so.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.conferences.commands import (
    ConferenceFacts,
    InviteeFacts,
    answer_invitation,
    check_in,
    conclude_conference,
    hold_conference,
    invite_by_rule,
    keep_agenda_item,
    keep_award,
    keep_conclusion,
    keep_invitee,
    keep_paper,
    keep_question,
    open_conference,
    send_invitations,
)
from viecthat.conferences.queries.conference import conference_of
from viecthat.demo.tree import HANOI
from viecthat.plans.commands import confirm_task, report_done
from viecthat.reviews.queries import review_held
from viecthat.units.queries import unit_with_code

if TYPE_CHECKING:
    from viecthat.conferences.models import Conclusion, Conference

HELD_ON = date(2020, 6, 25)
SOURCE = "HNP, 25/06/2020: ngày và nội dung hội nghị; người dự, ý kiến, khen thưởng, kết luận là minh hoạ"
_ASKED = datetime(2020, 6, 15, 2, tzinfo=UTC)
_MORNING = datetime(2020, 6, 25, 1, tzinfo=UTC)
_NOON = datetime(2020, 6, 25, 5, tzinfo=UTC)
_LATER = datetime(2023, 2, 10, 2, tzinfo=UTC)  # after the year 2022 was reviewed: until then three were open
_AGENDA = (
    ("Khai mạc, giới thiệu đại biểu", "Phó Bí thư Thành đoàn", 15),
    ("Báo cáo kết quả nửa nhiệm kỳ theo từng mặt công tác", "Bí thư Thành đoàn", 45),
    ("Tham luận của các đơn vị", "", 60),
    ("Thảo luận", "Đại biểu", 45),
    ("Trao khen thưởng", "Chủ trì", 15),
    ("Kết luận hội nghị", "Chủ trì", 20),
)
# Words, days until due, what is to show it, days until it was confirmed (None: open until 2023).
_CONCLUSIONS = (
    ("Quán triệt kết quả sơ kết đến 100% cơ sở Đoàn", 60, "Danh sách cơ sở đã quán triệt", 50),
    ("Rà soát từng chỉ tiêu nhiệm kỳ, giao lại cho đơn vị còn chậm", 45, "Kế hoạch giao chỉ tiêu", 44),
    ("Mỗi đoàn cấp xã duy trì một mô hình làm theo lời Bác", 180, "Danh sách mô hình", 170),
    ("Mở lớp bồi dưỡng cho cán bộ Đoàn cơ sở chưa được bồi dưỡng", 150, "Danh sách học viên", 149),
    ("Hoàn thành chương trình trồng 1 triệu cây xanh giai đoạn 2016–2020", 185, "Biên bản nghiệm thu", 180),
    ("Lập danh mục công trình thanh niên gắn với phát triển kinh tế – xã hội", 120, "Danh mục đã duyệt", 100),
    ("Đánh giá, lựa chọn ý tưởng sáng tạo đưa vào thử nghiệm", 150, "Biên bản hội đồng", 140),
    ("Ký phối hợp tư vấn hướng nghiệp với các trường trung học phổ thông", 90, "Chương trình phối hợp", 88),
    ("Tổ chức giao ban giới thiệu đoàn viên ưu tú với cấp ủy từng quý", 100, "Biên bản giao ban", 95),
    ("Dạy nghề, giới thiệu việc làm cho bộ đội xuất ngũ ở mọi quận, huyện", 180, "Danh sách người học", None),
    ("Xây dựng phần mềm quản lý đoàn viên dùng chung toàn thành phố", 180, "Biên bản bàn giao", None),
    ("Khắc phục tình trạng chi đoàn địa bàn dân cư không sinh hoạt", 180, "Sổ sinh hoạt chi đoàn", None),
)


@transaction.atomic
def settle_conference(at: datetime) -> int:
    """The conference with its twelve conclusions, nine of them carried out in the half-year after; how many."""
    city = unit_with_code(HANOI, HELD_ON)
    review = review_held(city.id, "giua-nhiem-ky-2017-2020") if city is not None else None
    if city is None or review is None or conference_of(review) is not None or at < _LATER:
        return 0
    conference = open_conference(
        unit=city.id,
        facts=ConferenceFacts(
            title="Hội nghị sơ kết giữa nhiệm kỳ thực hiện Nghị quyết Đại hội Đoàn các cấp",
            held_on=HELD_ON,
            begins=time(8, 0),
            ends=time(11, 30),
            chairs="Bí thư Thành đoàn Hà Nội",
            secretary="Văn phòng Thành đoàn",
            place="Cung Thanh niên Hà Nội (minh hoạ)",
            source=SOURCE,
        ),
        reviews=[review],
        actor=None,
        at=_ASKED,
    )
    _invite(conference)
    _meet(conference)
    rows = _conclude(conference, city.id)
    for row, (_words, _days, shown, done) in zip(rows, _CONCLUSIONS, strict=True):
        assert row.task is not None  # noqa: S101 - concluding made it
        when = _LATER if done is None else _NOON + timedelta(days=done)
        report_done(task=row.task, words=f"{shown} (minh hoạ).", actor=None, at=when)
        confirm_task(task=row.task, actor=None, at=when)
    return len(rows)


def _invite(conference: Conference) -> None:
    invite_by_rule(
        conference=conference, kinds=["district"], posts=["secretary"], below=False, unnamed=True, actor=None, at=_ASKED
    )
    for body in ("Ban Dân vận Thành ủy", "Liên đoàn Lao động thành phố"):
        facts = InviteeFacts(part="guest", body=body, post="Đại diện lãnh đạo")
        keep_invitee(conference=conference, facts=facts, actor=None, at=_ASKED)
    send_invitations(conference=conference, actor=None, at=_ASKED)
    rows = list(conference.invitees.order_by("pk"))
    for place, row in enumerate(rows):
        if place == 1:
            answer_invitation(row=row, answer="declined", reason="Đi công tác", stand_in="Phó Bí thư", at=_ASKED)
        elif place != 2:
            answer_invitation(row=row, answer="confirmed", at=_ASKED)
        if place != 2:
            check_in(row=row, actor=None, at=_MORNING)


def _meet(conference: Conference) -> None:
    for words, speaker, minutes in _AGENDA:
        keep_agenda_item(conference=conference, words=words, speaker=speaker, minutes=minutes, actor=None, at=_ASKED)
    for title in ("Kinh nghiệm tham mưu cho cấp ủy, chính quyền", "Đổi mới sinh hoạt chi đoàn địa bàn dân cư"):
        keep_paper(
            conference=conference, title=title, speaker="Đại biểu quận, huyện", state="delivered", actor=None, at=_NOON
        )
    keep_question(
        conference=conference,
        speaker="Đại biểu cơ sở",
        words="Đề nghị có hướng dẫn lưu minh chứng cho từng chỉ tiêu.",
        answer="Thành đoàn sẽ hướng dẫn trong quý III.",
        answered_by="Chủ trì",
        actor=None,
        at=_NOON,
    )
    for kind, name in (
        ("Bằng khen của Ban Thường vụ Thành đoàn", "Đơn vị dẫn đầu phong trào trồng cây (minh hoạ)"),
        ("Bằng khen của Ban Thường vụ Thành đoàn", "Đơn vị dẫn đầu ý tưởng sáng tạo (minh hoạ)"),
        ("Giấy khen", "Cá nhân tiêu biểu (minh hoạ)"),
    ):
        to = "person" if kind == "Giấy khen" else "collective"
        keep_award(
            conference=conference, kind=kind, to=to, name=name, handed_by="Chủ trì hội nghị", actor=None, at=_ASKED
        )
    hold_conference(conference=conference, actor=None, at=_NOON)


def _conclude(conference: Conference, city: int) -> list[Conclusion]:
    for words, days, shown, _done in _CONCLUSIONS:
        due = HELD_ON + timedelta(days=days)
        keep_conclusion(conference=conference, words=words, unit=city, due=due, evidence=shown, actor=None, at=_NOON)
    return conclude_conference(conference=conference, actor=None, at=_NOON)
