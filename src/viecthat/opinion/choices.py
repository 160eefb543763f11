"""Words of consultations and surveys."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class DraftKind(TextChoices):
    """What kind of document a draft becomes."""

    LAW = "law", _("luật, pháp lệnh")
    DECREE = "decree", _("nghị định")
    RESOLUTION = "resolution", _("nghị quyết")
    CIRCULAR = "circular", _("thông tư")
    DECISION = "decision", _("quyết định, chính sách")
    UNION = "union", _("văn bản của Đoàn")
    OTHER = "other", pgettext_lazy("draft", "văn bản khác")


class DraftState(TextChoices):
    """How far the consultation on a draft has come."""

    PREPARED = "prepared", _("đang chuẩn bị")
    OPEN = "open", _("đang lấy ý kiến")
    CLOSED = "closed", _("đang tổng hợp")
    SUBMITTED = "submitted", _("đã gửi cơ quan soạn thảo")
    ISSUED = "issued", _("văn bản đã ban hành")


class Stance(TextChoices):
    """What a comment wants of a clause."""

    AGREE = "agree", _("nhất trí")
    CHANGE = "change", _("đề nghị sửa")
    OPPOSE = "oppose", _("không nhất trí")


class Way(TextChoices):
    """Who commented."""

    UNIT = "unit", _("đơn vị")
    MEMBER = "member", _("đoàn viên, thanh niên có tài khoản")
    PUBLIC = "public", _("qua đường dẫn công khai")


class Handling(TextChoices):
    """What the consulting unit does with an opinion."""

    WAITING = "waiting", _("chưa xử lý")
    ACCEPTED = "accepted", _("tiếp thu")
    PARTLY = "partly", _("tiếp thu một phần")
    REFUSED = "refused", _("không tiếp thu")


class Outcome(TextChoices):
    """What became of an opinion in the document as it was issued."""

    UNKNOWN = "unknown", _("chưa biết")
    TAKEN = "taken", _("có trong văn bản")
    PARTLY = "partly", _("có một phần")
    NOT_TAKEN = "not_taken", _("không có")


class SurveyState(TextChoices):
    """How far a survey has come."""

    DRAFT = "draft", _("đang soạn")
    OPEN = "open", _("đang hỏi")
    CLOSED = "closed", _("đã đóng")
    PUBLISHED = "published", _("đã công bố")


class SurveyWay(TextChoices):
    """Who may answer."""

    SAMPLE = "sample", _("mẫu chọn ngẫu nhiên, mỗi người một mã")
    OPEN = "open", _("ai có đường dẫn đều trả lời")


class QuestionKind(TextChoices):
    """How a question is answered."""

    SINGLE = "single", _("chọn một")
    MULTIPLE = "multiple", _("chọn nhiều")
    SCALE = "scale", _("thang điểm")
    NUMBER = "number", _("số")
    TEXT = "text", _("viết")
