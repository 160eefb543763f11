"""Limits that the sources name, followed from one review to the next; a proposal and a superior's remarks.

What the sources say of limits is theirs; causes, answers and remarks are made up and say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.demo.tree import CENTRE, HANOI, unit_code
from viecthat.ledger.choices import WorkArea
from viecthat.ledger.queries import indicator_named
from viecthat.reviews.commands.appraisal import AppraisalFacts, sign_appraisal
from viecthat.reviews.commands.limit import LimitFacts, open_limit, say_of_limit
from viecthat.reviews.commands.proposal import (
    ProposalFacts,
    answer_proposal,
    send_proposal,
)
from viecthat.reviews.queries import review_held
from viecthat.reviews.queries.limits import limits_of_review
from viecthat.reviews.rules import units_appraising
from viecthat.units.queries import unit_with_code

if TYPE_CHECKING:
    from viecthat.reviews.models import Review

_MID_TERM, _YEAR = "giua-nhiem-ky-2017-2020", "nam-2022"
_HALF_YEAR = "6-thang-dau-nam-2018"
_SAID, _ANSWERED = datetime(2020, 6, 25, 3, tzinfo=UTC), datetime(2022, 12, 28, 3, tzinfo=UTC)
_SAID_2018 = datetime(2018, 8, 2, 3, tzinfo=UTC)
_SUBJECTIVE, _OBJECTIVE, _BOTH = "subjective", "objective", "both"


@dataclass(frozen=True)
class _Told:
    """A limit of the demonstration, and what was said of it in the year's review: how, words, proof."""

    words: str
    area: WorkArea
    cause: str
    cause_kind: str
    action: str
    indicator: str = ""
    answer: tuple[str, str, str] | None = None


_HANOI = (
    _Told(
        "Ở một số nơi, công tác Đoàn còn biểu hiện thành tích, đối phó, hình thức.",
        WorkArea.DIRECTION,
        "Kiểm tra chủ yếu qua báo cáo, chưa kiểm chứng kết quả tại cơ sở (minh hoạ).",
        _SUBJECTIVE,
        "Mỗi số liệu kèm minh chứng; kiểm tra rút thăm hằng quý.",
        answer=(
            "mended",
            "Các đơn vị ghi việc kèm minh chứng; kiểm tra rút thăm được làm hằng quý (minh hoạ).",
            "Kế hoạch kiểm tra, giám sát năm 2022 (minh hoạ)",
        ),
    ),
    _Told(
        "Dạy nghề, giới thiệu việc làm mới đến được 20.245 thanh niên và bộ đội xuất ngũ sau nửa nhiệm kỳ.",
        WorkArea.COMPANION,
        "Nguồn lực phối hợp với các trung tâm dịch vụ việc làm còn ít (minh hoạ).",
        _BOTH,
        "Ký kết phối hợp với các trung tâm dịch vụ việc làm, mở ngày hội việc làm ở từng quận, huyện.",
        "trained_or_placed",
        (
            "mended",
            "Riêng năm 2022 dạy nghề, giới thiệu việc làm cho 90.817 thanh niên, chỉ tiêu năm là 55.000.",
            "Báo Phụ nữ Thủ đô, bài 114108",
        ),
    ),
    _Told(
        "Việc tập hợp thanh niên ở các khu vực đặc thù (nông thôn, khu công nghiệp, khu chế xuất, dân tộc, địa bàn dân "
        "cư) chưa đều.",
        WorkArea.ORGANISATION,
        "Thanh niên đi làm xa, thời gian sinh hoạt ít (minh hoạ).",
        _OBJECTIVE,
        "Đổi mới chương trình hoạt động theo từng khu vực; lập chi đoàn tại khu nhà trọ, chung cư.",
        answer=("still", "Đã lập thêm chi đoàn, nhưng tỷ lệ tập hợp chưa tăng rõ (minh hoạ).", ""),
    ),
    _Told(
        "Còn 20,4% đoàn cơ sở trở lên chưa có phương thức trang bị kỹ năng xã hội cho thanh thiếu niên.",
        WorkArea.COMPANION,
        "Thiếu người hướng dẫn kỹ năng ở cấp xã (minh hoạ).",
        _SUBJECTIVE,
        "Tập huấn người hướng dẫn kỹ năng cho mọi đoàn cấp xã.",
        "units_with_skills",
    ),
)
_CENTRE = (
    _Told(
        "Một số công việc của chương trình công tác năm 2018 cần rà soát lại để bảo đảm đúng tiến độ.",
        WorkArea.DIRECTION,
        "Việc mới phát sinh trong năm đầu nhiệm kỳ nhiều (minh hoạ).",
        _OBJECTIVE,
        "Các ban, đơn vị rà soát những công việc còn lại của năm 2018.",
    ),
    _Told(
        "Cơ chế chia sẻ thông tin giữa các ban, đơn vị chưa đủ mạnh.",
        WorkArea.DIRECTION,
        "Mỗi ban theo dõi công việc bằng sổ riêng (minh hoạ).",
        _SUBJECTIVE,
        "Tăng cường cơ chế chia sẻ thông tin giữa các ban để hoàn thành nhiệm vụ được giao và cùng phát triển.",
    ),
    _Told(
        "Việc nắm bắt tư tưởng, đối thoại với cán bộ, người lao động ở các đơn vị chưa thường xuyên.",
        WorkArea.DIRECTION,
        "Chưa có lịch gặp gỡ, đối thoại định kỳ (minh hoạ).",
        _SUBJECTIVE,
        "Tăng cường đối thoại, gặp gỡ cán bộ, công chức, viên chức, người lao động của đơn vị.",
    ),
)


