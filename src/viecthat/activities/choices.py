"""Words of activities."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where an activity stands. A planned one has nothing in the ledger yet; of a rejected one all was taken back."""

    PLANNED = "planned", _("dự kiến")
    RECORDED = "recorded", _("đã ghi")
    VERIFIED = "verified", _("đã xác minh")
    REJECTED = "rejected", _("bị bác khi kiểm tra")
    CANCELLED = "cancelled", _("đã huỷ")


COUNTED = (State.RECORDED, State.VERIFIED)  # work that was done: not planned, not taken back
TAKEN_BACK = (State.REJECTED, State.CANCELLED)


class EvidenceKind(TextChoices):
    """What shows that the work was done."""

    PHOTO = "photo", _("ảnh")
    MINUTES = "minutes", _("biên bản")
    LIST = "list", _("danh sách")
    DECISION = "decision", _("quyết định")
    LINK = "link", _("liên kết")


PAPERS = (EvidenceKind.MINUTES, EvidenceKind.LIST, EvidenceKind.DECISION)


class KindGroup(TextChoices):
    """Where a kind of work stands in the list to choose from."""

    EDUCATION = "education", _("Giáo dục")
    VOLUNTEER = "volunteer", _("Tình nguyện vì cộng đồng")
    WORKS = "works", _("Công trình, phần việc")
    CREATIVE = "creative", _("Sáng tạo, chuyển đổi số")
    DEFENCE = "defence", _("Xung kích bảo vệ Tổ quốc")
    STUDY = "study", _("Học tập, nghiên cứu")
    CAREER = "career", _("Khởi nghiệp, việc làm")
    SKILLS = "skills", _("Kỹ năng, thể chất, văn hoá")
    CARE = "care", _("Chăm lo thanh niên")
    CHILDREN = "children", _("Thiếu nhi, công tác Đội")
    UNION = "union", _("Xây dựng Đoàn")
    MEDIA = "media", _("Truyền thông, mạng xã hội")
    ABROAD = "abroad", _("Đối ngoại, giao lưu")


class Movement(TextChoices):
    """The movements and programmes a kind of work usually serves (domain of the Union's congress of 2022)."""

    VOLUNTEER = "volunteer", _("Thanh niên tình nguyện")
    CREATIVE = "creative", _("Tuổi trẻ sáng tạo")
    DEFENCE = "defence", _("Tuổi trẻ xung kích bảo vệ Tổ quốc")
    STUDY = "study", _("Đồng hành với thanh niên trong học tập")
    CAREER = "career", _("Đồng hành với thanh niên khởi nghiệp, lập nghiệp")
    SKILLS = "skills", _("Đồng hành với thanh niên rèn luyện kỹ năng, thể chất, văn hoá tinh thần")
    EDUCATION = "education", _("Giáo dục lý tưởng, đạo đức, lối sống")
    CHILDREN = "children", _("Công tác Đội và phong trào thiếu nhi")
    UNION = "union", _("Xây dựng Đoàn vững mạnh")
    ABROAD = "abroad", _("Công tác quốc tế thanh niên")


class FieldType(TextChoices):
    """What may be written in a field of a kind."""

    NUMBER = "number", _("số")
    TEXT = "text", _("chữ")
    CHOICE = "choice", _("chọn một")
    DATE = "date", _("ngày")
    MONEY = "money", _("số tiền (đồng)")


class VerifiedBy(TextChoices):
    """Whose check makes the figures of a kind verified."""

    ANY = "any", _("người được giao xác minh ở đơn vị hoặc cấp trên")
    ABOVE = "above", _("cấp trên của đơn vị chủ trì")


class Minors(TextChoices):
    """Whether those under eighteen may take part."""

    YES = "yes", _("được tham gia")
    CONSENT = "consent", _("được tham gia khi cha mẹ đồng ý")
    NO = "no", _("không được tham gia")


class GuardianWay(TextChoices):
    """How a guardian said that a minor may take part."""

    STATEMENT = "statement", _("nói trực tiếp hoặc qua điện thoại")
    PAPER = "paper", _("giấy có chữ ký")


class YouthGroup(TextChoices):
    """Young people whom the work reached (the priority groups of guidance on companion programmes, and the rest)."""

    RURAL = "rural", _("thanh niên nông thôn")
    INDUSTRIAL = "industrial", _("thanh niên khu công nghiệp, khu chế xuất")
    MINORITY = "minority", _("thanh niên dân tộc thiểu số")
    RESIDENTIAL = "residential", _("thanh niên địa bàn dân cư")
    STUDENTS = "students", _("học sinh, sinh viên")
    OFFICIALS = "officials", _("cán bộ, công chức, viên chức trẻ")
    FORCES = "forces", _("thanh niên lực lượng vũ trang")
    RELIGIOUS = "religious", _("thanh niên có đạo")
    FREELANCE = "freelance", _("lao động tự do")
    CHILDREN = "children", _("thiếu nhi")


class Challenge(TextChoices):
    """Why a piece of work stands in the register of what a unit dared to take on."""

    HARD = "hard", _("việc khó")
    NEW = "new", _("việc mới")
    PRESSING = "pressing", _("vấn đề bức xúc")


class Outcome(TextChoices):
    """What came of a hard, new or pressing matter."""

    DOING = "doing", _("đang làm")
    DONE = "done", _("đã giải quyết")
    PARTLY = "partly", _("giải quyết một phần")
    NOT = "not", _("chưa giải quyết được")


class LinkKind(TextChoices):
    """The three links of volunteering ("3 liên kết"): what doing it together joined."""

    GROUPS = "groups", _("liên kết đối tượng thanh niên")
    FIELDS = "fields", _("liên kết lĩnh vực")
    REGIONS = "regions", _("liên kết vùng miền")


class PartnerState(TextChoices):
    """What a unit says of having been named as doing it together."""

    ASKED = "asked", _("chờ xác nhận")
    CONFIRMED = "confirmed", _("đã xác nhận")
    DECLINED = "declined", _("không tham gia")


class CheckWay(TextChoices):
    """How work is to be checked."""

    VISIT = "visit", _("đến tận nơi")
    CALL = "call", _("gọi điện")
    VIEW = "view", _("xem minh chứng")


class CheckState(TextChoices):
    """What a check found."""

    OPEN = "open", _("chưa kiểm tra")
    VERIFIED = "verified", _("đúng")
    CORRECTED = "corrected", _("đúng một phần, đã sửa số")
    REJECTED = "rejected", _("không đúng, đã bác")


class PresenceWay(TextChoices):
    """How somebody's presence was told."""

    SCAN = "scan", _("quét mã QR")
    DIGITS = "digits", _("gõ mã 6 số")
    LIST = "list", _("đánh dấu danh sách")


class GroupRole(TextChoices):
    """What people without names were there as."""

    MEMBERS = "members", _("đoàn viên, thanh niên")
    GUESTS = "guests", _("khách")
    BENEFICIARIES = "served", _("người được phục vụ")


class AgeGroup(TextChoices):
    """Age groups that are told without asking anybody's birth date."""

    CHILDREN = "children", _("dưới 16 tuổi")
    YOUTH = "youth", _("từ 16 đến 30 tuổi")
    ADULTS = "adults", _("trên 30 tuổi")


class Audience(TextChoices):
    """Whom a session of study is for."""

    MEMBERS = "members", _("đoàn viên")
    CADRES = "cadres", _("cán bộ Đoàn đương chức")
