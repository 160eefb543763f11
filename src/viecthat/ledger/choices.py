"""Words of the ledger."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class Grade(IntegerChoices):
    """How well a figure is proved; a higher number is better proof."""

    DECLARED = 1, _("kê khai")
    EVIDENCED = 2, _("có minh chứng")
    VERIFIED = 3, _("đã xác minh")


class MeasureKind(TextChoices):
    """How an indicator adds up (viecthat.rollup.measures)."""

    FLOW = "flow", _("cộng dồn")
    STOCK = "stock", _("số dư đến ngày")
    PEOPLE = "people", _("người, không tính lượt")
    TURNS = "turns", _("lượt")
    COVERAGE = "coverage", _("độ phủ")
    RATIO = "ratio", _("tỷ lệ")


class PostingKind(TextChoices):
    """What put the entries into the ledger."""

    ACTIVITY = "activity", pgettext_lazy("posting", "Hoạt động")
    REGISTER = "register", _("Sổ quản lý")
    DECLARED = "declared", pgettext_lazy("posting", "Kê khai")
    IMPORT = "import", _("Số đã công bố, nhập vào")
    REVERSAL = "reversal", _("Bút toán đảo")


class WorkArea(IntegerChoices):
    """The six blocks of a report, in their standard order (criteria set of 2021)."""

    EDUCATION = 1, _("Công tác giáo dục")
    MOVEMENTS = 2, _("Các phong trào hành động cách mạng")
    COMPANION = 3, _("Các chương trình đồng hành với thanh niên")
    PIONEERS = 4, _("Công tác phụ trách Đội")
    INTERNATIONAL = 5, _("Công tác quốc tế")
    ORGANISATION = 6, _("Xây dựng tổ chức Đoàn, mở rộng mặt trận, tham gia xây dựng Đảng")
    DIRECTION = 7, _("Tham mưu, phối hợp, chỉ đạo, kiểm tra")
