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
    ACCEPTED = "accepted", _("đồng ý mức dự kiến")
    PROPOSED = "proposed", _("đề nghị, chờ cấp trên")
    AGREED = "agreed", _("cấp trên đồng ý")
    REFUSED = "refused", _("cấp trên không đồng ý")


class RunState(TextChoices):
    WAITING = "waiting", _("đang chờ")
    RUNNING = "running", _("đang chạy")
    DONE = "done", _("xong")
    FAILED = "failed", _("không xong")


class TermLine(TextChoices):
    """Whose congress a term begins with; each unit follows its own and those of the bodies beside it."""

    UNION = "union", _("Đoàn")
    PARTY = "party", _("Đảng")
    ASSOCIATION = "association", _("Hội")


class ProgrammeKind(TextChoices):
    """What a programme is; those of the Party stand here so that own ones can be set beside them."""

    ACTION = "action", _("chương trình hành động")
    YEAR = "year", _("chương trình công tác năm")
    MOVEMENT = "movement", _("phong trào")
    COMPANION = "companion", _("chương trình đồng hành")
    CAMPAIGN = "campaign", _("chiến dịch, tháng cao điểm")
    DRIVE = "drive", _("đợt thi đua")
    SCHEME = "scheme", _("đề án")
    PROJECT = "project", _("dự án")
    PARTY = "party", _("chương trình của Đảng")


class ProjectStage(TextChoices):
    """How far a scheme or project has come on its way from a wish to its end."""

    PROPOSED = "proposed", pgettext_lazy("project", "đề xuất")
    APPROVED = "approved", pgettext_lazy("project", "được duyệt")
    RUNNING = "running", pgettext_lazy("project", "đang thực hiện")
    FINISHED = "finished", pgettext_lazy("project", "đã nghiệm thu, kết thúc")
    STOPPED = "stopped", pgettext_lazy("project", "dừng")


class ItemKind(TextChoices):
    """What stands in a programme: groups of tasks with their tasks and work; groups of targets."""

    GROUP = "group", _("nhóm nhiệm vụ")
    TASK = "task", _("nhiệm vụ, giải pháp")
    WORK = "work", _("hoạt động")
    TARGETS = "targets", _("nhóm chỉ tiêu")


class AlignmentState(TextChoices):
    """What the unit above says of an item that carries out one of its own."""

    WAITING = "waiting", _("chờ cấp trên")
    APPROVED = "approved", _("cấp trên đồng ý")
    RETURNED = "returned", _("cấp trên trả lại")


class ResourceSource(TextChoices):
    """Where the means of a programme come from; each is an indicator of its own in the ledger."""

    STATE = "state", _("ngân sách nhà nước")
    SOCIAL = "social", _("xã hội hoá")
    PARTNERS = "partners", _("đối tác, phối hợp")
    OWN = "own", _("quỹ của đơn vị")


class AdviceOutcome(TextChoices):
    """What came of a paper of advice."""

    WAITING = "waiting", _("chờ ý kiến")
    ACCEPTED = "accepted", _("được đồng ý")
    BUDGETED = "budgeted", _("được bố trí kinh phí")
    ISSUED = "issued", _("đã ban hành thành văn bản")
    DECLINED = "declined", _("chưa được chấp nhận")


class TaskOrigin(TextChoices):
    """Why a task is there."""

    CLAUSE = "clause", _("điều khoản văn bản")
    CONCLUSION = "conclusion", _("kết luận hội nghị, buổi làm việc")
    FINDING = "finding", _("kết luận kiểm tra, giám sát")
    INSTRUCTION = "instruction", _("ý kiến chỉ đạo của lãnh đạo")
    DIALOGUE = "dialogue", _("câu hỏi, kiến nghị ở buổi đối thoại")
    OWN = "own", _("đơn vị tự đề ra")


class CommandLine(TextChoices):
    """Which of the two lines of command a task comes down."""

    UNION = "union", _("Đoàn cấp trên")
    PARTY = "party", _("cấp ủy, chính quyền cùng cấp")
    OWN = "own", pgettext_lazy("line of command", "của chính đơn vị")


