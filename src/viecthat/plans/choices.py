"""Words of directives, targets and shares."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class DirectiveType(TextChoices):
    """Kinds of documents by the abbreviation in their number; a number of another kind is taken with a warning."""

    NQ = "NQ", _("Nghị quyết")
    CT = "CT", _("Chỉ thị")
    KL = "KL", _("Kết luận")
    QD = "QĐ", _("Quyết định")
    QC = "QC", _("Quy chế")
    QYD = "QyĐ", _("Quy định")
    DA = "ĐA", _("Đề án")
    CTR = "CTr", _("Chương trình")
    KH = "KH", _("Kế hoạch")
    HD = "HD", _("Hướng dẫn")
    BC = "BC", _("Báo cáo")
    TTR = "TTr", _("Tờ trình")
    TB = "TB", _("Thông báo")
    CV = "CV", _("Công văn")
    GM = "GM", _("Giấy mời")
    BB = "BB", _("Biên bản")
    QDKT = "QĐKT", _("Quyết định khen thưởng")
    TT = "TT", _("Thông tư")
    ND = "NĐ", _("Nghị định")
    LAW = "", pgettext_lazy("document", "Luật, văn bản khác")


class LinkKind(TextChoices):
    """What one document does to another; `back` is the same seen from the other end."""

    IMPLEMENTS = "implements", _("triển khai")
    REPLACES = "replaces", _("thay thế")
    AMENDS = "amends", _("sửa đổi, bổ sung")

    @property
    def back(self) -> str:
        """The link as the other document tells it."""
        words = {
            "implements": _("được triển khai bằng"),
            "replaces": _("bị thay thế bởi"),
            "amends": _("được sửa đổi, bổ sung bởi"),
        }
        return str(words[self.value])


class Restart(TextChoices):
    """When the running numbers of a unit's own documents begin again at 1."""

    YEAR = "year", _("mỗi năm")
    TERM = "term", _("mỗi nhiệm kỳ")


class Cadence(TextChoices):
    """How a target is judged: once over its whole period, or anew each year."""

    WHOLE = "whole", _("cả giai đoạn")
    YEARLY = "yearly", _("từng năm")


class Direction(TextChoices):
    AT_LEAST = "at_least", _("ít nhất")
    AT_MOST = "at_most", _("nhiều nhất")


class SharingMethod(TextChoices):
    """How a target is shared out."""

    HAND = "hand", _("nhập tay")
    EQUAL = "equal", _("chia đều")
    BASE = "base", _("theo số gốc")
    FLOOR = "floor", _("mỗi đơn vị một mức sàn")


class SharingState(TextChoices):
    DRAFT = "draft", _("bản thảo")
    PROPOSED = "proposed", _("đang lấy ý kiến")
    DECIDED = "decided", _("đã giao")


class UndertakingState(TextChoices):
    """A unit's own figure beside its share."""

    REGISTERED = "registered", _("tự đăng ký")
    PROPOSED = "proposed", _("đề nghị, chờ cấp trên")
    AGREED = "agreed", _("cấp trên đồng ý")
    REFUSED = "refused", _("cấp trên không đồng ý")


class RunState(TextChoices):
    WAITING = "waiting", _("đang chờ")
    RUNNING = "running", _("đang chạy")
    DONE = "done", _("xong")
    FAILED = "failed", _("không xong")
