"""Words of support for youth."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class Topic(TextChoices):
    """What somebody is advised on."""

    ADMISSION = "admission", _("tuyển sinh")
    CAREER = "career", _("hướng nghiệp")
    JOB = "job", _("việc làm")
    VOCATIONAL = "vocational", _("học nghề")
    STUDY_ABROAD = "study_abroad", _("du học")
    LABOUR_EXPORT = "labour_export", _("đi làm việc ở nước ngoài")
    BUSINESS = "business", _("khởi nghiệp, lập nghiệp")


# Advice on going abroad is free, and warns of fraud.
ABROAD = frozenset({Topic.STUDY_ABROAD, Topic.LABOUR_EXPORT})


class Beneficiary(TextChoices):
    """Who is helped: the groups reports name."""

    MEMBER = "member", _("đoàn viên")
    PUPIL = "pupil", _("học sinh")
    STUDENT = "student", _("sinh viên")
    WORKER = "worker", _("công nhân, người lao động")
    RURAL = "rural", _("thanh niên nông thôn")
    DISCHARGED = "discharged", _("bộ đội, công an xuất ngũ")
    OTHER = "other", _("thanh niên khác")


class PartnerKind(TextChoices):
    """Whom the unit works with."""

    JOB_CENTRE = "job_centre", _("trung tâm dịch vụ việc làm")
    SCHOOL = "school", _("trường, cơ sở dạy nghề")
    FIRM = "firm", _("doanh nghiệp, hợp tác xã")
    EXPORT = "export", _("doanh nghiệp đưa lao động đi nước ngoài")
    BANK = "bank", _("ngân hàng, quỹ")
    STATE = "state", _("cơ quan nhà nước")
    OTHER = "other", _("đối tác khác")


class PlacementKind(TextChoices):
    """What somebody is referred to."""

    JOB = "job", _("việc làm trong nước")
    ABROAD = "abroad", _("việc làm ở nước ngoài")
    VOCATIONAL = "vocational", _("học nghề")


class PlacementState(TextChoices):
    """What came of it."""

    REFERRED = "referred", _("đã giới thiệu")
    PLACED = "placed", pgettext_lazy("placement", "đã nhận")
    FAILED = "failed", pgettext_lazy("placement", "không nhận")


class Still(TextChoices):
    """Whether somebody is still at work."""

    YES = "yes", _("còn làm việc, còn học")
    NO = "no", _("đã thôi")
    UNKNOWN = "unknown", _("không liên lạc được")


class Stage(TextChoices):
    """How far a start-up project has come, in order."""

    IDEA = "idea", _("ý tưởng")
    TRIAL = "trial", _("thử nghiệm")
    STARTED = "started", _("đã khởi sự")
    GROWING = "growing", _("phát triển")
    STOPPED = "stopped", pgettext_lazy("start-up", "đã dừng")


class ProjectField(TextChoices):
    """What a project is in."""

    FARMING = "farming", _("nông, lâm, ngư nghiệp")
    PROCESSING = "processing", _("chế biến, sản xuất")
    SERVICES = "services", _("thương mại, dịch vụ, du lịch")
    TECHNOLOGY = "technology", _("công nghệ, chuyển đổi số")
    SOCIAL = "social", _("giáo dục, xã hội, môi trường")
    OTHER = "other", _("lĩnh vực khác")


class SupportKind(TextChoices):
    """What a project was given."""

    TRAINING = "training", _("tập huấn, đào tạo")
    MENTORING = "mentoring", _("cố vấn")
    CAPITAL = "capital", _("vốn vay, vốn mồi")
    MARKET = "market", _("kết nối thị trường")
    PREMISES = "premises", _("mặt bằng, ươm tạo")
    LEGAL = "legal", _("thủ tục, pháp lý")


class CareKind(TextChoices):
    """How young workers are cared for."""

    PROGRAMME = "programme", _("chương trình chăm lo")
    GIFT = "gift", _("tặng quà, vé xe, nhu yếu phẩm")
    HOUSING = "housing", _("nhà ở, khu trọ")
    LEGAL = "legal", _("trợ giúp pháp lý")
    HEALTH = "health", _("khám sức khoẻ")
    CULTURE = "culture", _("văn hoá, thể thao, hôn nhân gia đình")


class LookedAt(TextChoices):
    """What somebody opened."""

    CASE = "case", _("ca tư vấn")
    PLACEMENT = "placement", _("giới thiệu việc làm")
    LOAN = "loan", _("khoản vay")
    PROJECT = "project", _("dự án khởi nghiệp")
