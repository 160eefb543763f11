"""Words of congresses and of what goes round them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class CongressLine(TextChoices):
    """Whose congress it is; the unit beside it keeps it."""

    UNION = "union", _("Đoàn TNCS Hồ Chí Minh")
    FEDERATION = "federation", _("Hội Liên hiệp Thanh niên Việt Nam")
    STUDENTS = "students", _("Hội Sinh viên Việt Nam")


class CongressForm(TextChoices):
    """Who meets."""

    DELEGATES = "delegates", _("đại hội đại biểu")
    MEMBERS = "members", _("đại hội toàn thể đoàn viên, hội viên")


class StepKind(TextChoices):
    """What is done for a congress, in the order in which it is done; the congress itself stands after approval."""

    PLAN = "plan", _("Ban hành kế hoạch đại hội")
    PAPERS = "papers", _("Dự thảo văn kiện, lấy ý kiến")
    SCHEME = "scheme", _("Xây dựng đề án nhân sự")
    PARTY_CONSENT = "party_consent", _("Cấp ủy cùng cấp đồng ý")
    DOSSIER = "dossier", _("Gửi hồ sơ lên cấp trên")
    SUPERIOR_CONSENT = "superior_consent", _("Cấp trên trực tiếp duyệt")
    REPORT = "report", _("Báo cáo kết quả, đề nghị công nhận")
    RECOGNISED = "recognised", _("Cấp trên công nhận kết quả bầu cử")


CONSENTS = (StepKind.PARTY_CONSENT, StepKind.SUPERIOR_CONSENT)
AFTER = (StepKind.REPORT, StepKind.RECOGNISED)


class Verdict(TextChoices):
    """What whoever was asked said."""

    NONE = "", _("không phải ý kiến")
    AGREED = "agreed", _("đồng ý")
    AGREED_WITH = "agreed_with", _("đồng ý, yêu cầu bổ sung")
    NOT_AGREED = "not_agreed", _("chưa đồng ý")


class DelegateBasis(TextChoices):
    """How somebody comes to be a delegate."""

    EX_OFFICIO = "ex_officio", _("đương nhiên")
    ELECTED = "elected", pgettext_lazy("delegate", "được bầu")
    APPOINTED = "appointed", pgettext_lazy("delegate", "chỉ định")


class PaperKind(TextChoices):
    """What a paper of the congress is."""

    POLITICAL = "political", _("báo cáo chính trị")
    REVIEW = "review", _("báo cáo kiểm điểm của ban chấp hành")
    SPEECH = "speech", _("tham luận")
    SUMMARY = "summary", _("tổng hợp ý kiến góp ý")
    OTHER = "other", pgettext_lazy("paper", "văn kiện khác")


class ElectedTo(TextChoices):
    """What a ballot elects to; those of `BODIES` become posts of that body."""

    COMMITTEE = "committee_member", _("Ban Chấp hành")
    STANDING = "standing_member", _("Ban Thường vụ")
    SECRETARY = "secretary", _("Bí thư")
    DEPUTY = "deputy", _("Phó Bí thư")
    INSPECTION = "inspection_member", _("Ủy ban Kiểm tra")
    FEDERATION = "federation_member", _("Ủy ban Hội LHTN Việt Nam")
    FEDERATION_PRESIDENT = "federation_president", _("Chủ tịch Hội LHTN Việt Nam")
    FEDERATION_VICE = "federation_vice", _("Phó Chủ tịch Hội LHTN Việt Nam")
    STUDENTS = "students_member", _("Ban Chấp hành Hội Sinh viên")
    STUDENTS_PRESIDENT = "students_president", _("Chủ tịch Hội Sinh viên")
    DELEGATES = "delegates", _("Đoàn đại biểu dự đại hội cấp trên")
    BOARD = "board", _("Đoàn chủ tịch, ban thẩm tra, ban kiểm phiếu")


OF_LINE: dict[str, frozenset[str]] = {
    CongressLine.UNION: frozenset({"committee_member", "standing_member", "secretary", "deputy", "inspection_member"}),
    CongressLine.FEDERATION: frozenset({"federation_member", "federation_president", "federation_vice"}),
    CongressLine.STUDENTS: frozenset({"students_member", "students_president"}),
}
NO_POST = frozenset({ElectedTo.DELEGATES.value, ElectedTo.BOARD.value})


class VoteForm(TextChoices):
    """How it is voted."""

    SECRET = "secret", _("phiếu kín")
    HANDS = "hands", _("giơ tay biểu quyết")


class Channel(TextChoices):
    """By what publicity goes out."""

    VISUAL = "visual", _("băng rôn, pa-nô, cổ động trực quan")
    WEB = "web", _("cổng thông tin, trang tin")
    NETWORK = "network", _("mạng xã hội")
    PRESS = "press", _("báo, đài")
    LOUDSPEAKER = "loudspeaker", _("truyền thanh cơ sở")
    EVENT = "event", _("lễ, mít tinh, giao lưu")
    WORKS = "works", _("công trình, phần việc chào mừng")
    CONTEST = "contest", _("cuộc thi, hội thi")
    EXHIBITION = "exhibition", _("triển lãm, phim, sách")
    MEETING = "meeting", _("toạ đàm, sinh hoạt chuyên đề")
