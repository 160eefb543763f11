"""Words of youth works, charity houses and relief."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class WorkSize(TextChoices):
    """Two sizes: one recognised by the superior, one by the unit itself."""

    WORK = "work", _("công trình thanh niên")
    TASK = "task", _("phần việc thanh niên")


class WorkState(TextChoices):
    """How far a work has come. A plan is approved before the work begins."""

    PROPOSED = "proposed", _("chờ cấp trên duyệt")
    RETURNED = "returned", pgettext_lazy("youth work", "trả lại")
    RUNNING = "running", pgettext_lazy("youth work", "đang làm")
    RECOGNISED = "recognised", pgettext_lazy("youth work", "đã công nhận")
    DROPPED = "dropped", pgettext_lazy("youth work", "thôi làm")


WORK_UNDER_WAY = (WorkState.PROPOSED, WorkState.RETURNED, WorkState.RUNNING)


class WorkStepKind(TextChoices):
    """What happened to a work."""

    REGISTERED = "registered", pgettext_lazy("youth work", "đăng ký")
    CHANGED = "changed", _("sửa và gửi lại")
    APPROVED = "approved", pgettext_lazy("youth work", "duyệt")
    RETURNED = "returned", pgettext_lazy("youth work", "trả lại")
    RECOGNISED = "recognised", pgettext_lazy("youth work", "công nhận")
    WITHDRAWN = "withdrawn", _("rút công nhận")
    HANDED = "handed", pgettext_lazy("youth work", "bàn giao")
    DROPPED = "dropped", pgettext_lazy("youth work", "thôi làm")
    MODEL = "model", _("thành mô hình để nơi khác làm theo")
    NO_MODEL = "no_model", _("thôi là mô hình")


class LaterState(TextChoices):
    """How a work stands when somebody comes by later."""

    IN_USE = "in_use", _("đang dùng tốt")
    DAMAGED = "damaged", _("hư hỏng, cần sửa")
    REPAIRED = "repaired", _("đã sửa")
    GONE = "gone", _("không còn")


class MoneySource(TextChoices):
    """Where the means come from: as of programmes."""

    STATE = "state", _("ngân sách nhà nước")
    SOCIAL = "social", _("xã hội hoá")
    PARTNERS = "partners", _("đối tác, phối hợp")
    OWN = "own", _("quỹ của đơn vị")


class HouseKind(TextChoices):
    """For whom a house is built."""

    CHARITY = "charity", _("Nhà nhân ái")
    PIONEER = "pioneer", _("Nhà khăn quàng đỏ")
    LOVE = "love", _("Nhà tình bạn, nhà đồng đội")


class HouseState(TextChoices):
    """How far a house has come."""

    PLANNED = "planned", _("đang vận động")
    BUILDING = "building", _("đang dựng")
    HANDED = "handed", pgettext_lazy("house", "đã bàn giao")
    DROPPED = "dropped", pgettext_lazy("house", "thôi làm")


HOUSE_UNDER_WAY = (HouseState.PLANNED, HouseState.BUILDING)


class PhotoStage(TextChoices):
    """What a photo of a house shows."""

    BEFORE = "before", _("trước khi làm")
    DURING = "during", _("đang làm")
    AFTER = "after", _("làm xong")


class MoveKind(TextChoices):
    """Which way goods and money went."""

    RECEIVED = "received", pgettext_lazy("relief", "nhận")
    DELIVERED = "delivered", pgettext_lazy("relief", "trao")
    UNDONE = "undone", _("lấy lại dòng ghi nhầm")
