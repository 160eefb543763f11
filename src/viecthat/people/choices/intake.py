"""Words of lists of members brought in from a file."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class IntakeState(TextChoices):
    """How far a list has come. What is between two states of rest is done in the background."""

    UPLOADED = "uploaded", _("chờ xem lại các cột")
    CHECKING = "checking", _("đang kiểm tra")
    CHECKED = "checked", _("đã kiểm tra, chờ ghi vào sổ")
    WRITING = "writing", _("đang ghi vào sổ")
    DONE = "done", _("đã ghi vào sổ")
    UNDOING = "undoing", _("đang hoàn tác")
    UNDONE = "undone", _("đã hoàn tác")


AT_WORK = frozenset({IntakeState.CHECKING, IntakeState.WRITING, IntakeState.UNDOING})


class Verdict(TextChoices):
    """What becomes of a row."""

    FINE = "fine", pgettext_lazy("row of a list", "được")
    WARNED = "warned", pgettext_lazy("row of a list", "cần xem lại")
    REFUSED = "refused", pgettext_lazy("row of a list", "không nhận")
    SKIPPED = "skipped", pgettext_lazy("row of a list", "bỏ qua")


class DayOrder(TextChoices):
    """How days are written that are text."""

    DAY_FIRST = "dmy", _("ngày/tháng/năm")
    MONTH_FIRST = "mdy", _("tháng/ngày/năm")
