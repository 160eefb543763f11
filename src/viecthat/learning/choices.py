"""Words of the library and of quizzes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MaterialKind(TextChoices):
    """What stands in the library."""

    CODE = "code", _("quy tắc ứng xử")
    STUDY = "study", _("tài liệu học tập")
    PRACTICE = "practice", _("cách làm hay")


class QuizState(TextChoices):
    """Where a quiz stands; once open, its questions stay."""

    DRAFT = "draft", _("đang soạn")
    OPEN = "open", _("đang mở")
    CLOSED = "closed", _("đã đóng")
