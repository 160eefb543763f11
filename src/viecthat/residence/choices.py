"""Words of activity at the place of residence."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class ResidenceKind(TextChoices):
    """Why somebody registers in an area (guidance 15: permanent, temporary, or convenient for them)."""

    PERMANENT = "permanent", _("thường trú")
    TEMPORARY = "temporary", _("tạm trú")
    CONVENIENT = "convenient", _("địa bàn thuận tiện tham gia")


class RegistrationState(TextChoices):
    """How far a registration has come. From `REGISTERED` on the member takes part there."""

    WAITING = "waiting", _("chờ nơi cư trú nhận")
    ARRIVED = "arrived", _("tự đến, chờ nơi giới thiệu xác nhận")
    REGISTERED = "registered", _("đang sinh hoạt nơi cư trú")
    ENDED = "ended", pgettext_lazy("residence", "đã thôi")
    DECLINED = "declined", pgettext_lazy("residence", "không nhận")
    WITHDRAWN = "withdrawn", pgettext_lazy("residence", "nơi giới thiệu rút lại")


# Somebody still has to answer.
OPEN_LETTERS = (RegistrationState.WAITING, RegistrationState.ARRIVED)
# The member was taken in, now or before.
TAKEN_IN = (RegistrationState.REGISTERED, RegistrationState.ENDED)


class EndReason(TextChoices):
    """Why somebody takes part there no longer."""

    MOVED = "moved", _("chuyển nơi cư trú")
    OTHER_BRANCH = "other_branch", _("đổi chi đoàn trong xã")
    BACK_HOME = "back_home", _("về sinh hoạt chi đoàn khu dân cư")
    LEFT_UNION = "left_union", _("thôi là đoàn viên")
    TIME_OVER = "time_over", _("hết thời gian tạm trú")


# What the two sides may give as a reason; the others follow from what else is recorded.
END_REASONS_GIVEN = (EndReason.MOVED, EndReason.BACK_HOME, EndReason.LEFT_UNION, EndReason.TIME_OVER)


class RequestKind(TextChoices):
    """What a member brings to the unit where they live."""

    REFLECTION = "reflection", _("phản ánh")
    PROPOSAL = "proposal", _("kiến nghị")
    COMPLAINT = "complaint", _("khiếu nại, bảo vệ quyền lợi")
    HELP = "help", _("đề nghị giúp đỡ")
