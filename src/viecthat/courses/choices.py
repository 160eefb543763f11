"""Words of courses and clubs."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class CourseState(TextChoices):
    """Where a course stands. Its results are in the ledger while it is `CONFIRMED`."""

    OPEN = "open", _("đang mở")
    CONFIRMED = "confirmed", _("đã xác nhận kết quả")
    WITHDRAWN = "withdrawn", pgettext_lazy("course", "đã huỷ")


class EnrolmentState(TextChoices):
    """Where somebody's place in a course stands."""

    WAITING = "waiting", _("danh sách chờ")
    ENROLLED = "enrolled", _("học viên")
    WITHDRAWN = "withdrawn", _("đã rút")


class Result(TextChoices):
    """What came of somebody's course."""

    PASSED = "passed", pgettext_lazy("course", "đạt")
    FAILED = "failed", pgettext_lazy("course", "chưa đạt")


class ClubState(TextChoices):
    """Whether a club works."""

    ACTIVE = "active", _("đang sinh hoạt")
    PAUSED = "paused", _("tạm nghỉ")
    ENDED = "ended", pgettext_lazy("club", "đã giải thể")


class ClubField(TextChoices):
    """What a club is about."""

    TALENT = "talent", _("năng khiếu, sở thích")
    SKILLS = "skills", _("kỹ năng, học tập")
    SPORT = "sport", _("thể thao")
    ARTS = "arts", _("văn hoá, nghệ thuật")
    SCIENCE = "science", _("khoa học, khởi nghiệp")
    VOLUNTEER = "volunteer", _("tình nguyện")
    CHILD_ADVICE = "child_advice", _("tư vấn, trợ giúp trẻ em")
    OTHER = "other", _("lĩnh vực khác")


class Concern(TextChoices):
    """Why a child is referred (Law on Children of 2016, articles 4 and 6)."""

    VIOLENCE = "violence", _("bạo lực, xâm hại")
    NEGLECT = "neglect", _("bỏ mặc, bỏ rơi")
    LABOUR = "labour", _("lao động trái quy định")
    SCHOOL = "school", _("bỏ học, bắt nạt học đường")
    MIND = "mind", _("tâm lý, tinh thần")
    POVERTY = "poverty", _("hoàn cảnh khó khăn")
    OTHER = "other", _("lo ngại khác")


class ReferralState(TextChoices):
    """Where a referral stands."""

    OPEN = "open", _("chờ chuyển")
    REFERRED = "referred", _("đã chuyển")
    CLOSED = "closed", _("đã kết thúc")


class LookedAt(TextChoices):
    """What somebody opened."""

    ROLL = "roll", _("danh sách lớp")
    LEARNER = "learner", _("thông tin học viên")
    HEALTH = "health", _("ghi chú sức khoẻ, an toàn")
    REFERRAL = "referral", _("ca bảo vệ trẻ em")
    MEMBERS = "members", _("danh sách câu lạc bộ")
