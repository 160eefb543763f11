"""A made-up channel, series, code of conduct, good practice and quiz, so that these pages have something to show."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.demo.members import VILLAGE
from viecthat.demo.tree import unit_code
from viecthat.learning.commands.library import check_conduct, commit_on_paper, write_material
from viecthat.learning.commands.quiz import open_quiz, take_quiz, write_quiz
from viecthat.ledger.commands import open_dataset, recorded_under
from viecthat.media.commands.channel import count_followers, open_channel
from viecthat.media.commands.series import open_series, publish_item
from viecthat.people.queries.membership import open_members
from viecthat.people.queries.own import person_of
from viecthat.units.queries import unit_with_code

COMMUNE = unit_code("09694")
_FOUNDED = date(2025, 7, 1)
_SETTLED = 120
_CODE = """Xếp hàng, nhường chỗ, nói lời cảm ơn, xin lỗi.
Không xả rác, không hút thuốc nơi công cộng.
Đăng tin có nguồn, không chia sẻ tin chưa kiểm chứng."""
_PRACTICE = """Khó: thôn xa thư viện, thiếu nhi không có chỗ đọc.
Cách làm: mỗi đoàn viên góp ba cuốn, nhà văn hoá cho mượn một góc, hai đoàn viên trực tối thứ Bảy.
Kết quả: tủ có hơn hai trăm cuốn, mỗi tối chừng hai mươi em. Cần: một người giữ sổ mượn."""
_QUESTIONS = """Đoàn TNCS Hồ Chí Minh được thành lập ngày nào?
* 26/3/1931
- 03/2/1930
- 15/5/1941

Đâu là một trong ba phong trào của Đoàn?
- Hai tốt
* Tuổi trẻ sáng tạo
- Ba đảm đang"""
_NEWS = ("Trả lại ví cho người đánh rơi", "Lớp vẽ miễn phí tối thứ Bảy", "Đội hình sửa xe giúp thí sinh")


@transaction.atomic
def settle_learning(at: datetime) -> bool:
    """All of it once, at the city and one commune of it; whether it came new."""
    today = localdate(at)
    city, commune, village = (unit_with_code(code, today) for code in ("ha-noi", COMMUNE, VILLAGE))
    chief, officer, secretary = (account_named(name) for name in ("thanh-doan", "tan-linh", "chi-doan"))
    if city is None or commune is None or village is None or chief is None or officer is None or secretary is None:
        return False
    if (today - _FOUNDED).days < _SETTLED:
        return False
    dataset, new = open_dataset(
        code="truyen-thong-hoc-tap-minh-hoa",
        title="Kênh truyền thông, tuyến bài, thư viện và trắc nghiệm minh hoạ",
        source="Do chương trình dựng để dùng thử, không có thật",
        source_date=None,
        synthetic=True,
        note="Toàn bộ là minh hoạ: kênh, bài đăng, người ký cam kết, lần kiểm tra.",
        at=at,
    )
    if not new:
        return False
    with recorded_under(dataset):
        opened = today - timedelta(days=90)
        page = open_channel(
            unit=commune.id, actor=officer, at=at,
            facts={"name": "Tuổi trẻ Suối Hai (minh hoạ)", "kind": "page", "opened_on": opened, "followers": 840},
        )  # fmt: skip
        count_followers(channel=page, day=today - timedelta(days=10), followers=912, actor=officer, at=at)
        series = open_series(
            unit=city.id, actor=chief, at=at,
            facts={"title": "Mỗi ngày một tin tốt (minh hoạ)", "kind": "good_news", "rhythm": "day",
                   "start": today - timedelta(days=20), "asks": "Việc thật, người thật ở cơ sở; có ảnh, có nguồn."},
        )  # fmt: skip
        for days, title in enumerate(_NEWS, start=1):
            facts = {"title": title, "day": today - timedelta(days=days), "words": "Tin minh hoạ.", "channel": page.pk}
            publish_item(series=series, unit=commune.id, facts=facts | {"reusable": days > 1}, actor=officer, at=at)
        code = write_material(
            unit=city.id, actor=chief, at=at,
            facts={"kind": "code", "title": "Quy tắc ứng xử nơi công cộng (minh hoạ)", "body": _CODE, "area": 1},
        )  # fmt: skip
        write_material(
            unit=commune.id, actor=officer, at=at,
            facts={"kind": "practice", "title": "Tủ sách góc thôn (minh hoạ)", "body": _PRACTICE, "area": 3},
        )  # fmt: skip
        people = [one.person_id for one in open_members([village.id])[:3]]
        if people:
            commit_on_paper(
                material=code, unit=village.id, people=people, day=today - timedelta(days=5), actor=secretary, at=at
            )
        seen = {"day": today - timedelta(days=3), "place": "Bến xe", "seen": 40, "kept": 33, "words": "Còn chen hàng"}
        check_conduct(material=code, unit=commune.id, facts=seen, actor=officer, at=at)
        quiz = write_quiz(
            unit=city.id, actor=chief, at=at,
            facts={"title": "Tìm hiểu về Đoàn (minh hoạ)", "questions": _QUESTIONS, "start": today - timedelta(days=7),
                   "last_day": today + timedelta(days=60), "pass_mark": 2, "tries": 2},
        )  # fmt: skip
        open_quiz(quiz=quiz, actor=chief, at=at)
        quiz.refresh_from_db()
        member = account_named("doan-vien")
        if member is not None and person_of(member) is not None:
            take_quiz(quiz=quiz, answers=[0, 1], actor=member, at=at)
    return True
