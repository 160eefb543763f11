"""Words of a membership's life."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class EventKind(TextChoices):
    """What happened in somebody's life as a member."""

    BROUGHT_IN = "brought_in", _("Vào sổ")
    ADMITTED = "admitted", _("Kết nạp")
    READMITTED = "readmitted", _("Kết nạp lại")
    TRANSFERRED_OUT = "transferred_out", _("Chuyển sinh hoạt đi")
    TRANSFERRED_IN = "transferred_in", _("Chuyển sinh hoạt đến")
    TEMPORARY = "temporary", _("Sinh hoạt tạm thời")
    ON_LEAVE = "on_leave", _("Vắng mặt có phép")
    STAYED_ON = "stayed_on", _("Ở lại sinh hoạt sau tuổi 30")
    MATURED = "matured", _("Trưởng thành Đoàn")
    STRUCK_OFF = "struck_off", _("Xoá tên")
    REPRIMANDED = "reprimanded", _("Kỷ luật khiển trách")
    WARNED = "warned", _("Kỷ luật cảnh cáo")
    EXPELLED = "expelled", _("Kỷ luật khai trừ")
    DIED = "died", pgettext_lazy("member", "Từ trần")
    CONSIDERED = "considered", _("Xét đoàn viên ưu tú")
    INTRODUCED = "introduced", _("Giới thiệu cho Đảng")
    PARTY_ADMITTED = "party_admitted", _("Được kết nạp Đảng")
    PARTY_DECLINED = "party_declined", _("Chưa được kết nạp Đảng")
    REORGANISED_OUT = "reorganised_out", _("Rời chi đoàn theo sắp xếp tổ chức")
    REORGANISED_IN = "reorganised_in", _("Vào chi đoàn theo sắp xếp tổ chức")


# What opens a membership, and what closes it.
OPENING = frozenset(
    {
        EventKind.BROUGHT_IN, EventKind.ADMITTED, EventKind.READMITTED, EventKind.TRANSFERRED_IN,
        EventKind.REORGANISED_IN,
    }
)  # fmt: skip
CLOSING = frozenset(
    {
        EventKind.TRANSFERRED_OUT, EventKind.MATURED, EventKind.STRUCK_OFF, EventKind.EXPELLED, EventKind.DIED,
        EventKind.REORGANISED_OUT,
    }
)  # fmt: skip
# The indicator that what opens or closes a membership lets rise and fall by one.
STOCK = "members"
# Comes by a decision about units and is taken back by one, not person by person.
REORGANISED = frozenset({EventKind.REORGANISED_OUT, EventKind.REORGANISED_IN})
# Discipline is decided by secret ballot; who is punished is nobody's business but the unit's.
DISCIPLINE = frozenset({EventKind.REPRIMANDED, EventKind.WARNED, EventKind.EXPELLED})


class MemberState(TextChoices):
    """Where a person stands as a member on a day; worked out from the memberships, never stored."""

    MEMBER = "member", _("đang sinh hoạt")
    MATURED = "matured", _("đã trưởng thành")
    STRUCK_OFF = "struck_off", _("đã xoá tên")
    EXPELLED = "expelled", _("đã khai trừ")
    DIED = "died", _("đã mất")
    NEVER = "never", _("chưa là đoàn viên")


class AdmissionStep(TextChoices):
    """How far an application for membership has come."""

    APPLIED = "applied", _("đã nộp đơn")
    LEARNED = "learned", _("đã học Điều lệ")
    INTRODUCED = "introduced", _("đã có người giới thiệu")
    VOTED = "voted", _("chi đoàn đã đồng ý")
    APPROVED = "approved", _("đã chuẩn y")
    ADMITTED = "admitted", _("đã kết nạp")
    NOT_PASSED = "not_passed", _("không đủ phiếu")
    CLOSED = "closed", _("đã dừng")


class IntroducerKind(TextChoices):
    """Who may introduce an applicant."""

    MEMBER = "member", _("đoàn viên")
    PARTY_MEMBER = "party_member", _("đảng viên")
    PIONEERS = "pioneers", _("chi đội thiếu niên tiền phong")
    YOUTH_FEDERATION = "youth_federation", _("chi hội LHTN Việt Nam")
    STUDENT_ASSOCIATION = "student_association", _("ban chấp hành chi hội sinh viên")


class TransferState(TextChoices):
    """How far a transfer has come; until it is received the member belongs where they were."""

    OPEN = "open", _("chờ nơi đến nhận")
    RECEIVED = "received", _("đã nhận")
    DECLINED = "declined", _("nơi đến trả lại")
    CANCELLED = "cancelled", _("nơi đi thu lại")


class StayReason(TextChoices):
    """Why somebody over 30 goes on as a member."""

    REQUEST = "request", _("theo nguyện vọng, chi đoàn đồng ý")
    CADRE = "cadre", _("cán bộ đoàn được bầu hoặc chuyên trách")
