"""Words of conferences."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class ConferenceState(TextChoices):
    """How far a conference has come."""

    PLANNED = "planned", _("đang chuẩn bị")
    INVITED = "invited", _("đã mời")
    HELD = "held", _("đã họp")
    CONCLUDED = "concluded", _("đã kết luận, giao nhiệm vụ")


class Quorum(TextChoices):
    """How many of those called must be there."""

    TWO_THIRDS = "2/3", _("ít nhất 2/3")
    HALF = "1/2", _("quá nửa")
    NONE = "", pgettext_lazy("quorum", "không đặt")


class InviteePart(TextChoices):
    """Who counts: those called are counted for the quorum, guests are not."""

    DELEGATE = "delegate", _("được triệu tập")
    GUEST = "guest", _("khách mời")


class Answer(TextChoices):
    """What an invitee said to the invitation."""

    NONE = "", pgettext_lazy("invitation", "chưa trả lời")
    CONFIRMED = "confirmed", _("sẽ dự")
    DECLINED = "declined", _("không dự được")


class CheckInWay(TextChoices):
    """How it is known that somebody came."""

    LIST = "list", _("đánh dấu ở cửa")
    LETTER = "letter", _("quét mã trên giấy mời, thẻ")
    SCREEN = "screen", _("tự quét mã ở hội trường")


class PaperState(TextChoices):
    """What became of a paper."""

    REGISTERED = "registered", _("đã đăng ký")
    DELIVERED = "delivered", _("đã trình bày")
    HANDED_IN = "handed_in", _("gửi bằng văn bản")


class AwardTo(TextChoices):
    """Whom an award goes to."""

    COLLECTIVE = "collective", _("tập thể")
    PERSON = "person", _("cá nhân")
