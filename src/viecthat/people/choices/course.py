"""What cadres are taught."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CourseSubject(TextChoices):
    """The field of a course."""

    UNION_WORK = "union_work", _("nghiệp vụ công tác Đoàn, Hội, Đội")
    SKILLS = "skills", _("kỹ năng")
    THEORY = "theory", _("lý luận chính trị, chuyên đề, nghị quyết")
    STATE = "state", _("quản lý nhà nước, pháp luật")
    LANGUAGE = "language", _("ngoại ngữ, tin học, chuyển đổi số")
    OTHER = "other", _("nội dung khác")
