"""Words of bodies, posts and what becomes of those who hold them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class Basis(TextChoices):
    """How somebody came to a post."""

    ELECTED = "elected", pgettext_lazy("post", "bầu")
    DESIGNATED = "designated", pgettext_lazy("post", "chỉ định")
    APPOINTED = "appointed", pgettext_lazy("post", "bổ nhiệm")
    TRANSFERRED = "transferred", pgettext_lazy("post", "điều động")
    ROTATED = "rotated", pgettext_lazy("post", "luân chuyển")
    ASSIGNED = "assigned", pgettext_lazy("post", "phân công")
    PROVISIONAL = "provisional", pgettext_lazy("post", "lâm thời, phụ trách")


class Leaving(TextChoices):
    """Why somebody holds a post no longer."""

    ANOTHER_POST = "another_post", _("giữ chức vụ khác")
    TRANSFERRED = "transferred", _("điều động")
    ROTATED = "rotated", _("luân chuyển")
    TERM_OVER = "term_over", _("hết nhiệm kỳ")
    OVER_AGE = "over_age", _("quá tuổi theo quy chế")
    ASKED = "asked", _("xin thôi")
    STRUCK_OFF = "struck_off", _("xóa tên vì vắng ba kỳ họp liên tiếp")
    DISMISSED = "dismissed", _("cách chức")
    UNIT_ENDED = "unit_ended", _("đơn vị kết thúc, sáp nhập")
    DIED = "died", _("mất")


class Destination(TextChoices):
    """Where somebody went from a post."""

    UNION_ABOVE = "union_above", _("Đoàn cấp trên")
    UNION = "union", _("vị trí khác trong Đoàn")
    PARTY = "party", _("cơ quan Đảng")
    STATE = "state", _("chính quyền, cơ quan nhà nước")
    FRONT = "front", _("Mặt trận, đoàn thể")
    ARMED_FORCES = "armed_forces", _("quân đội, công an")
    FIRM = "firm", _("doanh nghiệp, hợp tác xã")
    STUDY = "study", _("đi học")
    OTHER = "other", _("nơi khác")
    NONE = "", _("không ghi")


class SecondmentKind(TextChoices):
    """Why somebody works for a time elsewhere."""

    TO_BASE = "to_base", _("cử đi cơ sở, đào tạo thực tế")
    ROTATION = "rotation", _("luân chuyển")
    REINFORCEMENT = "reinforcement", _("biệt phái, tăng cường")


class RatingClass(TextChoices):
    """The four classes of the yearly rating of a cadre."""

    EXCELLENT = "excellent", _("Hoàn thành xuất sắc nhiệm vụ")
    GOOD = "good", _("Hoàn thành tốt nhiệm vụ")
    DONE = "done", _("Hoàn thành nhiệm vụ")
    NOT_DONE = "not_done", _("Không hoàn thành nhiệm vụ")
