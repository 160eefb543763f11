"""Words of inspections of policies and law."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InspectionKind(TextChoices):
    """What kind of look it is."""

    INSPECTION = "inspection", _("kiểm tra")
    SUPERVISION = "supervision", _("giám sát")
    CRITICISM = "criticism", _("phản biện xã hội")


class InspectionState(TextChoices):
    """How far an inspection has come."""

    PLANNED = "planned", _("theo kế hoạch")
    RUNNING = "running", _("đang tiến hành")
    CONCLUDED = "concluded", _("đã kết luận")
    CALLED_OFF = "called_off", _("không tiến hành")


class TeamRole(TextChoices):
    """Who somebody is in the team."""

    HEAD = "head", _("trưởng đoàn")
    DEPUTY = "deputy", _("phó trưởng đoàn")
    SECRETARY = "secretary", _("thư ký")
    MEMBER = "member", _("thành viên")


class FindingKind(TextChoices):
    """What was found."""

    STRENGTH = "strength", _("ưu điểm")
    LIMIT = "limit", _("hạn chế, vướng mắc")
    BREACH = "breach", _("chưa đúng quy định")


class RecommendationState(TextChoices):
    """How far a recommendation has come."""

    OPEN = "open", _("chờ thực hiện")
    ANSWERED = "answered", _("đã trả lời, chờ xác nhận")
    DONE = "done", _("đã thực hiện")
    DROPPED = "dropped", _("thôi theo dõi")
