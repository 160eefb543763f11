"""A made-up portal of the city: sections, an article read by everybody, one that waits, comments to look at."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.demo.photos import draw
from viecthat.demo.tree import unit_code
from viecthat.kernel.periods import Period
from viecthat.ledger.commands import open_dataset, recorded_under
from viecthat.ledger.queries import indicator_named
from viecthat.news.commands.article import approve_article, correct_article, send_article, write_article
from viecthat.news.commands.comment import decide_comment, send_comment
from viecthat.news.commands.figure import place_figure
from viecthat.news.commands.picture import add_picture, place_picture
from viecthat.news.commands.portal import keep_category, set_up_portal
from viecthat.units.queries import unit_with_code

_HALF_TERM = Period.between(date(2017, 10, 1), date(2020, 6, 15))
_LEAD = (
    "Thành đoàn Hà Nội đánh giá giữa nhiệm kỳ việc thực hiện Nghị quyết Đại hội Đoàn toàn quốc lần thứ XI và Nghị quyết"
    " Đại hội Đoàn thành phố lần thứ XV, nhiệm kỳ 2017 - 2022."
)
_BODY = """Bài này dựng để dùng thử: số liệu của hội nghị xem ở trang sơ kết, mỗi số mở được tới nơi làm ra nó.

Từ đầu nhiệm kỳ, tuổi trẻ thành phố đã trồng [số 1].

## Ba phong trào

- Thanh niên tình nguyện
- Tuổi trẻ sáng tạo
- Tuổi trẻ xung kích bảo vệ Tổ quốc

[ảnh 1]

Đơn vị cơ sở ghi việc tại chỗ; báo cáo, bài viết lấy số từ sổ việc."""


@transaction.atomic
def settle_news(at: datetime) -> bool:
    """All of it once; whether it came new."""
    today = localdate(at)
    city, commune = unit_with_code("ha-noi", today), unit_with_code(unit_code("09694"), today)
    chief, officer = account_named("thanh-doan"), account_named("tan-linh")
    if city is None or commune is None or chief is None or officer is None:
        return False
    dataset, new = open_dataset(
        code="cong-thong-tin-minh-hoa",
        title="Cổng thông tin, bài viết, bình luận minh hoạ",
        source="Do chương trình dựng để dùng thử, không có thật",
        source_date=None,
        synthetic=True,
        note="Toàn bộ là minh hoạ: cổng, bài viết, tác giả, bình luận.",
        at=at,
    )
    if not new:
        return False
    with recorded_under(dataset):
        portal = set_up_portal(
            unit=city.id, actor=chief, at=at,
            facts={"name": "Cổng Thành đoàn (minh hoạ)", "code": "thanh-doan", "source": "HNP",
                   "about": "Tin, bài dựng để dùng thử", "copyright": "© Cổng minh hoạ. Dẫn lại xin ghi nguồn.",
                   "links": [("Trung ương Đoàn", "https://doanthanhnien.vn/"), ("Thành phố", "https://hanoi.gov.vn/")]},
        )  # fmt: skip
        work = keep_category(portal=portal, facts={"name": "Công tác Đoàn"}, actor=chief, at=at)
        three = {"name": "3 Phong trào", "parent": work.pk}
        section = keep_category(portal=portal, facts=three, actor=chief, at=at)
        facts = {"title": "Hội nghị đánh giá giữa nhiệm kỳ (minh hoạ)", "lead": _LEAD, "body": _BODY, "source": "HNP",
                 "byline": "Kim Ngân (minh hoạ)", "category": work.pk, "tags": "Sơ kết, Giữa nhiệm kỳ",
                 "comments_open": True}  # fmt: skip
        first = write_article(portal=portal, unit=commune.id, facts=facts, actor=officer, at=at)
        told = {"caption": "Toàn cảnh hội nghị", "alt": "Hội trường có nhiều hàng ghế, trên bục có phông (hình vẽ)"}
        picture = add_picture(unit=commune.id, content=draw("hall", 0).content, facts=told, actor=officer, at=at)
        place_picture(article=first, picture=picture, actor=officer, at=at)
        trees = indicator_named("trees_planted").pk
        place_figure(article=first, indicator=trees, unit=city.id, period=_HALF_TERM, actor=chief, at=at)
        second_facts = facts | {
            "title": "Ngày Chủ nhật xanh ở cơ sở (minh hoạ)", "category": section.pk, "tags": "Sơ kết",
            "lead": "Đoàn viên ba thôn dọn đường, trồng cây (minh hoạ).", "body": "Bài dựng để dùng thử.",
        }  # fmt: skip
        second = write_article(portal=portal, unit=commune.id, facts=second_facts, actor=officer, at=at)
        for row in (first, second):
            send_article(article=row, actor=officer, at=at)
            approve_article(article=row, publish_at=at, actor=chief, at=at)
        mended = facts | {"lead": f"{_LEAD} (minh hoạ)"}
        correct_article(article=first, facts=mended, note="Ghi rõ bài này là minh hoạ.", actor=chief, at=at)
        waits = facts | {"title": "Bài chờ duyệt (minh hoạ)", "lead": "", "body": "Đoàn phường phatát động phong trào."}
        third = write_article(portal=portal, unit=commune.id, facts=waits, actor=officer, at=at)
        send_article(article=third, actor=officer, at=at)
        first.refresh_from_db()
        for name, words in (
            ("Bạn đọc A", "Bài dễ hiểu, số nào cũng mở được."),
            ("Bạn đọc B", "Cho hỏi lịch tình nguyện?"),
        ):
            said = {"name": name, "title": "Góp ý (minh hoạ)", "words": words}
            comment = send_comment(article=first, facts=said, link="", at=at)
            if name.endswith("A"):
                decide_comment(comment=comment, show=True, reason="", actor=chief, at=at)
    return True
