"""Words of activities."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where an activity stands."""

    RECORDED = "recorded", _("đã ghi")
    VERIFIED = "verified", _("đã xác minh")
    CANCELLED = "cancelled", _("đã huỷ")


class EvidenceKind(TextChoices):
    """What shows that the work was done."""

    PHOTO = "photo", _("ảnh")
    MINUTES = "minutes", _("biên bản")
    LIST = "list", _("danh sách")
