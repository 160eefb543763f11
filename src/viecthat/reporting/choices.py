"""Enums of reporting. The values of kinds and qualifiers are those that `viecthat read --json` prints."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Decision(TextChoices):
    """What the officer made of a figure."""

    OPEN = "", _("chưa xem")
    KEPT = "kept", _("lấy")
    DROPPED = "dropped", _("bỏ")


class FigureKind(TextChoices):
    """What kind of figure it is."""

    RESULT = "result", _("kết quả")
    TARGET = "target", _("chỉ tiêu")
    SHARE = "share", _("tỷ lệ")
    RATIO_OF_TARGETS = "ratio_of_targets", _("so với chỉ tiêu")
    HEADCOUNT_PRESENT = "headcount_present", _("người có mặt")
    MONEY = "money", _("tiền")
    DURATION = "duration", _("thời lượng")
    AWARD = "award", _("khen thưởng")


class Qualifier(TextChoices):
    """How the text qualifies the number."""

    EXACT = "exact", _("đúng")
    OVER = "over", _("hơn")
    NEARLY = "nearly", _("gần")
    ABOUT = "about", _("khoảng")
    AT_LEAST = "at_least", _("ít nhất")
    AT_MOST = "at_most", _("nhiều nhất")
    RANGE = "range", _("khoảng từ – đến")