class TaskState(TextChoices):
    PROPOSED = "proposed", _("đề xuất, chờ chấp nhận")
    DECLINED = "declined", _("không chấp nhận")
    OPEN = "open", _("chưa bắt đầu")
    DOING = "doing", _("đang làm")
    REPORTED = "reported", _("đã báo xong, chờ xác nhận")
    RETURNED = "returned", _("trả lại, làm tiếp")
    CONFIRMED = "confirmed", _("xong, đã xác nhận")
    CANCELLED = "cancelled", _("thôi thực hiện")


RUNNING = (TaskState.OPEN, TaskState.DOING, TaskState.RETURNED)  # still to be done by its owner
UNFINISHED = (*RUNNING, TaskState.REPORTED)


class TaskPart(TextChoices):
    """What another unit has to do with a task."""

    PARTNER = "partner", _("phối hợp")
    INFORMED = "informed", _("được chia sẻ để biết")


class StepKind(TextChoices):
    """What happened to a task; its steps are only ever added to."""

    PROPOSED = "proposed", _("đề xuất")
    ADOPTED = "adopted", _("chấp nhận đề xuất")
    DECLINED = "declined", _("không chấp nhận đề xuất")
    GIVEN = "given", _("giao việc")
    CORRECTED = "corrected", _("sửa nội dung")
    PROGRESS = "progress", _("báo tiến độ")
    REMARK = "remark", _("nhận xét")
    MILESTONE = "milestone", _("qua một mốc")
    ASKED = "asked", _("xin gia hạn")
    EXTENDED = "extended", _("gia hạn")
    REFUSED = "refused", _("không gia hạn")
    REPORTED = "reported", _("báo xong")
    RETURNED = "returned", _("trả lại")
    CONFIRMED = "confirmed", _("xác nhận xong")
    CANCELLED = "cancelled", _("thôi thực hiện")
    SHARED = "shared", _("chia sẻ")


class PointKind(TextChoices):
    """What a working session, or a leader outside of one, left behind."""

    CONCLUSION = "conclusion", _("kết luận")
    INSTRUCTION = "instruction", _("ý kiến chỉ đạo")
    OBSTACLE = "obstacle", _("vướng mắc")


class Gathered(TextChoices):
    """When a question to a dialogue was put."""

    BEFORE = "before", _("gửi trước")
    ROOM = "room", _("hỏi tại buổi đối thoại")


class NoticeKind(TextChoices):
    """What somebody is told of; each is told once."""

    GIVEN = "given", _("việc mới được giao")
    SOON = "soon", _("sắp đến hạn")
    LATE = "late", _("quá hạn")
    WAITING = "waiting", _("chờ bạn xác nhận")
    ASKED = "asked", _("xin gia hạn")
    EXTENDED = "extended", _("đã gia hạn")
    RETURNED = "returned", _("bị trả lại")
    CONFIRMED = "confirmed", _("đã được xác nhận")
    CANCELLED = "cancelled", _("thôi thực hiện")
    SHARED = "shared", _("được chia sẻ")
    PROMISED = "promised", _("câu hỏi của bạn được hẹn trả lời")
    ANSWERED = "answered", _("câu hỏi của bạn đã được trả lời")
    REPORT_ASKED = "report_asked", _("đợt báo cáo mới")
    REPORT_SOON = "report_soon", _("báo cáo sắp đến hạn")
    REPORT_LATE = "report_late", _("báo cáo quá hạn")
    REPORT_NUDGE = "report_nudge", _("nhắc gửi báo cáo")
    REPORT_BACK = "report_back", _("báo cáo bị trả lại")
    LIMIT_GIVEN = "limit_given", _("hạn chế giao khắc phục")
    LIMIT_SOON = "limit_soon", _("hạn chế sắp đến hạn khắc phục")
    LIMIT_LATE = "limit_late", _("hạn chế quá hạn khắc phục")
    PROP_SENT = "prop_sent", _("kiến nghị gửi đến")
    PROP_SOON = "prop_soon", _("kiến nghị sắp đến hạn trả lời")
    PROP_LATE = "prop_late", _("kiến nghị quá hạn trả lời")
    PROP_REPLY = "prop_reply", _("kiến nghị của đơn vị được xử lý")
