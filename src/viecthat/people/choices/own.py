"""Words of what a member asks for and allows."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestState(TextChoices):
    """How far a member's request for a correction has come."""

    OPEN = "open", _("chờ trả lời")
    ACCEPTED = "accepted", _("đã sửa theo đề nghị")
    REFUSED = "refused", _("không sửa")
    WITHDRAWN = "withdrawn", _("người gửi rút lại")


class ErasureState(TextChoices):
    """How far an erasure has come; until it is done it can be called off."""

    WAITING = "waiting", _("chờ đến ngày xoá")
    CALLED_OFF = "called_off", _("đã rút lại")
    DONE = "done", _("đã xoá")
