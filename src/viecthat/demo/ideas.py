"""A few made-up ideas at one commune, from sent to realised, and two initiatives, so that the bank shows something."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.demo.accounts import MEMBER
from viecthat.demo.tree import unit_code
from viecthat.ideas.choices import BackingKind, Verdict
from viecthat.ideas.commands import IdeaFacts, send_idea
from viecthat.ideas.commands.initiative import Said, confirm_on_paper, declare_initiative
from viecthat.ideas.commands.judging import ask_reviewer, judge_idea
from viecthat.ideas.commands.steps import accept_idea, pilot_idea, realise_idea, refuse_idea, select_idea
from viecthat.ideas.commands.support import back_idea
from viecthat.ledger.commands import open_dataset, recorded_under
from viecthat.units.queries import unit_with_code

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ideas.models import Idea

COMMUNE = unit_code("09694")
_FOUNDED = date(2025, 7, 1)
_SETTLED = 60  # days after which all that is told has had its time
_POINTS = {"new": 7, "useful": 9, "feasible": 8, "spread": 8}
_LAKE = IdeaFacts(
    "Trạm gom pin cũ quanh hồ Suối Hai",
    "Pin cũ vứt lẫn rác sinh hoạt, ngấm ra hồ. Đặt tám hộp gom pin ở nhà văn hoá thôn và cổng trường; mỗi tháng chi"
    " đoàn gom một lần, chuyển cho đơn vị xử lý. (Minh hoạ.)",
    "environment",
    "Khoảng 200 kg pin mỗi năm không ra hồ; trẻ em biết phân loại rác nguy hại.",
)
_AGAIN = IdeaFacts(
    "Điểm gom pin cũ ở quanh hồ Suối Hai",
    "Đặt hộp gom pin cũ ở các thôn ven hồ để pin không ra hồ. (Minh hoạ.)",
    "environment",
)
_OTHERS = (
    IdeaFacts(
        "Tủ sách trao đổi ở bến xe buýt", "Tủ sách nhỏ, ai để một quyển thì lấy một quyển. (Minh hoạ.)", "culture"
    ),
    IdeaFacts("Bản đồ số nông sản của xã", "Mỗi hộ một điểm: bán gì, mùa nào, gọi ai. (Minh hoạ.)", "digital"),
    IdeaFacts("Làm cầu treo mới qua suối", "Cầu cũ hẹp, mùa mưa ngập. (Minh hoạ.)", "society"),
)

_CONFIRMED = """GIẤY XÁC NHẬN SÁNG KIẾN
(Minh hoạ: giấy này do chương trình dựng để dùng thử, không có thật.)

Xưởng cơ khí nơi tác giả làm việc xác nhận: sáng kiến đã được áp dụng tại xưởng, đúng như tác giả khai.
Giá trị làm lợi sáu tháng qua, do phòng kế hoạch và kế toán của xưởng cùng tính: 80.000.000 đồng;
600 giờ công; 100 kg vật liệu. Cách tính: so với cùng công việc, cùng số sản phẩm trước khi áp dụng.

Xưởng đồng ý để Đoàn xã ghi kết quả này vào ngân hàng ý tưởng và công bố tên sáng kiến.

