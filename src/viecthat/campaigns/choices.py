"""Words of campaigns and volunteering."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class CampaignKind(TextChoices):
    """Which campaign it is; the name and the days stand in the programme."""

    SUMMER = "summer", _("chiến dịch Thanh niên tình nguyện hè")
    GREEN_SUMMER = "green_summer", _("Mùa hè xanh (sinh viên)")
    RED_FLAMBOYANT = "red_flamboyant", _("Hoa phượng đỏ (học sinh)")
    PINK_HOLIDAY = "pink_holiday", _("Kỳ nghỉ hồng (công chức, công nhân)")
    GREEN_MARCH = "green_march", _("Hành quân xanh (lực lượng vũ trang)")
    EXAM_SEASON = "exam_season", _("Tiếp sức mùa thi")
    YOUTH_MONTH = "youth_month", _("Tháng Thanh niên")
    SCIENTISTS = "scientists", _("trí thức khoa học trẻ tình nguyện")
    OTHER = "other", pgettext_lazy("campaign", "chiến dịch khác")


class SignUpState(TextChoices):
    """Where somebody who signed up stands."""

    APPLIED = "applied", _("đã đăng ký, chờ chọn")
    WAITING = "waiting", _("danh sách chờ")
    SELECTED = "selected", _("được chọn")
    DECLINED = "declined", pgettext_lazy("volunteer", "không chọn")
    WITHDRAWN = "withdrawn", pgettext_lazy("volunteer", "tự rút")


OPEN_SIGN_UPS = (SignUpState.APPLIED, SignUpState.WAITING, SignUpState.SELECTED)
