"""Contests to try out: one that runs with works, marks and a vote, one whose results are out, one being written.

The titles are those of the sources (Olympiad of English for young cadres, Talented Couple, a logo for the founding
day); entrants, marks and prizes are made up and say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.contests.commands.closing import close_round
from viecthat.contests.commands.contest import add_juror, keep_round, open_contest, write_contest
from viecthat.contests.commands.judging import cast_vote, score_submission
from viecthat.contests.commands.result import give_award, publish_results
from viecthat.contests.commands.submission import Named, Work, accept_submission, send_submission
from viecthat.contests.queries.listing import criteria_of, opened
from viecthat.demo.tree import unit_code
from viecthat.ledger.commands import open_dataset, recorded_under
from viecthat.people.queries.own import person_of
from viecthat.units.queries import unit_with_code

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.contests.models import Contest, Round, Submission

_ENGLISH = {
    "title": "Olympic tiếng Anh dành cho cán bộ trẻ (minh hoạ)", "edition": 3, "entrants": "single",
    "organisers": "Ban Thường vụ Thành đoàn Hà Nội", "categories": "Cán bộ Đoàn; 16; 35\nHọc sinh; 7; 15",
    "criteria": "Nội dung; 50\nNgôn ngữ; 30\nTrình bày; 20", "prizes": "Giải Nhất; 1; 5.000.000\nGiải Khuyến khích; 5",
    "rules": "Viết một bài tiếng Anh về việc thật ở cơ sở mình, không quá một trang.\nKhông ghi tên trong bài.",
    "rights": "Ban tổ chức được đăng bài trên trang của Thành đoàn, có ghi tên tác giả.",
}  # fmt: skip
_LOGO = {
    "title": "Sáng tác biểu trưng kỷ niệm ngày thành lập Đoàn (minh hoạ)", "entrants": "single",
    "organisers": "Ban Thường vụ Thành đoàn Hà Nội", "partner": "Hội Mỹ thuật (minh hoạ)",
    "criteria": "Ý tưởng; 60\nThẩm mỹ; 40", "prizes": "Giải Nhất; 1; 10.000.000\nGiải Khuyến khích; 12",
    "rules": "Mỗi người gửi một biểu trưng kèm lời thuyết minh.",
    "rights": "Ban tổ chức được dùng biểu trưng được giải trong các hoạt động kỷ niệm.",
}  # fmt: skip
_COUPLE = {
    "title": "Cặp đôi tài năng (minh hoạ)", "entrants": "pair", "organisers": "Ban Thường vụ Thành đoàn Hà Nội",
    "criteria": "Tài năng; 1", "prizes": "Giải Nhất; 1", "rules": "Hai người một tiết mục.",
    "rights": "Ban tổ chức được ghi hình.",
}  # fmt: skip
_BORN, _CHILD = date(2000, 3, 26), timedelta(days=12 * 366)


@transaction.atomic
def settle_contests(at: datetime) -> bool:
    """All of it once, held by the city, judged by officers of two communes; whether it came new."""
    today = localdate(at)
    city, commune = unit_with_code("ha-noi", today), unit_with_code(unit_code("09694"), today)
    chief, officer, member = (account_named(name) for name in ("thanh-doan", "tan-linh", "doan-vien"))
    if city is None or commune is None or chief is None or officer is None or member is None:
        return False
    dataset, new = open_dataset(
        code="cuoc-thi-minh-hoa",
        title="Cuộc thi minh hoạ",
        source="Do chương trình dựng để dùng thử, không có thật",
        source_date=None,
        synthetic=True,
        note="Tên cuộc thi theo tài liệu nguồn; người dự thi, điểm, lượt bình chọn, giải là minh hoạ.",
        at=at,
    )
    if not new:
        return False
    with recorded_under(dataset):
        _running(city.id, commune.id, chief, officer, member, at)
        _over(city.id, chief, officer, at)
        row = _written(city.id, _COUPLE, chief, at)
        _round(row, "registration", "Nhận đăng ký", 1, (0, 30), chief, at)
        _round(row, "final", "Chung kết", 2, (31, 45), chief, at)
    return True


def _running(city: int, commune: int, chief: Account, officer: Account, member: Account, at: datetime) -> None:
    row = _written(city, _ENGLISH, chief, at)
    _round(row, "registration", "Nhận bài", 1, (-20, 30), chief, at)
    jury = _round(row, "preliminary", "Vòng loại", 2, (-5, 40), chief, at, passing=5)
    vote = _round(row, "vote", "Bình chọn tháng này", 2, (-5, 40), chief, at, passing=1)
    _round(row, "final", "Chung kết", 3, (50, 60), chief, at)
    add_juror(contest=row, username=officer.username, unit=commune, title="Giám khảo mời", actor=chief, at=at)
    open_contest(contest=row, actor=chief, at=at)
    own = person_of(member)
    ours = [Named(own.full_name)] if own is not None else [Named("Lê Văn Minh Hoạ", _BORN)]
    works = [
        _sent(row, ours, "A library in a village", at, actor=member if own is not None else None),
        _sent(row, [Named("Trần Thị Minh Hoạ", _BORN)], "Clean water", at, files=(b"Clean water\n",)),
        _sent(
            row, [Named("Bé Minh Hoạ", localdate(at) - _CHILD, "Trường minh hoạ", "Mẹ minh hoạ", "0900000000")],
            "My school garden", at, category=1,
        ),
    ]  # fmt: skip
    for work in works[:2]:
        accept_submission(submission=work, actor=chief, at=at)
    _mark(jury, works[1], officer, (800, 750, 900), at)
    cast_vote(round_=vote, submission=works[1], actor=officer, at=at)


def _over(city: int, chief: Account, officer: Account, at: datetime) -> None:
    row = _written(city, _LOGO, chief, at)
    _round(row, "registration", "Nhận biểu trưng", 1, (-30, 0), chief, at)
    final = _round(row, "final", "Chấm giải", 2, (-10, 0), chief, at)
    add_juror(contest=row, username=officer.username, unit=None, actor=chief, at=at)
    open_contest(contest=row, actor=chief, at=at)
    for title, points in (("Ngọn đuốc", 900), ("Cánh buồm", 800)):
        named = [Named("Hoạ Sĩ Minh Hoạ", _BORN, "Câu lạc bộ minh hoạ")]
        work = _sent(row, named, title, at, words="Ba nét là ba phong trào.", named=True)
        accept_submission(submission=work, actor=chief, at=at)
        _mark(final, work, officer, (points, points), at)
    close_round(round_=final, passed=[], words="Giám khảo thống nhất.", actor=chief, at=at)
    for prize, work in zip(opened(row, localdate(at)).prizes, row.submissions.order_by("pk"), strict=True):
        give_award(prize=prize, submission=work, given_on=localdate(at), actor=chief, at=at)
    publish_results(contest=row, actor=chief, at=at)


def _written(city: int, facts: dict[str, Any], chief: Account, at: datetime) -> Contest:
    whole = {"year": localdate(at).year, "most": None, "outside": True, "anonymous": True, **facts}
    return write_contest(unit=city, facts=whole, actor=chief, at=at)


def _round(
    row: Contest, kind: str, name: str, stage: int, days: tuple[int, int], chief: Account, at: datetime, **more: Any
) -> Round:
    start, last = (localdate(at) + timedelta(days=n) for n in days)
    facts = {"kind": kind, "name": name, "stage": stage, "start": start, "last_day": last, **more}
    return keep_round(contest=row, facts=facts, actor=chief, at=at)


def _sent(
    row: Contest, people: Sequence[Named], title: str, at: datetime, *, category: int = 0, actor: Account | None = None,
    words: str = "It is a small thing, and it works.", files: Sequence[bytes] = (), named: bool = False,
) -> Submission:  # fmt: skip
    offered = opened(row, localdate(at)).categories
    work = Work(
        title, words, category=offered[category].pk if offered else None, contact="0900000000", agreed=True,
        named=named, files=files,
    )  # fmt: skip
    return send_submission(contest=row, work=work, people=people, actor=actor, at=at)


def _mark(round_: Round, work: Submission, juror: Account, points: Sequence[int], at: datetime) -> None:
    marks = {one.pk: given for one, given in zip(criteria_of(round_.contest), points, strict=True)}
    score_submission(round_=round_, submission=work, marks=marks, actor=juror, at=at)
