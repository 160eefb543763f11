"""Choices of a question about figures. Their values stand in addresses, so they are short and Vietnamese."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy

CHILDREN = "truc-thuoc"


class Split(TextChoices):
    """Into what a span of time is cut."""

    WHOLE = "", _("để nguyên kỳ")
    MONTHS = "thang", _("từng tháng")
    QUARTERS = "quy", _("từng quý")
    YEARS = "nam", _("từng năm")


class Counting(TextChoices):
    """What is counted where named people take part."""

    AS_DEFINED = "", _("theo cách của chỉ số")
    PEOPLE = "nguoi", _("người, mỗi người một lần")
    TURNS = "luot", _("lượt")


class ProofLevel(TextChoices):
    """How well a figure must be proved to count; the value of the roll-up is in `lowest`."""

    ALL = "", _("mọi mức")
    EVIDENCED = "minh-chung", _("từ có minh chứng")
    VERIFIED = "xac-minh", _("chỉ đã xác minh")

    @property
    def lowest(self) -> int:
        """The lowest grade that counts, 0 to 2."""
        return {"": 0, "minh-chung": 1, "xac-minh": 2}[self.value]


class Against(TextChoices):
    """What a figure is set against."""

    TARGET = "chi-tieu", _("chỉ tiêu")
    LAST_YEAR = "nam-truoc", _("cùng kỳ năm trước")


class Axis(TextChoices):
    """What stands down or across the table."""

    UNIT = "dv", pgettext_lazy("axis", "đơn vị")
    INDICATOR = "cs", pgettext_lazy("axis", "chỉ số")
    PERIOD = "ky", pgettext_lazy("axis", "kỳ")


class Chart(TextChoices):
    """Whether the figures are drawn as well."""

    CHOSEN = "", _("tự chọn theo số liệu")
    NONE = "khong", _("không vẽ")
