"""A dozen tasks of Hà Nội out of what its documents set to be done, so that the register of tasks shows something.

What is to be done and where it comes from was published; days, owners and how it went are made up and say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.demo.tree import CENTRE, HANOI, unit_code
from viecthat.plans.commands import (
    Marked,
    SessionFacts,
    TaskText,
    ask_extension,
    break_down,
    cancel_task,
    confirm_task,
    decide_obstacle,
    give_task,
    keep_session,
    note_point,
    remind,
    report_done,
    report_progress,
    share_task,
    take_up_obstacles,
)
from viecthat.plans.queries.session import session_titled
from viecthat.units.queries import unit_with_code

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.models import SessionPoint, Task

NOTE = "Hạn, người phụ trách và tiến độ là minh hoạ."
HELD_ON = date(2024, 1, 29)
TITLE = "Ban Bí thư Trung ương Đoàn làm việc với Thành đoàn Hà Nội về kế hoạch công tác năm 2024"
_UNION_LEADER, _PARTY_LEADER = "Bí thư thứ nhất Trung ương Đoàn", "Phó Bí thư Thành ủy Hà Nội"
_SINCE = date(2025, 7, 1)  # the roles of the demonstration begin with today's map


@dataclass(frozen=True)
class _Cast:
    """Who does what in the demonstration."""

    officer: Account
    leader: Account
    commune_officer: Account
    city: int
    commune: int
    neighbour: int


@transaction.atomic
def settle_tasks(at: datetime) -> int:
    """The session of 29/01/2024 with what was said there, the tasks made of it and others; how many came new."""
    today = localdate(at)
    accounts = [account_named(name) for name in ("thanh-doan", "bi-thu-ha-noi", "tan-linh")]
    units = [unit_with_code(code, today) for code in (HANOI, unit_code("09694"), unit_code("09619"), CENTRE)]
    if today < _SINCE or None in accounts or None in units:
        return 0
    officer, leader, commune_officer = (one for one in accounts if one is not None)
    city, commune, neighbour, centre = (one.id for one in units if one is not None)
    if session_titled(city, TITLE):
        return 0
    cast = _Cast(officer, leader, commune_officer, city, commune, neighbour)
    points = _session(cast, centre, at)
    made = _of_the_session(cast, points, at) + _others(cast, at)
    remind(at=at)
    return made


def _session(cast: _Cast, centre: int, at: datetime) -> dict[str, SessionPoint]:
    session = keep_session(
        unit=cast.city,
        facts=SessionFacts(
            title=TITLE,
            held_on=HELD_ON,
            chairs=f"{_UNION_LEADER}; {_PARTY_LEADER}",
            agenda="Kế hoạch công tác năm 2024: 4 phong trào, 3 chương trình đồng hành, 8 nhóm nhiệm vụ trọng tâm, "
            "10 nhóm chỉ tiêu",
        ),
        parties=[centre],
        actor=cast.officer,
        at=at,
    )
    said = {
        "study": ("instruction", _UNION_LEADER, "Nghiên cứu chủ trương lớn của Thành ủy và Trung ương Đoàn để đề xuất "
                  "các giải pháp triển khai."),
        "drive": ("instruction", _UNION_LEADER, "Đầu tư nghiên cứu thêm để có chương trình đột phá trong năm."),
        "digital": ("conclusion", _UNION_LEADER, "Thành đoàn tiên phong trong chuyển đổi số."),
        "ready": ("instruction", _UNION_LEADER, "Đẩy mạnh tổ chức sự kiện kỷ niệm phong trào “Ba sẵn sàng”."),
        "balance": ("instruction", _PARTY_LEADER, "Cân đối giữa nhiệm vụ của thành phố và trung ương."),
        "review": ("conclusion", "", "Rà soát, đánh giá các chỉ tiêu trong chương trình hành động của các cấp bộ đoàn "
                   "thực hiện nghị quyết đại hội đảng bộ các cấp."),
    }  # fmt: skip
    points = {
        key: note_point(
            unit=cast.city, kind=kind, day=HELD_ON, words=words, said_by=who, session=session, actor=cast.officer, at=at
        )
        for key, (kind, who, words) in said.items()
    }
    today = localdate(at)
    needs = ("Chi đoàn thôn chưa có nơi sinh hoạt cố định (minh hoạ).", "Thiếu máy tính để nhập số liệu (minh hoạ).")
    raised = [
        note_point(unit=cast.commune, kind="obstacle", day=today, words=words, actor=cast.commune_officer, at=at)
        for words in needs
    ]
    take_up_obstacles(session=session, points=raised[:1], actor=cast.officer, at=at)
    decide_obstacle(
        point=raised[0], decision="Đề nghị thôn bố trí nhà văn hoá vào tối thứ Bảy (minh hoạ).", day=today,
        actor=cast.officer, at=at,
    )  # fmt: skip
    return points


def _of_the_session(cast: _Cast, points: dict[str, SessionPoint], at: datetime) -> int:
    today = localdate(at)

    def after(days: int) -> date:
        return today + timedelta(days=days)

    def give(key: str, title: str, days: int, line: str, **other: object) -> Task:
        point = points[key]
        text = TaskText(
            title, NOTE, origin=point.kind, origin_note=f"{point.said_by or 'Kết luận'}, 29/01/2024", line=line
        )
        return give_task(
            unit=cast.city, text=text, due=after(days), point=point, actor=cast.leader, at=at, **other,  # type: ignore[arg-type]
        )  # fmt: skip

    study = give("study", "Nghiên cứu chủ trương lớn của Thành ủy và Trung ương Đoàn, đề xuất giải pháp", 12, "union",
                 person=cast.officer.pk)  # fmt: skip
    give("drive", "Xây dựng chương trình đột phá của năm", -4, "union", person=cast.officer.pk)
    digital = give("digital", "Kế hoạch đi đầu trong chuyển đổi số của Thành đoàn", 3, "union")
    ready = give(
        "ready",
        "Tổ chức kỷ niệm phong trào “Ba sẵn sàng”",
        25,
        "union",
        milestones=[Marked(after(5), "Duyệt kịch bản"), Marked(after(18), "Tổng duyệt")],
    )
    give("balance", "Cân đối nhiệm vụ của thành phố và Trung ương trong kế hoạch quý", 40, "party")
    review = give("review", "Rà soát chỉ tiêu trong chương trình hành động thực hiện nghị quyết đại hội đảng bộ", 20,
                  "party")  # fmt: skip
    report_progress(task=study, words="Đã có danh mục chủ trương (minh hoạ).", actor=cast.officer, at=at)
    report_done(task=digital, words="Đã ban hành kế hoạch (minh hoạ).", actor=cast.officer, at=at)
    share_task(task=ready, units=[cast.neighbour], part="informed", actor=cast.leader, at=at)
    parts = break_down(
        parent=review,
        units=[cast.commune, cast.neighbour],
        title="Rà soát chỉ tiêu của xã, phường",
        due=after(10),
        actor=cast.officer,
        at=at,
    )
    ask_extension(task=parts[0], due=after(15), words="Chờ số liệu các chi đoàn (minh hoạ).", actor=None, at=at)
    return 6 + len(parts)


def _others(cast: _Cast, at: datetime) -> int:
    today = localdate(at)
    year_end = date(today.year, 12, 30)
    give_task(
        unit=cast.commune, giver=cast.city, due=today + timedelta(days=9), actor=cast.leader, at=at,
        text=TaskText(
            "Nâng cao chất lượng tổ chức cơ sở đoàn trên địa bàn dân cư", NOTE, origin="clause",
            origin_note="Kết luận 08-KL/TWĐTN-BTC", line="union",
        ),
    )  # fmt: skip
    give_task(
        unit=cast.city, due=year_end, actor=cast.leader, at=at,
        text=TaskText(
            "Kế hoạch, đề án của tuổi trẻ Thủ đô tham gia 10 chương trình công tác của Thành ủy", NOTE, origin="own",
            line="party",
        ),
    )  # fmt: skip
    give_task(
        unit=cast.city, due=year_end, actor=cast.leader, at=at,
        text=TaskText(
            "Gắn phong trào của đoàn khối với nhiệm vụ chuyên môn, sản xuất kinh doanh", NOTE,
            professional="Nhiệm vụ chuyên môn, sản xuất kinh doanh của từng đơn vị", origin="own",
        ),
    )  # fmt: skip
    give_task(
        unit=cast.city, due=None, proposed=True, actor=cast.officer, at=at,
        text=TaskText("Thực hiện chủ trương “3 liên kết” trong hoạt động tình nguyện", NOTE, origin="own", line="own"),
    )  # fmt: skip
    done = give_task(
        unit=cast.city, due=today - timedelta(days=30), actor=cast.leader, at=at,
        text=TaskText("Hướng dẫn lưu minh chứng sau kiểm tra (minh hoạ)", NOTE, origin="finding", line="union"),
    )  # fmt: skip
    report_done(task=done, words="Đã gửi hướng dẫn (minh hoạ).", actor=cast.officer, at=at)
    confirm_task(task=done, actor=cast.leader, at=at)
    dropped = give_task(
        unit=cast.city, due=today - timedelta(days=10), actor=cast.leader, at=at,
        text=TaskText("Hội nghị giao ban trực tiếp các xã, phường (minh hoạ)", NOTE, origin="own"),
    )  # fmt: skip
    cancel_task(task=dropped, words="Chuyển sang họp trực tuyến (minh hoạ).", actor=cast.leader, at=at)
    return 6