@transaction.atomic
def settle_limits(at: datetime) -> int:
    """The limits of the two reviews, two proposals and remarks, unless they are there; how many limits are new."""
    today = localdate(at)
    city, centre = unit_with_code(HANOI, today), unit_with_code(CENTRE, today)
    if city is None or centre is None:
        return 0
    mid_term, year = review_held(city.id, _MID_TERM), review_held(city.id, _YEAR)
    half_year = review_held(centre.id, _HALF_YEAR)
    if mid_term is None or half_year is None or limits_of_review(mid_term, today).found:
        return 0
    _tell(_HANOI, mid_term, _SAID, year)
    _tell(_CENTRE, half_year, _SAID_2018, None)
    _propose(mid_term, centre.id, at)
    _appraise(mid_term, at)
    return len(_HANOI) + len(_CENTRE)


def _tell(told: tuple[_Told, ...], review: Review, at: datetime, later: Review | None) -> None:
    for one in told:
        facts = LimitFacts(
            one.words,
            area=one.area,
            indicator=indicator_named(one.indicator).pk if one.indicator else None,
            cause=one.cause,
            cause_kind=one.cause_kind,
            action=one.action,
        )
        limit = open_limit(review=review, facts=facts, actor=None, at=at)
        if one.answer is not None and later is not None:
            kind, words, proof = one.answer
            say_of_limit(limit=limit, kind=kind, words=words, proof=proof, review=later, actor=None, at=_ANSWERED)


def _propose(review: Review, centre: int, at: datetime) -> None:
    """The city's to the centre, answered; a commune's to the city, which waits."""
    asked = send_proposal(
        unit=review.unit_id,
        facts=ProposalFacts(
            "Thanh niên khu vực đặc thù khó vay vốn lập nghiệp vì thiếu tài sản bảo đảm (minh hoạ).",
            "Đề nghị Trung ương Đoàn tham mưu cơ chế, chính sách, đề án giúp thanh niên lập thân, lập nghiệp.",
            centre,
            area=WorkArea.COMPANION,
        ),
        review=review,
        actor=None,
        at=_SAID,
    )
    answer_proposal(
        proposal=asked,
        answer="partly",
        words="Đưa vào kế hoạch làm việc với Ngân hàng Chính sách xã hội; cơ chế riêng cho Thủ đô do Thành phố xem xét "
        "(minh hoạ).",
        actor=None,
        at=_SAID + timedelta(days=60),
    )
    commune, officer = unit_with_code(unit_code("09694"), localdate(at)), account_named("tan-linh")
    if commune is not None and officer is not None:
        facts = ProposalFacts(
            "Hai thôn chưa có sân chơi cho thiếu nhi, hè nào cũng phải mượn sân trường (minh hoạ).",
            "Đề nghị Thành đoàn đưa hai sân chơi vào kế hoạch công trình thanh niên.",
            review.unit_id,
            area=WorkArea.PIONEERS,
            due=localdate(at) + timedelta(days=30),
        )
        send_proposal(unit=commune.id, facts=facts, actor=officer, at=at)


def _appraise(review: Review, at: datetime) -> None:
    superior = account_named("trung-uong")
    above = units_appraising(superior, review.unit_id, at) if superior is not None else []
    if superior is None or not above:
        return
    sign_appraisal(
        review=review,
        unit=above[0],
        facts=AppraisalFacts(
            said_by=superior.full_name,
            post="Bí thư Trung ương Đoàn (minh hoạ)",
            day=review.conference_on or review.last_day,
            words="Thành đoàn Hà Nội là hạt nhân nòng cốt trong các phong trào của thanh niên cả nước; hoạt động đi "
            "vào chiều sâu, coi trọng chất lượng cơ sở.",
            exceeded="Tư vấn tuyển sinh, định hướng nghề nghiệp cho 371.893 đoàn viên, thanh niên.",
            notable="Dám chọn và thực hiện các việc khó, việc mới.",
            direction="Xây dựng hình mẫu thanh niên Thủ đô thế hệ mới tiên phong, sáng tạo, sẵn sàng hội nhập.",
        ),
        actor=superior,
        at=at,
    )
