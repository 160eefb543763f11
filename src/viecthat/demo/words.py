"""The words of the mid-term review of Hà Nội: what its source says, and sentences of the figures, which stay live."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.demo.tree import HANOI
from viecthat.kernel.periods import Period
from viecthat.ledger.choices import WorkArea
from viecthat.reviews.commands.content import name_task, write_words
from viecthat.reviews.exports.suggestions import suggestions_of
from viecthat.reviews.headings import headings_of
from viecthat.reviews.queries import review_held, review_table
from viecthat.reviews.queries.content import review_content
from viecthat.units.queries import unit_with_code

_SLUG = "giua-nhiem-ky-2017-2020"
_SAID = {
    "situation": "Nửa đầu nhiệm kỳ 2017 – 2022, tổ chức Đoàn Thủ đô triển khai đồng thời Nghị quyết Đại hội Đoàn toàn "
    "quốc lần thứ XI và Nghị quyết Đại hội Đoàn thành phố lần thứ XV.",
    "results": "Công tác Đoàn và phong trào thanh thiếu nhi Thủ đô có bước phát triển mới, đi vào chiều sâu, coi trọng "
    "chất lượng cơ sở; dần theo hướng thực chất, bài bản, giảm thiểu bệnh thành tích, đối phó, hình thức trong Đoàn.",
    f"area.{WorkArea.DIRECTION.name.lower()}": "Công tác tham mưu cho cấp ủy, chính quyền và việc phối hợp với các sở, "
    "ban, ngành được thực hiện hiệu quả.",
    "directions": "Tập trung khắc phục những hạn chế của nửa đầu nhiệm kỳ; phấn đấu hoàn thành ở mức cao nhất các chỉ "
    "tiêu của cả nhiệm kỳ.",
}
_TASKS = (
    "Xây dựng hình mẫu thanh niên Thủ đô thế hệ mới tiên phong, sáng tạo, sẵn sàng hội nhập.",
    "Tập trung nguồn lực đồng hành với thanh niên trong học tập, lập thân, lập nghiệp (minh hoạ).",
    "Rà soát từng chỉ tiêu chưa đúng tiến độ, giao đơn vị chủ trì và hạn hoàn thành (minh hoạ).",
)
_DUE = date(2022, 9, 30)
_MOST = 2  # sentences of the figures under a heading: a report that said them all would not be read


@transaction.atomic
def settle_words(at: datetime) -> int:
    """Words under the headings and three key tasks, unless something stands there; how many headings are new."""
    today = localdate(at)
    city, writer = unit_with_code(HANOI, today), account_named("thanh-doan")
    review = review_held(city.id, _SLUG) if city is not None else None
    if city is None or writer is None or review is None:
        return 0
    period = Period(review.start, review.end)
    table = review_table(city, period, map_name="then", today=today, review=review)
    content = review_content(table)
    if not content.is_empty:
        return 0
    written = 0
    for heading in headings_of(review.kind):
        told = suggestions_of(heading, content.fields) if heading.area or heading.key in _SAID else []
        lines = [line for line in (_SAID.get(heading.key, ""), *told[:_MOST]) if line]
        if not lines:
            continue
        write_words(
            review=review, heading=heading.key, lang="vi", text="\n".join(lines), revision=0, actor=writer, at=at
        )  # fmt: skip
        written += 1
    for words in _TASKS:
        name_task(review=review, words=words, unit=city.id, due=_DUE, actor=writer, at=at)
    return written
