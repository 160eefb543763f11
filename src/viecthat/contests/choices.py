"""Words of contests: what is entered, by whom, in which rounds, and where a work stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class ContestState(TextChoices):
    """Where a contest stands."""

    DRAFT = "draft", pgettext_lazy("contest", "đang soạn")
    OPEN = "open", pgettext_lazy("contest", "đang diễn ra")
    ENDED = "ended", pgettext_lazy("contest", "đã công bố kết quả")
    CANCELLED = "cancelled", pgettext_lazy("contest", "đã huỷ")


class EntrantKind(TextChoices):
    """Who sends a work together."""

    SINGLE = "single", _("cá nhân")
    PAIR = "pair", _("cặp đôi")
    TEAM = "team", _("nhóm, đội")


class RoundKind(TextChoices):
    """What happens in a round."""

    REGISTRATION = "registration", _("nhận bài, đăng ký")
    PRELIMINARY = "preliminary", _("vòng loại")
    VOTE = "vote", _("bình chọn")
    SHORTLIST = "shortlist", _("chọn vào chung kết")
    FINAL = "final", _("chung kết")


class SubmissionState(TextChoices):
    """Where a work that was sent stands."""

    SENT = "sent", _("đã gửi, chờ xem")
    ACCEPTED = "accepted", pgettext_lazy("contest", "hợp lệ")
    REFUSED = "refused", pgettext_lazy("contest", "không hợp lệ")
    WITHDRAWN = "withdrawn", pgettext_lazy("contest", "đã rút")
