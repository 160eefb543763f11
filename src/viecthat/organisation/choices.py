"""Words of what happens to units, of their rating and of the model of three initiatives."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class ReorganisationKind(TextChoices):
    """What a decision about units does."""

    FOUNDED = "founded", _("Thành lập đơn vị")
    MERGED = "merged", _("Sáp nhập đơn vị")
    SPLIT = "split", _("Chia tách đơn vị")
    MOVED = "moved", _("Chuyển cấp trên")
    CLOSED = "closed", _("Giải thể đơn vị")
    UNDONE = "undone", _("Bỏ việc sắp xếp trước")


class Part(TextChoices):
    """What a unit was in a decision about units."""

    FOUNDED = "founded", pgettext_lazy("unit", "thành lập mới")
    ENDED = "ended", pgettext_lazy("unit", "kết thúc")
    MOVED = "moved", pgettext_lazy("unit", "chuyển cấp trên")
    RECEIVING = "receiving", pgettext_lazy("unit", "nhận")
    AGAIN = "again", pgettext_lazy("unit", "lập lại")


class ProposalState(TextChoices):
    """How far a proposal to found a unit together has come."""

    PROPOSED = "proposed", _("chờ nơi phối hợp đồng ý")
    AGREED = "agreed", _("đã đồng ý, chờ quyết định")
    DECLINED = "declined", _("nơi phối hợp không đồng ý")
    DECIDED = "decided", _("đã thành lập")
    WITHDRAWN = "withdrawn", _("đã rút")


class RatingState(TextChoices):
    """How far the yearly rating of a unit has come."""

    PROPOSED = "proposed", _("chờ cấp trên xếp loại")
    RETURNED = "returned", _("cấp trên trả lại")
    DECIDED = "decided", _("đã xếp loại")


class InitiativeState(TextChoices):
    """How far a base union's registration for the model of three initiatives has come."""

    REGISTERED = "registered", _("đã đăng ký")
    RECOGNISED = "recognised", _("được công nhận")
    NOT_YET = "not_yet", _("chưa được công nhận")


class WaitingState(TextChoices):
    """How far a large decision has come in the background."""

    WAITING = "waiting", _("đang thực hiện")
    DONE = "done", _("đã thực hiện")
    REFUSED = "refused", _("không thực hiện được")


class SupportKind(TextChoices):
    """How one union helped another."""

    CADRES = "cadres", _("cử cán bộ, báo cáo viên")
    TRAINING = "training", _("tập huấn, chuyển giao kinh nghiệm")
    WORKS = "works", _("công trình, nhà ở, thiết bị")
    GOODS = "goods", _("hiện vật, nhu yếu phẩm")
    MONEY = "money", _("kinh phí")
    EVENT = "event", _("phối hợp tổ chức hoạt động")


class SupportState(TextChoices):
    """Whether the receiver says so too."""

    GIVEN = "given", _("chờ nơi nhận xác nhận")
    CONFIRMED = "confirmed", _("nơi nhận đã xác nhận")
    REFUSED = "refused", _("nơi nhận không xác nhận")
    OUTSIDE = "outside", _("đối tác ngoài, có văn bản")
    WITHDRAWN = "withdrawn", pgettext_lazy("support", "đã rút")