Quản đốc xưởng (đã ký)
"""


@transaction.atomic
def settle_ideas(at: datetime) -> bool:
    """All of it at one commune, once; whether it came new."""
    today = localdate(at)
    unit = unit_with_code(COMMUNE, today)
    officer, member = account_named("tan-linh"), account_named(MEMBER)
    if unit is None or officer is None or member is None or (today - _FOUNDED).days < _SETTLED:
        return False
    dataset, new = open_dataset(
        code="y-tuong-sang-kien-minh-hoa",
        title="Ý tưởng, sáng kiến minh hoạ",
        source="Người và việc do chương trình dựng để dùng thử, không có thật",
        source_date=None,
        synthetic=True,
        note="Toàn bộ là minh hoạ: ý tưởng, người chấm, hỗ trợ, sáng kiến và nơi áp dụng.",
        at=at,
    )
    if not new:
        return False
    with recorded_under(dataset):
        _ideas(unit.id, officer, member, at)
        _initiatives(unit.id, officer, at)
    return True


def _ideas(unit: int, officer: Account, member: Account, at: datetime) -> None:
    today, sent = localdate(at), at - timedelta(days=30)
    lake, shelf, mapped, bridge = (
        send_idea(unit=unit, facts=facts, actor=actor, at=sent)[0]
        for facts, actor in zip((_LAKE, *_OTHERS), (member, None, member, None), strict=True)
    )
    send_idea(unit=unit, facts=_AGAIN, actor=None, at=at - timedelta(days=2))
    for idea in (lake, shelf, mapped, bridge):
        accept_idea(idea=idea, words="Cảm ơn bạn, Đoàn xã đã đọc và mời người chấm.", actor=officer, at=at)
    for idea in (lake, mapped):
        _judge(idea, officer, at)
        select_idea(idea=idea, day=today, words="Làm được trong năm nay.", actor=officer, at=at)
    ask_reviewer(idea=shelf, reviewer=officer.pk, actor=officer, at=at)
    back_idea(
        idea=lake, kind=BackingKind.MONEY, words="Quỹ sáng tạo trẻ của xã mua hộp gom", value=4_000_000, day=today,
        actor=officer, at=at,
    )  # fmt: skip
    back_idea(
        idea=lake, kind=BackingKind.TAKEN_ON, words="Nhận làm, mỗi tháng gom một lần", unit=unit, day=today,
        actor=officer, at=at,
    )  # fmt: skip
    pilot_idea(idea=lake, day=today, words="Đặt thử hai hộp ở thôn Đô Trám.", actor=officer, at=at)
    realise_idea(
        idea=lake, day=today, words="Tám hộp đã đặt, tháng đầu gom 18 kg pin.",
        content="Biên bản gom pin tháng đầu: 18 kg. Minh hoạ.".encode(), file_name="bien-ban-gom-pin.txt",
        actor=officer, at=at,
    )  # fmt: skip
    refuse_idea(
        idea=bridge, words="Cầu đã có trong kế hoạch đầu tư công của xã năm sau; Đoàn xã đã chuyển ý kiến.",
        actor=officer, at=at,
    )  # fmt: skip


def _judge(idea: Idea, officer: Account, at: datetime) -> None:
    ask_reviewer(idea=idea, reviewer=officer.pk, actor=officer, at=at)
    judge_idea(
        idea=idea, points=_POINTS, verdict=Verdict.SELECT, words="Ít tiền, làm được ngay", actor=officer, at=at
    )  # fmt: skip


def _initiatives(unit: int, officer: Account, at: datetime) -> None:
    today = localdate(at)
    begun = today - timedelta(days=50)
    welding = {
        "title": "Gá hàn ba điểm", "field": "economy", "author": "Tổ hàn trẻ (minh hoạ)",
        "employer": "Xưởng cơ khí Suối Hai (minh hoạ)", "text": "Gá kẹp ba điểm thay cho kẹp tay, hàn một lần xong.",
        "effect": "Từ 20 lên 32 khung một ca.", "applied_on": begun, "money": 96_000_000, "hours": 640, "material": 120,
        "material_unit": "que hàn (kg)",
    }  # fmt: skip
    row = declare_initiative(unit=unit, facts=welding, actor=officer, at=at)
    confirm_on_paper(
        initiative=row, said=Said("Quản đốc xưởng (minh hoạ)", 80_000_000, 600, 100, "Tính theo sáu tháng đã chạy"),
        day=today, content=_CONFIRMED.encode(), file_name="giay-xac-nhan.txt",
        actor=officer, at=at,
    )  # fmt: skip
    water = {
        "title": "Tưới nhỏ giọt bằng ống cũ", "field": "economy", "author": "Hợp tác xã trẻ (minh hoạ)",
        "employer": "Hợp tác xã chè Ba Trại (minh hoạ)", "text": "Dùng lại ống cũ, van hẹn giờ.",
        "applied_on": begun, "hours": 300, "material": 900, "material_unit": "nước (m³)",
    }  # fmt: skip
    declare_initiative(unit=unit, facts=water, actor=officer, at=at)
