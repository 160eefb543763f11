"""Enums of reporting. The values of kinds and qualifiers are those that `viecthat read --json` prints."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class Decision(TextChoices):
    """What the officer made of a figure."""

    OPEN = "", _("chưa xem")
    KEPT = "kept", _("lấy")
    DROPPED = "dropped", _("bỏ")


class FigureKind(TextChoices):
    """What kind of figure it is."""

    RESULT = "result", _("kết quả")
    TARGET = "target", _("chỉ tiêu")
    SHARE = "share", _("tỷ lệ")
    RATIO_OF_TARGETS = "ratio_of_targets", _("so với chỉ tiêu")
    HEADCOUNT_PRESENT = "headcount_present", _("người có mặt")
    MONEY = "money", _("tiền")
    DURATION = "duration", _("thời lượng")
    AWARD = "award", _("khen thưởng")


class Qualifier(TextChoices):
    """How the text qualifies the number."""

    EXACT = "exact", _("đúng")
    OVER = "over", _("hơn")
    NEARLY = "nearly", _("gần")
    ABOUT = "about", _("khoảng")
    AT_LEAST = "at_least", _("ít nhất")
    AT_MOST = "at_most", _("nhiều nhất")
    RANGE = "range", _("khoảng từ – đến")


class FormCadence(TextChoices):
    """How often a form is called for by itself; THEMATIC only by hand."""

    WEEK = "week", _("hằng tuần")
    MONTH = "month", _("hằng tháng")
    QUARTER = "quarter", _("hằng quý")
    HALF = "half", _("6 tháng")
    YEAR = "year", _("năm")
    SCHOOL_YEAR = "school_year", _("năm học")
    MID_TERM = "mid_term", _("giữa nhiệm kỳ")
    TERM = "term", _("nhiệm kỳ")
    THEMATIC = "thematic", _("chuyên đề")


class Breakdown(TextChoices):
    """How a line is opened on the report itself."""

    CHILDREN = "children", _("đơn vị trực thuộc")
    SEX = "sex", _("giới tính")
    AGE = "age", _("nhóm tuổi")
    GROUP = "group", _("đối tượng")


class ReportState(TextChoices):
    """Where a report stands."""

    DRAFT = "draft", _("đang soạn")
    CHECKED = "checked", _("đã kiểm tra")
    SIGNED = "signed", _("đã ký")
    SENT = "sent", _("đã gửi")
    RETURNED = "returned", _("bị trả lại")
    ACCEPTED = "accepted", _("đã được nhận")


class Standing(TextChoices):
    """How a unit stands with a call, as the list of units shows it; a report that nobody began is missing."""

    MISSING = "chua", _("chưa làm")
    WRITING = "dang-lam", _("đang làm")
    SENT = "da-gui", _("đã gửi, chờ nhận")
    RETURNED = "tra-lai", _("bị trả lại")
    ACCEPTED = "da-nhan", _("đã được nhận")


class Step(TextChoices):
    """What was done with a report."""

    CHECKED = "checked", _("kiểm tra")
    SIGNED = "signed", _("ký")
    SENT = "sent", _("gửi lên")
    WITHDRAWN = "withdrawn", _("rút lại")
    RETURNED = "returned", _("trả lại")
    ACCEPTED = "accepted", _("nhận")
    REOPENED = "reopened", _("mở lại để sửa")
    RESTORED = "restored", _("thôi mở lại")


class ChainFault(TextChoices):
    """What does not hold of an edition and the chain it stands in."""

    CONTENT = "content", _("nội dung khác lúc ký")
    NUMBER = "number", _("thiếu bản ngay trước")
    LINK = "link", _("không nối với bản ngay trước")
    SIGNER = "signer", _("người ký hoặc giờ ký khác nhật ký báo cáo")
    PRINT = "print", _("tệp bản in đã giữ không còn hoặc bị đổi")


class TableState(TextChoices):
    """How far a table of figures has come. What is between two states of rest is done in the background."""

    READ = "read", _("chờ xem lại các cột")
    CHECKING = "checking", _("đang kiểm tra")
    CHECKED = "checked", _("đã kiểm tra, chờ ghi vào sổ")
    WRITING = "writing", _("đang ghi vào sổ")
    DONE = "done", _("đã ghi vào sổ")
    UNDOING = "undoing", _("đang hoàn tác")
    UNDONE = "undone", _("đã hoàn tác")


TABLES_AT_WORK = frozenset({TableState.CHECKING, TableState.WRITING, TableState.UNDOING})


class TableWay(TextChoices):
    """What of a table's figures is written where the ledger holds some already."""

    FILL = "fill", _("chỉ ghi phần sổ còn thiếu")
    ADD = "add", _("ghi thêm cả số trong bảng")


class RowVerdict(TextChoices):
    """What becomes of a line of a table."""

    FINE = "fine", pgettext_lazy("line of a table", "được")
    WARNED = "warned", pgettext_lazy("line of a table", "nên xem lại")
    REFUSED = "refused", pgettext_lazy("line of a table", "cần sửa")
    ASIDE = "aside", pgettext_lazy("line of a table", "không phải đơn vị")
