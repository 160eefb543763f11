"""Words of the bank of ideas; which step may follow which."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class IdeaField(TextChoices):
    """What an idea is about."""

    EDUCATION = "education", _("giáo dục, học tập")
    ENVIRONMENT = "environment", _("môi trường, khí hậu")
    DIGITAL = "digital", _("chuyển đổi số, công nghệ")
    ECONOMY = "economy", _("sản xuất, khởi nghiệp")
    SOCIETY = "society", _("an sinh, cộng đồng")
    HEALTH = "health", _("sức khoẻ, thể thao")
    CULTURE = "culture", _("văn hoá, du lịch")
    SAFETY = "safety", _("an toàn, trật tự")
    PUBLIC_SERVICE = "public", _("cải cách hành chính")
    UNION = "union", _("công tác Đoàn, Hội, Đội")
    OTHER = "other", pgettext_lazy("idea", "lĩnh vực khác")


class IdeaOrigin(TextChoices):
    """How an idea came into the bank."""

    MEMBER = "member", _("đoàn viên gửi")
    PUBLIC = "public", _("người dân gửi")
    PAPER = "paper", _("cán bộ ghi hộ")
    CONTEST = "contest", _("từ bài dự thi")


class IdeaState(TextChoices):
    """Where an idea stands."""

    SENT = "sent", _("chờ sàng lọc")
    ACCEPTED = "accepted", _("đã tiếp nhận")
    SELECTED = "selected", pgettext_lazy("idea", "được chọn")
    PILOT = "pilot", _("đang thử nghiệm")
    REALISED = "realised", _("đã thực hiện")
    REFUSED = "refused", _("chưa thực hiện được")
    DUPLICATE = "duplicate", _("trùng ý tưởng khác")
    DROPPED = "dropped", _("không phải ý tưởng")
    WITHDRAWN = "withdrawn", _("người gửi rút")


PUBLIC_STATES = (
    IdeaState.ACCEPTED, IdeaState.SELECTED, IdeaState.PILOT, IdeaState.REALISED, IdeaState.REFUSED,
)  # fmt: skip
# Still to be worked on: these follow their unit.
OPEN_STATES = (IdeaState.SENT, IdeaState.ACCEPTED, IdeaState.SELECTED, IdeaState.PILOT)
# (before, after): what the database lets a step be. Twice the same: an answer that changes nothing, or, before
# screening, handing over to another unit. A correcting step goes one of these the other way round.
MOVES: tuple[tuple[str, str], ...] = (
    ("sent", "sent"), ("sent", "accepted"), ("sent", "duplicate"), ("sent", "dropped"), ("sent", "withdrawn"),
    ("accepted", "accepted"), ("accepted", "selected"), ("accepted", "refused"),
    ("selected", "selected"), ("selected", "pilot"), ("selected", "realised"), ("selected", "refused"),
    ("pilot", "pilot"), ("pilot", "realised"), ("pilot", "refused"),
)  # fmt: skip
# Steps that must say why or what came of it.
SAID = ("refused", "duplicate", "dropped", "realised")


class Verdict(TextChoices):
    """What a reviewer advises."""

    SELECT = "select", _("nên chọn")
    IMPROVE = "improve", _("cần hoàn thiện thêm")
    REFUSE = "refuse", _("chưa nên")


class BackingKind(TextChoices):
    """How an idea is supported."""

    TAKEN_ON = "taken_on", _("đơn vị nhận thực hiện")
    MONEY = "money", _("kinh phí")
    MENTOR = "mentor", _("người hướng dẫn")
    MATERIAL = "material", _("vật tư, mặt bằng, thiết bị")
    OTHER = "other", pgettext_lazy("backing", "hỗ trợ khác")


class InitiativeState(TextChoices):
    """Where an initiative at work stands."""

    DECLARED = "declared", _("chờ nơi áp dụng xác nhận")
    CONFIRMED = "confirmed", _("đã xác nhận")
    REJECTED = "rejected", _("không được xác nhận")
    TAKEN_BACK = "taken_back", _("đã rút")


class ConfirmedWay(TextChoices):
    """How the place of work confirmed it."""

    LINK = "link", _("qua đường liên kết có mã")
    PAPER = "paper", _("bằng giấy có ký, đóng dấu")
