"""Words of emulation and commendation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class DriveKind(TextChoices):
    """Why units compete and are commended."""

    YEAR = "year", _("tổng kết năm")
    EVENT = "event", _("chào mừng sự kiện")
    THEME = "theme", _("chuyên đề, đột xuất")


class NomineeKind(TextChoices):
    """Who is commended."""

    COLLECTIVE = "collective", pgettext_lazy("commended", "tập thể")
    INDIVIDUAL = "individual", pgettext_lazy("commended", "cá nhân")


class ScoreBy(TextChoices):
    """Where the points of a criterion come from."""

    FIGURE = "figure", _("số liệu của sổ việc")
    RANK = "rank", _("thứ hạng theo số liệu của sổ việc")
    RATING = "rating", _("xếp loại tổ chức Đoàn của năm")
    HAND = "hand", _("người chấm, có minh chứng")


class DossierState(TextChoices):
    """Where a dossier stands."""

    DRAFT = "draft", pgettext_lazy("dossier", "đang soạn")
    SENT = "sent", pgettext_lazy("dossier", "đang xét")
    RETURNED = "returned", pgettext_lazy("dossier", "trả lại để bổ sung")
    CLOSED = "closed", pgettext_lazy("dossier", "đã xong")
    DROPPED = "dropped", pgettext_lazy("dossier", "thôi đề nghị")


class NomineeState(TextChoices):
    """What became of a nominee."""

    PROPOSED = "proposed", pgettext_lazy("nominee", "đề nghị")
    HELD = "held", pgettext_lazy("nominee", "cấp trên không đề nghị")
    PASSED = "passed", pgettext_lazy("nominee", "hội đồng thông qua")
    FAILED = "failed", pgettext_lazy("nominee", "hội đồng không thông qua")
    GIVEN = "given", pgettext_lazy("nominee", "đã khen thưởng")


class StepKind(TextChoices):
    """What happened to a dossier."""

    OPENED = "opened", _("lập hồ sơ")
    SENT = "sent", _("gửi lên")
    FORWARDED = "forwarded", _("trình tiếp lên trên")
    RETURNED = "returned", pgettext_lazy("step", "trả lại")
    RECALLED = "recalled", pgettext_lazy("step", "thu lại")
    DECIDED = "decided", _("có quyết định")
    REOPENED = "reopened", _("hội đồng xem lại")
    DROPPED = "dropped", pgettext_lazy("step", "thôi đề nghị")


MAY_CHANGE = (DossierState.DRAFT, DossierState.RETURNED)
VOTED_ON = (NomineeState.PASSED, NomineeState.FAILED, NomineeState.GIVEN)
OPEN_DOSSIERS = (DossierState.DRAFT, DossierState.RETURNED, DossierState.SENT)
